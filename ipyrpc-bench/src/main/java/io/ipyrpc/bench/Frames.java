package io.ipyrpc.bench;

import io.ipyrpc.RpcClient;
import io.ipyrpc.data.DataFrame;

/** Data frames of 20 columns and 100,000 rows, from the server and to it. */
final class Frames {
    private Frames() {}

    static void run() throws Exception {
        try (Peer bare = Peer.start("bare");
                Peer ipyrpc = Peer.start("ipyrpc");
                Peer arrow = Peer.start("flight");
                BareClient socket = new BareClient(bare.port());
                Flight flight = new Flight(arrow.port());
                RpcClient client = RpcClient.connect("http://127.0.0.1:" + ipyrpc.port())) {
            for (String kind : new String[] {"numbers", "text"}) {
                DataFrame frame = kind.equals("text") ? Payloads.text() : Payloads.numbers();
                long bytes = Payloads.bytes(kind.equals("text"));
                String title = "### A frame of " + (kind.equals("text") ? "numbers and text " : "numbers ");
                byte[] target = new byte[(int) bytes];
                int doubles = (int) bytes / 8;
                new Rounds(title + "from the server", "MB/s")
                        .add(
                                "bare com.sun.net.httpserver, as many bytes",
                                () -> Arrays.rate(() -> socket.post("/down/" + doubles, new byte[0], target)))
                        .add(
                                "ipyrpc, binary",
                                () -> Arrays.rate(() -> {
                                    client.call(DataFrame.class, kind);
                                    return bytes;
                                }))
                        .add(
                                "Arrow Flight",
                                () -> Arrays.rate(() -> {
                                    flight.down(0, kind);
                                    return bytes;
                                }))
                        .run(5, 9);
                new Rounds(title + "to the server", "MB/s")
                        .add(
                                "bare com.sun.net.httpserver, as many bytes",
                                () -> Arrays.rate(() -> {
                                    socket.post("/up", target, new byte[2]);
                                    return bytes;
                                }))
                        .add(
                                "ipyrpc, binary",
                                () -> Arrays.rate(() -> {
                                    client.call(long.class, "rows", frame);
                                    return bytes;
                                }))
                        .run(5, 9);
            }
        }
    }
}
