package io.ipyrpc.http;

import io.ipyrpc.contract.TransportContract;
import io.ipyrpc.spi.Transport;
import java.net.URI;

final class HttpTransportTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new HttpTransport();
    }

    @Override
    protected URI anyAddress() {
        return URI.create("http://127.0.0.1:0");
    }
}
