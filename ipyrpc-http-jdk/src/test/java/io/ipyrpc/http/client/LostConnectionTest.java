package io.ipyrpc.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RpcClient;
import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What a client does when the server's end of a connection is gone, with a server of bare sockets. */
@Timeout(60)
final class LostConnectionTest {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final String FUNCTIONS = "{\"protocol\":1,\"version\":\"1\",\"functions\":[]}";
    private static final String STATUS = "{\"job\":\"j1\",\"function\":\"f\",\"state\":\"running\"}";

    /** What becomes of a request that is not for the list of functions; null = the connection is closed. */
    private interface Answering {
        byte[] answer(String head) throws IOException;
    }

    /** The first lines of the requests that came, but for the list of functions. */
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());

    private RawServer serve(Answering answering) throws IOException {
        return new RawServer((socket, number) -> {
            String head = request(socket);
            while (!head.isEmpty()) {
                if (head.startsWith("GET /functions")) {
                    RawServer.send(socket, json(FUNCTIONS));
                } else {
                    heads.add(head);
                    byte[] answer = answering.answer(head);
                    if (answer == null) {
                        return;
                    }
                    socket.getOutputStream().write(answer);
                }
                head = request(socket);
            }
        });
    }

    /** Reads a request with its body; returns its head. */
    private static String request(Socket socket) throws IOException {
        String head = RawServer.head(socket);
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        }
        return head;
    }

    private static String json(String body) {
        return "HTTP/1.1 200 OK\r\nIpyRpc-Protocol: 1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static RpcClient client(RawServer server) {
        return RpcClient.builder(server.base().toString())
                .output(OutputListener.none())
                .connect();
    }

    private static String lost(Executable work) {
        return assertThrows(UncheckedIOException.class, work).getMessage();
    }

    @Test
    void aCallWhoseConnectionIsClosedIsNotSentAgain() throws IOException {
        try (RawServer server = serve(head -> null);
                RpcClient client = client(server)) {
            UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> client.call("add", 1, 2));
            assertEquals(
                    "call of 'add' at " + server.base() + " failed: the connection was closed before an answer came;"
                            + " the call may have run, so it was not sent again",
                    e.getMessage());
            assertEquals(DisconnectedException.class, e.getCause().getCause().getClass());
            assertEquals(1, heads.size());
        }
    }

    @Test
    void aCallWhoseAnswerIsCutNamesItsJob() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        Frame.event("accepted", Map.of("seq", 1L, "job", "j7", "position", 0L), Slices.EMPTY)
                .writeTo(frames);
        String body = frames.toString(StandardCharsets.ISO_8859_1);
        String head = "HTTP/1.1 200 OK\r\nIpyRpc-Protocol: 1\r\nContent-Type: application/vnd.ipyrpc.events\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
        AtomicInteger sent = new AtomicInteger();
        try (RawServer server = new RawServer((socket, number) -> {
                    while (request(socket).startsWith("GET /functions")) {
                        RawServer.send(socket, json(FUNCTIONS));
                    }
                    sent.incrementAndGet();
                    RawServer.send(socket, head);
                });
                RpcClient client = client(server)) {
            String message = lost(() -> client.call("add", 1, 2));
            assertEquals(
                    "call of 'add' failed: answer to POST /call/add from " + server.where()
                            + ": the body was cut after " + body.length() + " bytes; the last chunk is missing;"
                            + " the call may have run (job j7), so it was not sent again",
                    message);
            assertEquals(1, sent.get());
        }
    }

    /** Frames whose last one says that it has more data than there are, until the connection is closed. */
    private static String cutResult() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        Frame.event(
                        "result",
                        Map.of("seq", 3L, "serializer", "json", "job", "j8", "status", "succeeded"),
                        Slices.utf8("\"" + "x".repeat(100_000)))
                .writeTo(frames);
        String all = frames.toString(StandardCharsets.ISO_8859_1);
        return "HTTP/1.1 200 OK\r\nIpyRpc-Protocol: 1\r\nContent-Type: application/vnd.ipyrpc.events\r\n\r\n"
                + all.substring(0, all.length() - 60_001);
    }

    @Test
    void aResultThatIsCutIsNotSentForAgain() throws IOException {
        String cut = cutResult();
        AtomicInteger sent = new AtomicInteger();
        try (RawServer server = new RawServer((socket, number) -> {
                    while (request(socket).startsWith("GET /functions")) {
                        RawServer.send(socket, json(FUNCTIONS));
                    }
                    sent.incrementAndGet();
                    RawServer.send(socket, cut);
                });
                RpcClient client = client(server)) {
            assertEquals(
                    "call of 'add' failed: the answer of " + server.base() + " was cut inside event 3: 60001 bytes of"
                            + " its data are missing; the call may have run (job j8), so it was not sent again",
                    lost(() -> client.call("add", 1, 2)));
            assertEquals(1, sent.get());
        }
    }

    @Test
    void anInterruptEndsAWaitForTheRestOfAResult() throws Exception {
        String cut = cutResult();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, number) -> {
                    while (request(socket).startsWith("GET /functions")) {
                        RawServer.send(socket, json(FUNCTIONS));
                    }
                    RawServer.send(socket, cut);
                    begun.countDown();
                    over.await(30, TimeUnit.SECONDS);
                });
                RpcClient client = client(server)) {
            AtomicReference<String> message = new AtomicReference<>();
            Thread waiting = new Thread(() -> message.set(lost(() -> client.call("add", 1, 2))));
            waiting.start();
            assertEquals(true, begun.await(30, TimeUnit.SECONDS));
            waiting.interrupt();
            waiting.join(30_000);
            over.countDown();
            assertEquals(
                    "call of 'add' at " + server.base()
                            + " failed: the waiting thread was interrupted; the server is told to cancel the call",
                    message.get());
        }
    }

    @Test
    void aSubmitIsSentAgainWithTheSameKey() throws IOException {
        AtomicInteger left = new AtomicInteger(2);
        Pattern key = Pattern.compile("Idempotency-Key: (\\S+)");
        try (RawServer server = serve(head -> left.getAndDecrement() > 0 ? null : bytes(json("{\"job\":\"j1\"}")));
                RpcClient client = client(server)) {
            assertEquals("j1", client.submit("train", 1).id());
            assertEquals(3, heads.size());
            Set<String> keys = new TreeSet<>();
            for (String head : heads) {
                Matcher matcher = key.matcher(head);
                assertEquals(true, matcher.find(), head);
                keys.add(matcher.group(1));
            }
            assertEquals(1, keys.size(), keys::toString);
        }
    }

    @Test
    void whatOnlyReadsIsAskedAgain() throws IOException {
        AtomicInteger left = new AtomicInteger(2);
        try (RawServer server = serve(head -> left.getAndDecrement() > 0 ? null : bytes(json(STATUS)));
                RpcClient client = client(server)) {
            assertEquals("j1", client.job("j1").status().job());
        }
    }

    @Test
    void whatOnlyReadsIsAskedAgainSoOften() throws IOException {
        try (RawServer server = serve(head -> null);
                RpcClient client =
                        RpcClient.builder(server.base().toString()).tries(2).connect()) {
            assertEquals(
                    "status of job j1 at " + server.base()
                            + " failed 2 times: the connection was closed before an answer came",
                    lost(() -> client.job("j1").status()));
            assertEquals(
                    "cancel of job j1 at " + server.base()
                            + " failed 2 times: the connection was closed before an answer came",
                    lost(() -> client.job("j1").cancel()));
            assertEquals(
                    "retry of job j1 at " + server.base() + " failed: the connection was closed before an answer came;"
                            + " the server may have acted on it, so it was not sent again",
                    lost(() -> client.job("j1").retry()));
        }
    }

    @Test
    void aServerThatWasNeverThereIsToldOfAtOnce() throws IOException {
        String address;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            address = "127.0.0.1:" + taken.getLocalPort();
        }
        assertEquals(
                "list of functions failed: could not connect to " + address + " (http://" + address
                        + "): Connection refused; is the server running?",
                lost(() -> RpcClient.connect("http://" + address)));
    }

    @Test
    void anInterruptEndsAWaitForTheSocket() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = serve(head -> {
                    arrived.countDown();
                    try {
                        over.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return null;
                });
                RpcClient client = client(server)) {
            AtomicReference<String> message = new AtomicReference<>();
            Thread waiting = new Thread(() -> message.set(lost(() -> client.call("add", 1, 2))));
            waiting.start();
            assertEquals(true, arrived.await(30, TimeUnit.SECONDS));
            waiting.interrupt();
            waiting.join(30_000);
            over.countDown();
            assertEquals(
                    "call of 'add' at " + server.base()
                            + " failed: the waiting thread was interrupted; the server is told to cancel the call",
                    message.get());
        }
    }

    @Test
    void closingTheClientEndsAWaitForTheSocket() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = serve(head -> {
            arrived.countDown();
            try {
                over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return null;
        })) {
            RpcClient client = client(server);
            AtomicReference<String> message = new AtomicReference<>();
            Thread waiting = new Thread(() -> message.set(lost(() -> client.call("add", 1, 2))));
            waiting.start();
            assertEquals(true, arrived.await(30, TimeUnit.SECONDS));
            client.close();
            waiting.join(30_000);
            over.countDown();
            assertEquals("call of 'add' at " + server.base() + " failed: the client was closed", message.get());
        }
    }
}
