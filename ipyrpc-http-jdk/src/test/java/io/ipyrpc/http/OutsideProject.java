package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.contract.Distribution;
import io.ipyrpc.contract.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A project outside this build that Maven builds against the artifacts of this one. They are put into a local repository
 * of the test's own, which borrows everything else from the one that this build filled.
 */
final class OutsideProject {
    private static final List<String> MODULES = List.of("ipyrpc-core", "ipyrpc-json", "ipyrpc-http-jdk");
    private static final String VERSION = property("ipyrpc.version");
    private static final Path ROOT = Distribution.folder().resolve("../..").normalize();

    private final Path folder;
    private final Path repository;

    private OutsideProject(Path folder, Path repository) {
        this.folder = folder;
        this.repository = repository;
    }

    private static String property(String name) {
        return Objects.requireNonNull(
                System.getProperty(name), () -> "the build sets " + name + "; run these tests by mvn verify");
    }

    /** Copies one of the examples and builds it. */
    static OutsideProject build(String example, Path work) throws IOException, InterruptedException {
        Path folder = copy(ROOT.resolve("examples").resolve(example), work.resolve(example));
        OutsideProject project = new OutsideProject(folder, repository(work.resolve("repository")));
        Distribution.Result built = Distribution.run(List.of(
                Path.of(property("ipyrpc.maven.home"), "bin", "mvn").toString(),
                "-B",
                "-q",
                "-o",
                "-Dmaven.repo.local=" + project.repository,
                "-Dipyrpc.version=" + VERSION,
                "-f",
                folder.resolve("pom.xml").toString(),
                "package"));
        assertEquals(0, built.exit(), built.out() + built.err());
        return project;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path :
                    all.filter(path -> !path.toString().contains("/target")).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        return to;
    }

    /** Links to what is there of others, and copies of this build's own. */
    private static Path repository(Path repository) throws IOException {
        Path filled = Path.of(property("ipyrpc.maven.repository"));
        Path own = repository.resolve("io/ipyrpc");
        if (Files.exists(own)) {
            return repository;
        }
        Files.createDirectories(own);
        link(filled, repository, "io");
        link(filled.resolve("io"), repository.resolve("io"), "ipyrpc");
        put(own, "ipyrpc", ".pom", ROOT.resolve("pom.xml"));
        put(own, "ipyrpc-bom", ".pom", ROOT.resolve("ipyrpc-bom/pom.xml"));
        for (String module : MODULES) {
            put(own, module, ".pom", ROOT.resolve(module).resolve("pom.xml"));
            put(own, module, ".jar", jar(module));
        }
        put(own, "ipyrpc-core", "-tests.jar", ROOT.resolve("ipyrpc-core/target/ipyrpc-core-tests.jar"));
        return repository;
    }

    private static Path jar(String module) {
        return module.equals("ipyrpc-core")
                ? Distribution.jar()
                : Distribution.plugins().resolve(module).resolve(module + "-" + VERSION + ".jar");
    }

    private static void link(Path from, Path to, String but) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(Files::isDirectory).toList()) {
                if (!entry.getFileName().toString().equals(but)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
                }
            }
        }
    }

    private static void put(Path own, String artifact, String ending, Path file) throws IOException {
        Path folder = Files.createDirectories(own.resolve(artifact).resolve(VERSION));
        Files.copy(file, folder.resolve(artifact + "-" + VERSION + ending));
    }

    /** What a test class of it did in the build, as Maven's report has it. */
    String report(String testClass) throws IOException {
        return Files.readString(folder.resolve("target/surefire-reports/" + testClass + ".txt"));
    }

    /** The jar that was built. */
    Path jar() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the program needs beside itself. */
    private List<String> dependencies() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String module : MODULES) {
            jars.add(repository
                    .resolve("io/ipyrpc/" + module + "/" + VERSION + "/" + module + "-" + VERSION + ".jar")
                    .toString());
        }
        try (Stream<Path> json = Files.list(Distribution.plugins().resolve("ipyrpc-json"))) {
            json.filter(file -> file.getFileName().toString().startsWith("jackson-"))
                    .forEach(file -> jars.add(file.toString()));
        }
        return jars;
    }

    /** Runs a main class from the class path. */
    Distribution.Result runOnClassPath(String main) throws IOException, InterruptedException {
        List<String> path = dependencies();
        path.add(jar().toString());
        return Distribution.run(
                List.of(ServerProcess.java(), "-cp", String.join(java.io.File.pathSeparator, path), main));
    }

    /** Runs a main class from the module path. */
    Distribution.Result runOnModulePath(String main) throws IOException, InterruptedException {
        List<String> path = dependencies();
        path.add(jar().toString());
        return Distribution.run(
                List.of(ServerProcess.java(), "-p", String.join(java.io.File.pathSeparator, path), "-m", main));
    }
}
