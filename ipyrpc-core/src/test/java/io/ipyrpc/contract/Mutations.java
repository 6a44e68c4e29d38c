package io.ipyrpc.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bodies a little: bits, single bytes, pieces that are left out, doubled, or come from another body. */
public final class Mutations {
    private final Random random;

    /** Changes that those random numbers choose. */
    public Mutations(Random random) {
        this.random = random;
    }

    /** One of the bodies after one to four changes. */
    public byte[] of(List<byte[]> bodies) {
        byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            byte[] other = bodies.get(random.nextInt(bodies.size()));
            int at = random.nextInt(body.length + 1);
            int end = Math.min(body.length, at + random.nextInt(9));
            body = switch (random.nextInt(6)) {
                case 0 -> flipped(body, at);
                case 1 ->
                    replaced(body, at, end, new byte[] {
                        (byte) "0123456789{}[]\",:-+.eENtfu\\ \0\u007f".charAt(random.nextInt(30))
                    });
                case 2 -> replaced(body, at, end, new byte[0]);
                case 3 -> replaced(body, at, at, Arrays.copyOfRange(body, at, end));
                case 4 -> replaced(body, at, end, piece(other));
                default -> replaced(body, at, Math.min(body.length, at + 1), new byte[] {(byte) random.nextInt()});
            };
        }
        return body;
    }

    private byte[] piece(byte[] other) {
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(40)));
    }

    private byte[] flipped(byte[] body, int at) {
        if (at < body.length) {
            body[at] ^= (byte) (1 << random.nextInt(8));
        }
        return body;
    }

    private static byte[] replaced(byte[] body, int from, int to, byte[] by) {
        byte[] result = new byte[body.length - (to - from) + by.length];
        System.arraycopy(body, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(body, to, result, from + by.length, body.length - to);
        return result;
    }
}
