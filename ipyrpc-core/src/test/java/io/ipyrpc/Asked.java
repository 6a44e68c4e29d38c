package io.ipyrpc;

import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.transport.InProcessTransport;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/** Operations that the client has no method for, as frames. */
final class Asked {
    private Asked() {}

    /** The first frame of the answer. */
    static Frame once(String address, Op op) {
        TransportOptions options = new TransportOptions(Settings.EMPTY, Limits.defaults(), Map.of());
        try (Channel channel = new InProcessTransport().connect(URI.create(address), options);
                Exchange exchange = channel.open(new Request(op, "", Map.of(), Body.EMPTY))) {
            return exchange.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
