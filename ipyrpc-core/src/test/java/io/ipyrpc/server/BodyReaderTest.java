package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Body;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BodyReaderTest {
    private static final Limits LIMITS = Limits.defaults().with("max_body", 50_000_000);

    /** A body that says it has so many bytes, and what comes. */
    private record Sent(long length, InputStream stream) implements Body {
        @Override
        public void writeTo(OutputStream out) {
            throw new UnsupportedOperationException();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aBodyOfKnownLengthLiesInOnePiece() throws IOException {
        for (int length : new int[] {1, 8191, 8192, 8193, 24_577, 100_000, 1 << 20, (9 << 20) + 5}) {
            byte[] bytes = random(length);
            Slices read = BodyReader.read(new Sent(length, new ByteArrayInputStream(bytes)), LIMITS, null);
            assertEquals(1, read.buffers().size());
            assertEquals(length, read.buffers().get(0).array().length);
            assertArrayEquals(bytes, read.toByteArray());
        }
    }

    @Test
    void aBodyOfUnknownLengthIsReadToItsEnd() throws IOException {
        for (int length : new int[] {1, 8192, 8193, 100_000, (20 << 20) + 5}) {
            byte[] bytes = random(length);
            Slices read = BodyReader.read(new Sent(-1, new ByteArrayInputStream(bytes)), LIMITS, null);
            assertArrayEquals(bytes, read.toByteArray());
        }
    }

    /** Gives bytes one by one, and remembers for how many it was asked at most. */
    private static final class Asked extends InputStream {
        private final long length;
        private long given;
        private long most;

        Asked(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] to, int offset, int count) {
            most = Math.max(most, to.length - 4 * given);
            int n = (int) Math.min(Math.min(1000, count), length - given);
            given += n;
            return n == 0 && count > 0 ? -1 : n;
        }
    }

    @Test
    void aLengthThatLiesTakesNoMoreThanItsPart() throws IOException {
        for (long arrives : new long[] {0, 5, 8192, 100_000, 3_000_000}) {
            Asked in = new Asked(arrives);
            Slices read = BodyReader.read(new Sent(40_000_000, in), LIMITS, null);
            assertEquals(arrives, read.length());
            assertTrue(in.most <= 8192, in.most + " bytes beyond four times what had arrived");
        }
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedHoweverItComes() {
        RpcException announced = assertThrows(
                RpcException.class,
                () -> BodyReader.read(new Sent(50_000_001, InputStream.nullInputStream()), LIMITS, null));
        assertEquals("the body is 50000001 bytes, max_body is 50000000", announced.getMessage());
        RpcException chunked = assertThrows(
                RpcException.class, () -> BodyReader.read(new Sent(-1, new Asked(60_000_000)), LIMITS, null));
        assertEquals("the body is more than 50000000 bytes, max_body is 50000000", chunked.getMessage());
    }

    @Test
    void aDigestThatDoesNotAgreeIsUnauthenticated() throws IOException {
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertEquals(0, BodyReader.read(Body.EMPTY, LIMITS, empty).length());
        Body body = Body.of(Slices.utf8("x"));
        assertEquals(
                "unauthenticated",
                assertThrows(RpcException.class, () -> BodyReader.read(body, LIMITS, empty))
                        .code());
        assertTrue(Arrays.equals(
                new byte[] {'x'}, BodyReader.read(body, LIMITS, null).toByteArray()));
    }
}
