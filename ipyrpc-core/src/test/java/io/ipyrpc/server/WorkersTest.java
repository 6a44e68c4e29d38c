package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.config.Rules;
import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.queue.MemoryBackend;
import io.ipyrpc.registry.FunctionRegistry;
import io.ipyrpc.spi.JobFilter;
import io.ipyrpc.spi.JobQueue;
import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.testing.TinySerializer;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WorkersTest {
    private final FunctionRegistry registry = new FunctionRegistry(table -> {});
    private final SerializerSet serializers = SerializerSet.of(Map.of("tiny", new TinySerializer()));
    private final Policies policies = new Policies(Rules.NONE, serializers, Plugins.installed(), null, Settings.EMPTY);
    private final JobQueue memory = new MemoryBackend().open(URI.create("memory:/"), Settings.EMPTY, Limits.defaults());
    private final JobQueue queue = (JobQueue)
            Proxy.newProxyInstance(WorkersTest.class.getClassLoader(), new Class<?>[] {JobQueue.class}, this::ask);
    /** What the queue throws where somebody wants to watch. */
    private volatile Error trouble;
    /** Whether it never says that a job was taken in. */
    private volatile boolean stuck;

    private final Pulse pulse = new Pulse();
    private final Pointers pointers = new Pointers(ServerSettings.of(Map.of()), Plugins.installed(), pulse);
    private final Audit audit = new Audit(new Metrics(10), false);
    /** The embedder's own loader, as the server finds it where it is made. */
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    private final ClassLoader embedder = new URLClassLoader(new URL[0], before);
    private final Workers workers = workers();

    private Object ask(Object proxy, Method method, Object... arguments) throws Throwable {
        if (trouble != null && method.getName().equals("watch")) {
            throw trouble;
        }
        if (stuck && method.getName().equals("submit")) {
            return new CompletableFuture<String>();
        }
        try {
            return method.invoke(memory, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Workers workers() {
        Thread.currentThread().setContextClassLoader(embedder);
        return new Workers(
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
    }

    @AfterEach
    void close() {
        Thread.currentThread().setContextClassLoader(before);
        queue.close();
        workers.close();
        pulse.close();
    }

    private void call(String function, Reply reply) {
        Slices none = Slices.utf8("{\"args\": [], \"kwargs\": {}}");
        JobRequest job = new JobRequest(
                Ids.next(), function, "tiny", none, Map.of("output", "tiny"), null, Instant.now(), false);
        workers.call(job, reply, policies.of(function), 0);
    }

    /** An answer to a caller who reads when it is told to. */
    private record Slow(CountDownLatch mayRead) implements Reply {
        @Override
        public void send(Frame frame, boolean last) {
            try {
                mayRead.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void abort() {}
    }

    @Test
    void aCallerThatReadsSlowlyTakesNoRoomFromOtherFunctions() throws InterruptedException {
        int calls = 50;
        CountDownLatch ran = new CountDownLatch(calls);
        registry.registerDynamic("f", "", arguments -> {
            ran.countDown();
            return 1;
        });
        CountDownLatch mayRead = new CountDownLatch(1);
        for (int i = 0; i < calls; i++) {
            Threads.daemon("slow-" + i, () -> call("f", new Slow(mayRead))).start();
        }
        assertTrue(ran.await(20, TimeUnit.SECONDS), () -> ran.getCount() + " functions did not run");
        mayRead.countDown();
    }

    @Test
    void aFunctionFindsTheSameContextLoaderWhetherItWaitedOrNot() throws InterruptedException {
        LinkedBlockingQueue<ClassLoader> seen = new LinkedBlockingQueue<>();
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        registry.registerDynamic("f", "", arguments -> {
            seen.add(Thread.currentThread().getContextClassLoader());
            waits.countDown();
            go.await();
            return 1;
        });
        Reply fast = new Slow(new CountDownLatch(0));
        Thread first = new Thread(() -> call("f", fast));
        first.start();
        waits.await();
        call("f", fast);
        go.countDown();
        assertEquals(embedder, seen.poll(20, TimeUnit.SECONDS));
        assertEquals(embedder, seen.poll(20, TimeUnit.SECONDS));
        first.join();
    }

    @Test
    void whatAFunctionChangesOfItsThreadIsGoneWithIt() {
        Reply fast = new Slow(new CountDownLatch(0));
        Thread here = Thread.currentThread();
        String name = here.getName();
        int priority = here.getPriority();
        ClassLoader context = here.getContextClassLoader();
        registry.registerDynamic("f", "", arguments -> {
            assertEquals(here, Thread.currentThread());
            here.setName("x");
            here.setPriority(Thread.MIN_PRIORITY);
            here.setContextClassLoader(null);
            here.interrupt();
            return 1;
        });
        call("f", fast);
        assertFalse(Thread.interrupted());
        assertEquals(name, here.getName());
        assertEquals(priority, here.getPriority());
        assertEquals(context, here.getContextClassLoader());
    }

    @Test
    void aFunctionOfALoaderThatNobodyKnowsFindsItsOwnClasses() throws Exception {
        URL classes = WorkersTest.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader plugin = new URLClassLoader(new URL[] {classes}, before) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(OfAPlugin.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
            }
        }) {
            registry.register(plugin.loadClass(OfAPlugin.class.getName())
                    .getDeclaredConstructor()
                    .newInstance());
            LinkedBlockingQueue<ClassLoader> seen = OfAPlugin.SEEN;
            seen.clear();
            call("context", new Slow(new CountDownLatch(0)));
            assertEquals(0, seen.size(), "the class of this test's own loader ran");
            assertEquals(plugin, System.getProperties().remove("ipyrpc.test.context"));
        }
    }

    /** Loaded by a loader of its own, it tells what it finds by what everybody knows. */
    public static final class OfAPlugin {
        private static final LinkedBlockingQueue<ClassLoader> SEEN = new LinkedBlockingQueue<>();

        @Rpc
        public int context() {
            SEEN.add(Thread.currentThread().getContextClassLoader());
            System.getProperties()
                    .put("ipyrpc.test.context", Thread.currentThread().getContextClassLoader());
            return 1;
        }
    }

    @Test
    void aQueueThatNeverTakesAJobInIsToldOfInTime() {
        registry.registerDynamic("f", "", arguments -> 1);
        stuck = true;
        RpcException busy = assertThrows(RpcException.class, () -> workers.submit(keptJob()));
        assertEquals(
                "busy: the queue did not take the job in within submit_timeout, which is 1 s; it may do so yet",
                busy.code() + ": " + busy.getMessage());
    }

    private static JobRequest keptJob() {
        Slices none = Slices.utf8("{\"args\": [], \"kwargs\": {}}");
        return new JobRequest(Ids.next(), "f", "tiny", none, Map.of("output", "tiny"), null, Instant.now(), true);
    }

    @Test
    void aCallWhoseAnswerCannotBeBegunEnds() throws InterruptedException {
        registry.registerDynamic("f", "", arguments -> 1);
        trouble = new OutOfMemoryError("of the test");
        Reply none = new Slow(new CountDownLatch(0));
        assertEquals(trouble, assertThrows(Error.class, () -> call("f", none)));
        List<JobStatus> jobs = queue.list(new JobFilter(null, null, null, null, 10));
        assertEquals(1, jobs.size());
        assertEquals(JobState.CANCELLED, jobs.get(0).state());
        trouble = null;
        CountDownLatch ran = new CountDownLatch(1);
        registry.registerDynamic("g", "", arguments -> {
            ran.countDown();
            return 1;
        });
        call("g", none);
        assertTrue(ran.await(20, TimeUnit.SECONDS), "the call before it holds the only place");
    }
}
