package io.ipyrpc.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Arrow Flight as its documentation has it for bulk: batches that lie in Arrow's memory already, sent without a copy and
 * with back-pressure by readiness; who receives them leaves them where they arrive. An array is a column of doubles in
 * batches of 1 MiB, the fastest of 64 KiB to 16 MiB here; a frame is one batch.
 */
final class Flight implements AutoCloseable {
    /** What Arrow's memory asks of the JVM. */
    static final String OPENED = "--add-opens=java.base/java.nio=ALL-UNNAMED";

    private static final int BATCH = 1 << 17;
    private static final long PATIENCE_MILLIS = 30_000;

    private final BufferAllocator allocator = new RootAllocator();
    private final Map<Integer, VectorSchemaRoot> batches = new ConcurrentHashMap<>();
    private final FlightClient client;

    Flight(int port) {
        client = FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port))
                .build();
    }

    static int serve() throws Exception {
        BufferAllocator allocator = new RootAllocator();
        return FlightServer.builder(allocator, Location.forGrpcInsecure("127.0.0.1", 0), new Producer(allocator))
                .build()
                .start()
                .getPort();
    }

    /** Fetches so many doubles, or a frame if it is 0; gives how many rows came. */
    @SuppressWarnings("try") // Closing it may be interrupted, which nobody does here.
    long down(int doubles, String frame) throws Exception {
        long rows = 0;
        byte[] ticket = (doubles > 0 ? Integer.toString(doubles) : frame).getBytes(StandardCharsets.UTF_8);
        try (FlightStream stream = client.getStream(new Ticket(ticket))) {
            while (stream.next()) {
                rows += stream.getRoot().getRowCount();
            }
        }
        return rows;
    }

    /** Sends so many doubles, and waits until all are there. */
    void up(int doubles) {
        VectorSchemaRoot root = batches.computeIfAbsent(Math.min(doubles, BATCH), count -> column(allocator, count));
        AsyncPutListener listener = new AsyncPutListener();
        FlightClient.ClientStreamListener stream = client.startPut(FlightDescriptor.path("doubles"), root, listener);
        for (int sent = 0; sent < doubles; sent += BATCH) {
            while (!stream.isReady()) {
                Thread.onSpinWait();
            }
            stream.putNext();
        }
        stream.completed();
        listener.getResult();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static VectorSchemaRoot column(BufferAllocator allocator, int count) {
        Float8Vector vector =
                numbers(allocator, "values", Payloads.doubles(count).doubles());
        return new VectorSchemaRoot(List.of(vector));
    }

    private static Float8Vector numbers(BufferAllocator allocator, String name, double[] values) {
        Float8Vector vector = new Float8Vector(name, allocator);
        vector.allocateNew(values.length);
        for (int i = 0; i < values.length; i++) {
            vector.set(i, values[i]);
        }
        vector.setValueCount(values.length);
        return vector;
    }

    private static VectorSchemaRoot frame(BufferAllocator allocator, boolean text) {
        List<FieldVector> vectors = new ArrayList<>();
        for (int i = 0; i < Payloads.COLUMNS; i++) {
            vectors.add(
                    text && i % Payloads.TEXT_EVERY == 0
                            ? words(allocator, "c" + i, Payloads.words(i))
                            : numbers(allocator, "c" + i, Payloads.column(i)));
        }
        return new VectorSchemaRoot(vectors);
    }

    private static VarCharVector words(BufferAllocator allocator, String name, List<String> values) {
        VarCharVector vector = new VarCharVector(name, allocator);
        vector.allocateNew(values.size());
        for (int i = 0; i < values.size(); i++) {
            vector.setSafe(i, values.get(i).getBytes(StandardCharsets.UTF_8));
        }
        vector.setValueCount(values.size());
        return vector;
    }

    private static final class Producer extends NoOpFlightProducer {
        private final BufferAllocator allocator;
        private final ExecutorService senders = Executors.newCachedThreadPool();
        private final VectorSchemaRoot numbers;
        private final VectorSchemaRoot text;
        private final Map<Integer, VectorSchemaRoot> batches = new ConcurrentHashMap<>();

        Producer(BufferAllocator allocator) {
            this.allocator = allocator;
            numbers = frame(allocator, false);
            text = frame(allocator, true);
        }

        @Override
        public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
            String what = new String(ticket.getBytes(), StandardCharsets.UTF_8);
            // The thread of the call has to be free to tell that the client is ready for more.
            senders.execute(() -> {
                try {
                    send(what, listener);
                } catch (RuntimeException e) {
                    listener.error(CallStatus.INTERNAL
                            .withDescription(e.toString())
                            .withCause(e)
                            .toRuntimeException());
                }
            });
        }

        private void send(String what, ServerStreamListener listener) {
            switch (what) {
                case "numbers" -> send(listener, numbers, 1);
                case "text" -> send(listener, text, 1);
                default -> {
                    int doubles = Integer.parseInt(what);
                    VectorSchemaRoot root =
                            batches.computeIfAbsent(Math.min(doubles, BATCH), count -> column(allocator, count));
                    send(listener, root, Math.max(1, doubles / BATCH));
                }
            }
        }

        private static void send(ServerStreamListener listener, VectorSchemaRoot root, int times) {
            BackpressureStrategy pressure = new BackpressureStrategy.CallbackBackpressureStrategy();
            pressure.register(listener);
            listener.setUseZeroCopy(true);
            listener.start(root);
            for (int i = 0; i < times; i++) {
                if (pressure.waitForListener(PATIENCE_MILLIS) != BackpressureStrategy.WaitResult.READY) {
                    throw new IllegalStateException("the client reads no more");
                }
                listener.putNext();
            }
            listener.completed();
        }

        @Override
        public Runnable acceptPut(CallContext context, FlightStream stream, StreamListener<PutResult> results) {
            return () -> {
                while (stream.next()) {
                    stream.getRoot();
                }
                results.onCompleted();
            };
        }
    }
}
