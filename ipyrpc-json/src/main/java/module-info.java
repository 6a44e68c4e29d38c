/** Serializer {@code json}. */
module io.ipyrpc.json {
    requires transitive io.ipyrpc.core;
    requires tools.jackson.core;

    exports io.ipyrpc.json;

    provides io.ipyrpc.spi.Serializer with
            io.ipyrpc.json.JsonSerializer;
}
