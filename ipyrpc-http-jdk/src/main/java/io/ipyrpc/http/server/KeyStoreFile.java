package io.ipyrpc.http.server;

import io.ipyrpc.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The section {@code tls} of the settings; passwords stand in files and in the environment, never in it. */
public final class KeyStoreFile {
    private KeyStoreFile() {}

    /**
     * The TLS context of a server with the key of {@code key_store}.
     *
     * @throws IllegalArgumentException if the section is not complete or the store cannot be used
     */
    static SSLContext serverContext(Settings tls) {
        Path file = file(tls, "key_store");
        char[] password = password(tls);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password);
            }
            boolean key = false;
            for (String alias : Collections.list(store.aliases())) {
                key |= store.isKeyEntry(alias);
            }
            if (!key) {
                throw new IllegalArgumentException("tls.key_store " + file + " holds no private key");
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("tls.key_store " + file + ": there is no such file", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "tls.key_store " + file + " cannot be read as PKCS12 with the password of " + source(tls) + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * The file that a setting of the section names.
     *
     * @throws IllegalArgumentException if the setting is missing
     */
    public static Path file(Settings tls, String name) {
        return Path.of(tls.text(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the setting tls." + name + " is missing: it names a PKCS12 file")));
    }

    /**
     * The password that {@code password_file} or {@code password_env} leads to.
     *
     * @throws IllegalArgumentException if neither or both are there, or what they name is not
     */
    public static char[] password(Settings tls) {
        if (tls.has("password_file") == tls.has("password_env")) {
            throw new IllegalArgumentException(
                    "tls needs one of password_file (a file with the password on its first line) and password_env (the"
                            + " name of an environment variable)");
        }
        if (tls.has("password_env")) {
            String name = tls.text("password_env").orElseThrow();
            String value = System.getenv(name);
            if (value == null) {
                throw new IllegalArgumentException("tls.password_env names " + name + ", which is not set");
            }
            return value.toCharArray();
        }
        Path file = Path.of(tls.text("password_file").orElseThrow());
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").toCharArray();
        } catch (IOException e) {
            throw new IllegalArgumentException("tls.password_file " + file + " cannot be read: " + e, e);
        }
    }

    /** Which setting the password came from, for messages. */
    public static String source(Settings tls) {
        return tls.has("password_env") ? "tls.password_env" : "tls.password_file";
    }
}
