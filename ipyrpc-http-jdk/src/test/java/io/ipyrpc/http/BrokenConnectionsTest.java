package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Reply;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's server remembers connections, with their buffers, unless it is told of their end in the right way. */
@Timeout(120)
final class BrokenConnectionsTest {
    private static final int MANY = 40;
    private static final String FRAMES = " HTTP/1.1\nAccept: application/vnd.ipyrpc.events";
    private static final Frame PIECE = Frame.event("stdout", Map.of("seq", 1), Slices.of(new byte[1 << 20]));
    private static final Frame END =
            Frame.event("result", Map.of("seq", 1, "status", "succeeded"), Slices.of(new byte[4 << 20]));

    private static int remembered() throws JMException {
        Object table = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return table.toString()
                .lines()
                .filter(line -> line.contains(" sun.net.httpserver.HttpConnection "))
                .mapToInt(line -> Integer.parseInt(line.strip().split("\\s+")[1]))
                .sum();
    }

    private static void assertForgotten(String what) throws JMException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int left = remembered();
        while (left > 5) {
            assertTrue(System.nanoTime() < end, left + " of " + MANY + " are remembered: " + what);
            left = remembered();
        }
    }

    /** Sends until the client is gone. */
    private static void flood(Reply reply) {
        try {
            while (true) {
                reply.send(PIECE, false);
            }
        } catch (IOException e) {
            // As it has to be.
        }
    }

    private static void whole(Reply reply) {
        try {
            reply.send(END, true);
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static void half(Reply reply) {
        try {
            reply.send(PIECE, false);
        } catch (IOException e) {
            // The client is gone.
        }
        reply.abort();
    }

    private interface Answering {
        void answer(Reply reply);
    }

    private static void leave(String what, boolean elsewhere, Answering answering) throws Exception {
        CountDownLatch over = new CountDownLatch(MANY);
        try (TestServer server = TestServer.playing((request, reply) -> {
            Runnable work = () -> {
                answering.answer(reply);
                over.countDown();
            };
            if (elsewhere) {
                new Thread(work).start();
            } else {
                work.run();
            }
        })) {
            for (int i = 0; i < MANY; i++) {
                try (RawClient client = new RawClient(server.address())) {
                    client.send(server.address(), "POST /call/f" + FRAMES, "");
                    client.in().readNBytes(100);
                }
            }
            assertTrue(over.await(60, TimeUnit.SECONDS));
            assertForgotten(what);
        }
    }

    @Test
    void clientsThatLeaveAreForgotten() throws Exception {
        leave("pieces", false, BrokenConnectionsTest::flood);
        leave("pieces from another thread", true, BrokenConnectionsTest::flood);
        leave("a whole answer", false, BrokenConnectionsTest::whole);
        leave("a whole answer from another thread", true, BrokenConnectionsTest::whole);
    }

    @Test
    void answersThatAreCutAreForgotten() throws Exception {
        leave("cut", false, BrokenConnectionsTest::half);
        leave("cut from another thread", true, BrokenConnectionsTest::half);
        leave("never begun", false, Reply::abort);
        leave("never begun, from another thread", true, Reply::abort);
    }
}
