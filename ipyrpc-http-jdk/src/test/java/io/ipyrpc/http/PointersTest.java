package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RemoteException;
import io.ipyrpc.RemoteValue;
import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pointers from the vault of one server to another, over sockets. */
@Timeout(120)
final class PointersTest {
    private static final String SECRET = "s".repeat(43);
    private static final String PATH = "/data/0123456789abcdef0123456789abcdef/AAAAAAAAAAAAAAAAAAAAAA";

    private final List<AutoCloseable> open = new ArrayList<>();

    static NdArray numbers(int n) {
        return NdArray.arange(n).reshape(-1, 2);
    }

    static DataFrame frame() {
        return DataFrame.of("city", new String[] {"Brno", "Lyon", "Oslo"}, "n", new long[] {3, 4, 5});
    }

    static double sum(NdArray numbers) {
        return numbers.sum();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private URI serve(Map<String, ?> settings) {
        RpcServer server = RpcServer.create();
        open.add(server);
        server.settings(settings);
        server.register("numbers", PointersTest::numbers);
        server.register("frame", PointersTest::frame);
        server.register("sum", PointersTest::sum);
        return server.listen("http://127.0.0.1:0");
    }

    private RpcClient client(URI address) {
        RpcClient client = RpcClient.builder(address.toString())
                .output(OutputListener.none())
                .connect();
        open.add(client);
        return client;
    }

    private ServerSocket listen() throws IOException {
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        open.add(socket);
        return socket;
    }

    private static DataPointer pointer(String protocol, String host, int port, String path) {
        return new DataPointer(protocol, host, port, path, SECRET, Map.of());
    }

    private static RemoteException refused(String code, org.junit.jupiter.api.function.Executable call) {
        RemoteException e = assertThrows(RemoteException.class, call);
        assertEquals(code, e.code(), e.getMessage());
        assertFalse(e.getMessage().contains(SECRET), e.getMessage());
        return e;
    }

    // Values

    @Test
    void arraysAndFramesAreLookedAtInParts() {
        URI address = serve(Map.of());
        RpcClient client = client(address);
        RemoteValue array = client.function("numbers").pointer(1000);
        assertEquals("np.ndarray <i8 [500, 2], 8.0 KB, at " + address, array.toString());
        assertEquals("<i8", array.dtype());
        assertArrayEquals(new long[] {500, 2}, array.shape());
        assertEquals(NdArray.of(0L, 2L, 4L), array.index(RemoteValue.range(null, 3L, null), 0));
        assertEquals(NdArray.of(996L, 997L, 998L, 999L).reshape(2, 2), array.slice(-2, 500));
        assertEquals(7L, array.index(3, -1));
        assertEquals(499_500.0, client.call("sum", array));
        assertEquals(499.5, array.describe().get("mean"));
        RemoteValue column = array.view(RemoteValue.all(), 1);
        array.release();
        assertEquals(250_000.0, client.call("sum", column));
        RemoteValue frame = client.function("frame").pointer();
        assertTrue(frame.toString().matches("pandas \\[3, 2\\], [0-9]+ B, at " + address), frame.toString());
        assertEquals(frame().head(1), frame.head(1));
        assertEquals(frame().series("n"), frame.index("n"));
        assertEquals(frame().select("n", "city"), frame.index(RemoteValue.take("n", "city")));
        assertEquals("Lyon", frame.index(1, "city"));
    }

    @Test
    void aValueIsFetchedByItsPathAndSecret() throws IOException {
        URI address = serve(Map.of());
        RawClient.Answer put =
                RawClient.ask(address, "POST /data HTTP/1.1\nContent-Type: application/json", "{\"a\": [1, 2.5]}");
        assertEquals(201, put.status(), put.text());
        Map<?, ?> members = (Map<?, ?>) Json.parse(put.body(), Limits.defaults());
        String path = (String) members.get("path");
        String secret = "IpyRpc-Secret: " + members.get("secret_key");
        assertEquals(path, put.header("Location"));
        assertEquals(
                address.toString(), members.get("protocol") + "://" + members.get("host") + ":" + members.get("port"));
        RawClient.Answer got = RawClient.ask(address, "GET " + path + " HTTP/1.1\n" + secret, "");
        assertEquals(200, got.status());
        assertEquals("{\"a\":[1,2.5]}", got.text());
        assertEquals("application/json", got.header("Content-Type"));
        assertEquals("13", got.header("Content-Length"));
        RawClient.Answer head = RawClient.ask(address, "HEAD " + path + " HTTP/1.1\n" + secret, "");
        assertEquals(200, head.status());
        assertEquals("13", head.header("Content-Length"));
        RawClient.Answer tiny =
                RawClient.ask(address, "GET " + path + " HTTP/1.1\nAccept: application/vnd.ipyrpc.tiny\n" + secret, "");
        assertEquals("application/vnd.ipyrpc.tiny", tiny.header("Content-Type"));
        RawClient.Answer none = RawClient.ask(address, "GET " + path + " HTTP/1.1", "");
        assertEquals(400, none.status());
        assertEquals(
                "{\"error\":{\"code\":\"bad_request\",\"message\":\"the pointer's secret is missing; over HTTP it is the"
                        + " header IpyRpc-Secret\"}}",
                none.text());
        String query = "?secret=" + members.get("secret_key");
        assertEquals(
                400,
                RawClient.ask(address, "GET " + path + query + " HTTP/1.1", "").status());
        RawClient.Answer wrong = RawClient.ask(address, "GET " + path + " HTTP/1.1\nIpyRpc-Secret: " + SECRET, "");
        assertEquals(404, wrong.status());
        assertEquals(
                200,
                RawClient.ask(address, "DELETE " + path + " HTTP/1.1\n" + secret, "")
                        .status());
        RawClient.Answer gone = RawClient.ask(address, "GET " + path + " HTTP/1.1\n" + secret, "");
        assertEquals(410, gone.status());
        assertTrue(gone.text().contains(" was released at "), gone.text());
        assertFalse(gone.text().contains(String.valueOf(members.get("secret_key"))));
    }

    @Test
    void aLargeTextComesInPieces() throws IOException {
        URI address = serve(Map.of());
        RemoteValue text = client(address).put("x".repeat(20_000_000));
        DataPointer pointer = text.pointer();
        String head = "GET " + pointer.path() + " HTTP/1.1\nIpyRpc-Secret: " + pointer.secretKey();
        RawClient.Answer got = RawClient.ask(address, head, "");
        assertEquals("chunked", got.header("Transfer-Encoding"));
        assertNull(got.header("Content-Length"));
        assertEquals(20_000_002, got.body().length);
        assertEquals(20_000_000, text.get(String.class).length());
    }

    @Test
    void aCallAsksForAPointerByAHeader() throws IOException {
        URI address = serve(Map.of());
        RawClient.Answer answer = RawClient.ask(
                address, "POST /call/numbers HTTP/1.1\nContent-Type: application/json\nIpyRpc-Return: pointer", "[4]");
        assertTrue(
                answer.text()
                        .matches("\\{\"job\":\"[0-9a-f]{32}\",\"result\":\\{\"type\":\"ipyrpc_data_pointer\","
                                + "\"protocol\":\"http\",\"host\":\"127.0.0.1\",\"port\":" + address.getPort()
                                + ",\"path\":\"/data/[0-9a-f]{32}/[A-Za-z0-9_-]{22}\",\"secret_key\":\"[A-Za-z0-9_-]{43}\","
                                + "\"info\":\\{\"type\":\"np.ndarray\",\"dtype\":\"<i8\",\"shape\":\\[2,2\\],\"nbytes\":32"
                                + "\\}\\},\"stdout\":\"\",\"stderr\":\"\"\\}"),
                answer.text());
    }

    @Test
    void advertisedIsWhatPointersName() {
        URI address = serve(Map.of("advertise", "calc.example.org:8080"));
        RpcClient client = client(address);
        RemoteValue value = client.put(1);
        assertEquals("number, 32 B, at http://calc.example.org:8080", value.toString());
        assertEquals(1L, value.get());
        assertEquals(
                "advertise is 'a b', must be host, host:port or a URL",
                assertThrows(IllegalArgumentException.class, () -> serve(Map.of("advertise", "a b")))
                        .getMessage());
    }

    // Whom values are fetched from

    @Test
    void strangersAreNeverConnectedTo() throws IOException {
        ServerSocket stranger = listen();
        int port = stranger.getLocalPort();
        int allowed = port == 65535 ? port - 1 : port + 1;
        URI exact = serve(Map.of(
                "peers", List.of("http://127.0.0.1:" + allowed, "http://localhost:" + allowed, "http://[::1]:80")));
        URI network = serve(Map.of("peers", List.of("127.0.0.0/8", "10.0.0.0/8")));
        URI none = serve(Map.of());
        for (URI server : List.of(exact, none)) {
            RpcClient client = client(server);
            for (String host : List.of("127.0.0.1", "localhost", "127.0.0.2", "127.1", "2130706433", "0x7f.1", "")) {
                refused("forbidden", () -> client.call("sum", pointer("http", host, port, PATH)));
            }
            for (String host : List.of("169.254.169.254", "10.0.0.1", "192.168.1.1", "::1", "fe80::1", "0.0.0.0")) {
                refused("forbidden", () -> client.call("sum", pointer("http", host, 80 + port % 2, PATH)));
            }
        }
        RpcClient client = client(network);
        // A name is no literal address, whatever it stands for; and what only looks like one is a name.
        for (String host : List.of("localhost", "127.1", "127.0.0.01", "0177.0.0.1", "2130706433", "::1")) {
            refused("forbidden", () -> client.call("sum", pointer("http", host, port, PATH)));
        }
        for (String path : List.of(
                "/data/s/i/x", "/data/s", "/", "", "/call/sum", "/data/../call", "/data/s/i?x=1", "//data/s/i")) {
            refused("forbidden", () -> client.call("sum", pointer("http", "127.0.0.1", port, path)));
        }
        String elsewhere = "http://127.0.0.1:" + port + "/data/s/i#";
        for (String protocol : List.of(elsewhere, "inproc", "", "HTTP", "http:")) {
            refused("forbidden", () -> client.call("sum", pointer(protocol, "127.0.0.1", port, PATH)));
        }
        for (String protocol : List.of("ftp", "file")) {
            RemoteException e = assertThrows(
                    RemoteException.class, () -> client.call("sum", pointer(protocol, "127.0.0.1", port, PATH)));
            assertTrue(e.remoteMessage().contains("transport '" + protocol + "' is not installed"), e.getMessage());
        }
        try (Socket marker = new Socket("127.0.0.1", port);
                Socket first = stranger.accept()) {
            assertEquals(marker.getLocalPort(), first.getPort(), "somebody connected to the stranger before");
        }
    }

    @Test
    void aPeersValueIsFetched() {
        URI there = serve(Map.of());
        DataPointer pointer = client(there).function("numbers").pointer(10).pointer();
        for (String peer : List.of(there.toString(), "127.0.0.0/8", "127.0.0.1")) {
            RpcClient client = client(serve(Map.of("peers", peer)));
            assertEquals(45.0, client.call("sum", pointer), peer);
        }
        URI small = serve(Map.of("peers", "127.0.0.1", "max_body", 5_000));
        DataPointer large = client(there).function("numbers").pointer(5_000).pointer();
        assertEquals(
                there + ": the value has more than 5000 bytes, which is max_body",
                refused("too_large", () -> client(small).call("sum", large)).remoteMessage());
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        ServerSocket elsewhere = listen();
        ServerSocket peer = listen();
        String where = "http://127.0.0.1:" + peer.getLocalPort();
        CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
            try (Socket socket = peer.accept()) {
                byte[] request = new byte[10_000];
                int n = socket.getInputStream().read(request);
                String head = new String(request, 0, n, StandardCharsets.ISO_8859_1);
                assertTrue(head.startsWith("GET " + PATH + " HTTP/1.1\r\n"), head);
                socket.getOutputStream()
                        .write(("HTTP/1.1 302 Found\r\nIpyRpc-Protocol: 1\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 1\r\nLocation: http://127.0.0.1:" + elsewhere.getLocalPort()
                                        + PATH + "\r\n\r\n1")
                                .getBytes(StandardCharsets.ISO_8859_1));
                socket.getInputStream().read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        RpcClient client = client(serve(Map.of("peers", where)));
        assertEquals(
                "the value of '" + where + PATH + "' cannot be fetched: " + where
                        + " answered 302 Found; redirects are not followed",
                refused(
                                "worker_lost",
                                () -> client.call("sum", pointer("http", "127.0.0.1", peer.getLocalPort(), PATH)))
                        .remoteMessage());
        answering.get(30, TimeUnit.SECONDS);
        try (Socket marker = new Socket("127.0.0.1", elsewhere.getLocalPort());
                Socket first = elsewhere.accept()) {
            assertEquals(marker.getLocalPort(), first.getPort(), "the redirect was followed");
        }
    }

    @Test
    void aPeerThatDoesNotAnswerIsGivenUp() throws Exception {
        ServerSocket silent = listen();
        DataPointer pointer = pointer("http", "127.0.0.1", silent.getLocalPort(), PATH);
        RpcClient client = client(serve(Map.of("peers", "127.0.0.1", "fetch_timeout", 1)));
        assertEquals(
                "the value of 'http://127.0.0.1:" + silent.getLocalPort() + PATH
                        + "' was not fetched within 1 s (fetch_timeout)",
                refused("timeout", () -> client.call("sum", pointer)).remoteMessage());
    }

    @Test
    void aCallThatIsCancelledEndsItsFetching() throws Exception {
        ServerSocket silent = listen();
        DataPointer pointer = pointer("http", "127.0.0.1", silent.getLocalPort(), PATH);
        RpcClient client = client(serve(Map.of("peers", "127.0.0.1")));
        CompletableFuture<Object> call = client.callAsync("sum", pointer);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = silent.accept()) {
                int read = socket.getInputStream().read(new byte[10_000]);
                asked.countDown();
                while (read >= 0) {
                    read = socket.getInputStream().read(new byte[10_000]);
                }
                return read;
            } catch (IOException e) {
                return -1;
            }
        });
        assertTrue(asked.await(30, TimeUnit.SECONDS), "nobody asked the peer");
        call.cancel(true);
        assertThrows(CancellationException.class, call::get);
        assertEquals(-1, end.get(30, TimeUnit.SECONDS));
    }
}
