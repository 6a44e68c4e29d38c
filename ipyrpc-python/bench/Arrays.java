import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Rpc;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What transfer.py calls. */
public class Arrays {
    private static final Map<Integer, NdArray> KEPT = new ConcurrentHashMap<>();

    /** An array that is there already. */
    @Rpc
    public static NdArray kept(int n) {
        return KEPT.computeIfAbsent(n, Arrays::fresh);
    }

    /** An array that is made for the call. */
    @Rpc
    public static NdArray fresh(int n) {
        return NdArray.arange(0.0, n, 1.0);
    }

    /** The last element. */
    @Rpc
    public static double last(NdArray array) {
        return ((Number) array.item(array.size() - 1)).doubleValue();
    }

    @Rpc
    public static int add(int a, int b) {
        return a + b;
    }
}
