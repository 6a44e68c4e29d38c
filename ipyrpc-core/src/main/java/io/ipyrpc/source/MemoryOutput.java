package io.ipyrpc.source;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;

/** Lets javac read as usual, and keeps what it writes in memory. */
final class MemoryOutput extends ForwardingJavaFileManager<StandardJavaFileManager> {
    final Map<String, byte[]> files = new LinkedHashMap<>();

    MemoryOutput(StandardJavaFileManager standard) {
        super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling)
            throws IOException {
        return new MemoryFile(className.replace('.', '/') + kind.extension, kind, files);
    }

    @Override
    public FileObject getFileForOutput(
            JavaFileManager.Location location, String packageName, String relativeName, FileObject sibling)
            throws IOException {
        String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
        return new MemoryFile(folder + relativeName, JavaFileObject.Kind.OTHER, files);
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        return a.toUri().equals(b.toUri());
    }
}
