package io.ipyrpc.client;

/** Takes what comes of a call beside its result. */
public interface EventSink {
    /**
     * The job is there, and waits or is about to run. A short call may end without it.
     *
     * @param position how many wait before it
     */
    default void accepted(String job, long position) {}

    /** The function begins. */
    default void started() {}

    /** Standard output of the function. */
    void stdout(String text);

    /** Error output of the function. */
    void stderr(String text);

    /** How far the function says it is. */
    void progress(double done, Double total, String message);
}
