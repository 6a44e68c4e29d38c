package io.ipyrpc.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of plugins: two of them may bring different versions of one library. */
final class PluginFolder {
    private PluginFolder() {}

    /** A class loader for each sub-folder with jars and for each jar, in the order of their names. */
    static Map<Path, ClassLoader> loaders(Path folder, ClassLoader parent) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("plugins folder " + folder + " does not exist");
        }
        Map<Path, ClassLoader> loaders = new LinkedHashMap<>();
        for (Path entry : entries(folder)) {
            List<Path> jars = Files.isDirectory(entry)
                    ? entries(entry).stream().filter(PluginFolder::isJar).toList()
                    : isJar(entry) ? List.of(entry) : List.of();
            if (!jars.isEmpty()) {
                URL[] urls = jars.stream().map(PluginFolder::url).toArray(URL[]::new);
                loaders.put(entry, new URLClassLoader("plugin " + entry.getFileName(), urls, parent));
            }
        }
        return loaders;
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(".jar") && Files.isRegularFile(path);
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read plugins folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("cannot read " + path, e);
        }
    }
}
