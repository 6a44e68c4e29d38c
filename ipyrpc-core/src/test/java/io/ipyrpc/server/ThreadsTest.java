package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the server's threads come from. */
@Timeout(60)
final class ThreadsTest {
    @Test
    void aThreadThatIsNeededInACallKnowsNothingOfItsFunction() throws Exception {
        ClassLoader servers = Thread.currentThread().getContextClassLoader();
        Pulse pulse = new Pulse();
        ExecutorService pool = Threads.cached("made", pulse);
        try (URLClassLoader functions = new URLClassLoader(new URL[0], servers)) {
            RunningCall call =
                    new RunningCall("1", "f", null, 1_000, new OutputBatch(frame -> {}, pulse, Runnable::run));
            CompletableFuture<String> name = new CompletableFuture<>();
            Thread.currentThread().setContextClassLoader(functions);
            ClassLoader seen = call.run(() -> pool.submit(() -> {
                        name.complete(Thread.currentThread().getName());
                        return Thread.currentThread().getContextClassLoader();
                    })
                    .get(30, TimeUnit.SECONDS));
            assertSame(servers, seen);
            assertEquals("made-1", name.get());
        } finally {
            Thread.currentThread().setContextClassLoader(servers);
            pool.shutdownNow();
            pulse.close();
        }
    }

    @Test
    void whatComesToAPulseThatEndedIsDoneAllTheSame() throws Exception {
        Pulse pulse = new Pulse();
        pulse.close();
        CompletableFuture<Thread> ran = CompletableFuture.supplyAsync(Thread::currentThread, pulse);
        assertSame(Thread.currentThread(), ran.get(30, TimeUnit.SECONDS));
    }
}
