package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OutputBatchTest {
    private final Pulse pulse = new Pulse();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final OutputBatch batch = new OutputBatch(frame -> sent.add(shown(frame)), pulse, threads);

    @AfterEach
    void close() {
        pulse.close();
        threads.shutdownNow();
    }

    private static String shown(Frame frame) {
        return frame.event() + " " + frame.data().utf8();
    }

    private void print(String stream, String text) {
        batch.print(stream, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As many writes as leave at once, and some: the rest gathers. */
    private void useUp() {
        for (int i = 0; i < 101; i++) {
            print("stdout", "-");
        }
    }

    private String joined() {
        return String.join("", sent).replaceAll("stdout |-", "");
    }

    @Test
    void aHundredWritesLeaveAtOnceAndTheNextAreJoined() {
        for (int i = 0; i < 100; i++) {
            print("stdout", "a");
        }
        assertEquals(Collections.nCopies(100, "stdout a"), List.copyOf(sent));
        for (int i = 0; i < 20_000; i++) {
            print("stdout", "b");
        }
        batch.close();
        assertEquals("a".repeat(100) + "b".repeat(20_000), joined());
        assertTrue(sent.size() < 1_000, () -> sent.size() + " events");
        assertTrue(pulse.isQuiet());
    }

    @Test
    void whatIsHeldLeavesSoonWithoutAnotherWrite() throws Exception {
        useUp();
        print("stdout", "a");
        print("stdout", "b");
        String all = "";
        while (!all.endsWith("b")) {
            String event = sent.poll(20, TimeUnit.SECONDS);
            assertNotNull(event, all);
            all += event;
        }
        batch.close();
        assertNull(sent.poll());
    }

    @Test
    void flushingSendsWhatIsHeld() {
        useUp();
        for (int i = 0; i < 10; i++) {
            print("stdout", "b");
        }
        batch.flush();
        assertEquals("b".repeat(10), joined());
        batch.close();
    }

    @Test
    void streamsAndOtherEventsKeepTheirOrder() {
        useUp();
        print("stdout", "1");
        print("stdout", "2");
        print("stderr", "3");
        print("stderr", "4");
        print("stdout", "5");
        batch.send(new Frame(Map.of("event", "progress")));
        print("stdout", "6");
        batch.close();
        String all = String.join("|", sent).replace("-", "").replaceAll("(stdout \\|)+", "");
        String before = "";
        while (!before.equals(all)) {
            // Whether neighbours were joined is a matter of time.
            before = all;
            all = all.replaceAll("(stdout|stderr) (\\d*)\\|\\1 ", "$1 $2");
        }
        assertEquals("stdout 12|stderr 34|stdout 5|progress |stdout 6", all);
    }

    @Test
    void largeWritesAreNotGathered() {
        String large = "x".repeat(100_000);
        useUp();
        print("stdout", "a");
        print("stdout", "b");
        print("stdout", large);
        batch.close();
        assertEquals("ab" + large, joined());
        assertTrue(sent.contains("stdout " + large));
    }

    @Test
    void whoReadsSlowlyHoldsUpThePrintingThreadAndNotThePulse() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch beaten = new CountDownLatch(3);
        OutputBatch slow = new OutputBatch(
                frame -> {
                    try {
                        assertTrue(reads.await(20, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    sent.add(shown(frame));
                },
                pulse,
                threads);
        Thread printing = new Thread(() -> {
            for (String text : List.of("a", "b", "c")) {
                slow.print("stdout", text.getBytes(StandardCharsets.UTF_8));
            }
            slow.close();
        });
        printing.start();
        pulse.add(now -> beaten.countDown());
        assertTrue(beaten.await(20, TimeUnit.SECONDS));
        assertEquals(List.of(), List.copyOf(sent));
        reads.countDown();
        printing.join();
        assertEquals("abc", String.join("", sent).replace("stdout ", ""));
    }
}
