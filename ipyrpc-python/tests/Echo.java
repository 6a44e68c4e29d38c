import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Call;
import io.ipyrpc.function.Rpc;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Functions that the Python client's tests call. */
public class Echo {
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
    private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> CANCELLED = new ConcurrentHashMap<>();

    /**
     * Gives back what it got.
     *
     * @param value anything
     * @return the same
     */
    @Rpc
    public static Object echo(Object value) {
        return value;
    }

    /**
     * Adds two numbers.
     *
     * @param a one
     * @param b the other
     * @return their sum
     */
    @Rpc
    public static int add(int a, @Rpc.Default("10") int b) {
        return a + b;
    }

    /** Has a parameter whose name Python keeps for itself. */
    @Rpc
    public static String range(@Rpc.Default("0") int from, String... rest) {
        return from + " " + String.join(",", rest);
    }

    @Rpc
    public static double mean(NdArray xs) {
        return xs.mean();
    }

    @Rpc
    public static NdArray linspace(double start, double stop, @Rpc.Default("50") int num) {
        return NdArray.linspace(start, stop, num);
    }

    @Rpc
    public static DataFrame table() {
        return DataFrame.of("name", new String[] {"a", "b"}, "value", new double[] {1.5, 2.5});
    }

    /** Prints to both streams. */
    @Rpc
    public static void talk(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("out " + i);
            System.err.println("err " + i);
        }
    }

    /** Says how far it is. */
    @Rpc
    public static String progress(int steps) {
        for (int i = 0; i <= steps; i++) {
            Call.current().progress(i, steps, "step " + i);
        }
        return "done";
    }

    /** Prints, and returns when somebody opens the gate. */
    @Rpc
    public static String gate(String name) throws InterruptedException {
        System.out.println("at the gate " + name);
        boolean opened = GATES.computeIfAbsent(name, key -> new CountDownLatch(1)).await(60, TimeUnit.SECONDS);
        System.out.println("out of the gate " + name);
        return opened ? "through" : "nobody came";
    }

    @Rpc
    public static void open(String name) {
        GATES.computeIfAbsent(name, key -> new CountDownLatch(1)).countDown();
    }

    /** How often it was called with that name. */
    @Rpc
    public static int count(String name) {
        return COUNTS.merge(name, 1, Integer::sum);
    }

    /** Waits to be interrupted, and says so to {@link #awaitCancelled}. */
    @Rpc
    public static void waitToBeCancelled(String name) throws InterruptedException {
        System.out.println("waiting");
        try {
            new CountDownLatch(1).await(60, TimeUnit.SECONDS);
        } finally {
            if (Call.current().isCancelled()) {
                CANCELLED.computeIfAbsent(name, key -> new CountDownLatch(1)).countDown();
            }
        }
    }

    @Rpc
    public static boolean awaitCancelled(String name) throws InterruptedException {
        return CANCELLED.computeIfAbsent(name, key -> new CountDownLatch(1)).await(30, TimeUnit.SECONDS);
    }

    /** Fails as it is told. */
    @Rpc
    public static void fail(String type, String why) throws Exception {
        throw (Exception) Class.forName(type).getConstructor(String.class).newInstance(why);
    }

    /** Fails with a cause. */
    @Rpc
    public static void failDeeply(String why) {
        throw new IllegalArgumentException(why, new java.io.IOException("the disk is full"));
    }

    @Rpc
    public static int divide(int a, int b) {
        return a / b;
    }

    /** Counts, an item after the other; it stops at a gate of that name when half of them are through. */
    @Rpc
    public static Stream<Integer> naturals(int n, Optional<String> gate) {
        return IntStream.range(0, n).boxed().peek(i -> {
            if (gate.isPresent() && i == n / 2) {
                try {
                    gate(gate.get());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    /** A function whose name the client uses for itself. */
    @Rpc
    public static String job(int n) {
        return "job " + n;
    }
}
