package io.ipyrpc.registry;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Loads the classes of a jar from a copy in the folder for temporary files: the jar itself may be written over while they
 * are in use. The copy goes with the loader, or with the process.
 */
final class CopiedJar extends URLClassLoader {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Path copy;

    private CopiedJar(Path copy, URL[] urls, ClassLoader parent) {
        super(urls, parent);
        this.copy = copy;
    }

    /**
     * Copies a jar.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static CopiedJar of(Path jar, ClassLoader parent) {
        try {
            Path copy = Files.createTempFile("ipyrpc-", ".jar");
            copy.toFile().deleteOnExit();
            try {
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
                CopiedJar loader = new CopiedJar(copy, urls(jar, copy), parent);
                CLEANER.register(loader, () -> delete(copy));
                return loader;
            } catch (IOException | RuntimeException e) {
                delete(copy);
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + jar + ": " + e.getMessage(), e);
        }
    }

    /** The copy. */
    Path path() {
        return copy;
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            // A system that lets no open file go: it goes when the process ends.
        }
    }

    /** The copy, and the jars beside the original that its manifest counts on. */
    private static URL[] urls(Path jar, Path copy) throws IOException {
        List<URL> urls = new ArrayList<>(List.of(FunctionFiles.url(copy)));
        try (JarFile file = new JarFile(copy.toFile())) {
            Manifest manifest = file.getManifest();
            String path = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String entry : path == null ? new String[0] : path.strip().split("\\s+")) {
                try {
                    urls.add(jar.toUri().resolve(entry).toURL());
                } catch (MalformedURLException | IllegalArgumentException e) {
                    // Java leaves out what is no address too.
                }
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** Java's own keeps each jar that a resource was read from open for good. */
    @Override
    public InputStream getResourceAsStream(String name) {
        URL url = getResource(name);
        try {
            URLConnection connection = url == null ? null : url.openConnection();
            if (connection == null) {
                return null;
            }
            connection.setUseCaches(false);
            return connection.getInputStream();
        } catch (IOException e) {
            return null;
        }
    }
}
