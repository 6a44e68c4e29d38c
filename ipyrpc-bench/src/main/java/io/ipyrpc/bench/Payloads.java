package io.ipyrpc.bench;

import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** The values that are measured: made once, as it is their way that counts. Safe for threads. */
final class Payloads {
    static final int ROWS = 100_000;
    static final int COLUMNS = 20;
    /** Every fourth column of the frame with text is text. */
    static final int TEXT_EVERY = 4;

    private static final Map<Object, Object> MADE = new ConcurrentHashMap<>();

    private Payloads() {}

    /** So many doubles of up to 17 digits. */
    static NdArray doubles(int count) {
        return (NdArray) MADE.computeIfAbsent(
                count, n -> NdArray.of(new Random(count).doubles(count).toArray()));
    }

    /** The memory of so many doubles, for those who send plain bytes. */
    static byte[] memory(int count) {
        NdArray doubles = doubles(count);
        return (byte[]) MADE.computeIfAbsent("memory " + count, n -> {
            byte[] memory = new byte[8 * count];
            doubles.data().get(memory);
            return memory;
        });
    }

    /** A frame of 20 × 100,000 doubles. */
    static DataFrame numbers() {
        return (DataFrame) MADE.computeIfAbsent("numbers", n -> frame(false));
    }

    /** A frame of 20 × 100,000: fifteen columns of doubles, five of text. */
    static DataFrame text() {
        return (DataFrame) MADE.computeIfAbsent("text", n -> frame(true));
    }

    /** One column of the frame with text. */
    static List<String> words(int column) {
        Random random = new Random(column);
        List<String> words = new ArrayList<>(ROWS);
        for (int i = 0; i < ROWS; i++) {
            words.add("item " + random.nextInt(1_000_000));
        }
        return words;
    }

    static double[] column(int column) {
        return new Random(column).doubles(ROWS).toArray();
    }

    /** How many bytes a frame's values are: 8 for a number, a text's own length. */
    static long bytes(boolean text) {
        long bytes = 0;
        for (int i = 0; i < COLUMNS; i++) {
            bytes += text && i % TEXT_EVERY == 0
                    ? words(i).stream().mapToLong(String::length).sum()
                    : 8L * ROWS;
        }
        return bytes;
    }

    private static DataFrame frame(boolean text) {
        Object[] columns = new Object[2 * COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            columns[2 * i] = "c" + i;
            columns[2 * i + 1] = text && i % TEXT_EVERY == 0 ? words(i) : column(i);
        }
        return DataFrame.of(columns);
    }
}
