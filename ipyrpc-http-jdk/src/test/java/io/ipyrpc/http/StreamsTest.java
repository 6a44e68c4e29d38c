package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.Items;
import io.ipyrpc.OutputListener;
import io.ipyrpc.RemoteException;
import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Call;
import io.ipyrpc.wire.ErrorRecord;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams from a function to a caller, over HTTP and inside the process. */
@Timeout(60)
final class StreamsTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final RpcServer server = RpcServer.create();
    private String address;
    private RpcClient rpc;

    @AfterEach
    void close() {
        if (rpc != null) {
            rpc.close();
        }
        server.close();
    }

    private void serve(String transportAndSerializer) {
        String[] by = transportAndSerializer.split(" ");
        String transport = by[0];
        server.config(Map.of("*", Map.of("input_serialization", by[1])));
        address = server.listen(
                        transport.equals("http") ? "http://127.0.0.1:0" : "inproc://streams-" + NAMES.incrementAndGet())
                .toString();
        rpc = RpcClient.builder(address).output(OutputListener.none()).connect();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(30, TimeUnit.SECONDS), "waited for more than 30 s");
    }

    /** Counts from 0, each number when it is let go; at most 30 s. */
    private static Iterator<Object> counting(Semaphore released, Object[] items) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < items.length;
            }

            @Override
            public Object next() {
                try {
                    assertTrue(released.tryAcquire(30, TimeUnit.SECONDS), "item " + next + " was not let go");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return items[next++];
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void everyItemArrivesBeforeTheNextIsMade(String by) {
        Semaphore released = new Semaphore(1);
        Object[] items = {1, 2.5, "three", null, true, List.of(), Map.of("k", List.of(7)), -12345678901L, "größe"};
        List<Object> expected = new ArrayList<>();
        for (Object item : items) {
            expected.add(item instanceof Integer i ? (Object) i.longValue() : item);
        }
        expected.set(6, Map.of("k", List.of(7L)));
        server.registerDynamic("slow", "", arguments -> counting(released, items));
        serve(by);
        List<Object> seen = new ArrayList<>();
        for (Object item : rpc.function("slow").items()) {
            seen.add(item);
            released.release();
        }
        assertEquals(expected, seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void whateverCanBeIteratedIsAStreamOrAList(String by) {
        server.registerDynamic("ints", "", arguments -> IntStream.range(0, 100_000));
        server.registerDynamic("iterable", "", arguments ->
                (Iterable<Object>) () -> List.<Object>of("a", "b").iterator());
        server.registerDynamic("set", "", arguments -> Set.of("one"));
        server.registerDynamic("list", "", arguments -> List.of(1, 2));
        server.registerDynamic("text", "", arguments -> "alone");
        server.registerDynamic("empty", "", arguments -> Stream.empty());
        server.registerDynamic("inside", "", arguments -> Map.of("n", Stream.of(1, 2)));
        serve(by);
        List<?> ints = (List<?>) rpc.call("ints");
        assertEquals(100_000, ints.size());
        assertEquals(99_999L, ints.get(99_999));
        try (Stream<Integer> stream =
                rpc.function("ints").timeout(java.time.Duration.ofSeconds(50)).items(int.class).stream()) {
            assertEquals(4_999_950_000L, stream.mapToLong(i -> i).sum());
        }
        assertEquals(List.of("a", "b"), all(rpc.function("iterable").items()));
        assertEquals(List.of("one"), all(rpc.function("set").items()));
        assertEquals(List.of(1L, 2L), all(rpc.function("list").items()));
        assertEquals(List.of("alone"), all(rpc.function("text").items()));
        assertEquals(List.of(), all(rpc.function("empty").items()));
        assertEquals(Map.of("n", List.of(1L, 2L)), rpc.call("inside"));
        Items<Object> empty = rpc.function("empty").items();
        assertFalse(empty.hasNext());
        assertFalse(empty.hasNext());
        assertThrows(NoSuchElementException.class, empty::next);
    }

    private static <T> List<T> all(Items<T> items) {
        List<T> all = new ArrayList<>();
        items.forEach(all::add);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void anItemThatIsNotOfTheTypeIsNamed(String by) {
        server.registerDynamic("mixed", "", arguments -> Stream.of(1, "x"));
        serve(by);
        try (Items<Long> items =
                rpc.function("mixed").timeout(java.time.Duration.ofSeconds(50)).items(Long.class)) {
            assertEquals(1L, items.next());
            ClassCastException e = assertThrows(ClassCastException.class, items::next);
            assertEquals("item 1 of 'mixed': 'x' is not a long", e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void anExceptionOfAnItemShowsTheFunctionsFramesAlone(String by) {
        server.registerDynamic("breaks", "", arguments -> Stream.of(1, 0).map(StreamsTest::inverse));
        serve(by);
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> rpc.call("breaks"));
        RemoteException e = (RemoteException) thrown.getCause();
        List<ErrorRecord.StackFrame> frames = e.error().frames();
        assertEquals(StreamsTest.class.getName(), frames.get(0).className());
        assertEquals("inverse", frames.get(0).method());
        for (ErrorRecord.StackFrame frame : frames.subList(1, frames.size())) {
            assertTrue(frame.className().startsWith("java."), frames::toString);
        }
        for (String own :
                new String[] {"io.ipyrpc.convert.", "io.ipyrpc.json.", "io.ipyrpc.binary.", "tools.jackson."}) {
            assertFalse(e.traceback().contains(own), e.traceback());
        }
    }

    private static int inverse(int n) {
        if (n == 0) {
            throw new IllegalStateException("no inverse");
        }
        return 1 / n;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void aStackThatAnIteratorOverflowsIsItsOwnError(String by) throws Exception {
        server.registerDynamic("deep", "", arguments -> Stream.of(1, 2).map(StreamsTest::overflowing));
        serve(by);
        RemoteException e = assertThrows(RemoteException.class, () -> rpc.call("deep"));
        assertEquals("java.lang.StackOverflowError", e.type());
        assertEquals("overflowing", e.error().frames().get(0).method());
    }

    private static int overflowing(int n) {
        return n == 1 ? n : 1 + overflowing(n + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void anExceptionInTheMiddleArrivesAfterTheItemsBeforeIt(String by) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.registerDynamic(
                "breaks",
                "",
                arguments -> IntStream.range(0, 10).mapToObj(i -> 10 / (5 - i)).onClose(closed::countDown));
        serve(by);
        Items<Object> items = rpc.function("breaks").items();
        List<Object> seen = new ArrayList<>();
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> items.forEach(seen::add));
        assertEquals("/ by zero", e.getMessage());
        assertEquals(List.of(2L, 2L, 3L, 5L, 10L), seen);
        assertFalse(items.hasNext());
        await(closed);
        assertThrows(ArithmeticException.class, () -> rpc.call("breaks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void aCallThatFailsOrIsRefusedGivesNoItems(String by) {
        server.registerDynamic("fails", "", arguments -> {
            throw new IllegalStateException("no");
        });
        server.registerDynamic("unsendable", "", arguments -> Stream.of(1, new Object()));
        serve(by);
        assertEquals(
                "no",
                assertThrows(
                                IllegalStateException.class,
                                () -> rpc.function("fails").items())
                        .getMessage());
        RemoteException e = assertThrows(
                RemoteException.class, () -> all(rpc.function("unsendable").items()));
        assertEquals(
                "function_error: the result cannot be sent: [1]: a java.lang.Object cannot be sent; use a record, a"
                        + " bean with getters, or a type of the protocol",
                e.getMessage());
    }

    /** A stream without end, of texts of 10,000 characters. */
    private static Stream<String> endless(AtomicLong made, CountDownLatch closed) {
        return Stream.generate(() -> {
                    made.incrementAndGet();
                    return "x".repeat(10_000);
                })
                .onClose(closed::countDown);
    }

    private static void untilItRests(AtomicLong made) throws InterruptedException {
        long before = -1;
        while (made.get() != before) {
            before = made.get();
            // Nothing tells that something does not happen.
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void aSlowReaderStopsTheFunctionAndOneThatLeavesEndsIt(String by) throws Exception {
        AtomicLong made = new AtomicLong();
        CountDownLatch closed = new CountDownLatch(1);
        LinkedBlockingQueue<Boolean> cancelled = new LinkedBlockingQueue<>();
        server.registerDynamic("endless", "", arguments -> {
            Call call = Call.current();
            return endless(made, closed).onClose(() -> cancelled.add(call.isCancelled()));
        });
        serve(by);
        Items<Object> items = rpc.function("endless").items();
        assertEquals(10_000, ((String) items.next()).length());
        untilItRests(made);
        // The window is 8 MiB; a socket's two buffers may be as large.
        assertTrue(made.get() < 3_000, made + " items of 10 kB were made for a reader who took one");
        long before = made.get();
        for (int i = 0; i < 3_000; i++) {
            items.next();
        }
        assertTrue(made.get() > before);
        items.close();
        await(closed);
        assertEquals(true, cancelled.poll(30, TimeUnit.SECONDS));
        items.close();
        IllegalStateException e = assertThrows(IllegalStateException.class, items::hasNext);
        assertEquals("the items were closed before their end", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void whoIsClosedByAnotherThreadWhileItWaitsIsToldSo(String by) throws Exception {
        Semaphore released = new Semaphore(1);
        server.registerDynamic("slow", "", arguments -> counting(released, new Object[] {1, 2}));
        serve(by);
        Items<Object> items = rpc.function("slow").items();
        assertEquals(1L, items.next());
        LinkedBlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        Thread waiting = new Thread(() -> thrown.add(assertThrows(IllegalStateException.class, items::next)));
        waiting.start();
        items.close();
        Throwable e = thrown.poll(30, TimeUnit.SECONDS);
        assertEquals("the items were closed before their end", e.getMessage());
    }

    /** An iterator that wants to be closed. */
    private record Closing(Iterator<?> items, CountDownLatch closed) implements Iterator<Object>, AutoCloseable {
        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public Object next() {
            return items.next();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** The same memory for each item, filled anew. */
    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void arraysOfOneMemoryArriveAsTheyWere(String by) {
        NdArray array = NdArray.zeros(DType.FLOAT64, 20_000);
        server.registerDynamic(
                "refilled",
                "",
                arguments -> IntStream.range(0, 50).mapToObj(i -> {
                    for (int k = 0; k < 20_000; k++) {
                        array.setItem(k, (double) i);
                    }
                    return array;
                }));
        serve(by);
        int i = 0;
        for (Object item : rpc.function("refilled").items()) {
            assertEquals(NdArray.full(DType.FLOAT64, (double) i++, 20_000), item);
        }
        assertEquals(50, i);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void anIteratorIsClosedAtItsEnd(String by) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.registerDynamic("f", "", arguments -> new Closing(List.of(1, 2).iterator(), closed));
        serve(by);
        assertEquals(List.of(1L, 2L), rpc.call("f"));
        await(closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http json", "http binary", "inproc json", "inproc binary"})
    void aSubmittedStreamIsKeptUpToItsBound(String by) throws Exception {
        AtomicLong made = new AtomicLong();
        CountDownLatch closed = new CountDownLatch(1);
        server.settings(Map.of("max_result", 1_000_000));
        server.registerDynamic("endless", "", arguments -> endless(made, closed));
        server.registerDynamic("short", "", arguments -> IntStream.range(0, 1000));
        serve(by);
        RemoteException e =
                assertThrows(RemoteException.class, () -> rpc.submit("endless").result());
        assertEquals(
                "too_large: the result of a submitted job is more than max_result 1000000 bytes; a call has no such"
                        + " bound",
                e.getMessage());
        await(closed);
        assertTrue(made.get() <= 101, made + " items were made");
        assertEquals(1000, ((List<?>) rpc.submit("short").result()).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void anAnswerThatGathersEndsWhenItIsFullAndSoDoesTheStream(String accept) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.settings(Map.of("max_body", 500_000));
        server.registerDynamic("endless", "", arguments -> endless(new AtomicLong(), closed));
        serve("http json");
        RawClient.Answer answer = RawClient.ask(
                URI.create(address),
                "POST /call/endless HTTP/1.1\nContent-Type: application/json\nAccept: " + accept,
                "[]");
        assertTrue(
                answer.text()
                        .contains("\"code\":\"too_large\",\"message\":\"the result is over 500000 bytes (max_body), too"
                                + " large for one JSON object; ask for Accept: application/vnd.ipyrpc.events\""),
                answer::text);
        assertEquals(accept.equals("application/json") ? 413 : 200, answer.status());
        await(closed);
    }
}
