package io.ipyrpc.testing;

import io.ipyrpc.contract.SampleValues;
import io.ipyrpc.contract.SerializerContract;
import io.ipyrpc.spi.Serializer;
import java.util.EnumSet;
import java.util.Set;

final class TinySerializerContractTest extends SerializerContract {
    @Override
    protected Serializer serializer() {
        return new TinySerializer();
    }

    @Override
    protected Set<SampleValues.Kind> carries() {
        return EnumSet.of(SampleValues.Kind.POINTERS);
    }
}
