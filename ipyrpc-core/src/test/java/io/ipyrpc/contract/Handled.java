package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.RequestHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A handler whose failures the test hears of: it plays the server, and what goes wrong in it must not pass for an answer.
 */
final class Handled implements RequestHandler {
    /** What a test does with a request. */
    interface Play {
        void handle(Request request, Reply reply) throws Exception;
    }

    private static final long DEADLINE_SECONDS = 30;

    private final Play play;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Phaser running = new Phaser(1);

    Handled(Play play) {
        this.play = play;
    }

    @Override
    public void handle(Request request, Reply reply) {
        running.register();
        try {
            play.handle(request, reply);
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            reply.abort();
        } finally {
            running.arriveAndDeregister();
        }
    }

    /**
     * Waits until the handler has returned from every request, and fails if one of them did; afterwards the listener may
     * close without getting in the way of an answer's last step.
     */
    void verify() throws InterruptedException, TimeoutException {
        running.awaitAdvanceInterruptibly(running.arrive(), DEADLINE_SECONDS, TimeUnit.SECONDS);
        Throwable thrown = failure.get();
        if (thrown != null) {
            fail("the handler failed", thrown);
        }
    }

    /** Waits, and fails where it takes too long. */
    static void await(CountDownLatch latch, String what) throws InterruptedException {
        assertTrue(
                latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS), what + " took more than " + DEADLINE_SECONDS + " s");
    }
}
