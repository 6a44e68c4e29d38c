package io.ipyrpc.transport;

import io.ipyrpc.contract.TransportContract;
import io.ipyrpc.spi.Transport;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

final class InProcessTransportContractTest extends TransportContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Override
    protected Transport transport() {
        return new InProcessTransport();
    }

    @Override
    protected URI anyAddress() {
        return URI.create("inproc://contract-" + NAMES.incrementAndGet());
    }
}
