/** Serializer {@code binary}. */
module io.ipyrpc.binary {
    requires transitive io.ipyrpc.core;

    exports io.ipyrpc.binary;

    provides io.ipyrpc.spi.Serializer with
            io.ipyrpc.binary.BinarySerializer;
}
