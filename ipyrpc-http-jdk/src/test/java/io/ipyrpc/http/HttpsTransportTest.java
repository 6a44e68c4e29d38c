package io.ipyrpc.http;

import io.ipyrpc.contract.TransportContract;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class HttpsTransportTest extends TransportContract {
    private static TestKeys keys;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws IOException, InterruptedException {
        keys = TestKeys.make(folder);
    }

    @Override
    protected Transport transport() {
        return new HttpsTransport();
    }

    @Override
    protected URI anyAddress() {
        return URI.create("https://127.0.0.1:0");
    }

    @Override
    protected Settings listenerSettings() {
        return keys.server();
    }

    @Override
    protected Settings channelSettings() {
        return keys.client();
    }
}
