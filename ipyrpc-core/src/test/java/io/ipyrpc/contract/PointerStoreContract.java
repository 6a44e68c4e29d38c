package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.PointerStore;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Vault;
import io.ipyrpc.wire.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link PointerStore} keeps to, by the numbers of {@code io.ipyrpc.spi}'s documentation. A subclass says
 * which store, and how time passes for it.
 *
 * <pre>{@code
 * final class MemoryStoreContractTest extends PointerStoreContract {
 *     protected PointerStore store() {
 *         return new MemoryStore();
 *     }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class PointerStoreContract {
    private static final int TTL = 2;
    private static final long MOST = 1_000_000;
    private static final long MOST_OF_ONE = 600_000;

    private Vault vault;

    /** For subclasses. */
    protected PointerStoreContract() {}

    /** The store under test. */
    protected abstract PointerStore store();

    /** Lets time pass, as the store counts it; one whose clock cannot be turned really has to wait. */
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    /** How many ids that are gone the store remembers, 0 = so many that it is not tried. */
    protected int remembered() {
        return 0;
    }

    @BeforeEach
    final void openTheVault() {
        vault = store().open(
                        Settings.of(Map.of("ttl", TTL, "max_bytes", MOST, "max_bytes_per_principal", MOST_OF_ONE)));
    }

    @AfterEach
    final void closeTheVault() {
        vault.close();
        vault.close();
    }

    private Vault.Key put(Object value, String owner, long bytes) {
        return vault.put(value, owner, bytes, null);
    }

    private Vault.Hold hold(Vault.Key key) {
        return vault.hold(key.id(), key.secret());
    }

    private void touch(Vault.Key key) {
        hold(key).close();
    }

    private static String refused(String code, org.junit.jupiter.api.function.Executable action) {
        RpcException e = assertThrows(RpcException.class, action);
        assertEquals(code, e.code(), e.getMessage());
        return e.getMessage();
    }

    private String gone(Vault.Key key) {
        return refused("gone", () -> hold(key));
    }

    // P1: what is held

    @Test
    final void p1_theVeryObjectIsHeld() {
        Object value = new Object();
        Vault.Key key = put(value, "ann", 10);
        try (Vault.Hold one = hold(key);
                Vault.Hold other = hold(key)) {
            assertNotSame(one, other);
            assertSame(value, one.value());
            assertSame(value, other.value());
        }
        Vault.Key nothing = put(null, null, 1);
        try (Vault.Hold hold = hold(nothing)) {
            assertNull(hold.value());
        }
        assertEquals(2, vault.count());
        assertEquals(11, vault.bytes());
    }

    @Test
    final void p1_aValueTakesAtLeastAByte() {
        assertEquals(
                "a value of 0 bytes; it takes at least 1",
                assertThrows(IllegalArgumentException.class, () -> put("x", null, 0))
                        .getMessage());
    }

    // P2: ids and secrets

    @Test
    final void p2_idsAndSecretsAreNeverTheSameTwice() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Vault.Key key = put(i, null, 1);
            assertTrue(key.id().matches("[A-Za-z0-9_-]{16,100}"), key.id());
            assertTrue(
                    key.secret().matches("[A-Za-z0-9_-]{43}"),
                    "a secret of " + key.secret().length());
            assertTrue(seen.add(key.id()) && seen.add(key.secret()));
        }
    }

    @Test
    final void p2_noTextShowsASecret() {
        Vault.Key key = put("x", "ann", 1);
        assertFalse(key.toString().contains(key.secret()));
        assertFalse(hold(key).toString().contains(key.secret()));
        String forbidden = refused("forbidden", () -> vault.release(key.id(), key.secret(), "bob"));
        assertFalse(forbidden.contains(key.secret()), forbidden);
        vault.release(key.id(), key.secret(), "ann");
        String gone = gone(key);
        assertFalse(gone.contains(key.secret()), gone);
    }

    // P3: wrong secrets

    @Test
    final void p3_aWrongSecretIsAsGoodAsNoPointer() {
        Vault.Key key = put("x", "ann", 1);
        Vault.Key other = put("y", "ann", 1);
        String never = refused("not_found", () -> vault.hold("never", key.secret()));
        for (String wrong :
                List.of(other.secret(), "", key.secret() + "A", key.secret().substring(1))) {
            assertEquals(never.replace("never", key.id()), refused("not_found", () -> vault.hold(key.id(), wrong)));
            refused("not_found", () -> vault.release(key.id(), wrong, "ann"));
            refused("not_found", () -> vault.pin(key.id(), wrong, "ann", true));
        }
        vault.release(key.id(), key.secret(), "ann");
        assertEquals(
                never.replace("never", key.id()), refused("not_found", () -> vault.hold(key.id(), other.secret())));
        touch(other);
    }

    // P4: release and owners

    @Test
    final void p4_aReleasedValueIsGone() {
        Vault.Key key = put("x", "ann", 10);
        vault.release(key.id(), key.secret(), "ann");
        assertTrue(
                gone(key).matches("the value of the pointer " + key.id() + " was released at [0-9T:.-]+Z"), gone(key));
        refused("gone", () -> vault.release(key.id(), key.secret(), "ann"));
        refused("gone", () -> vault.pin(key.id(), key.secret(), "ann", true));
        assertEquals(0, vault.count());
        assertEquals(0, vault.bytes());
    }

    @Test
    final void p4_onlyTheOwnerReleasesAndPins() {
        Vault.Key key = put("x", "ann", 10);
        for (String caller : new String[] {"bob", null}) {
            refused("forbidden", () -> vault.release(key.id(), key.secret(), caller));
            refused("forbidden", () -> vault.pin(key.id(), key.secret(), caller, true));
        }
        touch(key);
        vault.pin(key.id(), key.secret(), "ann", true);
        vault.release(key.id(), key.secret(), "ann");
        Vault.Key nobodys = put("x", null, 10);
        vault.pin(nobodys.id(), nobodys.secret(), "bob", true);
        vault.release(nobodys.id(), nobodys.secret(), null);
        gone(nobodys);
    }

    // P5: expiry

    @Test
    final void p5_whatNobodyUsedExpires() throws Exception {
        Vault.Key key = put("x", "ann", 10);
        pass(Duration.ofMillis(TTL * 1000 + 100));
        assertTrue(
                gone(key)
                        .matches("the value of the pointer " + key.id()
                                + " was dropped at [0-9T:.-]+Z: nobody used it for 2 s \\(pointers.ttl\\)"),
                gone(key));
        assertEquals(0, vault.count());
        assertEquals(0, vault.bytes());
    }

    @Test
    final void p5_everyUseRenews() throws Exception {
        Vault.Key used = put("x", "ann", 10);
        Vault.Key unused = put("y", "ann", 10);
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofMillis(TTL * 1000 / 3));
            touch(used);
        }
        touch(used);
        gone(unused);
        assertEquals(10, vault.bytes());
    }

    @Test
    final void p5_whatIsInUseOrPinnedDoesNotExpire() throws Exception {
        Vault.Key held = put("x", "ann", 10);
        Vault.Key pinned = put("y", "ann", 10);
        vault.pin(pinned.id(), pinned.secret(), "ann", true);
        Vault.Hold hold = hold(held);
        pass(Duration.ofSeconds(2 * TTL));
        touch(pinned);
        touch(held);
        hold.close();
        hold.close();
        touch(held);
        vault.pin(pinned.id(), pinned.secret(), "ann", false);
        touch(pinned);
        pass(Duration.ofMillis(TTL * 1000 + 100));
        gone(pinned);
        gone(held);
    }

    // P6, P7, P8: room

    @Test
    final void p6_theLeastRecentlyUsedGoesFirst() {
        List<Vault.Key> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keys.add(put(i, "owner" + i, 200_000));
        }
        touch(keys.get(0));
        Vault.Key more = put("more", "ann", 300_000);
        assertTrue(
                gone(keys.get(1))
                        .matches(
                                "the value of the pointer [^ ]+ was dropped at [0-9T:.-]+Z to make room: it was not used"
                                        + " for the longest time \\(pointers.max_bytes\\)"),
                gone(keys.get(1)));
        gone(keys.get(2));
        List.of(keys.get(0), keys.get(3), keys.get(4), more).forEach(this::touch);
        assertEquals(900_000, vault.bytes());
        assertEquals(MOST_OF_ONE, vault.maxBytes());
    }

    @Test
    final void p7_whatIsInUseOrPinnedNeverGoes() {
        Vault.Key held = put("held", "a", 300_000);
        Vault.Key pinned = put("pinned", "b", 300_000);
        Vault.Key free = put("free", "c", 200_000);
        vault.pin(pinned.id(), pinned.secret(), "b", true);
        try (Vault.Hold hold = hold(held)) {
            assertEquals(
                    "the value has 500000 bytes, and there is no room: of pointers.max_bytes 1000000, 300000 bytes are in"
                            + " use and 300000 pinned; release or unpin some, or raise pointers.max_bytes",
                    refused("too_large", () -> put("more", "d", 500_000)));
            touch(free);
            put("more", "d", 400_000);
            gone(free);
            assertEquals("held", hold.value());
        }
        touch(held);
        touch(pinned);
    }

    @Test
    final void p7_aValueLargerThanTheRoomIsRefused() {
        Vault.Key key = put("x", "a", 10);
        assertEquals(
                "the value has 1000001 bytes, pointers.max_bytes is 1000000",
                refused("too_large", () -> put("more", "b", MOST + 1)));
        assertEquals(
                "the value has 9223372036854775807 bytes, pointers.max_bytes is 1000000",
                refused("too_large", () -> put("more", "b", Long.MAX_VALUE)));
        assertEquals(
                "the value has 600001 bytes, pointers.max_bytes_per_principal is 600000",
                refused("too_large", () -> put("more", "b", MOST_OF_ONE + 1)));
        touch(key);
    }

    @Test
    final void p7_aReleasedValueInUseStaysWholeAndCounted() {
        Vault.Key key = put("x", "ann", 500_000);
        Vault.Hold hold = hold(key);
        vault.release(key.id(), key.secret(), "ann");
        gone(key);
        assertEquals("x", hold.value());
        assertEquals(500_000, vault.bytes());
        assertEquals(0, vault.count());
        refused("too_large", () -> put("y", "ann", 200_000));
        hold.close();
        hold.close();
        assertEquals(0, vault.bytes());
        put("y", "ann", 200_000);
    }

    @Test
    final void p8_anOwnersBoundCostsItsOwnValuesAlone() {
        Vault.Key others = put("others", "bob", 300_000);
        Vault.Key first = put("first", "ann", 300_000);
        Vault.Key second = put("second", "ann", 300_000);
        Vault.Key third = put("third", "ann", 100_000);
        assertTrue(gone(first).endsWith("(pointers.max_bytes_per_principal)"), gone(first));
        List.of(others, second, third).forEach(this::touch);
        vault.pin(second.id(), second.secret(), "ann", true);
        assertEquals(
                "the value has 400000 bytes, and there is no room: of pointers.max_bytes_per_principal 600000, 0 bytes are"
                        + " in use and 300000 pinned; release or unpin some, or raise pointers.max_bytes_per_principal",
                refused("too_large", () -> put("more", "ann", 400_000)));
        List.of(others, second, third).forEach(this::touch);
    }

    // P9: shared memory

    @Test
    final void p9_aViewKeepsItsBaseCounted() {
        Vault.Key base = put("base", "ann", 500_000);
        Vault.Key view;
        Vault.Key viewOfView;
        try (Vault.Hold hold = hold(base)) {
            view = vault.put("view", "ann", 100, hold);
        }
        try (Vault.Hold hold = hold(view)) {
            viewOfView = vault.put("view of view", "ann", 100, hold);
        }
        vault.release(base.id(), base.secret(), "ann");
        gone(base);
        assertEquals(500_200, vault.bytes());
        vault.release(view.id(), view.secret(), "ann");
        assertEquals(500_100, vault.bytes());
        try (Vault.Hold hold = hold(viewOfView)) {
            assertEquals("view of view", hold.value());
        }
        vault.release(viewOfView.id(), viewOfView.secret(), "ann");
        assertEquals(0, vault.bytes());
    }

    @Test
    final void p9_aBaseGoesAfterItsViews() {
        Vault.Key base = put("base", "ann", 500_000);
        Vault.Key view;
        try (Vault.Hold hold = hold(base)) {
            view = vault.put("view", "ann", 100, hold);
        }
        try (Vault.Hold hold = hold(view)) {
            refused("too_large", () -> put("large", "ann", 300_000));
            touch(base);
            assertEquals("view", hold.value());
        }
        put("large", "ann", 300_000);
        gone(view);
        gone(base);
        assertEquals(300_000, vault.bytes());
    }

    // P10: many threads

    @Test
    final void p10_manyThreadsAtOnce() throws Exception {
        long seed = new Random().nextLong();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Map<Vault.Key, Integer>>> left = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(seed + t);
            String owner = "owner" + t;
            left.add(threads.submit(() -> work(random, owner)));
        }
        Map<Vault.Key, Integer> all = new HashMap<>();
        for (Future<Map<Vault.Key, Integer>> some : left) {
            all.putAll(some.get(60, TimeUnit.SECONDS));
        }
        threads.shutdownNow();
        long bytes = all.keySet().stream()
                .mapToLong(key -> {
                    try (Vault.Hold hold = hold(key)) {
                        assertEquals(all.get(key), hold.value(), "seed " + seed);
                        return 100;
                    }
                })
                .sum();
        assertEquals(all.size(), vault.count(), "seed " + seed);
        assertEquals(bytes, vault.bytes(), "seed " + seed);
    }

    private Map<Vault.Key, Integer> work(Random random, String owner) {
        Map<Vault.Key, Integer> mine = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            mine.put(put(i, owner, 100), i);
            Vault.Key some = mine.keySet().iterator().next();
            Vault.Hold hold = hold(some);
            assertEquals(mine.get(some), hold.value());
            if (random.nextBoolean()) {
                vault.release(some.id(), some.secret(), owner);
                mine.remove(some);
            }
            hold.close();
        }
        return mine;
    }

    // P11, P12: the end

    @Test
    final void p11_aBoundedNumberOfIdsIsRemembered() {
        Vault.Key first = put("first", "ann", 1);
        vault.release(first.id(), first.secret(), "ann");
        for (int i = 1; i < remembered(); i++) {
            Vault.Key key = put(i, "ann", 1);
            vault.release(key.id(), key.secret(), "ann");
        }
        gone(first);
        if (remembered() > 0) {
            Vault.Key last = put("last", "ann", 1);
            vault.release(last.id(), last.secret(), "ann");
            refused("not_found", () -> hold(first));
            gone(last);
        }
    }

    @Test
    final void p12_aClosedVaultRefuses() {
        Vault.Key key = put("x", "ann", 100);
        Vault.Hold hold = hold(key);
        vault.close();
        assertThrows(IllegalStateException.class, () -> hold(key));
        assertThrows(IllegalStateException.class, () -> put("y", "ann", 1));
        assertThrows(IllegalStateException.class, () -> vault.release(key.id(), key.secret(), "ann"));
        hold.close();
        assertEquals(0, vault.bytes());
        assertEquals(0, vault.count());
    }

    @Test
    final void p12_eachVaultHasItsOwnValues() {
        Vault.Key key = put("x", "ann", 100);
        try (Vault other = store().open(Settings.EMPTY)) {
            refused("not_found", () -> other.hold(key.id(), key.secret()));
            assertNotEquals(0, other.maxBytes());
        }
    }
}
