package io.ipyrpc.bench;

import io.grpc.ManagedChannel;
import io.ipyrpc.RpcClient;
import io.ipyrpc.data.NdArray;

/** Arrays of doubles, from the server and to it. */
final class Arrays {
    private static final int BIG = 256 << 20;
    private static final long LEAST_NANOS = 300_000_000L;

    private final BareClient socket;
    private final RpcClient client;
    private final ManagedChannel channel;
    private final Flight flight;

    private Arrays(BareClient socket, RpcClient client, ManagedChannel channel, Flight flight) {
        this.socket = socket;
        this.client = client;
        this.channel = channel;
        this.flight = flight;
    }

    /** Moves an array once, and gives its bytes. */
    interface Transfer {
        long bytes() throws Exception;
    }

    static void run() throws Exception {
        try (Peer bare = Peer.start("bare");
                Peer ipyrpc = Peer.start("ipyrpc");
                Peer grpc = Peer.start("grpc");
                Peer arrow = Peer.start("flight");
                BareClient socket = new BareClient(bare.port());
                Flight flight = new Flight(arrow.port());
                RpcClient client = RpcClient.builder("http://127.0.0.1:" + ipyrpc.port())
                        .limit("max_body", 1L << 30)
                        .connect()) {
            ManagedChannel channel = Grpc.channel(grpc.port());
            Arrays arrays = new Arrays(socket, client, channel, flight);
            for (int bytes : new int[] {1 << 10, 1 << 20, 16 << 20, BIG}) {
                arrays.down(bytes);
                arrays.up(bytes);
            }
            channel.shutdownNow();
        }
    }

    private void down(int bytes) throws Exception {
        int doubles = bytes / 8;
        byte[] target = new byte[bytes];
        Rounds rounds = new Rounds("### " + size(bytes) + " of doubles from the server", "MB/s")
                .add(
                        "bare com.sun.net.httpserver, bare socket",
                        () -> rate(() -> socket.post("/down/" + doubles, new byte[0], target)))
                .add(
                        "ipyrpc, binary",
                        () -> rate(() ->
                                client.call(NdArray.class, "doubles", doubles).nbytes()))
                .add("gRPC-java, streamed", () -> rate(() -> Grpc.down(channel, doubles, target)))
                .add("Arrow Flight", () -> rate(() -> 8 * flight.down(doubles, null)));
        if (bytes < BIG) {
            rounds.add(
                    "ipyrpc, json",
                    () -> rate(() ->
                            client.call(NdArray.class, "doubles_json", doubles).nbytes()));
        }
        rounds.run(bytes < 1 << 20 ? 15 : 4, bytes < BIG ? 9 : 5);
    }

    private void up(int bytes) throws Exception {
        int doubles = bytes / 8;
        NdArray array = Payloads.doubles(doubles);
        byte[] memory = Payloads.memory(doubles);
        Rounds rounds = new Rounds("### " + size(bytes) + " of doubles to the server", "MB/s")
                .add(
                        "bare com.sun.net.httpserver, bare socket",
                        () -> rate(() -> {
                            socket.post("/up", memory, new byte[2]);
                            return bytes;
                        }))
                .add("ipyrpc, binary", () -> rate(() -> 8 * client.call(long.class, "size", array)))
                .add("gRPC-java, streamed", () -> rate(() -> Grpc.up(channel, memory)))
                .add(
                        "Arrow Flight",
                        () -> rate(() -> {
                            flight.up(doubles);
                            return bytes;
                        }));
        if (bytes < BIG) {
            rounds.add("ipyrpc, json", () -> rate(() -> 8 * client.call(long.class, "size_json", array)));
        }
        rounds.run(bytes < 1 << 20 ? 15 : 4, bytes < BIG ? 9 : 5);
    }

    private static String size(int bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
    }

    /** The rate of transfers one after another, in MB/s. */
    static double rate(Transfer transfer) throws Exception {
        long begin = System.nanoTime();
        long bytes = 0;
        do {
            bytes += transfer.bytes();
        } while (System.nanoTime() - begin < LEAST_NANOS);
        return bytes * 1e3 / (System.nanoTime() - begin);
    }
}
