package io.ipyrpc.client;

/** Takes what comes of a call beside its result. */
public interface EventSink {
    /** Standard output of the function. */
    void stdout(String text);

    /** Error output of the function. */
    void stderr(String text);

    /** How far the function says it is. */
    void progress(double done, Double total, String message);
}
