package io.ipyrpc.http;

import io.ipyrpc.contract.EndToEndContract;

class HttpBinaryEndToEndIT extends EndToEndContract {
    @Override
    protected String scheme() {
        return "http";
    }

    @Override
    protected String serializer() {
        return "binary";
    }
}
