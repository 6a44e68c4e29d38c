package io.ipyrpc.transport;

import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A client's way to a listener of the same process. */
final class InProcessChannel implements Channel {
    private final URI address;
    private final Set<InProcessExchange> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    InProcessChannel(URI address) {
        this.address = address;
    }

    @Override
    public Exchange open(Request request) {
        InProcessExchange exchange =
                new InProcessExchange(address, Objects.requireNonNull(request, "request"), open::remove);
        open.add(exchange);
        if (closed) {
            exchange.close();
            throw new IllegalStateException("the channel to " + address + " is closed");
        }
        return exchange;
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(InProcessExchange::close);
    }
}
