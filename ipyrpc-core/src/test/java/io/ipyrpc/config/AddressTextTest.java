package io.ipyrpc.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:7777, http://localhost:7777",
        "127.0.0.1:0, http://127.0.0.1:0",
        "[::1]:7777, http://[::1]:7777",
        "https://h:1, https://h:1",
        "inproc://name, inproc://name",
        "localhost, localhost",
        "h:1/path, h:1/path",
        "h:port, h:port"
    })
    void anAddressOfHostAndPortIsOneOfHttp(String written, String meant) {
        assertEquals(meant, AddressText.withScheme(written));
    }
}
