package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.DataPointer;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AddressesTest {
    private static Addresses of(List<String> advertised, String... listeners) {
        Addresses addresses = new Addresses(advertised);
        for (String listener : listeners) {
            addresses.add(URI.create(listener));
        }
        return addresses;
    }

    private static String named(String advertised, String listener) {
        return of(List.of(advertised), listener).of(listener).toString();
    }

    @Test
    void aPointerNamesTheListenerThatItsCallCameBy() {
        Addresses addresses = of(List.of(), "http://127.0.0.1:7777", "inproc://here", "https://[::1]:7443");
        assertEquals("inproc://here", addresses.of("inproc://here").toString());
        assertEquals("https://[::1]:7443", addresses.of("https://[::1]:7443").toString());
        assertEquals("http://127.0.0.1:7777", addresses.of(null).toString());
        assertEquals(
                "http://127.0.0.1:7777",
                addresses.of("http://evil.example.org:80").toString());
        assertEquals(
                "the server listens nowhere",
                assertThrows(IllegalStateException.class, () -> of(List.of()).of(null))
                        .getMessage());
    }

    @Test
    void advertisedGoesBeforeTheListenersAddress() {
        String listener = "http://127.0.0.1:7777";
        assertEquals("http://calc.example.org:7777", named("calc.example.org", listener));
        assertEquals("http://calc.example.org:80", named("calc.example.org:80", listener));
        assertEquals("https://calc.example.org:443", named("https://calc.example.org", listener));
        assertEquals("http://calc.example.org:80", named("http://calc.example.org", listener));
        assertEquals("http://[fd00::5]:9", named("[fd00::5]:9", listener));
        assertEquals("inproc://here", named("calc.example.org", "inproc://here"));
        for (String wrong : List.of("a b", "", "http://", "a:b:c")) {
            assertEquals(
                    "advertise is '" + wrong + "', must be host, host:port or a URL",
                    assertThrows(IllegalArgumentException.class, () -> of(List.of(wrong)))
                            .getMessage());
        }
    }

    @Test
    void aWildcardIsNoAddressToBeReachedAt() throws Exception {
        URI named = of(List.of(), "http://0.0.0.0:7777").of(null);
        assertEquals(7777, named.getPort());
        assertFalse(InetAddress.getByName(named.getHost()).isAnyLocalAddress(), named.toString());
    }

    @Test
    void theServerKnowsItsOwnAddresses() {
        Addresses addresses = of(List.of("calc.example.org:80"), "http://127.0.0.1:7777");
        assertTrue(addresses.isOwn(new DataPointer("http", "Calc.example.org", 80, "/data/s/i", "s", Map.of())));
        assertTrue(addresses.isOwn(new DataPointer("http", "127.0.0.1", 7777, "/data/s/i", "s", Map.of())));
        assertFalse(addresses.isOwn(new DataPointer("http", "127.0.0.1", 7778, "/data/s/i", "s", Map.of())));
        assertFalse(addresses.isOwn(new DataPointer("http", "", 7777, "/data/s/i", "s", Map.of())));
    }
}
