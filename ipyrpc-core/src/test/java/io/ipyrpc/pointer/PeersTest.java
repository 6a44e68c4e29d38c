package io.ipyrpc.pointer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.DataPointer;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PeersTest {
    private static DataPointer pointer(String protocol, String host, int port) {
        return new DataPointer(protocol, host, port, "/data/s/i", "secret", Map.of());
    }

    private static boolean allow(List<String> peers, String protocol, String host, int port) {
        return new Peers(peers).allow(pointer(protocol, host, port));
    }

    @Test
    void serversAreComparedExactly() {
        List<String> peers = List.of("http://Calc.example.org:80", "https://[FD00::0:5]:443", "inproc://there");
        assertTrue(allow(peers, "http", "calc.EXAMPLE.org", 80));
        assertTrue(allow(peers, "https", "fd00::5", 443));
        assertTrue(allow(peers, "https", "[fd00:0::5]", 443));
        assertTrue(allow(peers, "inproc", "there", 0));
        for (DataPointer other : List.of(
                pointer("https", "calc.example.org", 80),
                pointer("http", "calc.example.org", 81),
                pointer("http", "calc.example.org.", 80),
                pointer("http", "x.calc.example.org", 80),
                pointer("http", "evil@calc.example.org", 80),
                pointer("http", "", 80),
                pointer("https", "fd00::6", 443),
                pointer("inproc", "elsewhere", 0))) {
            assertEquals(false, new Peers(peers).allow(other), other.toString());
        }
    }

    @Test
    void networksHoldLiteralAddressesAlone() {
        List<String> peers = List.of("10.0.0.0/8", "192.168.1.5", "172.16.128.0/17", "fd00::/8");
        for (String inside :
                List.of("10.255.1.2", "192.168.1.5", "172.16.128.0", "172.16.255.255", "fdff::1", "::ffff:10.1.2.3")) {
            assertTrue(allow(peers, "http", inside, 1), inside);
        }
        for (String outside : List.of(
                "11.0.0.1",
                "192.168.1.6",
                "172.16.127.255",
                "fe00::1",
                "::ffff:11.1.2.3",
                "010.1.2.3",
                "10.1.2",
                "10.1.2.3.4",
                "10.1.2.256",
                "10.1.2.-3",
                "167837955",
                "0x0a.1.2.3",
                "10.1.2.3 ",
                "fd00::1%lo",
                "localhost",
                "ten.example.org",
                "")) {
            assertEquals(false, allow(peers, "http", outside, 1), outside);
        }
        assertEquals(false, allow(peers, "inproc", "10.1.2.3", 1));
        assertTrue(allow(List.of("0.0.0.0/0"), "http", "1.2.3.4", 1));
        assertEquals(false, allow(List.of("0.0.0.0/0"), "http", "::1", 1));
    }

    @Test
    void whatIsNeitherIsRefusedAtTheStart() {
        for (String wrong : List.of(
                "calc.example.org",
                "calc.example.org:80",
                "http://calc.example.org",
                "http://calc.example.org:80/",
                "http://me@calc.example.org:80",
                "http://:80",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "fd00::/129",
                "10.0.0/8",
                "*",
                "")) {
            assertEquals(
                    "peers has '" + wrong
                            + "', must be scheme://host:port, or a network of addresses such as 10.0.0.0/8 or fd00::/8",
                    assertThrows(IllegalArgumentException.class, () -> new Peers(List.of(wrong)), wrong)
                            .getMessage());
        }
    }

    @Test
    void literalAddressesAreReadWithoutAskingAnybody() {
        assertEquals("[10, 0, 0, -1]", Arrays.toString(Peers.literal("10.0.0.255")));
        assertEquals(16, Peers.literal("::1").length);
        assertNull(Peers.literal("999.1.1.1"));
        assertNull(Peers.literal("1:2"));
        assertNull(Peers.literal("g::1"));
    }

    @Test
    void anAddressIsMadeOfCleanPartsAlone() {
        assertEquals(URI.create("http://a.b:80"), Peers.address(pointer("http", "a.b", 80)));
        assertEquals(URI.create("https://[::1]:1"), Peers.address(pointer("https", "::1", 1)));
        assertEquals(URI.create("inproc://x-1"), Peers.address(pointer("inproc", "x-1", 0)));
        for (DataPointer odd : List.of(
                pointer("http://a/?", "10.0.0.1", 80),
                pointer("http", "a/b", 80),
                pointer("http", "a@b", 80),
                pointer("http", "a b", 80),
                pointer("http", "[::1", 80),
                pointer("", "a", 80))) {
            assertNull(Peers.address(odd), odd.toString());
        }
    }
}
