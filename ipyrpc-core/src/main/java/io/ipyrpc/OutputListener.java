package io.ipyrpc;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Takes what remote functions print, live. It is called by the thread that waits for the call; a listener of a client
 * whose calls run in several threads is called by all of them.
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

    /**
     * Hands both streams on as they come.
     *
     * @param text takes each piece
     */
    static OutputListener of(Consumer<String> text) {
        Objects.requireNonNull(text, "text");
        return new OutputListener() {
            @Override
            public void stdout(String piece) {
                text.accept(piece);
            }

            @Override
            public void stderr(String piece) {
                text.accept(piece);
            }
        };
    }

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
        return of(text -> {});
    }
}
