package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.wire.Frame;
import java.nio.charset.StandardCharsets;
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

    private String next() throws InterruptedException {
        return sent.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void theFirstWriteLeavesAtOnceAndTheNextAreJoined() throws Exception {
        print("stdout", "a");
        assertEquals(List.of("stdout a"), List.copyOf(sent));
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            print("stdout", "b");
        }
        batch.close();
        sent.forEach(event -> rest.append(event.substring("stdout ".length())));
        assertEquals("a" + "b".repeat(2_000), rest.toString());
        assertTrue(sent.size() < 100, () -> sent.size() + " events");
        assertTrue(pulse.isQuiet());
    }

    @Test
    void whatIsHeldLeavesSoonWithoutAnotherWrite() throws Exception {
        print("stdout", "a");
        print("stdout", "b");
        assertEquals("stdout a", next());
        assertEquals("stdout b", next());
        batch.close();
        assertNull(sent.poll());
    }

    @Test
    void streamsAndOtherEventsKeepTheirOrder() {
        print("stdout", "1");
        print("stdout", "2");
        print("stderr", "3");
        print("stderr", "4");
        print("stdout", "5");
        batch.send(new Frame(Map.of("event", "progress")));
        print("stdout", "6");
        batch.close();
        String all = String.join("|", sent).replaceAll("(stdout|stderr) (\\d)\\|\\1 (?=\\d)", "$1 $2");
        assertEquals("stdout 12|stderr 34|stdout 5|progress |stdout 6", all);
    }

    @Test
    void largeWritesAreNotGathered() {
        String large = "x".repeat(100_000);
        print("stdout", "a");
        print("stdout", "b");
        print("stdout", large);
        batch.close();
        assertEquals("abx", String.join("", sent).replace("stdout ", "").substring(0, 3));
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
