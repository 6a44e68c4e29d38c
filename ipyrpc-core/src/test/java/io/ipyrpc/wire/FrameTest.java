package io.ipyrpc.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameTest {
    private static final Limits LIMITS = Limits.defaults();
    /** An event {@code stdout} of seq 7 that prints "hä". */
    private static final String GOLDEN = String.join(
            "",
            "1a00000000000000", // metadata: 26 bytes
            "0300000000000000", // data: 3 bytes
            "7b226576656e74223a227374646f7574222c22736571223a377d", // {"event":"stdout","seq":7}
            "68c3a4"); // hä

    private static Frame golden() {
        return Frame.event("stdout", new LinkedHashMap<>(Map.of("seq", 7L)), Slices.utf8("hä"));
    }

    private static byte[] bytes(Frame frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame.writeTo(out);
        return out.toByteArray();
    }

    private static byte[] header(long metadata, long data, byte... more) {
        return ByteBuffer.allocate(16 + more.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(metadata)
                .putLong(data)
                .put(more)
                .array();
    }

    private static Frame read(byte[] bytes) throws IOException {
        return Frame.read(new ByteArrayInputStream(bytes), LIMITS);
    }

    private static RpcException refused(byte[] bytes) {
        return assertThrows(RpcException.class, () -> read(bytes));
    }

    @Test
    void isWrittenByteByByteAsTheProtocolSays() throws IOException {
        assertEquals(GOLDEN, HexFormat.of().formatHex(bytes(golden())));
        Frame read = read(HexFormat.of().parseHex(GOLDEN));
        assertEquals(Map.of("event", "stdout", "seq", 7L), read.metadata());
        assertEquals("hä", read.data().utf8());
        assertEquals("stdout", read.event());
        assertEquals(7, read.seq());
        assertEquals("{\"event\":\"stdout\",\"seq\":7} + 3 bytes", read.toString());
    }

    @Test
    void aHeadLeavesTheDataInTheStream() throws IOException {
        InputStream in = new ByteArrayInputStream(HexFormat.of().parseHex(GOLDEN));
        FrameHead head = FrameHead.read(in, LIMITS);
        assertEquals(golden().metadata(), head.metadata());
        assertEquals(3, head.dataSize());
        assertEquals(3, in.available());
        assertEquals(GOLDEN.substring(0, 84), HexFormat.of().formatHex(head.toBytes()));
        assertNull(FrameHead.read(new ByteArrayInputStream(new byte[0]), LIMITS));
    }

    @Test
    void framesFollowOneAnotherUntilTheStreamEnds() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        golden().writeTo(out);
        new Frame(Map.of()).writeTo(out);
        golden().with("seq", 8).writeTo(out);
        InputStream in = new ByteArrayInputStream(out.toByteArray());
        assertEquals(7, Frame.read(in, LIMITS).seq());
        Frame empty = Frame.read(in, LIMITS);
        assertEquals("", empty.event());
        assertEquals(0, empty.seq());
        assertTrue(empty.data().isEmpty());
        assertEquals(8, Frame.read(in, LIMITS).seq());
        assertNull(Frame.read(in, LIMITS));
    }

    @Test
    void aFrameThatIsCutAtAnyByteSaysWhere() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            String message = length < 16
                    ? "header: " + length + " of 16 bytes"
                    : length < 42
                            ? "metadata: " + (length - 16) + " of 26 bytes"
                            : "data: " + (length - 42) + " of 3 bytes";
            EOFException e = assertThrows(EOFException.class, () -> read(cut));
            assertEquals("the stream ends inside a frame's " + message, e.getMessage());
        }
    }

    @Test
    void sizesThatAreNegativeOrTooLargeAreRefusedBeforeAnythingIsRead() {
        assertRefused("bad_request", "a frame's metadata has the size -1", header(-1, 0));
        assertRefused("bad_request", "a frame's data has the size -9223372036854775808", header(2, Long.MIN_VALUE));
        assertRefused(
                "too_large", "a frame's metadata is 1048577 bytes, max_metadata is 1048576", header((1 << 20) + 1, 0));
        assertRefused(
                "too_large", "a frame's data is 1073741825 bytes, max_body is 1073741824", header(2, (1L << 30) + 1));
        assertRefused(
                "too_large",
                "a frame's data is 9223372036854775807 bytes, max_body is 1073741824",
                header(2, Long.MAX_VALUE));
    }

    private static void assertRefused(String code, String message, byte[] bytes) {
        RpcException e = refused(bytes);
        assertEquals(code, e.code());
        assertEquals(message, e.getMessage());
    }

    @Test
    void metadataIsAJsonObject() {
        assertRefused(
                "bad_request",
                "a frame's metadata is not valid JSON: line 1, column 1: the text ends where a value is needed",
                header(0, 0));
        assertRefused("bad_request", "a frame's metadata must be a JSON object", header(2, 0, (byte) '[', (byte) ']'));
        assertRefused("bad_request", "a frame's metadata is the JSON text is not UTF-8", header(2, 0, (byte) '{', (byte)
                0xff));
    }

    @Test
    void aSizeThatLiesCostsAboutTheFirstPiece() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] lie = header(2, 1L << 30, (byte) '{', (byte) '}', (byte) 1);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThrows(EOFException.class, () -> read(lie));
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < 3 << 20, taken + " bytes were taken for one that arrived");
    }

    @Test
    void largeDataArrivesWholeHoweverItIsRead() throws IOException {
        byte[] data = new byte[5 << 20];
        new Random(1).nextBytes(data);
        byte[] whole = bytes(new Frame(Map.of("event", "result"), Slices.of(data)));
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(whole)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 10_007));
            }
        };
        assertArrayEquals(data, Frame.read(slow, LIMITS).data().toByteArray());
    }

    @Test
    void mutatedFramesEndInAFrameOrARefusal() throws IOException {
        long seed = System.nanoTime();
        System.out.println("mutatedFramesEndInAFrameOrARefusal: seed " + seed);
        Random random = new Random(seed);
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                read(changed);
            } catch (EOFException e) {
                assertTrue(e.getMessage().startsWith("the stream ends inside a frame's "), () -> "seed " + seed);
            } catch (RpcException e) {
                assertTrue(List.of("bad_request", "too_large").contains(e.code()), () -> "seed " + seed);
            }
        }
    }

    @Test
    void slicesShareTheirBytesAndKeepTheirOrder() throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(4).put(new byte[] {9, 3, 4, 9});
        direct.position(1).limit(3);
        Slices slices = Slices.of(List.of(
                ByteBuffer.wrap(new byte[] {0, 1, 2}, 1, 2),
                ByteBuffer.allocate(0),
                direct,
                ByteBuffer.wrap(new byte[] {5}).asReadOnlyBuffer()));
        byte[] expected = {1, 2, 3, 4, 5};
        assertEquals(5, slices.length());
        assertArrayEquals(expected, slices.toByteArray());
        assertArrayEquals(expected, slices.inputStream().readAllBytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        slices.writeTo(out);
        slices.buffers().forEach(ByteBuffer::flip);
        slices.writeTo(out);
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 1, 2, 3, 4, 5}, out.toByteArray());
        assertEquals("5 bytes", slices.toString());
        SlicesBuilder builder = new SlicesBuilder();
        byte[] many = new byte[3_000_000];
        new Random(2).nextBytes(many);
        builder.write(many[0]);
        builder.write(many, 1, 700);
        builder.write(many, 701, many.length - 701);
        assertEquals(many.length, builder.length());
        assertArrayEquals(many, builder.build().toByteArray());
    }
}
