package io.ipyrpc.server;

import io.ipyrpc.spi.JobRequest;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a queue threw at a running call, which is told when the call has ended: a log that is written inside of it would
 * go to its caller, and by way of the same queue. Safe for use by any number of threads.
 */
final class QueueTrouble {
    private static final System.Logger LOG = System.getLogger(QueueTrouble.class.getName());

    private final AtomicReference<RuntimeException> first = new AtomicReference<>();

    void met(RuntimeException trouble) {
        first.compareAndSet(null, trouble);
    }

    /** Writes it to the log, if there was any. */
    void tell(JobRequest job) {
        RuntimeException trouble = first.get();
        if (trouble != null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the queue failed while " + job + " ran: output, or its result, was lost",
                    trouble);
        }
    }
}
