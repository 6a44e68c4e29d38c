package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A key for localhost and 127.0.0.1, a store that trusts it, and their password, made by the JDK's keytool. */
record TestKeys(Path keyStore, Path trustStore, Path passwordFile) {
    private static final String PASSWORD = "sesame-" + ProcessHandle.current().pid();

    static TestKeys make(Path folder) throws IOException, InterruptedException {
        TestKeys keys =
                new TestKeys(folder.resolve("server.p12"), folder.resolve("trust.p12"), folder.resolve("password.txt"));
        Path certificate = folder.resolve("server.crt");
        Files.writeString(keys.passwordFile, PASSWORD + "\n");
        keytool(
                keys.keyStore,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-validity",
                "2",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1");
        keytool(keys.keyStore, "-exportcert", "-alias", "server", "-file", certificate.toString());
        keytool(keys.trustStore, "-importcert", "-noprompt", "-alias", "server", "-file", certificate.toString());
        return keys;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
    }

    static String password() {
        return PASSWORD;
    }

    Settings server() {
        return settings("key_store", keyStore);
    }

    Settings client() {
        return settings("trust_store", trustStore);
    }

    private Settings settings(String name, Path store) {
        return Settings.of(Map.of("tls", Map.of(name, store.toString(), "password_file", passwordFile.toString())));
    }
}
