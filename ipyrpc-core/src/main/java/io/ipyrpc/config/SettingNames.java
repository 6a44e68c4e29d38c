package io.ipyrpc.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds settings to the names that are known; one inside a section is known as {@code section.name}. */
public final class SettingNames {
    private SettingNames() {}

    /**
     * Checks all names, and those inside of sections of which any is known.
     *
     * @throws IllegalArgumentException if one is unknown; the message offers the nearest
     */
    public static void check(Map<String, ?> values, Set<String> known) {
        check("", values, known);
    }

    private static void check(String prefix, Map<?, ?> values, Set<String> known) {
        Set<String> here = new TreeSet<>();
        for (String name : known) {
            if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
                here.add(name.substring(prefix.length()));
            }
        }
        if (!prefix.isEmpty() && here.isEmpty()) {
            // Whoever reads the section knows what may stand in it.
            return;
        }
        values.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!here.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown setting '" + prefix + name + "'" + Nearest.hint(name, here));
            }
            if (value instanceof Map<?, ?> section) {
                check(prefix + name + ".", section, known);
            }
        });
    }
}
