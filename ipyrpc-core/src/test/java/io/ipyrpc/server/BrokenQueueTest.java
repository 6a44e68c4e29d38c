package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.config.Rules;
import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.queue.MemoryBackend;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.spi.EventCursor;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.testing.TinySerializer;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Slices;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue whose store goes away: whatever it throws, callers hear of it and the server goes on. */
@Timeout(60)
final class BrokenQueueTest {
    private final FunctionRegistry registry = new FunctionRegistry(table -> {});
    private final SerializerSet serializers = SerializerSet.of(Map.of("tiny", new TinySerializer()));
    private final Policies policies = new Policies(Rules.NONE, serializers, Plugins.installed(), null, Settings.EMPTY);
    private final JobQueue memory = new MemoryBackend().open(URI.create("memory:/"), Settings.EMPTY, Limits.defaults());
    /** The methods of queue and cursors that throw. */
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    /** How often one of them was called. */
    private final AtomicInteger asked = new AtomicInteger();

    private final JobQueue queue = broken(JobQueue.class, memory);
    private final Pulse pulse = new Pulse();
    private final Pointers pointers = new Pointers(ServerSettings.of(Map.of()), Plugins.installed(), pulse);
    private final Audit audit = new Audit(new Metrics(10), false);
    private final Workers workers = new Workers(
            new Worker(
                    "w",
                    queue,
                    registry,
                    serializers,
                    policies,
                    Limits.defaults(),
                    1 << 20,
                    audit,
                    pointers,
                    Duration.ofMillis(200)),
            queue,
            1,
            Duration.ofSeconds(1),
            pulse,
            audit);

    /** What a caller heard, an event a line. */
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private <T> T broken(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                BrokenQueueTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> ask(real, method, arguments)));
    }

    private Object ask(Object real, Method method, Object... arguments) throws Throwable {
        if (broken.contains(method.getName())) {
            asked.incrementAndGet();
            throw new IllegalStateException("the store is not there");
        }
        try {
            Object answer = method.invoke(real, arguments);
            return answer instanceof Optional<?> some && some.orElse(null) instanceof EventCursor cursor
                    ? Optional.of(broken(EventCursor.class, cursor))
                    : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final Reply reply = new Reply() {
        @Override
        public void send(Frame frame, boolean last) {
            Object what = frame.metadata().get("error") instanceof Map<?, ?> error
                    ? error.get("code") + ": " + error.get("message")
                    : frame.metadata().getOrDefault("status", "");
            heard.add((frame.event() + " " + what).strip() + (last ? ", last" : ""));
        }

        @Override
        public void abort() {
            heard.add("abort");
        }
    };

    @AfterEach
    void close() {
        broken.clear();
        queue.close();
        workers.close();
        pulse.close();
    }

    private static JobRequest job(String function, boolean keep) {
        Slices none = Slices.utf8("{\"args\": [], \"kwargs\": {}}");
        return new JobRequest(Ids.next(), function, "tiny", none, Map.of("output", "tiny"), null, Instant.now(), keep);
    }

    private void call(String function) {
        workers.call(job(function, false), reply, policies.of(function), 0);
    }

    /** What came next, but for what may come or not, as the answer begins in time. */
    private String next() throws InterruptedException {
        String line;
        do {
            line = heard.poll(20, TimeUnit.SECONDS);
        } while ("accepted".equals(line) || "started".equals(line));
        return line == null ? "nothing" : line;
    }

    private void assertNothingIsLeft() throws InterruptedException {
        broken.clear();
        registry.registerDynamic("works", "", arguments -> 1);
        call("works");
        assertEquals("result succeeded, last", next());
        assertEquals(0, workers.running());
        assertTrue(pulse.isQuiet(), "an answer is looked after that has ended");
    }

    private static final String LOST =
            "error worker_lost: the queue failed while the call ran: whether it has run, and its"
                    + " result, are not known; the server's log says more, last";

    @Test
    void aCallThatCannotBeBegunIsAnErrorOfItsCaller() throws InterruptedException {
        registry.registerDynamic("f", "", arguments -> 1);
        broken.add("start");
        call("f");
        assertEquals(LOST, next());
        assertNothingIsLeft();
    }

    @Test
    void aCallWhoseEndIsNotTakenIsAnErrorOfItsCaller() throws InterruptedException {
        registry.registerDynamic("f", "", arguments -> 1);
        broken.add("finish");
        call("f");
        assertEquals(LOST, next());
        assertNothingIsLeft();
    }

    @Test
    void aCallerWhoseEventsCannotBeReadHearsIt() throws InterruptedException {
        registry.registerDynamic("f", "", arguments -> 1);
        broken.add("poll");
        call("f");
        assertEquals(
                "error worker_lost: the server could not read the events of the job; it may still run, and the server's"
                        + " log says more, last",
                next());
        assertNothingIsLeft();
    }

    @Test
    void aWorkersThreadGoesOnToTheNextJob() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        registry.registerDynamic("f", "", arguments -> {
            broken.add("finish");
            first.countDown();
            return 1;
        });
        workers.submit(job("f", true));
        assertTrue(first.await(20, TimeUnit.SECONDS));
        // The only place is free again, whatever became of the job before.
        CountDownLatch second = new CountDownLatch(1);
        registry.registerDynamic("g", "", arguments -> {
            second.countDown();
            return 1;
        });
        workers.submit(job("g", true));
        assertTrue(second.await(20, TimeUnit.SECONDS), "the job before it holds the only place");
    }

    @Test
    void whoWaitsForAResultHearsThatNobodyKnows() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        registry.registerDynamic("f", "", arguments -> {
            go.await();
            return 1;
        });
        String id = workers.submit(job("f", true));
        EventCursor cursor = queue.watch(id, 1, false).orElseThrow();
        broken.add("status");
        workers.result(id, cursor, reply, 60);
        assertEquals("error busy: the queue does not tell of job " + id + " now, last", next());
        go.countDown();
    }

    @Test
    void anEndIsHandedInAgainToAQueueThatComesBack() throws InterruptedException {
        registry.registerDynamic("f", "", arguments -> {
            broken.add("finish");
            new Thread(() -> {
                        while (asked.get() < 2) {
                            Thread.onSpinWait();
                        }
                        broken.clear();
                    })
                    .start();
            return 1;
        });
        call("f");
        assertEquals("result succeeded, last", next());
        assertNothingIsLeft();
    }

    @Test
    void whatCannotBePrintedIsNoTroubleOfTheFunction() throws InterruptedException {
        registry.registerDynamic("f", "", arguments -> {
            broken.add("append");
            System.out.println("lost");
            return 1;
        });
        call("f");
        assertEquals("result succeeded, last", next());
        assertNothingIsLeft();
    }

    @Test
    void aQueueThatIsAwayIsAskedMoreAndMoreSeldom() throws InterruptedException {
        broken.add("awaitJobs");
        CountDownLatch beats = new CountDownLatch(30);
        pulse.add(now -> beats.countDown());
        assertTrue(beats.await(20, TimeUnit.SECONDS));
        int much = asked.get();
        assertTrue(much < 100, () -> much + " times in half a second");
        broken.clear();
        CountDownLatch ran = new CountDownLatch(1);
        registry.registerDynamic("f", "", arguments -> {
            ran.countDown();
            return 1;
        });
        workers.submit(job("f", true));
        assertTrue(ran.await(20, TimeUnit.SECONDS), "jobs are not taken any more");
    }

    @Test
    void aDeadlineIsKeptByAQueueThatFailsOnce() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        registry.registerDynamic("f", "", arguments -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return 1;
        });
        broken.add("cancel");
        Thread caller = new Thread(() -> workers.call(job("f", false), reply, policies.of("f"), 0.05));
        caller.start();
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }
        broken.clear();
        assertTrue(interrupted.await(20, TimeUnit.SECONDS), "nobody tried to cancel it again");
        assertEquals("error timeout: 'f' took longer than its timeout of 0.05 s", next());
        assertEquals("end failed, last", next());
        caller.join();
    }
}
