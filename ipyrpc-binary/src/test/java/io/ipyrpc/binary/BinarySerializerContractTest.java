package io.ipyrpc.binary;

import io.ipyrpc.contract.SerializerContract;
import io.ipyrpc.spi.Serializer;

class BinarySerializerContractTest extends SerializerContract {
    @Override
    protected Serializer serializer() {
        return new BinarySerializer();
    }
}
