package io.ipyrpc.binary;

import io.ipyrpc.data.Column;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** The bytes of elements that lie in no memory of fixed-size elements. */
final class Buffers {
    private Buffers() {}

    /** The bytes as an array, so that one list holds them beside those that are arrays already. */
    static NdArray of(ByteBuffer bytes) {
        return NdArray.wrap(DType.UINT8, bytes, bytes.remaining());
    }

    /**
     * The elements of a one-dimensional array or column as they stand in a frame.
     *
     * @throws CharacterCodingException if there is a text among them that has no UTF-8 form
     */
    static NdArray of(Column column, int depth) throws CharacterCodingException {
        return switch (column.dtype().kind()) {
            case STR -> TextBuffer.encode(column);
            case OBJECT -> of(ByteBuffer.wrap(Json.writeBytes(ArrayTree.cells(column.values(), depth))));
            default -> column.values();
        };
    }
}
