package io.ipyrpc.spi;

import io.ipyrpc.wire.Limits;
import java.util.Map;
import java.util.Objects;

/**
 * What a transport is told when it listens or connects.
 *
 * @param settings the settings that it may look at, by their names in the configuration
 * @param limits the bounds for untrusted bytes
 * @param mediaTypes the installed serializers' media types, by the serializers' names
 */
public record TransportOptions(Settings settings, Limits limits, Map<String, String> mediaTypes) {
    /** Copies the media types. */
    public TransportOptions {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(limits, "limits");
        mediaTypes = Map.copyOf(mediaTypes);
    }
}
