package io.ipyrpc.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import javax.tools.SimpleJavaFileObject;

/** A file that javac writes, which enters a map of path to content when it is closed. */
final class MemoryFile extends SimpleJavaFileObject {
    private final String path;
    private final Map<String, byte[]> files;

    MemoryFile(String path, Kind kind, Map<String, byte[]> files) throws IOException {
        super(uri(path), kind);
        this.path = path;
        this.files = files;
    }

    private static URI uri(String path) throws IOException {
        try {
            return new URI("ipyrpc-source", null, "/" + path, null);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @Override
    public OutputStream openOutputStream() {
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                files.put(path, toByteArray());
            }
        };
    }
}
