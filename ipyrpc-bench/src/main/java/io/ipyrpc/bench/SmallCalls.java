package io.ipyrpc.bench;

import io.grpc.ManagedChannel;
import io.ipyrpc.RpcClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code add(1, 2)}: one caller in sequence, and eight at once. */
final class SmallCalls {
    /** A round; a server is as fast as it gets after some fifteen seconds of calls. */
    private static final long NANOS = 700_000_000L;

    private static final byte[] BODY = "[1,2]".getBytes(StandardCharsets.US_ASCII);

    private SmallCalls() {}

    private interface Call {
        int add() throws Exception;
    }

    private interface Caller {
        Call open() throws Exception;
    }

    static void run() throws Exception {
        try (Peer bare = Peer.start("bare");
                Peer ipyrpc = Peer.start("ipyrpc");
                Peer grpc = Peer.start("grpc");
                RpcClient client = RpcClient.connect("http://127.0.0.1:" + ipyrpc.port())) {
            ManagedChannel channel = Grpc.channel(grpc.port());
            Caller bareCaller = () -> {
                BareClient socket = new BareClient(bare.port());
                byte[] answer = new byte[64];
                return () -> socket.post("/add", BODY, answer) == 12 ? 3 : 0;
            };
            Caller ipyrpcCaller = () -> () -> client.call(int.class, "add", 1, 2);
            Caller grpcCaller = () -> () -> Grpc.add(channel, 1, 2);
            for (int threads : new int[] {1, 8}) {
                new Rounds("### add(1, 2) over HTTP, " + threads + (threads == 1 ? " caller" : " callers"), "calls/s")
                        .add("bare com.sun.net.httpserver, bare socket", () -> rate(threads, bareCaller))
                        .add("ipyrpc", () -> rate(threads, ipyrpcCaller))
                        .add("gRPC-java, default executor", () -> rate(threads, grpcCaller))
                        .run(24, 11);
            }
            channel.shutdownNow();
        }
    }

    private static double rate(int threads, Caller caller) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Call call = caller.open();
                rates.add(pool.submit(() -> rate(call)));
            }
            double sum = 0;
            for (Future<Double> one : rates) {
                sum += one.get();
            }
            return sum;
        } finally {
            pool.shutdownNow();
        }
    }

    private static double rate(Call call) throws Exception {
        long begin = System.nanoTime();
        long calls = 0;
        while (System.nanoTime() - begin < NANOS) {
            if (call.add() != 3) {
                throw new IllegalStateException("a wrong answer");
            }
            calls++;
        }
        return calls * 1e9 / (System.nanoTime() - begin);
    }
}
