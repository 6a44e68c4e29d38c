package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Functions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server and its clients, all in this process. */
final class Served implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    final RpcServer server = RpcServer.create();
    final String address = "inproc://served-" + NAMES.incrementAndGet();
    private final List<RpcClient> clients = new ArrayList<>();

    /** A server with those settings that serves those functions. */
    static Served of(Map<String, ?> settings, Consumer<Functions> functions) {
        Served served = new Served();
        served.server.settings(settings);
        functions.accept(served.server);
        served.server.listen(served.address);
        return served;
    }

    static Served of(Consumer<Functions> functions) {
        return of(Map.of(), functions);
    }

    RpcClient client(OutputListener output) {
        RpcClient client = RpcClient.builder(address).output(output).connect();
        clients.add(client);
        return client;
    }

    RpcClient client() {
        return client(OutputListener.none());
    }

    @Override
    public void close() {
        clients.forEach(RpcClient::close);
        server.close();
    }

    /** Waits in a function or a test, and fails where it takes too long. */
    static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(30, TimeUnit.SECONDS), "waited for more than 30 s");
    }
}
