package io.ipyrpc.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real server: {@code java -jar ipyrpc-core.jar serve}, in a process of its own, with a plugins folder. */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path errors;
    private final String address;
    private final BlockingQueue<String> rest;

    private ServerProcess(Process process, Path errors, String address, BlockingQueue<String> rest) {
        this.process = process;
        this.errors = errors;
        this.address = address;
        this.rest = rest;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param folder for its error output
     * @param arguments what comes after {@code serve}
     */
    public static ServerProcess start(Path folder, String... arguments) throws IOException {
        return startWith(List.of(), folder, arguments);
    }

    /** {@link #start} with options of the JVM. */
    public static ServerProcess startWith(List<String> jvmOptions, Path folder, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", Distribution.jar().toString(), "serve"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(folder, "server", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith("listening at ")) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("the server ended before it listened: " + Files.readString(errors));
        }
        BlockingQueue<String> rest = new LinkedBlockingQueue<>();
        Thread drain = new Thread(() -> lines.lines().forEach(rest::add), "server-output");
        drain.setDaemon(true);
        drain.start();
        return new ServerProcess(process, errors, line.substring("listening at ".length()), rest);
    }

    /** The Java that runs this test. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Where it listens. */
    public String address() {
        return address;
    }

    /** The next line of its output, after the one that tells the first address. */
    public String nextLine() throws InterruptedException {
        String line = rest.poll(30, TimeUnit.SECONDS);
        if (line == null) {
            throw new IllegalStateException("the server wrote nothing more within 30 s");
        }
        return line;
    }

    /** What it wrote to its error output so far. */
    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /** {@link #errors()} for a message. */
    public String errorsOrNothing() {
        try {
            return errors();
        } catch (IOException e) {
            return "";
        }
    }

    /** Kills it without any chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends it SIGTERM, and waits for nothing. */
    public void askToEnd() {
        // Process.destroy would close its streams besides.
        process.toHandle().destroy();
    }

    /** Asks it to end, and gives its exit code. */
    public int terminate() throws InterruptedException {
        askToEnd();
        return exitCode();
    }

    /** Waits for its end, and gives its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the server did not end within 30 s of SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
