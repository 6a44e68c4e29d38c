package example.jsonl;

import io.ipyrpc.contract.SampleValues;
import io.ipyrpc.contract.SerializerContract;
import io.ipyrpc.spi.Serializer;
import java.util.Set;

class JsonLinesContractTest extends SerializerContract {
    @Override
    protected Serializer serializer() {
        return new JsonLines();
    }

    /** None of the kinds that a serializer may leave out: no bytes, times, decimals, arrays, frames, pointers. */
    @Override
    protected Set<SampleValues.Kind> carries() {
        return Set.of();
    }
}
