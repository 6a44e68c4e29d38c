import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Call;
import io.ipyrpc.function.Rpc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Functions that the end-to-end tests call in a server of its own. */
public class EndToEnd {
    /** A point in the plane. */
    public record Point(double x, double y) {}

    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> CANCELLED = new ConcurrentHashMap<>();

    /**
     * Adds two numbers.
     *
     * @param a the first
     * @param b the second
     * @return their sum
     */
    @Rpc
    public static int add(int a, @Rpc.Default("10") int b) {
        return a + b;
    }

    @Rpc
    public static Object echo(Object value) {
        return value;
    }

    @Rpc
    public static Point mirrored(Point point, Optional<String> axis) {
        return axis.orElse("x").equals("x") ? new Point(point.x(), -point.y()) : new Point(-point.x(), point.y());
    }

    @Rpc
    public static double[][] outer(double[] a, double[] b) {
        double[][] product = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                product[i][j] = a[i] * b[j];
            }
        }
        return product;
    }

    @Rpc
    public static NdArray linspace(double start, double stop, int num) {
        return NdArray.linspace(start, stop, num);
    }

    @Rpc
    public static DataFrame frame() {
        return DataFrame.of("name", List.of("a", "b"), "value", new double[] {1.5, 2.5});
    }

    @Rpc
    public static long total(long... numbers) {
        long total = 0;
        for (long number : numbers) {
            total += number;
        }
        return total;
    }

    /** Prints to both streams. */
    @Rpc
    public static void talk(String who, int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println(who + " out " + i);
            System.err.println(who + " err " + i);
        }
    }

    /** Prints, and returns when somebody opens the gate. */
    @Rpc
    public static String gate(String name) throws InterruptedException {
        System.out.println("at the gate " + name);
        boolean opened = GATES.computeIfAbsent(name, key -> new CountDownLatch(1)).await(60, TimeUnit.SECONDS);
        return opened ? "through" : "nobody came";
    }

    @Rpc
    public static void open(String name) {
        GATES.computeIfAbsent(name, key -> new CountDownLatch(1)).countDown();
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

    /** Changes what it is given. */
    @Rpc
    public static NdArray negated(NdArray values) {
        for (long i = 0; i < values.size(); i++) {
            values.setItem(i, -values.getDouble(i));
        }
        return values;
    }

    @Rpc
    public static void fail(String why) {
        throw new IllegalArgumentException(why, new java.io.IOException("the disk is full"));
    }

    @Rpc
    public static int recurse(int n) {
        return recurse(n + 1) + 1;
    }

    @Rpc
    public static void breakDown() throws Exception {
        throw new java.util.concurrent.TimeoutException("not one of the common ones");
    }
}
