package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Values and the text that numpy 2.4 or pandas 1.5 prints of them, as written by these into a resource. A case begins
 * with {@code ==}; elements are hexadecimal bytes, names {@code -} or hexadecimal text after {@code s}, or a number
 * after {@code i}.
 */
final class Golden {
    private Golden() {}

    static List<String> cases(String resource) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            assertNotNull(in, resource);
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("(?m)^== ")).skip(1).toList();
        }
    }

    static DType dtype(String text) {
        if (!text.startsWith("[")) {
            return DType.of(text);
        }
        List<DType.Field> fields = new ArrayList<>();
        for (String field : text.substring(1, text.length() - 1).split(",")) {
            int colon = field.indexOf(':');
            fields.add(new DType.Field(field.substring(0, colon), DType.of(field.substring(colon + 1))));
        }
        return DType.record(fields);
    }

    static NdArray array(String dtype, String shape, String hex) {
        long[] dimensions = shape.isEmpty()
                ? new long[0]
                : Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
        return NdArray.wrap(dtype(dtype), ByteBuffer.wrap(HexFormat.of().parseHex(hex)), dimensions);
    }

    static Object name(String text) {
        return switch (text.charAt(0)) {
            case '-' -> null;
            case 'i' -> Long.valueOf(text.substring(1));
            default -> text(text.substring(1));
        };
    }

    private static String text(String hex) {
        return hex.equals(".") ? "" : new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    static Column column(String text) {
        String[] parts = text.split(";", -1);
        if (parts[0].equals("str")) {
            return Column.of(
                    parts[1].isEmpty()
                            ? new String[0]
                            : Arrays.stream(parts[1].split(","))
                                    .map(x -> x.equals("~") ? null : text(x))
                                    .toArray(String[]::new));
        }
        NdArray values = vector(DType.of(parts[0]), parts[1]);
        return parts.length == 2 ? Column.of(values) : Column.of(values, vector(DType.BOOL, parts[2]));
    }

    private static NdArray vector(DType type, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return NdArray.wrap(type, ByteBuffer.wrap(bytes), bytes.length / type.itemSize());
    }

    static Index index(String text) {
        String rest = text.substring(2);
        if (text.startsWith("R")) {
            String[] parts = rest.split(" ");
            return new RangeIndex(
                    Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), name(parts[3]));
        }
        List<Object> names = new ArrayList<>();
        List<Column> levels = new ArrayList<>();
        for (String level : rest.split(" \\| ")) {
            int space = level.indexOf(' ');
            names.add(name(level.substring(0, space)));
            levels.add(column(level.substring(space + 1)));
        }
        return text.startsWith("V") ? new ValueIndex(levels.get(0), names.get(0)) : new MultiIndex(names, levels);
    }
}
