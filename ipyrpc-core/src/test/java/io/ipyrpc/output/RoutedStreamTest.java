package io.ipyrpc.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ipyrpc.function.Call;
import io.ipyrpc.function.Principal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RoutedStreamTest {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final PrintStream base = new PrintStream(console, true, StandardCharsets.UTF_8);
    private final RoutedStream routed = new RoutedStream(base, OutputRouter.Target::out);

    private static final class TestCall extends Call implements OutputRouter.Target {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        private volatile boolean ended;

        <T> T run(Callable<T> work) throws Exception {
            try {
                return enter(work);
            } finally {
                ended = true;
            }
        }

        String printed() {
            return printed.toString(StandardCharsets.UTF_8);
        }

        @Override
        public PrintStream out() {
            return out;
        }

        @Override
        public PrintStream err() {
            return out;
        }

        @Override
        public String id() {
            return "j";
        }

        @Override
        public String function() {
            return "f";
        }

        @Override
        public Optional<Principal> principal() {
            return Optional.empty();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void progress(double done, double total, String message) {}

        @Override
        protected boolean isEnded() {
            return ended;
        }
    }

    private String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsToTheConsoleOutsideOfCalls() {
        routed.println("a");
        assertEquals("a\n", console());
    }

    @Test
    void everyMethodReachesTheCall() throws Exception {
        TestCall call = new TestCall();
        call.run(() -> {
            routed.print(true);
            routed.print('c');
            routed.print(1);
            routed.print(2L);
            routed.print(1.5f);
            routed.print(2.5);
            routed.print(new char[] {'x', 'y'});
            routed.print("text");
            routed.print((Object) null);
            routed.println();
            routed.println(false);
            routed.println('d');
            routed.println(3);
            routed.println(4L);
            routed.println(3.5f);
            routed.println(4.5);
            routed.println(new char[] {'z'});
            routed.println("line");
            routed.println((Object) 5);
            routed.printf("%d|", 6).format("%s|", 7).printf(Locale.GERMANY, "%.1f|", 8.5);
            routed.format(Locale.GERMANY, "%.1f|", 9.5)
                    .append("abc")
                    .append("abcdef", 3, 6)
                    .append('!');
            routed.write('w');
            routed.write(new byte[] {'b', 'y'});
            routed.write(new byte[] {'-', 't', 'e', '-'}, 1, 2);
            routed.writeBytes(new byte[] {'s'});
            routed.flush();
            routed.close();
            assertFalse(routed.checkError());
            routed.print("; still open");
            return null;
        });
        assertEquals(
                "truec121.52.5xytextnull\nfalse\nd\n3\n4\n3.5\n4.5\nz\nline\n5\n6|7|8,5|9,5|abcdef!wbytes; still open",
                call.printed());
        assertEquals("", console());
    }

    @Test
    void aThreadThatOutlivesItsCallPrintsToTheConsole() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        TestCall call = new TestCall();
        Thread left = call.run(() -> {
            Thread thread = new Thread(() -> {
                routed.println("during");
                try {
                    over.await();
                } catch (InterruptedException e) {
                    return;
                }
                routed.println("after");
            });
            thread.start();
            while (call.printed().isEmpty()) {
                Thread.onSpinWait();
            }
            return thread;
        });
        over.countDown();
        left.join();
        assertEquals("during\n", call.printed());
        assertEquals("after\n", console());
    }

    @Test
    void aPoolThreadBornInACallPrintsToTheConsoleLater() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            TestCall first = new TestCall();
            first.run(() -> pool.submit(() -> routed.print("first")).get());
            TestCall second = new TestCall();
            second.run(() -> pool.submit(() -> routed.print("unwrapped")).get());
            TestCall third = new TestCall();
            third.run(
                    () -> pool.submit(Call.wrap(() -> routed.print("wrapped"))).get());
            pool.submit(() -> routed.print(", afterwards")).get();
            assertEquals("first", first.printed());
            assertEquals("", second.printed());
            assertEquals("wrapped", third.printed());
            assertEquals("unwrapped, afterwards", console());
        } finally {
            pool.shutdownNow();
        }
    }
}
