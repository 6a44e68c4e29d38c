package io.ipyrpc.bench;

import com.sun.net.httpserver.HttpServer;
import io.grpc.netty.NettyServerBuilder;
import io.ipyrpc.RpcServer;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** The servers that are measured: the main class of their processes. Each prints its port and serves until it is ended. */
public final class Servers {
    private Servers() {}

    /** Serves as the one that is named. */
    public static void main(String[] args) throws Exception {
        int port = switch (args[0]) {
            case "ipyrpc" -> ipyrpc();
            case "bare" -> bare();
            case "grpc" -> grpc();
            case "flight" -> Flight.serve();
            default -> throw new IllegalArgumentException(args[0]);
        };
        System.out.println(port);
        Thread.currentThread().join();
    }

    private static int ipyrpc() {
        RpcServer server = RpcServer.create();
        server.register("add", (Integer a, Integer b) -> a + b);
        server.register("doubles", (Integer count) -> Payloads.doubles(count));
        server.register("doubles_json", (Integer count) -> Payloads.doubles(count));
        server.register("size", (NdArray array) -> array.size());
        server.register("size_json", (NdArray array) -> array.size());
        server.register("numbers", Payloads::numbers);
        server.register("text", Payloads::text);
        server.register("rows", (DataFrame frame) -> frame.rows());
        server.settings(Map.of("max_body", 1L << 30));
        server.config(Map.of(
                "*", Map.of("input_serialization", List.of("binary", "json")),
                "*_json", Map.of("input_serialization", "json", "output_serialization", "json"),
                "add", Map.of("input_serialization", "json", "output_serialization", "json")));
        return server.listen("http://127.0.0.1:0").getPort();
    }

    private static int bare() throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/add", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "{\"result\":3}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.createContext("/down/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] array = Payloads.memory(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
            exchange.sendResponseHeaders(200, array.length);
            OutputStream out = exchange.getResponseBody();
            for (int at = 0; at < array.length; at += 1 << 16) {
                out.write(array, at, Math.min(1 << 16, array.length - at));
            }
            exchange.close();
        });
        server.createContext("/up", exchange -> {
            byte[] buffer = new byte[1 << 16];
            InputStream in = exchange.getRequestBody();
            while (in.read(buffer) >= 0) {
                // All of it, as fast as it comes.
            }
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
        return server.getAddress().getPort();
    }

    private static int grpc() throws Exception {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(Grpc.service())
                .flowControlWindow(8 << 20)
                .build()
                .start()
                .getPort();
    }
}
