package io.ipyrpc.pointer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.contract.PointerStoreContract;
import io.ipyrpc.spi.PointerStore;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends PointerStoreContract {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));

    @Override
    protected PointerStore store() {
        return new MemoryStore(now::get);
    }

    @Override
    protected void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Override
    protected int remembered() {
        return Departed.REMEMBERED;
    }

    private static String refused(String name, Object value) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new MemoryStore()
                                .open(Settings.of(Map.of("pointers", Map.of(name, value)))
                                        .section("pointers")))
                .getMessage();
    }

    @Test
    void settingsThatItDoesNotKnowAreRefused() {
        assertEquals("unknown setting 'pointers.tll'; did you mean 'ttl'?", refused("tll", 1));
        assertEquals("pointers.ttl is 0, must be from 1 to 315360000", refused("ttl", 0));
        assertEquals("pointers.max_bytes is 'much', must be a whole number", refused("max_bytes", "much"));
    }

    @Test
    void halfTheHeapIsForPointersUnlessToldOtherwise() {
        try (Vault vault = new MemoryStore().open(Settings.EMPTY)) {
            assertEquals(Runtime.getRuntime().maxMemory() / 2, vault.maxBytes());
        }
    }

    @Test
    void whatExpiresGoesEvenWhenNobodyAsks() throws Exception {
        try (Vault vault = new MemoryStore().open(Settings.of(Map.of("ttl", 1)))) {
            java.lang.ref.WeakReference<Object> value = put(vault);
            long end = System.nanoTime() + 30_000_000_000L;
            while (value.get() != null && System.nanoTime() - end < 0) {
                System.gc();
                Thread.onSpinWait();
            }
            assertTrue(value.get() == null, "the value is there after 30 s, its ttl is 1 s");
        }
    }

    private static java.lang.ref.WeakReference<Object> put(Vault vault) {
        Object value = new byte[1000];
        vault.put(value, null, 1000, null);
        return new java.lang.ref.WeakReference<>(value);
    }
}
