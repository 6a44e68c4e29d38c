package io.ipyrpc;

/**
 * Takes what remote functions print, live. It is called by the thread that waits for the call.
 *
 * <pre>{@code
 * RpcClient rpc = RpcClient.builder("http://127.0.0.1:7777").output(OutputListener.none()).connect();
 * }</pre>
 */
public interface OutputListener {
    /** Takes a piece of the function's standard output; it need not be a whole line. */
    void stdout(String text);

    /** Takes a piece of the function's error output. */
    void stderr(String text);

    /** Hears how far the function says it is; does nothing by default. */
    default void progress(double done, Double total, String message) {}

    /** Prints to {@code System.out} and {@code System.err}, as the function itself would. */
    static OutputListener console() {
        return new OutputListener() {
            @Override
            public void stdout(String text) {
                System.out.print(text);
                System.out.flush();
            }

            @Override
            public void stderr(String text) {
                System.err.print(text);
                System.err.flush();
            }
        };
    }

    /** Drops everything. */
    static OutputListener none() {
        return new OutputListener() {
            @Override
            public void stdout(String text) {}

            @Override
            public void stderr(String text) {}
        };
    }
}
