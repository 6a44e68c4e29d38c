package io.ipyrpc.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** A folder of plugins: two of them may bring different versions of one library. */
final class PluginFolder {
    private PluginFolder() {}

    /**
     * A class loader for each sub-folder with jars and for each jar, in the order of their names.
     *
     * @throws IllegalArgumentException if the folder is not there or cannot be read
     * @throws IllegalStateException if a jar cannot be read, or lies where it would never be looked at
     */
    static Map<Path, ClassLoader> loaders(Path folder, ClassLoader parent) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("plugins folder " + folder + " does not exist");
        }
        Map<Path, ClassLoader> loaders = new LinkedHashMap<>();
        for (Path entry : entries(folder)) {
            List<Path> jars =
                    Files.isDirectory(entry) ? jarsOf(folder, entry) : isJar(entry) ? List.of(entry) : List.of();
            if (!jars.isEmpty()) {
                loaders.put(entry, loader(entry, jars, parent));
            }
        }
        return loaders;
    }

    private static List<Path> jarsOf(Path folder, Path plugin) {
        List<Path> jars = new ArrayList<>();
        for (Path entry : entries(plugin)) {
            if (Files.isDirectory(entry)) {
                requireNoJars(folder, plugin, entry);
            } else if (isJar(entry)) {
                jars.add(entry);
            }
        }
        return jars;
    }

    /** A jar that nobody looks at would be missed by a call only, much later. */
    private static void requireNoJars(Path folder, Path plugin, Path inner) {
        try (Stream<Path> all = Files.walk(inner)) {
            all.filter(PluginFolder::isJar).findFirst().ifPresent(jar -> {
                throw new IllegalStateException("plugin " + plugin + " does not load: " + jar
                        + " lies too deep; a plugin's jars lie directly in its folder, or alone in " + folder);
            });
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(inner, e);
        }
    }

    /**
     * Java's loader passes over a jar that it cannot open, so each is opened before. It reads a jar's directory, and none of
     * its entries; while the jar is open the loader has no need to read it again. In plain loops: a lambda would have to be
     * linked first, and the start would wait for it.
     */
    private static ClassLoader loader(Path plugin, List<Path> jars, ClassLoader parent) {
        List<ZipFile> opened = new ArrayList<>();
        try {
            URL[] urls = new URL[jars.size()];
            for (Path jar : jars) {
                urls[opened.size()] = url(jar);
                opened.add(open(plugin, jar));
            }
            URLClassLoader loader = new URLClassLoader("plugin " + plugin.getFileName(), urls, parent);
            loader.findResource("META-INF/services");
            return loader;
        } finally {
            for (ZipFile jar : opened) {
                close(jar);
            }
        }
    }

    private static ZipFile open(Path plugin, Path jar) {
        try {
            return new ZipFile(jar.toFile());
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            throw new IllegalStateException(
                    "plugin " + plugin + " does not load: " + jar + " is no jar that can be read: " + why, e);
        }
    }

    private static void close(ZipFile jar) {
        try {
            jar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A link that leads nowhere is one too, so that it is told. */
    private static boolean isJar(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jar") && !Files.isDirectory(path);
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static IllegalArgumentException unreadable(Path folder, Exception e) {
        return new IllegalArgumentException("cannot read plugins folder " + folder + ": " + e.getMessage(), e);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("cannot read " + path, e);
        }
    }
}
