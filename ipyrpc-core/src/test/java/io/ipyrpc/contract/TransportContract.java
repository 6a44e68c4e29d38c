package io.ipyrpc.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.Reply;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Transport;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Transport} keeps to, by the numbers of {@code io.ipyrpc.spi}'s documentation. A subclass says which
 * transport, and where it may listen.
 *
 * <pre>{@code
 * final class HttpTransportTest extends TransportContract {
 *     protected Transport transport() {
 *         return new HttpTransport();
 *     }
 *
 *     protected URI anyAddress() {
 *         return URI.create("http://127.0.0.1:0");
 *     }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class TransportContract {
    private static final int MEGABYTE = 1 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Handled handled;
    private Channel channel;

    /** The transport under test. */
    protected abstract Transport transport();

    /** An address to listen on that is free, such as one with port 0. */
    protected abstract URI anyAddress();

    /** Settings of the listener; none unless overridden. */
    protected Settings listenerSettings() {
        return Settings.EMPTY;
    }

    /** Settings of the channel; none unless overridden. */
    protected Settings channelSettings() {
        return Settings.EMPTY;
    }

    private static TransportOptions options(Settings settings) {
        return new TransportOptions(
                settings,
                Limits.defaults(),
                Map.of("json", "application/json", "binary", "application/vnd.ipyrpc.binary"));
    }

    private Listener listen(URI address, RequestHandler handler) throws IOException {
        return transport().listen(address, options(listenerSettings()), handler);
    }

    private Channel connect(URI address) throws IOException {
        return transport().connect(address, options(channelSettings()));
    }

    /** Starts a listener that plays so, and a channel to it. */
    private Listener play(Handled.Play play) throws IOException {
        handled = new Handled(play);
        Listener listener = listen(anyAddress(), handled);
        open.add(listener);
        channel = connect(listener.address());
        open.add(0, channel);
        return listener;
    }

    @AfterEach
    final void closeAllAndHearOfTheHandler() throws Exception {
        try {
            if (handled != null) {
                handled.verify();
            }
        } finally {
            for (AutoCloseable one : open) {
                one.close();
            }
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS), "a thread of the test still runs");
        }
    }

    private static Request call(String function) {
        return new Request(Op.CALL, function, Map.of("serializer", "json"), Body.of(Slices.utf8("[]")));
    }

    private static Frame event(String name, long seq, Slices data) {
        return Frame.event(name, Map.of("seq", seq), data);
    }

    private static Frame end(long seq) {
        return Frame.event("end", Map.of("seq", seq, "status", "succeeded"), Slices.EMPTY);
    }

    private static void answer(Op op, Reply reply) throws IOException {
        if (op.answer() == Op.Answer.REPLY) {
            reply.send(Frame.event("reply", Map.of(), Slices.utf8("{\"job\":\"j1\"}")), true);
        } else {
            reply.send(
                    Frame.event(
                            "result",
                            Map.of("seq", 1L, "serializer", "json", "job", "j1", "status", "succeeded"),
                            Slices.utf8("1")),
                    true);
        }
    }

    /** All frames of an answer that ends as it should. */
    private static List<Frame> readAll(Exchange exchange) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = exchange.next(); frame != null; frame = exchange.next()) {
            frames.add(frame);
        }
        assertNull(exchange.next(), "next() after the end");
        exchange.close();
        return frames;
    }

    private static void assertFrames(List<Frame> wanted, List<Frame> got) {
        for (int i = 0; i < Math.min(wanted.size(), got.size()); i++) {
            assertEquals(wanted.get(i).metadata(), got.get(i).metadata(), "metadata of frame " + i);
            assertArrayEquals(
                    wanted.get(i).data().toByteArray(), got.get(i).data().toByteArray(), "data of frame " + i);
        }
        assertEquals(wanted.size(), got.size(), "number of frames");
    }

    private static String target(Op op) {
        return switch (op.target()) {
            case NONE -> "";
            case POINTER -> "/data/server-1/id_2";
            default -> "fü%2F+ n.a-me?&=#";
        };
    }

    private static Map<String, String> fields(Op op) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : op.fields()) {
            fields.put(
                    name,
                    switch (name) {
                        case "serializer", "output" -> "binary";
                        case "function" -> "größe *&=+#%";
                        case "since" -> "2026-11-22T10:00:00+02:00";
                        case "idempotency_key" -> "k1 ~!\"#%&'()*,;=@[]^`{|}";
                        default -> "1.5";
                    });
        }
        return fields;
    }

    @Test
    final void t1RequestsOfEveryOperationArriveAsTheyWereSent() throws Exception {
        BlockingQueue<String> arrived = new ArrayBlockingQueue<>(1);
        play((request, reply) -> {
            String body = new String(request.body().stream().readAllBytes(), UTF_8);
            arrived.add(request.op() + " " + request.target() + " " + new TreeMap<>(request.fields()) + " " + body);
            answer(request.op(), reply);
        });
        for (Op op : Op.values()) {
            String body = op.hasBody() ? "[\"ä\",{\"x\":1}]" : "";
            Request request = new Request(op, target(op), fields(op), Body.of(Slices.utf8(body)));
            readAll(channel.open(request));
            assertEquals(op + " " + target(op) + " " + new TreeMap<>(fields(op)) + " " + body, arrived.remove());
        }
    }

    @Test
    final void t1FieldsThatWereLeftOutStayAbsent() throws Exception {
        BlockingQueue<Map<String, String>> arrived = new ArrayBlockingQueue<>(1);
        play((request, reply) -> {
            arrived.add(request.fields());
            answer(request.op(), reply);
        });
        for (Op op : Op.values()) {
            Map<String, String> fields = op.hasBody() ? Map.of("serializer", "json") : Map.of();
            readAll(channel.open(new Request(op, target(op), fields, Body.EMPTY)));
            assertEquals(fields, arrived.remove(), op.wireName());
        }
    }

    @Test
    final void t2FramesArriveInOrderWithTheirMetadataAndData() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("t2 seed " + seed);
        Random random = new Random(seed);
        List<Frame> frames = new ArrayList<>();
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("done", 1.5);
        nested.put("total", null);
        nested.put("message", "zwei \"Zeilen\"\n\u0001 \ud83d\ude00");
        frames.add(Frame.event("accepted", Map.of("seq", 1L, "job", "j1", "position", 0L), Slices.EMPTY));
        frames.add(Frame.event("started", Map.of("seq", 2L, "worker", "w", "attempt", 1L), Slices.EMPTY));
        frames.add(Frame.event("progress", nested, Slices.EMPTY).with("seq", 3L));
        frames.add(Frame.event("ping", Map.of(), Slices.EMPTY));
        for (long seq = 4; seq < 300; seq++) {
            byte[] data = new byte[random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(50)];
            random.nextBytes(data);
            String name = List.of("stdout", "stderr", "result").get(random.nextInt(3));
            frames.add(event(name, seq, Slices.of(data)));
        }
        Map<String, Object> error =
                ErrorRecord.of(ErrorCode.FUNCTION_ERROR, "größer").toMap();
        frames.add(Frame.event("error", Map.of("seq", 300L, "error", error), Slices.EMPTY));
        frames.add(Frame.event("end", Map.of("seq", 301L, "status", "failed"), Slices.EMPTY));
        play((request, reply) -> {
            for (int i = 0; i < frames.size(); i++) {
                reply.send(frames.get(i), i == frames.size() - 1);
            }
        });
        assertFrames(frames, readAll(channel.open(call("f"))));
    }

    @Test
    final void t2AnAnswerOfOneFrameEndsWithIt() throws Exception {
        Frame only = Frame.event(
                "result",
                Map.of("seq", 1L, "serializer", "binary", "job", "j1", "status", "succeeded"),
                RandomBody.slices(1, 100));
        play((request, reply) -> reply.send(only, true));
        for (int i = 0; i < 20; i++) {
            assertFrames(List.of(only), readAll(channel.open(call("f"))));
        }
    }

    @Test
    final void t3AFrameArrivesBeforeTheNextIsSent() throws Exception {
        int rounds = 20;
        List<CountDownLatch> seen = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            seen.add(new CountDownLatch(1));
        }
        play((request, reply) -> {
            for (int i = 0; i < rounds; i++) {
                reply.send(event("stdout", i + 1, Slices.utf8("line " + i + "\n")), false);
                Handled.await(seen.get(i), "the arrival of frame " + i);
            }
            reply.send(end(rounds + 1), true);
        });
        try (Exchange exchange = channel.open(call("f"))) {
            for (int i = 0; i < rounds; i++) {
                assertEquals("line " + i + "\n", exchange.next().data().utf8());
                seen.get(i).countDown();
            }
            assertEquals("end", exchange.next().event());
            assertNull(exchange.next());
        }
    }

    @Test
    final void t4ManyExchangesRunAtOnceAndASlowOneHoldsUpNone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch slowIsThere = new CountDownLatch(1);
        play((request, reply) -> {
            if (request.target().equals("slow")) {
                slowIsThere.countDown();
                Handled.await(release, "the others");
            }
            reply.send(event("stdout", 1, Slices.utf8(request.target())), false);
            reply.send(end(2), true);
        });
        Future<List<Frame>> slow = threads.submit(() -> readAll(channel.open(call("slow"))));
        Handled.await(slowIsThere, "the slow request");
        List<Future<List<Frame>>> others = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String name = "f" + i;
            others.add(threads.submit(() -> readAll(channel.open(call(name)))));
        }
        for (int i = 0; i < others.size(); i++) {
            assertEquals(
                    "f" + i,
                    others.get(i).get(30, TimeUnit.SECONDS).get(0).data().utf8());
        }
        assertFalse(slow.isDone(), "the slow exchange was answered before its time");
        release.countDown();
        assertEquals("slow", slow.get(30, TimeUnit.SECONDS).get(0).data().utf8());
    }

    @Test
    final void t5AReaderThatDoesNotReadBlocksItsOwnSenderAlone() throws Exception {
        int count = 400;
        Slices megabyte = RandomBody.slices(5, MEGABYTE);
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        play((request, reply) -> {
            if (request.target().equals("quick")) {
                answer(Op.CALL, reply);
                return;
            }
            for (int i = 1; i <= count; i++) {
                reply.send(event("result", i, megabyte), false);
                sent.set(i);
            }
            done.countDown();
            reply.send(end(count + 1), true);
        });
        try (Exchange exchange = channel.open(call("large"))) {
            assertEquals(1, exchange.next().seq());
            // Whoever buffers without bound is through with it long before.
            assertFalse(done.await(2, TimeUnit.SECONDS), "400 MiB were sent and nobody read them");
            assertTrue(sent.get() <= 100, "nobody reads, and " + sent.get() + " MiB were taken");
            assertEquals(1, readAll(channel.open(call("quick"))).size());
            for (int i = 2; i <= count; i++) {
                assertEquals(i, exchange.next().seq());
            }
            assertEquals("end", exchange.next().event());
        }
    }

    /** Sends until it is told that nobody listens; the deadline of the test bounds it. */
    private static void sendUntilRefused(Reply reply) {
        Slices data = RandomBody.slices(6, 1000);
        try {
            for (long seq = 2; !Thread.interrupted(); seq++) {
                reply.send(event("stdout", seq, data), false);
            }
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("no send failed");
    }

    @Test
    final void t6AfterAnExchangeIsClosedItsSenderGetsAnIoException() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        play((request, reply) -> {
            reply.send(event("stdout", 1, Slices.utf8("a")), false);
            Handled.await(closed, "closing");
            sendUntilRefused(reply);
            assertThrows(IOException.class, () -> reply.send(end(9), true));
            reply.abort();
            failed.countDown();
        });
        Exchange exchange = channel.open(call("f"));
        assertEquals(1, exchange.next().seq());
        exchange.close();
        exchange.close();
        closed.countDown();
        Handled.await(failed, "a send that fails");
        assertThrows(IOException.class, exchange::next);
    }

    @Test
    final void t6AfterTheClientIsGoneASenderGetsAnIoException() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        play((request, reply) -> {
            reply.send(event("stdout", 1, Slices.utf8("a")), false);
            Handled.await(closed, "closing");
            sendUntilRefused(reply);
            failed.countDown();
        });
        Exchange exchange = channel.open(call("f"));
        assertEquals(1, exchange.next().seq());
        channel.close();
        channel.close();
        closed.countDown();
        Handled.await(failed, "a send that fails");
        assertThrows(IOException.class, exchange::next);
        assertThrows(IllegalStateException.class, () -> channel.open(call("f")));
    }

    @Test
    final void t7AnAbortedAnswerIsAnIoExceptionAtTheClient() throws Exception {
        play((request, reply) -> {
            if (request.target().equals("later")) {
                reply.send(event("stdout", 1, Slices.utf8("a")), false);
            }
            if (request.target().equals("after")) {
                answer(Op.CALL, reply);
            }
            reply.abort();
            reply.abort();
        });
        try (Exchange later = channel.open(call("later"))) {
            assertEquals("a", later.next().data().utf8());
            assertTrue(assertThrows(DisconnectedException.class, later::next).sent());
        }
        try (Exchange atOnce = channel.open(call("now"))) {
            assertTrue(assertThrows(DisconnectedException.class, atOnce::next).sent());
        }
        assertEquals(1, readAll(channel.open(call("after"))).size(), "abort() after the last frame did something");
    }

    @Test
    final void t8AReplyAndAnErrorWithoutAJobAreOneFrameEach() throws Exception {
        Frame reply = Frame.event("reply", Map.of(), Slices.utf8("{\"jobs\":[\"ä\"]}"));
        Map<String, Object> record =
                ErrorRecord.of(ErrorCode.NOT_FOUND, "no such function: 'größe'").toMap();
        Frame error = Frame.event("error", Map.of("error", record), Slices.EMPTY);
        play((request, answer) -> answer.send(request.target().equals("missing") ? error : reply, true));
        Request jobs = new Request(Op.JOBS, "", Map.of(), Body.EMPTY);
        assertFrames(List.of(reply), readAll(channel.open(jobs)));
        assertFrames(List.of(error), readAll(channel.open(call("missing"))));
        Request status = new Request(Op.STATUS, "missing", Map.of(), Body.EMPTY);
        assertFrames(List.of(error), readAll(channel.open(status)));
        Request result = new Request(Op.RESULT, "j1", Map.of("wait", "1"), Body.EMPTY);
        assertFrames(List.of(reply), readAll(channel.open(result)));
    }

    @Test
    final void t9ClosingAnExchangeWakesWhoWaitsForIt() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        play((request, reply) -> {
            arrived.countDown();
            Handled.await(over, "closing");
            reply.abort();
        });
        Exchange exchange = channel.open(call("f"));
        Future<Frame> waiting = threads.submit(exchange::next);
        Handled.await(arrived, "the request");
        exchange.close();
        Exception woken = assertThrows(Exception.class, () -> waiting.get(30, TimeUnit.SECONDS));
        assertTrue(woken.getCause() instanceof IOException, "next() ended with " + woken);
        over.countDown();
    }

    @Test
    final void t10LargeBodiesAndFramesArriveWhole() throws Exception {
        Slices bytes = RandomBody.slices(10, 40 * MEGABYTE + 3);
        String sum = RandomBody.sum(bytes.inputStream());
        play((request, reply) -> {
            String got = RandomBody.sum(request.body().stream());
            reply.send(event("stdout", 1, Slices.utf8(got)), false);
            reply.send(event("result", 2, bytes), false);
            reply.send(event("result", 3, bytes).with("status", "succeeded"), true);
        });
        for (Body body : List.of(Body.of(bytes), RandomBody.ofUnknownLength(bytes))) {
            Request request = new Request(Op.CALL, "f", Map.of("serializer", "binary"), body);
            try (Exchange exchange = channel.open(request)) {
                assertEquals(sum, exchange.next().data().utf8());
                assertEquals(sum, RandomBody.sum(exchange.next().data().inputStream()));
                assertEquals(sum, RandomBody.sum(exchange.next().data().inputStream()));
                assertNull(exchange.next());
            }
        }
    }

    @Test
    final void t10ALargeResultCanBeReadAsItArrives() throws Exception {
        Slices bytes = RandomBody.slices(11, 5 * MEGABYTE + 3);
        String sum = RandomBody.sum(bytes.inputStream());
        play((request, reply) -> {
            reply.send(event("stdout", 1, bytes), false);
            reply.send(event("result", 2, bytes), false);
            reply.send(event("result", 3, bytes), false);
            reply.send(event("result", 4, bytes), false);
            reply.send(event("result", 5, bytes).with("status", "succeeded"), true);
        });
        try (Exchange exchange = channel.open(call("f"))) {
            assertEquals(sum, RandomBody.sum(exchange.nextHead().data().inputStream()));
            Frame second = exchange.nextHead();
            assertEquals(2, second.seq());
            assertEquals(
                    sum,
                    RandomBody.sum(
                            second.data().isEmpty()
                                    ? exchange.rest()
                                    : second.data().inputStream()));
            assertEquals(-1, exchange.rest().read());
            // What is not read of it is passed over.
            assertEquals(3, exchange.nextHead().seq());
            exchange.rest().read(new byte[5]);
            assertEquals(sum, RandomBody.sum(exchange.next().data().inputStream()));
            assertEquals(5, exchange.nextHead().seq());
            assertNull(exchange.nextHead());
        }
    }

    @Test
    final void t11AHandlerMayAnswerInOtherThreadsAfterItReturned() throws Exception {
        CountDownLatch returned = new CountDownLatch(1);
        Handled later = new Handled((request, reply) -> threads.submit(() -> {
            Handled.await(returned, "handle()");
            reply.send(event("stdout", 1, Slices.utf8("a")), false);
            threads.submit(() -> {
                reply.send(end(2), true);
                return null;
            });
            return null;
        }));
        play((request, reply) -> {
            request.body().stream().readAllBytes();
            later.handle(request, reply);
            returned.countDown();
        });
        List<Frame> frames = readAll(channel.open(call("f")));
        assertFrames(List.of(event("stdout", 1, Slices.utf8("a")), end(2)), frames);
        later.verify();
    }

    @Test
    final void t12AClosedListenerLeavesNoThreadAndItsPortIsFree() throws Exception {
        useAndClose(anyAddress());
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        URI address = useAndClose(anyAddress());
        assertEquals(address, useAndClose(address));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ThreadGroup group = thread.getThreadGroup();
            boolean ofTheJdk = group == null || group.getName().equals("system");
            if (!before.contains(thread) && !ofTheJdk) {
                thread.join(30_000);
                assertFalse(thread.isAlive(), "still there: " + thread);
            }
        }
    }

    private URI useAndClose(URI address) throws IOException {
        Listener listener = listen(address, (request, reply) -> {
            try {
                answer(request.op(), reply);
            } catch (IOException e) {
                reply.abort();
            }
        });
        try (Channel used = connect(listener.address())) {
            assertEquals(1, readAll(used.open(call("f"))).size());
        } finally {
            listener.close();
            listener.close();
        }
        return listener.address();
    }

    @Test
    final void t12ClosingAListenerEndsWhatIsOpen() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Listener listener = play((request, reply) -> {
            reply.send(event("stdout", 1, Slices.utf8("a")), false);
            threads.submit(() -> {
                sendUntilRefused(reply);
                interrupted.countDown();
                return null;
            });
        });
        try (Exchange exchange = channel.open(call("f"))) {
            assertNotNull(exchange.next());
            listener.close();
            assertThrows(IOException.class, () -> {
                while (exchange.next() != null) {
                    // What was under way may still come.
                }
            });
        }
        Handled.await(interrupted, "a send that fails");
    }

    @Test
    final void t13AServerThatIsNotThereIsADisconnectionWithItsAddress() throws Exception {
        URI address = useAndClose(anyAddress());
        try (Channel nowhere = connect(address);
                Exchange exchange = nowhere.open(call("f"))) {
            DisconnectedException thrown = assertThrows(DisconnectedException.class, exchange::next);
            assertTrue(
                    thrown.getMessage().contains(address.getAuthority()),
                    "the message does not name " + address + ": " + thrown.getMessage());
            assertFalse(thrown.sent(), "nothing can have been sent");
        }
    }
}
