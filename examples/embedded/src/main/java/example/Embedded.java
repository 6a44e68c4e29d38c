package example;

import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import io.ipyrpc.function.Rpc;
import java.net.URI;
import java.util.Map;

/** A program that serves functions of its own. Without arguments it calls them once and ends. */
public final class Embedded {
    private Embedded() {}

    /** Functions of an object. */
    public static final class Counter {
        private long count;

        /** For the server. */
        public Counter() {}

        /**
         * Counts up.
         *
         * @param by how far
         * @return the count after it
         */
        @Rpc
        public synchronized long increment(@Rpc.Default("1") long by) {
            System.out.println("counting by " + by);
            return count += by;
        }
    }

    /**
     * The mean of some numbers.
     *
     * @param numbers the numbers, at least one
     */
    public static double mean(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }

    /** Starts the server; with a port as argument it stays. */
    public static void main(String[] arguments) {
        try (RpcServer server = RpcServer.create()) {
            server.config(Map.of("mean_*", Map.of("input_serialization", "json", "output_serialization", "json")));
            server.register("mean_json", Embedded::mean);
            server.register(new Counter());
            if (arguments.length > 0) {
                server.serveForever("127.0.0.1", Integer.parseInt(arguments[0]));
                return;
            }
            URI address = server.listen("http://127.0.0.1:0");
            try (RpcClient rpc = RpcClient.connect(address.toString())) {
                System.out.println(rpc.function("increment"));
                System.out.println(rpc.call("increment", 2));
                System.out.println(rpc.call(double.class, "mean_json", new double[] {1, 2, 6}));
            }
        }
    }
}
