package io.ipyrpc.pointer;

import io.ipyrpc.spi.Vault;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The vault of {@link MemoryStore}: one lock, and a thread that lets go of what expires while nobody asks. */
final class MemoryVault implements Vault {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final long MOST_SECONDS_LATE = 60;

    private final InstantSource clock;
    private final Duration ttl;
    private final long maxBytes;
    private final long maxBytesPerOwner;
    /** What can be opened, the least recently used first. */
    private final LinkedHashMap<String, StoredValue> values = new LinkedHashMap<>();

    private final Departed departed = new Departed();
    private final Map<String, Long> bytesByOwner = new HashMap<>();
    private long bytes;
    private ScheduledThreadPoolExecutor sweeper;
    private boolean closed;

    MemoryVault(InstantSource clock, Duration ttl, long maxBytes, long maxBytesPerOwner) {
        this.clock = clock;
        this.ttl = ttl;
        this.maxBytes = maxBytes;
        this.maxBytesPerOwner = maxBytesPerOwner;
    }

    private static String random(int count) {
        byte[] bits = new byte[count];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    @Override
    public synchronized Key put(Object value, String owner, long size, Hold base) {
        if (size < 1) {
            throw new IllegalArgumentException("a value of " + size + " bytes; it takes at least 1");
        }
        sweep();
        StoredValue shared = base == null ? null : ((Use) base).stored();
        StoredValue root = shared == null || shared.base == null ? shared : shared.base;
        List<Quota> quotas = List.of(
                new Quota("pointers.max_bytes", maxBytes, null, true),
                new Quota("pointers.max_bytes_per_principal", maxBytesPerOwner, owner, false));
        quotas.forEach(quota -> check(quota, size));
        quotas.forEach(quota -> makeRoom(quota, size));
        StoredValue stored =
                new StoredValue(random(ID_BYTES), random(SECRET_BYTES), value, owner, size, root, clock.instant());
        values.put(stored.id, stored);
        count(stored, size);
        if (root != null) {
            root.views.add(stored);
        }
        startSweeping();
        return new Key(stored.id, stored.secret);
    }

    private void count(StoredValue stored, long size) {
        bytes += size;
        bytesByOwner.merge(stored.owner, size, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** A bound for the values of one owner, or of all. */
    private record Quota(String setting, long most, String owner, boolean ofAll) {
        boolean covers(StoredValue stored) {
            return ofAll || Objects.equals(stored.owner, owner);
        }
    }

    private long excess(Quota quota, long size) {
        long counted = quota.ofAll() ? bytes : bytesByOwner.getOrDefault(quota.owner(), 0L);
        return counted - (quota.most() - size);
    }

    /** Refuses what there could not be room for. */
    private void check(Quota quota, long size) {
        String setting = quota.setting();
        if (size > quota.most()) {
            throw new RpcException(
                    ErrorCode.TOO_LARGE, "the value has " + size + " bytes, " + setting + " is " + quota.most());
        }
        long excess = excess(quota, size);
        if (excess <= 0) {
            return;
        }
        long movable = 0;
        long pinned = 0;
        for (StoredValue stored : values.values()) {
            if (quota.covers(stored)) {
                movable += stored.isMovable() && stored.views.stream().allMatch(quota::covers) ? stored.bytes : 0;
                pinned += stored.pinned ? stored.bytes : 0;
            }
        }
        if (movable < excess) {
            long used = excess + quota.most() - size - movable - pinned;
            throw new RpcException(
                    ErrorCode.TOO_LARGE,
                    "the value has " + size + " bytes, and there is no room: of " + setting + " " + quota.most() + ", "
                            + used + " bytes are in use and " + pinned + " pinned; release or unpin some, or raise "
                            + setting);
        }
    }

    /** Drops the least recently used values that nobody holds; {@link #check} saw that it will do. */
    private void makeRoom(Quota quota, long size) {
        while (excess(quota, size) > 0) {
            StoredValue last = values.values().stream()
                    .filter(stored -> quota.covers(stored) && !stored.isHeld() && stored.views.isEmpty())
                    .findFirst()
                    .orElseThrow();
            remove(
                    last,
                    clock.instant(),
                    "dropped at %s to make room: it was not used for the longest time (" + quota.setting() + ")");
        }
    }

    /** Closes a value for good. */
    private void remove(StoredValue stored, Instant now, String why) {
        values.remove(stored.id);
        departed.add(stored, now, why);
        stored.closed = true;
        stored.pinned = false;
        uncountUnlessUsed(stored);
    }

    private void uncountUnlessUsed(StoredValue stored) {
        if (closed || !stored.closed || stored.holds > 0 || !stored.views.isEmpty()) {
            return;
        }
        count(stored, -stored.bytes);
        StoredValue base = stored.base;
        if (base != null) {
            base.views.remove(stored);
            uncountUnlessUsed(base);
        }
    }

    private void sweep() {
        requireOpen();
        Instant now = clock.instant();
        Instant oldest = now.minus(ttl);
        List<StoredValue> expired = new ArrayList<>();
        for (StoredValue stored : values.values()) {
            if (stored.lastUse.isAfter(oldest)) {
                break;
            }
            if (!stored.isHeld()) {
                expired.add(stored);
            }
        }
        // What still lends its memory to others is expired for its own callers all the same.
        expired.forEach(stored ->
                remove(stored, now, "dropped at %s: nobody used it for " + ttl.toSeconds() + " s (pointers.ttl)"));
    }

    private void startSweeping() {
        if (sweeper == null) {
            sweeper = new ScheduledThreadPoolExecutor(1, work -> {
                Thread thread = new Thread(null, work, "ipyrpc-vault", 0, false);
                thread.setDaemon(true);
                return thread;
            });
            long pause = Math.min(MOST_SECONDS_LATE, Math.max(1, ttl.toSeconds() / 10));
            sweeper.scheduleWithFixedDelay(this::sweepUnlessClosed, pause, pause, TimeUnit.SECONDS);
        }
    }

    private synchronized void sweepUnlessClosed() {
        if (!closed) {
            sweep();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the vault is closed");
        }
    }

    private StoredValue find(String id, String secret) {
        sweep();
        StoredValue stored = values.get(id);
        if (stored != null && agree(stored.secret, secret)) {
            return stored;
        }
        Departed.Farewell farewell = departed.find(id);
        if (farewell != null && agree(farewell.secret(), secret)) {
            throw new RpcException(ErrorCode.GONE, farewell.words());
        }
        throw new RpcException(ErrorCode.NOT_FOUND, "there is no pointer '" + id + "' with that secret");
    }

    private static boolean agree(String secret, String shown) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private StoredValue findOwn(String id, String secret, String caller) {
        StoredValue stored = find(id, secret);
        if (stored.owner != null && !stored.owner.equals(caller)) {
            throw new RpcException(ErrorCode.FORBIDDEN, "the pointer '" + id + "' is another's to release and to pin");
        }
        return stored;
    }

    private void touch(StoredValue stored) {
        stored.lastUse = clock.instant();
        if (values.remove(stored.id, stored)) {
            values.put(stored.id, stored);
        }
    }

    @Override
    public synchronized Hold hold(String id, String secret) {
        StoredValue stored = find(id, secret);
        stored.holds++;
        touch(stored);
        return new Use(stored);
    }

    private synchronized void drop(StoredValue stored) {
        stored.holds--;
        touch(stored);
        uncountUnlessUsed(stored);
    }

    @Override
    public synchronized void release(String id, String secret, String caller) {
        remove(findOwn(id, secret, caller), clock.instant(), "released at %s");
    }

    @Override
    public synchronized void pin(String id, String secret, String caller, boolean pinned) {
        StoredValue stored = findOwn(id, secret, caller);
        stored.pinned = pinned;
        touch(stored);
    }

    @Override
    public synchronized int count() {
        sweepUnlessClosed();
        return values.size();
    }

    @Override
    public synchronized long bytes() {
        sweepUnlessClosed();
        return bytes;
    }

    @Override
    public long maxBytes() {
        return Math.min(maxBytes, maxBytesPerOwner);
    }

    @Override
    public synchronized void close() {
        closed = true;
        values.clear();
        bytesByOwner.clear();
        bytes = 0;
        if (sweeper != null) {
            sweeper.shutdownNow();
        }
    }

    /** A use of a value. */
    private final class Use implements Hold {
        private final StoredValue stored;
        private final AtomicBoolean over = new AtomicBoolean();

        Use(StoredValue stored) {
            this.stored = stored;
        }

        StoredValue stored() {
            return stored;
        }

        @Override
        public Object value() {
            return stored.value;
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                drop(stored);
            }
        }
    }
}
