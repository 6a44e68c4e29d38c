package io.ipyrpc.source;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documentation of one class as {@link DocProcessor} saves it and {@link DocIndex} reads it.
 *
 * <p>The resource {@code META-INF/ipyrpc/docs/<binary class name>.txt} is UTF-8 text; a line ends with a line feed, and its
 * beginning says what it is:
 *
 * <table>
 *   <caption>Lines</caption>
 *   <tr><th>line</th><th>how often</th><th>meaning</th></tr>
 *   <tr><td>{@code ipyrpc-docs 1}</td><td>once, first</td><td>the version of this format</td></tr>
 *   <tr><td>{@code class demo.Outer$Inner}</td><td>once, second</td><td>the binary name</td></tr>
 *   <tr><td>{@code method add(int,java.util.List,double[][]) a b c}</td><td>one a method</td>
 *     <td>the name, the erased parameter types as {@link Class#getName()} spells them, arrays with {@code []}; then the
 *     parameters' names</td></tr>
 *   <tr><td>{@code |}…</td><td>one a comment line</td>
 *     <td>the raw comment of the class or method above, so no comment can be taken for anything else</td></tr>
 *   <tr><td>{@code #}…</td><td>likewise</td><td>a line of a Markdown comment ({@code ///})</td></tr>
 * </table>
 *
 * <p>Immutable once it is filled.
 */
final class DocFile {
    static final int MAX_BYTES = 4 << 20;
    static final String FIRST_LINE = "ipyrpc-docs 1";
    static final String CLASS = "class ";
    static final String METHOD = "method ";

    /** A comment as it stands in the source, without its stars. */
    record Comment(String raw, boolean markdown) {}

    /** A method's parameter names and its comment, which is null if it has none. */
    record Entry(List<String> parameterNames, Comment comment) {}

    final String className;
    final Comment comment;
    final Map<String, Entry> methods = new LinkedHashMap<>();

    DocFile(String className, Comment comment) {
        this.className = className;
        this.comment = comment;
    }

    static String resource(String className) {
        return "META-INF/ipyrpc/docs/" + className + ".txt";
    }

    /** How a method is named here: {@code add(int,java.util.List,double[][])}. */
    static String key(Method method) {
        return key(method.getName(), method.getParameterTypes());
    }

    private static String key(String name, Class<?>[] types) {
        StringBuilder key = new StringBuilder(name).append('(');
        for (int i = 0; i < types.length; i++) {
            Class<?> type = types[i];
            int dimensions = 0;
            for (; type.isArray(); type = type.getComponentType()) {
                dimensions++;
            }
            key.append(i == 0 ? "" : ",").append(type.getName()).append("[]".repeat(dimensions));
        }
        return key.append(')').toString();
    }

    /** The resource's content, with the comments or with the names alone. */
    byte[] toBytes(boolean withComments) {
        StringBuilder out = new StringBuilder(FIRST_LINE + "\n" + CLASS + className + "\n");
        Comment first = withComments ? comment : null;
        append(out, first);
        methods.forEach((key, entry) -> {
            out.append(METHOD).append(key);
            entry.parameterNames().forEach(name -> out.append(' ').append(name));
            out.append('\n');
            append(out, withComments ? entry.comment() : null);
        });
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, Comment comment) {
        if (comment != null) {
            char mark = comment.markdown() ? '#' : '|';
            comment.raw().lines().forEach(line -> out.append(mark).append(line).append('\n'));
        }
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IOException if a line is none of this format; the message begins with its number
     */
    static DocFile parse(byte[] bytes, String className) throws IOException {
        return new DocFileReader(new String(bytes, StandardCharsets.UTF_8), className).read();
    }
}
