package io.ipyrpc.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import io.ipyrpc.spi.Authenticator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authenticators of a plugins folder, as servers use them. */
final class AuthenticatorPluginTest {
    @TempDir
    Path folder;

    private Path plugin(String type, String name, String verifier) throws IOException {
        Path plugins = folder.resolve("plugins");
        new PluginJar(folder.resolve("work"), plugins.resolve("auth").resolve("auth.jar"))
                .source(type, """
                        import io.ipyrpc.spi.*;
                        public class %s implements Authenticator {
                            public String name() { return "%s"; }
                            public Verifier verifier(Settings settings) { %s }
                            public Signer signer(Settings credentials) { return (request, audience) -> request; }
                        }
                        """.formatted(type, name, verifier))
                .service(Authenticator.class.getName(), type)
                .build();
        return plugins;
    }

    private static String refusal(RpcServer server) {
        return assertThrows(IllegalArgumentException.class, () -> server.listen("inproc://auth"))
                .getMessage();
    }

    @Test
    void anAuthenticatorThatGivesNoVerifierStopsTheStart() throws IOException {
        Path plugins = plugin("Silent", "silent", "return null;");
        String message = "authenticator 'silent' (Silent) gave no verifier: nobody would be asked";
        try (RpcServer server = RpcServer.create(plugins)) {
            assertEquals(message, refusal(server.settings(Map.of("auth", "silent"))));
        }
        try (RpcServer server = RpcServer.create(plugins)) {
            assertEquals(message, refusal(server.config(Map.of("f", Map.of("auth", "silent")))));
        }
    }

    @Test
    void anAuthenticatorIsNotNamedNone() throws IOException {
        Path plugins = plugin("None", "none", "return null;");
        assertEquals(
                "plugin " + plugins.resolve("auth") + " does not load: java.lang.IllegalStateException: None is named"
                        + " 'none', which means no authenticator",
                assertThrows(IllegalStateException.class, () -> Plugins.installed(plugins))
                        .getMessage());
    }

    @Test
    void anAuthenticatorHasOneVerifierWhereverItIsNamed() throws IOException {
        Path plugins = plugin("Counting", "counting", """
                String name = "verifier " + NUMBER.incrementAndGet();
                return access -> new io.ipyrpc.function.Principal(name);
            }
            private static final java.util.concurrent.atomic.AtomicInteger NUMBER =
                    new java.util.concurrent.atomic.AtomicInteger();
            static {
            """);
        try (RpcServer server = RpcServer.create(plugins)) {
            server.settings(Map.of("auth", "counting")).config(Map.of("own_*", Map.of("auth", "counting")));
            for (String name : List.of("own_f", "f")) {
                server.registerDynamic(
                        name,
                        "",
                        arguments -> io.ipyrpc.function.Call.current()
                                .principal()
                                .orElseThrow()
                                .name());
            }
            server.listen("inproc://counting");
            try (RpcClient client = RpcClient.connect("inproc://counting")) {
                assertEquals("verifier 1", client.call("own_f"));
                assertEquals("verifier 1", client.call("f"));
            }
        }
    }
}
