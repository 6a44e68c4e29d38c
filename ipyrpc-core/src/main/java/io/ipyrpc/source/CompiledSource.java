package io.ipyrpc.source;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

/**
 * The classes of one compiled source file, and their loader.
 *
 * <p>What the file declares comes before what the parent has under the same name; all else is the parent's. The loader also
 * serves the class files and the documentation as resources. Safe for use by many threads; when it and its classes are no
 * longer used, they are collected.
 */
public final class CompiledSource extends ClassLoader {
    private final Path file;
    private final Map<String, byte[]> files;
    private final List<String> topLevel;

    CompiledSource(Path file, ClassLoader parent, Map<String, byte[]> files, List<String> topLevel) {
        super(file.getFileName().toString(), parent);
        this.file = file;
        this.files = Map.copyOf(files);
        this.topLevel = topLevel;
    }

    /** The source file, as it was given. */
    public Path file() {
        return file;
    }

    /** The classes, records, enums and interfaces at the top of the file, in its order; none is initialised by this. */
    public List<Class<?>> topLevelClasses() {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : topLevel) {
            try {
                classes.add(loadClass(name));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(file + " was compiled without its class " + name, e);
            }
        }
        return List.copyOf(classes);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] bytes = files.get(name.replace('.', '/') + ".class");
        if (bytes == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(super.getResources(name)));
        URL own = findResource(name);
        if (own != null) {
            found.add(0, own);
        }
        return Collections.enumeration(found);
    }

    @Override
    @SuppressWarnings("deprecation") // URL.of is there since Java 20 only
    protected URL findResource(String name) {
        if (!files.containsKey(name)) {
            return null;
        }
        try {
            return new URL("ipyrpc-source", null, -1, "/" + name, new Handler(files));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** Opens the files in memory, and relative URLs resolved against them. */
    private static final class Handler extends URLStreamHandler {
        private final Map<String, byte[]> files;

        Handler(Map<String, byte[]> files) {
            this.files = files;
        }

        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            byte[] bytes = files.get(url.getPath().substring(1));
            if (bytes == null) {
                throw new FileNotFoundException(url.toString());
            }
            return new URLConnection(url) {
                @Override
                public void connect() {
                    // The content is here already.
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }

                @Override
                public long getContentLengthLong() {
                    return bytes.length;
                }
            };
        }
    }
}
