package io.ipyrpc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class WireLimitsTest {
    private static final Limits SMALL = Limits.defaults().with("max_depth", 2).with("max_number_length", 5);

    private static String passes(String json) {
        return assertThrows(LimitException.class, () -> Json.parse(json, SMALL)).getMessage();
    }

    private static RpcException refused(String metadata) {
        byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
        byte[] frame = ByteBuffer.allocate(16 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .putLong(0)
                .put(text)
                .array();
        return assertThrows(RpcException.class, () -> Frame.read(new ByteArrayInputStream(frame), SMALL));
    }

    @Test
    void jsonThatPassesALimitNamesItAndThePlace() {
        assertEquals("line 1, column 3: nested deeper than max_depth 2", passes("[[[]]]"));
        assertEquals("line 2, column 6: nested deeper than max_depth 2", passes("{\"a\":\n{\"b\":{\"c\":1}}}"));
        assertEquals("line 1, column 8: a number of 6 characters, max_number_length is 5", passes("[123456]"));
        assertEquals("line 1, column 7: a number of 6 characters, max_number_length is 5", passes("1.2345"));
    }

    @Test
    void brokenJsonPassesNoLimit() {
        for (String json : new String[] {"", "[[1]", "[1,]", "12 34", "01"}) {
            assertEquals(
                    IllegalArgumentException.class,
                    assertThrows(IllegalArgumentException.class, () -> Json.parse(json, SMALL))
                            .getClass());
        }
    }

    @Test
    void metadataThatPassesALimitIsTooLargeAndBrokenMetadataABadRequest() {
        RpcException deep = refused("{\"a\":[[1]]}");
        assertEquals("too_large", deep.code());
        assertEquals("a frame's metadata: line 1, column 7: nested deeper than max_depth 2", deep.getMessage());
        RpcException broken = refused("{\"a\":");
        assertEquals("bad_request", broken.code());
        assertEquals(
                "a frame's metadata is not valid JSON: line 1, column 6: the text ends where a value is needed",
                broken.getMessage());
    }
}
