package io.ipyrpc.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.lang.model.SourceVersion;
import javax.tools.SimpleJavaFileObject;

/** One source file, read whole; its public class may have any name. */
final class SourceFile extends SimpleJavaFileObject {
    static final int MAX_BYTES = 4 << 20;

    final Path path;
    final String text;

    private SourceFile(Path path, String text) {
        super(path.toUri(), Kind.SOURCE);
        this.path = path;
        this.text = text;
    }

    /** Reads the file, or says in a {@link SourceException} why it is not to be had. */
    static SourceFile read(Path path) {
        if (!path.toString().endsWith(".java")) {
            throw new SourceException(path + " is not a Java source file; its name must end in .java");
        }
        if (!Files.exists(path)) {
            throw new SourceException(
                    path + " does not exist (looked in " + path.toAbsolutePath().getParent() + ")");
        }
        if (!Files.isRegularFile(path)) {
            throw new SourceException(path + " is not a file; give one .java file, or a jar");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SourceException(path + " is longer than " + MAX_BYTES
                        + " bytes, the most for one source file; compile it and give its jar");
            }
            return new SourceFile(path, decode(path, bytes));
        } catch (IOException e) {
            throw new SourceException(path + " cannot be read: " + e, e);
        }
    }

    private static String decode(Path path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            throw new SourceException(path + " is not UTF-8 text in line " + line + "; save it as UTF-8");
        }
        String text = out.flip().toString();
        // Some editors begin a file with a byte order mark, which javac refuses.
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        // javac asks whether this is package-info or module-info, too.
        return kind == Kind.SOURCE && SourceVersion.isIdentifier(simpleName);
    }
}
