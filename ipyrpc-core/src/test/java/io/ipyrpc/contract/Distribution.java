package io.ipyrpc.contract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The distribution that the build laid, and commands run with it. */
public final class Distribution {
    private Distribution() {}

    /** Its folder, as the build names it by the property {@code ipyrpc.dist}. */
    public static Path folder() {
        return Path.of(Objects.requireNonNull(
                        System.getProperty("ipyrpc.dist"), "the build sets ipyrpc.dist; run these tests by mvn verify"))
                .normalize();
    }

    /** The core jar. */
    public static Path jar() {
        return folder().resolve("ipyrpc-core.jar");
    }

    /** The plugins folder. */
    public static Path plugins() {
        return folder().resolve("plugins");
    }

    /** Copies the plugins folder, so that a test may add to it. */
    public static Path copyPlugins(Path to) throws IOException {
        try (Stream<Path> all = Files.walk(plugins())) {
            for (Path from : all.toList()) {
                Path target = to.resolve(plugins().relativize(from).toString());
                Files.createDirectories(Files.isDirectory(from) ? target : target.getParent());
                if (!Files.isDirectory(from)) {
                    Files.copy(from, target);
                }
            }
        }
        return to;
    }

    /**
     * What a command did.
     *
     * @param exit its exit code
     * @param out its standard output
     * @param err its error output
     */
    public record Result(int exit, String out, String err) {}

    /** Runs {@code java -jar ipyrpc-core.jar} with those arguments. */
    public static Result ipyrpc(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ServerProcess.java(), "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs a command to its end, within a minute. */
    public static Result run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("not done within two minutes: " + String.join(" ", command));
        }
        return new Result(process.exitValue(), out.join(), err.join());
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
