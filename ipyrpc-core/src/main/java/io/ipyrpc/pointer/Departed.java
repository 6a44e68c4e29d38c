package io.ipyrpc.pointer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** When and why values went, for those who still have their keys: the last 10,000. Guarded by its vault's lock. */
final class Departed {
    /** How many are remembered. */
    static final int REMEMBERED = 10_000;

    /** What is told of one. */
    record Farewell(String secret, String words) {}

    private final Map<String, Farewell> farewells = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Farewell> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Remembers one.
     *
     * @param why completes "the value of the pointer ID was"; %s is the time
     */
    void add(StoredValue value, Instant now, String why) {
        String words = "the value of the pointer " + value.id + " was "
                + String.format(why, now.truncatedTo(ChronoUnit.SECONDS));
        farewells.put(value.id, new Farewell(value.secret, words));
    }

    /** What is told of that id, or null. */
    Farewell find(String id) {
        return farewells.get(id);
    }
}
