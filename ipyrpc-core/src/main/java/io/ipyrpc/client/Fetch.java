package io.ipyrpc.client;

import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.util.List;

/** An exchange that gives a value of a bounded number of bytes. */
final class Fetch implements Exchange {
    /** A value that is fetched prints nothing. */
    static final EventSink NO_OUTPUT = new EventSink() {
        @Override
        public void stdout(String text) {
            // No job, no output.
        }

        @Override
        public void stderr(String text) {
            // No job, no output.
        }

        @Override
        public void progress(double done, Double total, String message) {
            // No job, no progress.
        }
    };

    private final Exchange exchange;
    private final long most;
    private long bytes;

    Fetch(Exchange exchange, long most) {
        this.exchange = exchange;
        this.most = most;
    }

    /** The serializers in the order in which values are asked for: arrays as they lie in memory, if that can be. */
    static List<String> preferred(List<String> installed) {
        return installed.stream()
                .sorted((a, b) -> Integer.compare(rank(a), rank(b)))
                .toList();
    }

    private static int rank(String serializer) {
        return serializer.equals("binary") ? 0 : serializer.equals("json") ? 1 : 2;
    }

    @Override
    public Frame next() throws IOException {
        Frame frame = exchange.next();
        if (frame != null) {
            bytes += frame.data().length();
            if (bytes > most) {
                throw new RpcException(
                        ErrorCode.TOO_LARGE, "the value has more than " + most + " bytes, which is max_body");
            }
        }
        return frame;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
