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
import java.util.concurrent.atomic.AtomicBoolean;
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
        batch.report(new Frame(Map.of("event", "progress")));
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
    void aFloodThatChangesBetweenTheStreamsMakesFewEventsToo() {
        for (int i = 0; i < 200_000; i++) {
            print("stdout", "o");
            print("stderr", "e");
        }
        batch.close();
        assertTrue(sent.size() < 50_000, () -> sent.size() + " events");
        assertEquals("o".repeat(200_000), textOf("stdout "));
        assertEquals("e".repeat(200_000), textOf("stderr "));
    }

    private String textOf(String stream) {
        StringBuilder text = new StringBuilder();
        sent.stream()
                .filter(event -> event.startsWith(stream))
                .forEach(event -> text.append(event, stream.length(), event.length()));
        return text.toString();
    }

    @Test
    void ofAFloodOfProgressTheLatestCounts() throws Exception {
        int calls = 100_000;
        for (int i = 1; i <= calls; i++) {
            batch.report(new Frame(Map.of("event", "progress " + i)));
        }
        batch.close();
        assertTrue(sent.size() < 5_000, () -> sent.size() + " events");
        List<String> all = List.copyOf(sent);
        assertEquals("progress 1 ", all.get(0));
        assertEquals("progress " + calls + " ", all.get(all.size() - 1));
        assertTrue(pulse.isQuiet());
    }

    @Test
    void theLatestProgressIsToldWithoutAnotherOne() throws Exception {
        int calls = 200;
        for (int i = 1; i <= calls; i++) {
            batch.report(new Frame(Map.of("event", "progress " + i)));
        }
        String last = "";
        while (!last.equals("progress " + calls + " ")) {
            last = sent.poll(20, TimeUnit.SECONDS);
            assertNotNull(last);
        }
        batch.close();
        assertNull(sent.poll());
    }

    @Test
    void whoFailsToTakeOutputOnceIsGivenTheNext() throws Exception {
        AtomicBoolean fails = new AtomicBoolean();
        CountDownLatch failed = new CountDownLatch(1);
        OutputBatch shaky = new OutputBatch(
                frame -> {
                    if (fails.getAndSet(false)) {
                        failed.countDown();
                        throw new IllegalStateException("of the test");
                    }
                    sent.add(shown(frame));
                },
                pulse,
                Executors.newCachedThreadPool(work -> {
                    Thread thread = new Thread(work);
                    thread.setUncaughtExceptionHandler((t, e) -> assertEquals("of the test", e.getMessage()));
                    return thread;
                }));
        for (int i = 0; i < 101; i++) {
            shaky.print("stdout", new byte[] {'-'});
        }
        fails.set(true);
        try {
            shaky.print("stdout", new byte[] {'-'});
        } catch (IllegalStateException e) {
            // It left at once: then this thread met it.
            assertEquals("of the test", e.getMessage());
        }
        assertTrue(failed.await(20, TimeUnit.SECONDS));
        shaky.print("stdout", new byte[] {'+'});
        String last = "";
        while (!last.endsWith("+")) {
            last = sent.poll(20, TimeUnit.SECONDS);
            assertNotNull(last);
        }
        shaky.close();
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
