package io.ipyrpc.source;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A run of the real javac over source files in a folder. */
final class Compiled {
    final boolean success;
    final String output;

    private Compiled(boolean success, String output) {
        this.success = success;
        this.output = output;
    }

    /** Where this project's own classes are, with the service file of the processor. */
    static Path core() {
        try {
            return Path.of(DocProcessor.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path write(Path folder, String name, String source) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs javac in this process. */
    static Compiled javac(List<Path> sources, String... options) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter out = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean success = compiler.getTask(
                            out, files, null, List.of(options), null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            return new Compiled(success, out.toString());
        }
    }

    /** Runs the javac command, whose class path is not that of the tests. */
    static Compiled command(Path folder, List<Path> sources, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "javac").toString()));
        command.addAll(List.of("-J-Duser.language=en", "-encoding", "UTF-8"));
        command.addAll(List.of(options));
        sources.forEach(source -> command.add(source.toString()));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Compiled(process.waitFor() == 0, output);
    }

    /** All files below a folder, relative to it, in order. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
