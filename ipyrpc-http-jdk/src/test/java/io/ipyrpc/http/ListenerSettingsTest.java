package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Listener;
import io.ipyrpc.spi.RequestHandler;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Transport;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ListenerSettingsTest {
    private static final RequestHandler NOBODY = (request, reply) -> reply.abort();

    private static String refusal(Transport transport, String address, Map<String, ?> settings) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> transport.listen(URI.create(address), TestServer.options(settings), NOBODY))
                .getMessage();
    }

    private static String tlsRefusal(Map<String, ?> tls) {
        return refusal(new HttpsTransport(), "https://127.0.0.1:0", Map.of("tls", tls));
    }

    @Test
    void bothTransportsAreFoundByTheirNames() {
        TreeSet<String> names = new TreeSet<>();
        ServiceLoader.load(Transport.class).forEach(transport -> names.add(transport.name()));
        assertTrue(names.contains("http") && names.contains("https"), names.toString());
    }

    @Test
    void addressesThatCannotBeListenedOnAreRefused() {
        HttpTransport http = new HttpTransport();
        assertEquals(
                "the transport http takes addresses of the form http://HOST:PORT, not https://127.0.0.1:0",
                refusal(http, "https://127.0.0.1:0", Map.of()));
        assertEquals(
                "cannot listen on http://127.0.0.1: write http://HOST:PORT, where port 0 is any that is free",
                refusal(http, "http://127.0.0.1", Map.of()));
        assertEquals(
                "cannot listen on http://127.0.0.1:0/x: an address has a scheme, a host and a port from 0 to 65535,"
                        + " and nothing else",
                refusal(http, "http://127.0.0.1:0/x", Map.of()));
        assertEquals(
                "max_connections is 0, must be from 1 to 1000000",
                refusal(http, "http://127.0.0.1:0", Map.of("max_connections", 0)));
        assertEquals(
                "request_timeout is 0, must be from 1 to 86400",
                refusal(http, "http://127.0.0.1:0", Map.of("request_timeout", 0)));
        assertEquals(
                "min_request_rate is -1, must be from 0 to 1000000000",
                refusal(http, "http://127.0.0.1:0", Map.of("min_request_rate", -1)));
        assertEquals(
                "send_timeout is 'soon', must be a whole number",
                refusal(http, "http://127.0.0.1:0", Map.of("send_timeout", "soon")));
    }

    @Test
    void anAddressThatIsTakenIsAnIoException() throws IOException {
        try (TestServer server = TestServer.mirror(Map.of())) {
            IOException taken = assertThrows(
                    IOException.class,
                    () -> new HttpTransport().listen(server.address(), TestServer.options(Map.of()), NOBODY));
            assertEquals("cannot listen on " + server.address() + ": Address already in use", taken.getMessage());
        }
    }

    @Test
    void tlsNeedsItsKeyAndSaysWhatIsMissing(@TempDir Path folder) throws Exception {
        TestKeys keys = TestKeys.make(folder);
        String store = keys.keyStore().toString();
        String password = keys.passwordFile().toString();
        assertEquals("the setting tls.key_store is missing: it names a PKCS12 file", tlsRefusal(Map.of()));
        String one = "tls needs one of password_file (a file with the password on its first line) and password_env (the"
                + " name of an environment variable)";
        assertEquals(one, tlsRefusal(Map.of("key_store", store)));
        assertEquals(one, tlsRefusal(Map.of("key_store", store, "password_file", password, "password_env", "X")));
        assertEquals(
                "tls.password_env names IPYRPC_NOT_SET, which is not set",
                tlsRefusal(Map.of("key_store", store, "password_env", "IPYRPC_NOT_SET")));
        assertEquals(
                "tls.key_store " + store + "x: there is no such file",
                tlsRefusal(Map.of("key_store", store + "x", "password_file", password)));
        assertEquals(
                "tls.key_store " + keys.trustStore() + " holds no private key",
                tlsRefusal(Map.of("key_store", keys.trustStore().toString(), "password_file", password)));
        Path wrong = Files.writeString(folder.resolve("wrong.txt"), "open barley");
        String message = tlsRefusal(Map.of("key_store", store, "password_file", wrong.toString()));
        assertTrue(
                message.startsWith("tls.key_store " + store
                        + " cannot be read as PKCS12 with the password of tls.password_file: "),
                message);
        assertFalse(message.contains("barley"), message);
        assertEquals(
                "tls.password_file " + folder.resolve("none") + " cannot be read: java.nio.file.NoSuchFileException: "
                        + folder.resolve("none"),
                tlsRefusal(Map.of(
                        "key_store",
                        store,
                        "password_file",
                        folder.resolve("none").toString())));
    }

    @Test
    void aClientThatDoesNotTrustTheServerSaysSo(@TempDir Path folder) throws Exception {
        TestKeys keys = TestKeys.make(folder);
        try (Listener listener = new HttpsTransport()
                        .listen(
                                URI.create("https://127.0.0.1:0"),
                                TestServer.options(keys.server().values()),
                                NOBODY);
                Channel channel = new HttpsTransport().connect(listener.address(), TestServer.options(Map.of()));
                Exchange exchange =
                        channel.open(new io.ipyrpc.spi.Request(Op.HEALTH, "", Map.of(), io.ipyrpc.spi.Body.EMPTY))) {
            SSLException refused = assertThrows(SSLException.class, exchange::next);
            assertTrue(refused.getMessage().contains(listener.address().getAuthority()), refused.getMessage());
        }
    }

    @Test
    void passwordsAreNotAmongWhatSettingsShow(@TempDir Path folder) throws Exception {
        TestKeys keys = TestKeys.make(folder);
        Settings settings = keys.server();
        assertFalse(settings.values().toString().contains(TestKeys.password()));
    }

    @Test
    void aServerKnowsTheSettingsOfItsTransports() {
        try (RpcServer server = RpcServer.create()) {
            server.settings(Map.of("max_connections", 5, "request_timeout", 5, "send_timeout", 5));
            server.settings(Map.of("min_request_rate", 1_000));
            assertEquals(
                    "unknown setting 'request_timout'; did you mean 'request_timeout'?",
                    assertThrows(IllegalArgumentException.class, () -> server.settings(Map.of("request_timout", 5)))
                            .getMessage());
            // Whatever it is to listen at.
            assertEquals(
                    "unknown setting 'tls.key_stor'; did you mean 'key_store'?",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> server.settings(Map.of("tls", Map.of("key_stor", "key.p12"))))
                            .getMessage());
        }
    }

    private static String clientRefusal(String address, String name, Object value) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> RpcClient.builder(address).setting(name, value).connect())
                .getMessage();
    }

    @Test
    void aClientKnowsTheSettingsOfItsTransports() {
        try (RpcServer server = RpcServer.create()) {
            String http = server.listen("http://127.0.0.1:0").toString();
            assertEquals(
                    "unknown setting 'read_timout'; did you mean 'read_timeout'?",
                    clientRefusal(http, "read_timout", 5));
            for (String address : new String[] {http, "https://127.0.0.1:1"}) {
                assertEquals(
                        "unknown setting 'tls.trust_stor'; did you mean 'trust_store'?",
                        clientRefusal(address, "tls", Map.of("trust_stor", "trust.p12", "password_env", "X")));
                assertEquals(
                        "unknown setting 'tls.key_store'; known: password_env, password_file, trust_store",
                        clientRefusal(address, "tls", Map.of("key_store", "key.p12")));
            }
            RpcClient.builder(http)
                    .setting("connect_timeout", 5)
                    .setting("read_timeout", 5)
                    .setting("peers", http)
                    .setting("tls", Map.of("trust_store", "trust.p12", "password_env", "X"))
                    .connect()
                    .close();
        }
    }
}
