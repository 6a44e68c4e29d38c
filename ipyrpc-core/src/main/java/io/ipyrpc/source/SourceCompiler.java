package io.ipyrpc.source;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles one source file in memory, its documentation included.
 *
 * <pre>{@code
 * CompiledSource demo = SourceCompiler.compile(Path.of("Demo.java"), getClass().getClassLoader(), List.of());
 * Class<?> first = demo.topLevelClasses().get(0);
 * String text = DocIndex.of(first).text();
 * }</pre>
 *
 * <p>Safe for use by many threads; nothing is kept between two compilations.
 */
public final class SourceCompiler {
    private static final List<String> OPTIONS =
            List.of("-parameters", "-g", "-Xlint:none", "-nowarn", "-Xmaxerrs", "1000");

    private SourceCompiler() {}

    /**
     * Compiles the file for the running Java against the given class path and the application's own.
     *
     * @param file a {@code .java} file in UTF-8 of at most 4 MiB; its package and its public class may have any name
     * @param parent the loader of all classes but the file's own, null for the JDK's alone
     * @param classPath jars and folders that come before the application's class path
     * @throws SourceException if the file cannot be read or compiled, or this Java has no compiler
     */
    public static CompiledSource compile(Path file, ClassLoader parent, List<Path> classPath) {
        return compile(ToolProvider.getSystemJavaCompiler(), file, parent, classPath);
    }

    static CompiledSource compile(JavaCompiler compiler, Path file, ClassLoader parent, List<Path> classPath) {
        Objects.requireNonNull(file, "file");
        List<Path> path = new ArrayList<>(List.copyOf(classPath));
        SourceFile source = SourceFile.read(file);
        if (compiler == null) {
            throw new SourceException("compiling " + file + " needs a JDK (this Java at "
                    + System.getProperty("java.home")
                    + " is a runtime without a compiler); start with the java of a JDK, or compile the file and give its"
                    + " jar");
        }
        path.addAll(applicationPath());
        CompileErrors errors = new CompileErrors(source);
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(errors, Locale.ENGLISH, null)) {
            standard.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
            // Without these two javac would look for sources and for processors on the class path.
            standard.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
            standard.setLocationFromPaths(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of());
            MemoryOutput output = new MemoryOutput(standard);
            DocProcessor docs = new DocProcessor();
            StringWriter said = new StringWriter();
            JavaCompiler.CompilationTask task = compiler.getTask(said, output, errors, OPTIONS, null, List.of(source));
            task.setProcessors(List.of(docs));
            boolean success = call(task, source);
            if (!errors.isEmpty()) {
                throw new SourceException(errors.toString());
            }
            if (!success) {
                throw gaveUp(source, reason(said.toString()), null);
            }
            if (docs.topLevelClasses().isEmpty()) {
                throw new SourceException(source.path.getFileName() + " declares no class");
            }
            return new CompiledSource(file, parent, output.files, docs.topLevelClasses());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean call(JavaCompiler.CompilationTask task, SourceFile source) {
        try {
            return task.call();
        } catch (RuntimeException | StackOverflowError e) {
            throw gaveUp(source, e.toString(), e);
        }
    }

    private static SourceException gaveUp(SourceFile source, String reason, Throwable cause) {
        return new SourceException("the compiler gave up on " + source.path.getFileName() + ": " + reason, cause);
    }

    /** The exception among what javac prints when it breaks down, which is a stack trace and a plea for bug reports. */
    private static String reason(String said) {
        return said.lines()
                .filter(line -> line.matches("[\\w.$]+(Error|Exception)(:.*)?"))
                .findFirst()
                .orElse(said.strip());
    }

    private static List<Path> applicationPath() {
        List<Path> found = new ArrayList<>(split(System.getProperty("java.class.path", "")));
        if (SourceCompiler.class.getModule().isNamed()) {
            found.addAll(modulePath(System.getProperty("jdk.module.path", "")));
        }
        return found;
    }

    /** The entries of a module path, and the jars in them, which javac does not look for on a class path. */
    static List<Path> modulePath(String path) {
        List<Path> found = new ArrayList<>();
        for (Path entry : split(path)) {
            found.add(entry);
            found.addAll(jars(entry));
        }
        return found;
    }

    private static List<Path> split(String path) {
        List<Path> found = new ArrayList<>();
        for (String entry : path.isEmpty() ? new String[0] : path.split(Pattern.quote(File.pathSeparator))) {
            try {
                found.add(Path.of(entry));
            } catch (InvalidPathException e) {
                // The running Java could not use it either.
            }
        }
        return found;
    }

    private static List<Path> jars(Path folder) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
                found.forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jars;
    }
}
