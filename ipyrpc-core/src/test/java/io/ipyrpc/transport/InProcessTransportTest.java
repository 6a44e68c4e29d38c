package io.ipyrpc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InProcessTransportTest {
    private static final TransportOptions OPTIONS =
            new TransportOptions(Settings.EMPTY, Limits.defaults(), Map.of("json", "application/json"));
    private static final Request HEALTH = new Request(Op.HEALTH, "", Map.of(), Body.EMPTY);

    private static Listener listen(String address, RequestHandler handler) throws IOException {
        return new InProcessTransport().listen(URI.create(address), OPTIONS, handler);
    }

    private static Channel connect(String address) {
        return new InProcessTransport().connect(URI.create(address), OPTIONS);
    }

    @Test
    void aNameIsListenedAtOnce() throws IOException {
        try (Listener first = listen("inproc://taken", (request, reply) -> {})) {
            IOException e = assertThrows(IOException.class, () -> listen("inproc://taken", (request, reply) -> {}));
            assertEquals("inproc://taken is taken by another listener of this process", e.getMessage());
            assertEquals(URI.create("inproc://taken"), first.address());
        }
        listen("inproc://taken", (request, reply) -> {}).close();
    }

    @Test
    void refusesAnAddressThatIsNoName() {
        for (String address : new String[] {"inproc:name", "http://name", "inproc:///name"}) {
            String message = "'" + address + "' is not inproc://name, such as inproc://demo";
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, () -> connect(address))
                            .getMessage());
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, () -> listen(address, (request, reply) -> {}))
                            .getMessage());
        }
    }

    @Test
    void aHandlerThatThrowsCutsItsAnswer() throws IOException {
        RequestHandler broken = (request, reply) -> {
            throw new IllegalStateException("broken");
        };
        try (Listener listener = listen("inproc://broken", broken);
                Exchange exchange = connect("inproc://broken").open(HEALTH)) {
            IOException e = assertThrows(IOException.class, exchange::next);
            assertEquals("the answer of " + listener.address() + " was cut", e.getMessage());
        }
    }

    @Test
    void aThreadThatWaitsForAFrameCanBeInterrupted() throws IOException {
        try (Listener listener = listen("inproc://silent", (request, reply) -> {});
                Exchange exchange = connect(listener.address().toString()).open(HEALTH)) {
            Thread.currentThread().interrupt();
            InterruptedIOException e = assertThrows(InterruptedIOException.class, exchange::next);
            assertEquals("the waiting thread was interrupted", e.getMessage());
            assertEquals(true, Thread.interrupted(), "the interrupt was lost");
        }
    }

    @Test
    void theHandlersThreadInheritsNothing() throws Exception {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("of the client");
        java.util.concurrent.CompletableFuture<Boolean> seen = new java.util.concurrent.CompletableFuture<>();
        try (Listener listener = listen("inproc://own", (request, reply) -> {
                    seen.complete(inherited.get() != null);
                    reply.abort();
                });
                Exchange exchange = connect("inproc://own").open(HEALTH)) {
            assertThrows(IOException.class, exchange::next);
            assertFalse(seen.get());
            assertEquals("inproc", listener.address().getScheme());
        } finally {
            inherited.remove();
        }
    }
}
