package io.ipyrpc.bench;

import io.grpc.ManagedChannel;
import io.ipyrpc.RpcClient;
import io.ipyrpc.data.NdArray;

/** Arrays of doubles, from the server and to it. */
final class Arrays {
    private static final long LEAST_NANOS = 300_000_000L;

    private Arrays() {}

    private interface Transfer {
        long bytes() throws Exception;
    }

    static void run() throws Exception {
        try (Peer bare = Peer.start("bare");
                Peer ipyrpc = Peer.start("ipyrpc");
                Peer grpc = Peer.start("grpc");
                BareClient socket = new BareClient(bare.port());
                RpcClient client = RpcClient.builder("http://127.0.0.1:" + ipyrpc.port())
                        .limit("max_body", 1L << 30)
                        .connect()) {
            ManagedChannel channel = Grpc.channel(grpc.port());
            for (int bytes : new int[] {1 << 10, 1 << 20, 16 << 20, 256 << 20}) {
                int doubles = bytes / 8;
                byte[] target = new byte[bytes];
                Rounds down = new Rounds("### " + size(bytes) + " of doubles from the server", "MB/s")
                        .add(
                                "bare com.sun.net.httpserver, bare socket",
                                () -> rate(() -> socket.post("/down/" + doubles, new byte[0], target)))
                        .add(
                                "ipyrpc, binary",
                                () -> rate(() -> client.call(NdArray.class, "doubles", doubles)
                                        .nbytes()))
                        .add("gRPC-java, streamed", () -> rate(() -> Grpc.down(channel, doubles, target)));
                if (bytes <= 16 << 20) {
                    down.add(
                            "ipyrpc, json",
                            () -> rate(() -> client.call(NdArray.class, "doubles_json", doubles)
                                    .nbytes()));
                }
                down.run(3, bytes > 16 << 20 ? 5 : 7);
                NdArray array = Servers.doubles(doubles);
                new Rounds("### " + size(bytes) + " of doubles to the server", "MB/s")
                        .add(
                                "bare com.sun.net.httpserver, bare socket",
                                () -> rate(() -> {
                                    socket.post("/up", array.data().array(), new byte[2]);
                                    return bytes;
                                }))
                        .add("ipyrpc, binary", () -> rate(() -> 8 * client.call(long.class, "size", array)))
                        .run(3, bytes > 16 << 20 ? 5 : 7);
            }
            channel.shutdownNow();
        }
    }

    private static String size(int bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
    }

    private static double rate(Transfer transfer) throws Exception {
        long begin = System.nanoTime();
        long bytes = 0;
        do {
            bytes += transfer.bytes();
        } while (System.nanoTime() - begin < LEAST_NANOS);
        return bytes * 1e3 / (System.nanoTime() - begin);
    }
}
