package io.ipyrpc.http;

import io.ipyrpc.contract.EndToEndContract;

class HttpJsonEndToEndIT extends EndToEndContract {
    @Override
    protected String scheme() {
        return "http";
    }

    @Override
    protected String serializer() {
        return "json";
    }
}
