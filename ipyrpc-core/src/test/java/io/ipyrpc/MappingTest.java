package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Call;
import io.ipyrpc.function.Functions;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MappingTest {
    private static final Map<String, CountDownLatch> STARTED = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String name) {
        return latches.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    static int squared(int x) {
        return x * x;
    }

    static double scaled(double x, double factor) {
        return x * factor;
    }

    static String gate(String name) throws InterruptedException {
        latch(STARTED, name).countDown();
        Served.await(latch(GATES, name));
        return name;
    }

    static int positive(int x) {
        if (x < 0) {
            throw new IllegalArgumentException(x + " is below zero");
        }
        return x;
    }

    static String say(String text) {
        System.out.println("<" + text + ">");
        return text;
    }

    private static Served served() {
        return served(Map.of("workers", 32));
    }

    private static Served served(Map<String, ?> settings) {
        return Served.of(settings, MappingTest::register);
    }

    private static void register(Functions functions) {
        functions
                .register("squared", MappingTest::squared)
                .register("scaled", MappingTest::scaled)
                .register("gate", MappingTest::gate)
                .register("positive", MappingTest::positive)
                .register("say", MappingTest::say);
    }

    @Test
    void resultsComeInTheOrderOfTheInputs() {
        try (Served served = served()) {
            RemoteFunction squared = served.client().function("squared");
            List<Integer> results = new ArrayList<>();
            for (int result : squared.map(List.of(3, 1, 2)).as(int.class)) {
                results.add(result);
            }
            assertEquals(List.of(9, 1, 4), results);
            assertEquals(
                    IntStream.range(0, 1000).mapToObj(i -> i * i).toList(),
                    squared.map(IntStream.range(0, 1000)).as(int.class).toList());
            assertEquals(List.of(), squared.map(List.of()).toList());
            try (Stream<Integer> stream = squared.map(LongStream.of(2, 3)).as(Integer.class).stream()) {
                assertEquals(13, stream.mapToInt(i -> i).sum());
            }
        }
    }

    @Test
    void otherArgumentsAreTheSameForAll() {
        try (Served served = served()) {
            RemoteFunction scaled = served.client().function("scaled");
            assertEquals(
                    List.of(2.0, 4.0),
                    scaled.arg("factor", 2).map(List.of(1, 2)).as(Double.class).toList());
            assertEquals(
                    List.of(10.0, 20.0),
                    scaled.arg(10).map(List.of(1, 2)).as(Double.class).toList());
        }
    }

    @Test
    void aSlowOneLetsOthersGoAheadAndIsStillGivenInItsTurn() throws Exception {
        try (Served served = served()) {
            Iterator<Object> results = served.client()
                    .function("gate")
                    .map(List.of("slow", "quick", "quicker"))
                    .inFlight(2)
                    .iterator();
            AtomicReference<Object> first = new AtomicReference<>();
            Thread consumer = new Thread(() -> first.set(results.next()));
            consumer.start();
            Served.await(latch(STARTED, "slow"));
            latch(GATES, "quick").countDown();
            // Two in flight: the third begins although the first has not ended.
            Served.await(latch(STARTED, "quicker"));
            latch(GATES, "quicker").countDown();
            latch(GATES, "slow").countDown();
            consumer.join(30_000);
            assertEquals("slow", first.get());
            assertEquals("quick", results.next());
            assertEquals("quicker", results.next());
            assertFalse(results.hasNext());
            assertEquals(
                    "Mapping of 'gate': 3 results given, ended",
                    assertThrows(NoSuchElementException.class, results::next).getMessage());
        }
    }

    /** Counts up for ever, and how far. */
    private static Iterator<Integer> counting(AtomicInteger taken) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                return taken.getAndIncrement();
            }
        };
    }

    @Test
    void inputsAreTakenAsThereIsRoomAndNotBefore() {
        try (Served served = served()) {
            AtomicInteger taken = new AtomicInteger();
            try (Mapping<Object> mapping =
                    served.client().function("squared").map(counting(taken)).inFlight(3)) {
                assertEquals(0, taken.get());
                Iterator<Object> results = mapping.iterator();
                assertEquals(0, taken.get());
                for (int i = 0; i < 50; i++) {
                    assertEquals((long) i * i, results.next());
                    // Twice as many as are in flight, results that wait included.
                    assertTrue(taken.get() <= i + 1 + 6, taken + " taken after " + i);
                }
            }
        }
    }

    @Test
    void noMoreThanThatManyRunAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        long seed = new Random().nextLong();
        System.out.println("noMoreThanThatManyRunAtOnce: seed " + seed);
        Random random = new Random(seed);
        try (Served served = Served.of(
                Map.of("workers", 64),
                f -> f.register("busy", (Integer spins) -> {
                    int now = running.incrementAndGet();
                    most.accumulateAndGet(now, Math::max);
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    running.decrementAndGet();
                    return spins;
                }))) {
            List<Integer> inputs = random.ints(300, 0, 20_000).boxed().toList();
            assertEquals(
                    inputs,
                    served.client()
                            .function("busy")
                            .map(inputs)
                            .inFlight(5)
                            .as(int.class)
                            .toList());
            assertTrue(most.get() <= 5, most + " at once");
        }
    }

    @Test
    void theFirstFailureIsThrownInItsTurnAndNamesItsInput() {
        try (Served served = served()) {
            AtomicInteger closed = new AtomicInteger();
            Mapping<Integer> mapping = served.client()
                    .function("positive")
                    .map(Stream.of(5, 6, -7, 8, 9).onClose(closed::incrementAndGet))
                    .as(Integer.class);
            Iterator<Integer> results = mapping.iterator();
            assertEquals(5, results.next());
            assertEquals(6, results.next());
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, results::next);
            assertEquals("-7 is below zero", e.getMessage());
            List<String> frames =
                    Arrays.stream(e.getStackTrace()).map(String::valueOf).toList();
            assertEquals("map of 'positive'.input 2(-7)", frames.get(0));
            assertTrue(frames.get(1).startsWith("org.junit."), frames::toString);
            assertTrue(frames.contains("remote.call(" + served.address + ")"), frames::toString);
            assertFalse(results.hasNext());
            assertEquals("map of 'positive': 3 results given, closed", mapping.toString());
            assertEquals(1, closed.get());
        }
    }

    @Test
    void theFirstFailureCancelsTheRest() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        try (Served served = Served.of(
                Map.of("workers", 8),
                f -> f.register("work", (Integer x) -> {
                    if (x == 0) {
                        Served.await(waiting);
                        throw new IllegalStateException("broken");
                    }
                    System.out.println("so that the caller knows the job");
                    waiting.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return x;
                }))) {
            Mapping<Object> mapping = served.client()
                    .function("work")
                    .map(List.of(0, 1, 2, 3, 4, 5))
                    .inFlight(3);
            assertEquals(
                    "broken",
                    assertThrows(IllegalStateException.class, mapping::toList).getMessage());
            Served.await(interrupted);
            assertEquals(3, served.client().jobs().size());
        }
    }

    @Test
    void whoContinuesOnFailureGetsEveryOutcome() {
        try (Served served = served()) {
            List<Outcome<Integer>> outcomes = served.client()
                    .function("positive")
                    .map(List.of(1, -2, 3))
                    .as(Integer.class)
                    .outcomes()
                    .toList();
            assertEquals(
                    List.of(true, false, true),
                    outcomes.stream().map(Outcome::isSuccess).toList());
            assertEquals("0 (1): 1", outcomes.get(0).toString());
            assertEquals(
                    "1 (-2): java.lang.IllegalArgumentException: -2 is below zero",
                    outcomes.get(1).toString());
            assertEquals(3, outcomes.get(2).get());
            assertEquals("7 (double[2]): 1", new Outcome<>(7, new double[] {1, 2}, 1, null).toString());
            assertEquals(
                    outcomes.get(1).failure(),
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> outcomes.get(1).get()));
        }
    }

    @Test
    void closingEarlyCancelsWhatIsInFlightAndWaitsForNothing() throws Exception {
        CountDownLatch running = new CountDownLatch(3);
        CountDownLatch interrupted = new CountDownLatch(3);
        CountDownLatch never = new CountDownLatch(1);
        try (Served served = Served.of(
                Map.of("workers", 8),
                f -> f.register("work", (Integer x) -> {
                    if (x == 0) {
                        return x;
                    }
                    Call.current().progress(1, 2, "so that the caller knows the job");
                    running.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return x;
                }))) {
            RpcClient client = served.client();
            try (Mapping<Object> mapping =
                    client.function("work").map(counting(new AtomicInteger())).inFlight(4)) {
                for (Object result : mapping) {
                    assertEquals(0L, result);
                    break;
                }
                Served.await(running);
            }
            Served.await(interrupted);
        }
    }

    @Test
    void anInterruptOfWhoWaitsCancelsAll() throws Exception {
        try (Served served = served()) {
            AtomicReference<UncheckedIOException> thrown = new AtomicReference<>();
            Mapping<Object> mapping = served.client().function("gate").map(List.of("interrupted", "too"));
            Thread waiting = new Thread(() -> thrown.set(assertThrows(UncheckedIOException.class, mapping::toList)));
            waiting.start();
            Served.await(latch(STARTED, "interrupted"));
            Served.await(latch(STARTED, "too"));
            waiting.interrupt();
            waiting.join(30_000);
            assertEquals(
                    "map of 'gate': the waiting thread was interrupted; its calls are cancelled",
                    thrown.get().getMessage());
            assertTrue(thrown.get().getCause() instanceof InterruptedIOException);
            assertEquals("map of 'gate': 0 results given, closed", mapping.toString());
        }
    }

    @Test
    void whereInputsComeFromMayThrow() {
        try (Served served = served()) {
            Mapping<Object> mapping = served.client()
                    .function("squared")
                    .map(Stream.of(1, 2, 3).peek(i -> {
                        if (i == 2) {
                            throw new IllegalStateException("no input");
                        }
                    }));
            assertEquals(
                    "no input",
                    assertThrows(IllegalStateException.class, mapping::toList).getMessage());
        }
    }

    @Test
    void anInputThatCannotBeSentFailsAsACallDoes() {
        try (Served served = served()) {
            Mapping<Object> mapping = served.client().function("squared").map(List.of(1, new Object() {
                @Override
                public String toString() {
                    return "strange";
                }
            }));
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, mapping::toList);
            assertTrue(e.getMessage().startsWith("an argument of 'squared' cannot be sent: "), e::getMessage);
            assertEquals("map of 'squared'.input 1(strange)", e.getStackTrace()[0].toString());
        }
    }

    @Test
    void linesOfCallsAtOnceAreNotTornApart() {
        try (Served served = served()) {
            Printed printed = new Printed();
            List<String> inputs =
                    IntStream.range(0, 200).mapToObj(String::valueOf).toList();
            served.client().function("say").output(printed).map(inputs).toList();
            assertEquals(200, printed.out().lines().count());
            assertTrue(printed.out().lines().allMatch(line -> line.matches("<\\d+>")), printed::out);
        }
    }

    @Test
    void optionsComeBeforeTheFirstResultAndResultsOnce() {
        try (Served served = served()) {
            Mapping<Object> mapping = served.client().function("squared").map(List.of(1, 2));
            assertEquals(
                    "map of 'squared': not begun, 8 at once; ask for toList(), stream() or a for loop",
                    mapping.toString());
            assertEquals(
                    "inFlight is 0, must be from 1 to 10000",
                    assertThrows(IllegalArgumentException.class, () -> mapping.inFlight(0))
                            .getMessage());
            mapping.toList();
            assertEquals("map of 'squared': 2 results given, ended", mapping.toString());
            String message = "map of 'squared': 2 results given, ended; it can be changed no more, make another";
            assertEquals(
                    message,
                    assertThrows(IllegalStateException.class, mapping::toList).getMessage());
            assertEquals(
                    message,
                    assertThrows(IllegalStateException.class, () -> mapping.inFlight(2))
                            .getMessage());
            Mapping<Object> unused = served.client().function("squared").map(List.of(1));
            unused.close();
            assertEquals(
                    "map of 'squared': closed; it can be changed no more, make another",
                    assertThrows(IllegalStateException.class, unused::iterator).getMessage());
        }
    }

    @Test
    void whatIsNotAskedForIsNotCalled() {
        try (Served served = served()) {
            RpcClient client = served.client();
            client.function("squared").map(List.of(1, 2)).close();
            assertEquals(List.of(), client.jobs());
        }
    }
}
