package io.ipyrpc.json;

import io.ipyrpc.contract.SerializerContract;
import io.ipyrpc.spi.Serializer;

class JsonSerializerContractTest extends SerializerContract {
    @Override
    protected Serializer serializer() {
        return new JsonSerializer();
    }
}
