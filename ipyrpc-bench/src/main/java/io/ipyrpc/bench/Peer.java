package io.ipyrpc.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own. */
final class Peer implements AutoCloseable {
    private final Process process;
    private final int port;

    private Peer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one of {@link Servers}, on the same class path. */
    static Peer start(String kind) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(java(), "-Xmx2g", Flight.OPENED, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Servers.class.getName(), kind));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the server '" + kind + "' did not start");
        }
        return new Peer(process, Integer.parseInt(line));
    }

    static String java() {
        return System.getProperty("java.home") + "/bin/java";
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
