package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class OutputTest {
    private final Printed printed = new Printed();

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void standardAndErrorOutputReachTheCallerSeparatelyAndInOrder() {
        try (Served served = Served.of(f -> f.register("talk", () -> {
            for (int i = 0; i < 100; i++) {
                System.out.println("out " + i);
                System.err.printf("err %d%n", i);
            }
            return "said";
        }))) {
            assertEquals("said", served.client(printed).call("talk"));
        }
        assertEquals(lines("out ", 100), printed.out());
        assertEquals(lines("err ", 100), printed.err());
    }

    private static String lines(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining());
    }

    @Test
    void fiftyCallsThatPrintAtOnceStayApartWholeAndOrdered() throws Exception {
        int calls = 50;
        CountDownLatch all = new CountDownLatch(calls);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Served served = Served.of(
                Map.of("workers", calls),
                f -> f.register("talk", (String name) -> {
                    all.countDown();
                    Served.await(all);
                    for (int i = 0; i < 200; i++) {
                        System.out.println(name + " line " + i);
                        System.err.println(name + " error " + i);
                    }
                    return name;
                }))) {
            List<Printed> outputs = new ArrayList<>();
            List<Future<Object>> results = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                Printed output = new Printed();
                outputs.add(output);
                RpcClient client = served.client(output);
                String name = "call " + i;
                results.add(threads.submit(() -> client.call("talk", name)));
            }
            for (int i = 0; i < calls; i++) {
                assertEquals("call " + i, results.get(i).get(60, TimeUnit.SECONDS));
                assertEquals(lines("call " + i + " line ", 200), outputs.get(i).out());
                assertEquals(lines("call " + i + " error ", 200), outputs.get(i).err());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsPrintedArrivesWhileTheFunctionRunsEvenWithoutANewline() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Served served = Served.of(f -> f.register("talk", () -> {
            System.out.print("no newline");
            Served.await(seen);
            System.out.println(" and the rest");
        }))) {
            CompletableFuture<Object> call = served.client(printed).callAsync("talk");
            printed.awaitOut("no newline");
            assertFalse(call.isDone());
            seen.countDown();
            call.get(30, TimeUnit.SECONDS);
            assertEquals("no newline and the rest\n", printed.out());
        }
    }

    @Test
    void threadsThatTheCallStartsPrintToItsCaller() {
        try (Served served = Served.of(f -> f.register("talk", () -> {
            Thread thread = new Thread(() -> System.out.println("from a thread"));
            thread.start();
            join(thread);
        }))) {
            served.client(printed).call("talk");
        }
        assertEquals("from a thread\n", printed.out());
    }

    @Test
    void wrappedWorkInForeignThreadsPrintsToTheCaller() throws Exception {
        ExecutorService foreign = Executors.newSingleThreadExecutor();
        foreign.submit(() -> {}).get();
        try (Served served = Served.of(f -> f.register("talk", () -> {
            foreign.submit(Call.wrap(() -> System.out.println("runnable"))).get();
            foreign.submit(Call.wrap(() -> {
                        System.out.println("callable");
                        return 1;
                    }))
                    .get();
            foreign.submit(() -> System.out.println("not wrapped, not seen")).get();
            CompletableFuture.runAsync(() -> System.out.println("common pool"), Call.wrap(ForkJoinPool.commonPool()))
                    .get();
            return foreign.submit(() -> Call.find().isPresent()).get();
        }))) {
            assertEquals(false, served.client(printed).call("talk"));
        } finally {
            foreign.shutdownNow();
        }
        assertEquals("runnable\ncallable\ncommon pool\n", printed.out());
    }

    @Test
    void aThreadThatOutlivesItsCallNoLongerPrintsToItsCaller() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Thread> left = new AtomicReference<>();
        AtomicReference<Boolean> inCall = new AtomicReference<>();
        try (Served served = Served.of(f -> f.register("leave", () -> {
            left.set(new Thread(() -> {
                try {
                    Served.await(over);
                } catch (InterruptedException e) {
                    return;
                }
                inCall.compareAndSet(null, Call.find().isPresent());
                System.out.println("[a thread that outlived its call prints to the console]");
            }));
            left.get().start();
            System.out.println("during the call");
        }))) {
            RpcClient client = served.client(printed);
            client.call("leave");
            over.countDown();
            left.get().join();
            client.call("leave");
            left.get().join();
        }
        assertEquals(false, inCall.get());
        assertEquals("during the call\nduring the call\n", printed.out().replaceAll("\\[.*\\]\n", ""));
    }

    @Test
    void aPoolThreadBornInACallDoesNotPrintToItLater() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Served served = Served.of(f -> f.register(
                "pool",
                () -> pool.submit(() -> System.out.println("in the call that made the pool's thread"))
                        .get()))) {
            Printed first = new Printed();
            served.client(first).call("pool");
            assertEquals("in the call that made the pool's thread\n", first.out());
            served.client(printed).call("pool");
            assertEquals("", printed.out(), "the second call's caller did not wrap");
            assertEquals("in the call that made the pool's thread\n", first.out());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aLogHandlerMadeAfterTheRouterPrintsToTheCaller() {
        try (Served served = Served.of(f -> f.register("log", () -> {
            Logger logger = Logger.getAnonymousLogger();
            logger.setUseParentHandlers(false);
            logger.addHandler(new ConsoleHandler());
            logger.warning("logged for the caller");
        }))) {
            served.client(printed).call("log");
        }
        assertTrue(printed.err().endsWith("WARNING: logged for the caller\n"), printed.err());
    }

    @Test
    void aCharacterWrittenInPiecesArrivesWhole() {
        byte[] text = "ž日😀ä".getBytes(StandardCharsets.UTF_8);
        try (Served served = Served.of(f -> f.register("bytes", () -> {
            for (int time = 0; time < 50; time++) {
                for (byte b : text) {
                    System.out.write(b);
                    System.out.flush();
                }
            }
        }))) {
            served.client(printed).call("bytes");
        }
        assertEquals("ž日😀ä".repeat(50), printed.out());
    }

    @Test
    void bytesThatAreNoTextBecomeReplacementCharacters() {
        try (Served served = Served.of(f -> f.register("bytes", () -> {
            System.out.write(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xC3, 'c', (byte) 0xE2, (byte) 0x82});
            System.out.println();
            System.err.write(new byte[] {'x', (byte) 0xF0, (byte) 0x9F});
        }))) {
            served.client(printed).call("bytes");
        }
        assertEquals("a\uFFFDb\uFFFDc\uFFFD\n", printed.out());
        assertEquals("x\uFFFD", printed.err());
    }

    @Test
    void outputBeyondItsCapIsDroppedWithOneMarker() {
        try (Served served = new Served()) {
            served.server.config(Map.of("talk", Map.of("max_output", 25)));
            served.server.register("talk", () -> {
                System.out.println("0123456789");
                System.err.println("abcdefghij");
                System.out.println("žžžž");
                System.err.println("more");
                System.out.println("more");
                return 1;
            });
            served.server.listen(served.address);
            assertEquals(1L, served.client(printed).call("talk"));
        }
        assertEquals("0123456789\nž\n[output beyond max_output (25 bytes) is dropped]\n", printed.out());
        assertEquals("abcdefghij\n", printed.err());
    }

    @Test
    void aFloodWithASlowReaderIsHeldUpInBoundedMemory() throws Exception {
        AtomicInteger written = new AtomicInteger();
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        AtomicInteger got = new AtomicInteger();
        OutputListener slow = new OutputListener() {
            @Override
            public void stdout(String text) {
                first.countDown();
                try {
                    Served.await(read);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                got.addAndGet(text.length());
            }

            @Override
            public void stderr(String text) {}
        };
        int count = 9_000;
        Map<String, Object> settings = Map.of("replay_window", 256 << 10);
        try (Served served = Served.of(
                settings,
                f -> f.register("flood", () -> {
                    String line = "x".repeat(999);
                    for (int i = 0; i < count; i++) {
                        System.out.println(line);
                        written.incrementAndGet();
                    }
                }))) {
            CompletableFuture<Object> call = served.client(slow).callAsync("flood");
            Served.await(first);
            awaitStandstill(written);
            assertTrue(written.get() < 5_000, written + " kB were taken and nobody read them");
            read.countDown();
            call.get(60, TimeUnit.SECONDS);
        }
        assertEquals(count * 1000, got.get());
    }

    /** Waits until a function that prints was held up: two looks, a moment apart, see the same number. */
    private static void awaitStandstill(AtomicInteger written) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int before = -1;
        while (before != written.get()) {
            before = written.get();
            assertFalse(never.await(200, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void progressReachesTheCaller() {
        try (Served served = Served.of(f -> f.register("work", () -> {
            Call.current().progress(1, 4);
            Call.current().progress(2, Double.NaN, "half");
            return Call.current().function();
        }))) {
            assertEquals("work", served.client(printed).call("work"));
        }
        assertEquals(List.of("1.0 of 4.0 ", "2.0 of null half"), printed.progress());
    }
}
