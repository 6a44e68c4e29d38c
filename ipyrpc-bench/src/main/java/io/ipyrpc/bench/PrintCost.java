package io.ipyrpc.bench;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import java.util.Map;

/** {@code System.out.println} in a call, in the function's own time, while a client in the same process reads along. */
final class PrintCost {
    private static final int LINES = 100_000;

    private PrintCost() {}

    static void run() throws Exception {
        try (RpcServer server = RpcServer.create()) {
            server.config(Map.of("*", Map.of("max_output", 1L << 30)));
            server.register("print", (Integer lines) -> {
                long begin = System.nanoTime();
                for (int i = 0; i < lines; i++) {
                    System.out.println("a line of output such as a function prints");
                }
                return System.nanoTime() - begin;
            });
            int port = server.listen("http://127.0.0.1:0").getPort();
            try (RpcClient client = RpcClient.builder("http://127.0.0.1:" + port)
                    .output(OutputListener.none())
                    .connect()) {
                new Rounds("### System.out.println in a call", "lines/s (2 µs a line are 500,000)")
                        .add("ipyrpc", () -> LINES * 1e9 / client.call(long.class, "print", LINES))
                        .run(5, 9);
            }
        }
    }
}
