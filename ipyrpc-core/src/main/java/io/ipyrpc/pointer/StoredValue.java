package io.ipyrpc.pointer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One value of a {@link MemoryVault}, guarded by its lock. */
final class StoredValue {
    final String id;
    final String secret;
    final Object value;
    final String owner;
    final long bytes;
    /** The value whose memory this one shares, itself without a base; or null. */
    final StoredValue base;
    /** The values that share this one's memory. */
    final List<StoredValue> views = new ArrayList<>(0);

    int holds;
    boolean pinned;
    /** It can be opened no more; it is counted until nothing uses it. */
    boolean closed;

    Instant lastUse;

    StoredValue(String id, String secret, Object value, String owner, long bytes, StoredValue base, Instant now) {
        this.id = id;
        this.secret = secret;
        this.value = value;
        this.owner = owner;
        this.bytes = bytes;
        this.base = base;
        this.lastUse = now;
    }

    boolean isHeld() {
        return pinned || holds > 0;
    }

    /** Whether it could go, when those that share its memory went before. */
    boolean isMovable() {
        return !isHeld() && views.stream().noneMatch(StoredValue::isHeld);
    }
}
