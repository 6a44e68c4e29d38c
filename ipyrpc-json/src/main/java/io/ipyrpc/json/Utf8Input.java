package io.ipyrpc.json;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts the bytes that pass, holds them to max_body, and refuses what is not UTF-8: the parser behind it takes
 * overlong forms and encoded surrogates for characters.
 */
final class Utf8Input extends InputStream {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final InputStream in;
    private final Limits limits;
    private long arrived;

    /** Continuation bytes that the character still needs, and the range of the next one. */
    private int missing;

    private int least;
    private int most;

    Utf8Input(InputStream in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** How many bytes have come. */
    long arrived() {
        return arrived;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = in.read(b, off, len);
        if (n < 0) {
            if (missing > 0) {
                throw new RpcException(
                        ErrorCode.BAD_REQUEST, "not UTF-8: the text ends inside a character, at byte " + arrived);
            }
            return n;
        }
        if (n > limits.maxBody() - arrived) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE, "the body is larger than max_body, " + limits.maxBody() + " bytes");
        }
        check(b, off, off + n);
        arrived += n;
        return n;
    }

    private void check(byte[] b, int from, int to) {
        int i = from;
        while (i < to) {
            if (missing == 0) {
                while (i + 8 <= to && ((long) LONGS.get(b, i) & HIGH_BITS) == 0) {
                    i += 8;
                }
                while (i < to && b[i] >= 0) {
                    i++;
                }
                if (i < to) {
                    begin(b[i] & 0xFF, arrived + i - from);
                    i++;
                }
            } else {
                int c = b[i] & 0xFF;
                if (c < least || c > most) {
                    throw invalid(c, arrived + i - from);
                }
                missing--;
                least = 0x80;
                most = 0xBF;
                i++;
            }
        }
    }

    /** The table of well-formed sequences of the Unicode standard (3-7), by their first byte. */
    private void begin(int c, long at) {
        least = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
        most = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
        if (c >= 0xC2 && c <= 0xDF) {
            missing = 1;
        } else if (c >= 0xE0 && c <= 0xEF) {
            missing = 2;
        } else if (c >= 0xF0 && c <= 0xF4) {
            missing = 3;
        } else {
            throw invalid(c, at);
        }
    }

    private static RpcException invalid(int c, long at) {
        return new RpcException(
                ErrorCode.BAD_REQUEST,
                "not UTF-8: byte 0x" + Integer.toHexString(c) + " at byte " + at + " of the body");
    }
}
