import io.ipyrpc.OutputListener;
import io.ipyrpc.RpcClient;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Rpc;

/** Functions that give and take large arrays; and, as a program, their caller. */
public class Large {
    /** An array of so many bytes, made anew, which ends in 1, 2. */
    @Rpc
    public static NdArray fresh(int bytes) {
        NdArray array = NdArray.zeros(DType.FLOAT64, bytes / 8);
        array.setItem(array.size() - 2, 1.0);
        array.setItem(array.size() - 1, 2.0);
        return array;
    }

    /** {@link #fresh} after the answer has begun. */
    @Rpc
    public static NdArray announced(int bytes) throws InterruptedException {
        System.out.println("soon");
        Thread.sleep(50);
        return fresh(bytes);
    }

    @Rpc
    public static String taken(NdArray array) {
        return array.nbytes() + " " + array.item(array.size() - 2) + " " + array.item(array.size() - 1);
    }

    public static void main(String[] arguments) {
        int bytes = Integer.parseInt(arguments[1]);
        try (RpcClient rpc = RpcClient.builder(arguments[0])
                .output(OutputListener.none())
                .connect()) {
            for (int i = 0; i < 2; i++) {
                System.out.println(taken((NdArray) rpc.call("fresh", bytes)));
                System.out.println(taken((NdArray) rpc.call("announced", bytes)));
                System.out.println(rpc.call("taken", fresh(bytes)));
            }
        }
    }
}
