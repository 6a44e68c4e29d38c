package io.ipyrpc.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes a TLS context of a PKCS12 file. */
final class TrustStore {
    private TrustStore() {}

    static SSLContext load(Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            requireCertificate(store);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read the trust store " + file + ": no such file", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException("cannot read the trust store " + file + ": " + e.getMessage(), e);
        }
    }

    /** An empty store would refuse every server, with a message that helps nobody. */
    private static void requireCertificate(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                return;
            }
        }
        throw new KeyStoreException(
                "it holds no trusted certificate; import the server's, or its authority's, with keytool -importcert");
    }
}
