package io.ipyrpc.queue;

import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.spi.Lease;
import io.ipyrpc.wire.ErrorRecord;
import java.util.function.Consumer;

/** A lease that knows its job. */
record MemoryLease(MemoryJob owner, long fencingToken, int attempt) implements Lease {
    @Override
    public JobRequest job() {
        return owner.request();
    }

    @Override
    public void onCancel(Consumer<ErrorRecord> listener) {
        owner.onCancel(listener);
    }
}
