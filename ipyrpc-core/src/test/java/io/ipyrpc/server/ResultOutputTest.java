package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.SharingOutputStream;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ResultOutputTest {
    private static final long ANY = Long.MAX_VALUE;

    private final LinkedBlockingQueue<Frame> events = new LinkedBlockingQueue<>();
    private final Pulse pulse = new Pulse();
    private volatile boolean cancelled;

    @AfterEach
    void close() {
        pulse.close();
    }

    private ResultOutput output(long most, boolean kept) {
        ResultOutput.Sink sink = new ResultOutput.Sink() {
            @Override
            public void append(List<Frame> frames) {
                events.addAll(frames);
            }

            @Override
            public void requireWanted() {
                if (cancelled) {
                    throw new CancellationException("as the test has it");
                }
            }
        };
        return new ResultOutput("tiny", most, kept, sink, pulse, Runnable::run);
    }

    private static byte[] joined(List<Frame> frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            frame.data().writeTo(all);
        }
        return all.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aSmallResultIsOneEventThatIsTheEnd() throws IOException {
        ResultOutput output = output(ANY, false);
        output.write(new byte[] {1, 2});
        output.write(3);
        List<Frame> end = output.end("j");
        assertEquals(
                "{\"event\":\"result\",\"serializer\":\"tiny\",\"job\":\"j\",\"status\":\"succeeded\"} + 3 bytes",
                end.get(0).toString());
        assertEquals(1, end.size());
        assertArrayEquals(new byte[] {1, 2, 3}, joined(end));
    }

    @Test
    void aWriteAsLongAsAnArrayCanBeIsCutIntoPieces() {
        ResultOutput output = output(ANY, false);
        output.write(1);
        // An array of that length would cost 2 GB: what is there is cut, and then the array ends.
        assertThrows(
                IndexOutOfBoundsException.class, () -> output.write(new byte[1500 << 10], 0, Integer.MAX_VALUE - 8));
        assertEquals(4, events.size());
        events.forEach(event -> assertEquals(256 << 10, event.data().length()));
    }

    @Test
    void aSharedArrayStaysWhereItIsAndLeavesWithTheEnd() throws IOException {
        byte[] array = random((5 << 20) + 17);
        ResultOutput output = output(ANY, false);
        output.write(new byte[] {9, 8});
        output.share(Slices.of(array));
        output.write(7);
        assertEquals(0, events.size());
        List<Frame> end = output.end("j");
        assertEquals(6, end.size());
        for (Frame frame : end) {
            assertEquals("result", frame.event());
            assertEquals(
                    frame == end.get(5) ? "succeeded" : null, frame.metadata().get("status"));
            assertEquals(frame == end.get(0) ? "tiny" : null, frame.metadata().get("serializer"));
        }
        assertEquals(1 << 20, end.get(2).data().length());
        assertSame(array, end.get(2).data().buffers().get(0).array());
        byte[] expected = ByteBuffer.allocate(array.length + 3)
                .put(new byte[] {9, 8})
                .put(array)
                .put((byte) 7)
                .array();
        assertArrayEquals(expected, joined(end));
    }

    @Test
    void whatIsHeldBackIsWrittenWhenItLeavesAndOnlyOnce() throws Exception {
        ResultOutput output = output(ANY, false);
        AtomicInteger written = new AtomicInteger();
        output.write(1);
        output.flush(() -> output.write(10 + written.incrementAndGet()));
        Frame sent = events.poll(30, TimeUnit.SECONDS);
        assertArrayEquals(new byte[] {1, 11}, joined(List.of(sent)));
        output.resume();
        output.write(2);
        output.flush();
        assertArrayEquals(new byte[] {2}, joined(List.of(events.poll(30, TimeUnit.SECONDS))));
        output.flush(() -> output.write(20));
        List<Frame> failed = output.cutShort();
        List<Frame> all = new ArrayList<>();
        // It has left by itself where this thread was slow.
        events.drainTo(all);
        all.addAll(failed);
        assertArrayEquals(new byte[] {20}, joined(all), "what failed still says it");
        assertEquals(1, written.get());
    }

    @Test
    void whatWasTakenBackIsNotWritten() throws Exception {
        ResultOutput output = output(ANY, false);
        AtomicBoolean resumed = new AtomicBoolean();
        AtomicBoolean late = new AtomicBoolean();
        SharingOutputStream.Rest rest = () -> late.compareAndSet(false, resumed.get());
        // The first leaves at once or by a beat; of the second, right behind it, only the beat can be the sender.
        for (byte n = 1; n <= 2; n++) {
            output.write(n);
            resumed.set(false);
            output.flush(rest);
            output.resume();
            resumed.set(true);
            assertArrayEquals(new byte[] {n}, joined(List.of(events.poll(30, TimeUnit.SECONDS))));
        }
        assertFalse(late.get(), "written after it was taken back");
    }

    @Test
    void freshAndSharedBytesOfAnySizesKeepTheirOrder() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            events.clear();
            ResultOutput output = output(ANY, random.nextBoolean());
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int step = random.nextInt(30); step > 0; step--) {
                byte[] bytes = random(random.nextInt(1 << random.nextInt(20)));
                expected.write(bytes);
                switch (random.nextInt(4)) {
                    case 0 -> output.share(Slices.of(bytes));
                    case 1 ->
                        output.share(Slices.of(List.of(
                                ByteBuffer.wrap(bytes, 0, bytes.length / 3),
                                ByteBuffer.wrap(bytes, bytes.length / 3, bytes.length - bytes.length / 3))));
                    case 2 -> {
                        output.write(bytes);
                        if (random.nextInt(10) == 0) {
                            output.flush();
                        }
                    }
                    default -> {
                        for (byte one : bytes) {
                            output.write(one);
                        }
                    }
                }
            }
            List<Frame> all = new ArrayList<>();
            List<Frame> end = output.end("j");
            all.addAll(events);
            all.addAll(end);
            assertArrayEquals(expected.toByteArray(), joined(all), "round " + round + ", seed " + seed);
        }
    }

    @Test
    void aResultThatIsKeptRefersToNothingThatTheFunctionMayChange() throws IOException {
        byte[] array = random(100_000);
        byte[] expected = array.clone();
        ResultOutput output = output(ANY, true);
        output.share(Slices.of(array));
        Arrays.fill(array, (byte) 0);
        assertArrayEquals(expected, joined(output.end("j")));
    }

    @Test
    void anArrayInAStreamMayBeUsedForTheNextItem() throws IOException, InterruptedException {
        byte[] array = random(3 << 20);
        byte[] one = array.clone();
        ResultOutput output = output(ANY, false);
        output.share(Slices.of(array));
        output.flush();
        byte[] two = random((3 << 20) + 1);
        System.arraycopy(two, 0, array, 0, array.length);
        output.share(Slices.of(array));
        output.flush();
        Arrays.fill(array, (byte) 0);
        List<Frame> end = output.end("j");
        List<Frame> all = new ArrayList<>(events);
        all.addAll(end);
        byte[] expected =
                ByteBuffer.allocate(6 << 20).put(one).put(two, 0, array.length).array();
        assertArrayEquals(expected, joined(all));
    }

    @Test
    void anItemThatWasFlushedArrivesWhileTheNextOneIsNotThere() throws Exception {
        ResultOutput output = output(ANY, false);
        output.write(1);
        output.flush();
        output.write(2);
        output.flush();
        output.write(3);
        byte[] seen = new byte[0];
        while (seen.length < 2) {
            Frame event = events.poll(10, TimeUnit.SECONDS);
            seen = ByteBuffer.allocate(seen.length + (int) event.data().length())
                    .put(seen)
                    .put(event.data().toByteArray())
                    .array();
        }
        // What was not flushed may be half an item.
        assertArrayEquals(new byte[] {1, 2}, seen);
        assertArrayEquals(new byte[] {3}, joined(output.end("j")));
    }

    @Test
    void itemsThatComeFastLeaveTogether() throws IOException {
        ResultOutput output = output(ANY, false);
        long begin = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            output.write(i);
            output.flush();
        }
        List<Frame> end = output.end("j");
        long pauses = (System.nanoTime() - begin) / 5_000_000 + 1;
        long sent = events.size() + end.size();
        assertEquals(true, sent <= pauses + 1, sent + " events in " + pauses + " times 5 ms");
    }

    @Test
    void ofAStreamThatFailsWholeItemsAreLeftAndOfAnythingElseNothing() throws IOException {
        ResultOutput stream = output(ANY, false);
        stream.write(new byte[] {1, 2});
        stream.flush();
        stream.write(3);
        List<Frame> left = stream.cutShort();
        List<Frame> all = new ArrayList<>(events);
        all.addAll(left);
        assertArrayEquals(new byte[] {1, 2}, joined(all));
        ResultOutput value = output(ANY, false);
        value.write(new byte[100]);
        value.share(Slices.of(new byte[100_000]));
        assertEquals(List.of(), value.cutShort());
    }

    @Test
    void aCancelledStreamEndsAtItsNextItem() {
        ResultOutput output = output(ANY, false);
        output.write(1);
        output.flush();
        cancelled = true;
        output.write(2);
        assertThrows(CancellationException.class, output::flush);
    }

    @Test
    void whatIsKeptIsBounded() throws IOException {
        ResultOutput output = output(100_000, true);
        output.share(Slices.of(new byte[99_999]));
        output.write(1);
        RpcException e = assertThrows(RpcException.class, () -> output.write(1));
        assertEquals(
                "too_large: the result of a submitted job is more than max_result 100000 bytes; a call has no such"
                        + " bound",
                e.code() + ": " + e.getMessage());
    }
}
