package io.ipyrpc.pointer;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.spi.PointerStore;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Pointer store {@code memory}: the very objects, in this process.
 *
 * <p>Settings: {@code ttl} (3,600 seconds since the last use), {@code max_bytes} (half the heap, for all values),
 * {@code max_bytes_per_principal} (as {@code max_bytes}).
 */
public final class MemoryStore implements PointerStore {
    private static final List<String> KNOWN = List.of("store", "ttl", "max_bytes", "max_bytes_per_principal");

    private final InstantSource clock;

    /** For {@code ServiceLoader}. */
    public MemoryStore() {
        this(InstantSource.system());
    }

    MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Vault open(Settings settings) {
        for (String name : settings.values().keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown setting 'pointers." + name + "'" + Nearest.hint(name, KNOWN));
            }
        }
        Duration ttl = Duration.ofSeconds(settings.number("ttl", 3_600, 1, 10L * 365 * 86_400));
        long half = Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 2);
        long most = settings.number("max_bytes", half, 1, Long.MAX_VALUE);
        return new MemoryVault(clock, ttl, most, settings.number("max_bytes_per_principal", most, 1, Long.MAX_VALUE));
    }
}
