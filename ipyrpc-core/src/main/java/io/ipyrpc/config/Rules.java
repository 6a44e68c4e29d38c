package io.ipyrpc.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Settings for functions by globs. Every glob that matches a function's name has its say, setting by setting; the one
 * with more literal characters wins. Immutable.
 */
public final class Rules {
    /** No rules. */
    public static final Rules NONE = new Rules(List.of(), (setting, value) -> value);

    private final List<Rule> rules;
    private final Meaning meaning;

    /** Says of two values of a setting whether they are one: what stands for both is equal. */
    public interface Meaning {
        /** What that value stands for. */
        Object of(String setting, Object value);
    }

    /**
     * One setting that a function ended up with.
     *
     * @param value its value
     * @param from the glob that won
     */
    public record Chosen(Object value, String from) {}

    private record Rule(Glob glob, Map<String, Object> settings) {}

    private Rules(List<Rule> rules, Meaning meaning) {
        this.rules = rules;
        this.meaning = meaning;
    }

    /**
     * Rules of those settings, by glob, whose values mean what they are.
     *
     * @param known the names that settings may have
     * @throws IllegalArgumentException if a glob is empty, or a setting is unknown; the message offers the nearest
     */
    public static Rules of(Map<String, ? extends Map<String, ?>> byGlob, Set<String> known) {
        return of(byGlob, known, NONE.meaning);
    }

    /**
     * Rules of those settings, by glob.
     *
     * @param known the names that settings may have
     * @param meaning by what two globs that tie agree; numbers are compared as numbers besides
     * @throws IllegalArgumentException if a glob is empty, or a setting is unknown; the message offers the nearest
     */
    public static Rules of(Map<String, ? extends Map<String, ?>> byGlob, Set<String> known, Meaning meaning) {
        List<Rule> rules = new ArrayList<>();
        byGlob.forEach((pattern, settings) -> {
            for (String name : settings.keySet()) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(
                            "unknown setting '" + name + "' of '" + pattern + "'" + Nearest.hint(name, known));
                }
                if (settings.get(name) == null) {
                    throw new IllegalArgumentException(
                            name + " of '" + pattern + "' is null; leave the setting out for its default");
                }
            }
            rules.add(new Rule(
                    new Glob(pattern), Collections.unmodifiableMap(new LinkedHashMap<String, Object>(settings))));
        });
        return new Rules(List.copyOf(rules), meaning);
    }

    /** The settings by glob, as they were given. */
    public Map<String, Map<String, Object>> byGlob() {
        Map<String, Map<String, Object>> map = new LinkedHashMap<>();
        rules.forEach(rule -> map.put(rule.glob.toString(), rule.settings));
        return map;
    }

    /**
     * The settings of one function, by name.
     *
     * @throws IllegalArgumentException if two globs tie with different values; the message names both
     */
    public Map<String, Chosen> of(String function) {
        Map<String, Chosen> chosen = new LinkedHashMap<>();
        Map<String, Integer> literals = new LinkedHashMap<>();
        Map<String, String> ties = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (!rule.glob.matches(function)) {
                continue;
            }
            int weight = rule.glob.literals();
            rule.settings.forEach((name, value) -> {
                int before = literals.getOrDefault(name, -1);
                if (weight > before) {
                    chosen.put(name, new Chosen(value, rule.glob.toString()));
                    literals.put(name, weight);
                    ties.remove(name);
                } else if (weight == before && !agree(name, chosen.get(name).value(), value)) {
                    ties.put(name, tie(function, name, chosen.get(name), value, rule.glob));
                }
            });
        }
        if (!ties.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", ties.values()));
        }
        return chosen;
    }

    private boolean agree(String name, Object one, Object other) {
        return Objects.equals(number(meaning.of(name, one)), number(meaning.of(name, other)));
    }

    /** 1 in code and 1.0 in a file are one number. */
    private static Object number(Object value) {
        return value instanceof Number number ? number.doubleValue() : value;
    }

    private static String tie(String function, String name, Chosen first, Object value, Glob glob) {
        return "'" + first.from() + "' and '" + glob + "' both match '" + function
                + "' with equal weight and disagree on " + name + ": " + shown(first.value()) + " and " + shown(value)
                + "; make one of the globs more specific";
    }

    private static String shown(Object value) {
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }
}
