package io.ipyrpc.spi;

import io.ipyrpc.wire.ErrorRecord;
import java.util.function.Consumer;

/**
 * A worker's right to one job, until it ends or the queue gives it to another: every write shows the fencing token, and
 * one with an old token changes nothing.
 */
public interface Lease {
    /** The job. */
    JobRequest job();

    /** A number that grows with every lease of the job. */
    long fencingToken();

    /** How often the job was begun, this time included. */
    int attempt();

    /** Calls back when the job is to be cancelled, at once where it already is; with the reason. One listener only. */
    void onCancel(Consumer<ErrorRecord> listener);
}
