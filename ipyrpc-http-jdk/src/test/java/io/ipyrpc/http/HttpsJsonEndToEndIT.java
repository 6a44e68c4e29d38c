package io.ipyrpc.http;

import io.ipyrpc.RpcClient;
import io.ipyrpc.contract.EndToEndContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class HttpsJsonEndToEndIT extends EndToEndContract {
    @TempDir
    private static Path keysFolder;

    private static TestKeys keys;

    private static synchronized TestKeys keys() throws Exception {
        if (keys == null) {
            keys = TestKeys.make(keysFolder);
        }
        return keys;
    }

    @Override
    protected String scheme() {
        return "https";
    }

    @Override
    protected String serializer() {
        return "json";
    }

    @Override
    protected Map<String, Object> settings() throws Exception {
        return Map.of(
                "tls",
                Map.of(
                        "key_store",
                        keys().keyStore().toString(),
                        "password_file",
                        keys().passwordFile().toString()));
    }

    @Override
    protected RpcClient.Builder client(String address) throws Exception {
        return super.client(address)
                .setting(
                        "tls",
                        Map.of(
                                "trust_store",
                                keys().trustStore().toString(),
                                "password_file",
                                keys().passwordFile().toString()));
    }

    @Override
    protected List<String> jvmOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + keys.trustStore(),
                "-Djavax.net.ssl.trustStorePassword=" + TestKeys.password());
    }
}
