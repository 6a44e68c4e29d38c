package io.ipyrpc.queue;

import io.ipyrpc.contract.QueueContract;
import io.ipyrpc.spi.QueueBackend;

final class MemoryQueueContractTest extends QueueContract {
    @Override
    protected QueueBackend backend() {
        return new MemoryBackend();
    }
}
