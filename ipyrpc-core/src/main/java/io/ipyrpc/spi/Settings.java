package io.ipyrpc.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named settings with checked types: a wrong one is an {@link IllegalArgumentException} that names the setting and shows
 * its value. Immutable.
 */
public final class Settings {
    /** No settings. */
    public static final Settings EMPTY = new Settings("", Map.of());

    private final String prefix;
    private final Map<String, Object> values;

    private Settings(String prefix, Map<String, Object> values) {
        this.prefix = prefix;
        this.values = values;
    }

    /** Settings of those names and values, copied. */
    public static Settings of(Map<String, ?> values) {
        return new Settings("", Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** All settings by name. */
    public Map<String, Object> values() {
        return values;
    }

    /** Whether the setting is there. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** The setting as it is. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A text, or empty where it is not there. */
    public Optional<String> text(String name) {
        return value(name).map(value -> checked(name, value, String.class, "a text"));
    }

    /** A boolean, or that default. */
    public boolean flag(String name, boolean otherwise) {
        return value(name)
                .map(value -> checked(name, value, Boolean.class, "true or false"))
                .orElse(otherwise);
    }

    /** A whole number from {@code least} to {@code most}, or that default. */
    public long number(String name, long otherwise, long least, long most) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Long || value instanceof Integer)) {
            throw wrong(name, value, "a whole number");
        }
        long number = ((Number) value).longValue();
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    prefix + name + " is " + number + ", must be from " + least + " to " + most);
        }
        return number;
    }

    /** A list of texts, one text being a list of one; empty where it is not there. */
    public List<String> texts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        List<?> items = checked(name, value, List.class, "a text or a list of texts");
        return items.stream()
                .map(item -> checked(name, item, String.class, "a text or a list of texts"))
                .toList();
    }

    /** The settings inside a setting; empty where it is not there. */
    @SuppressWarnings("unchecked")
    public Settings section(String name) {
        Object value = values.get(name);
        return value == null ? EMPTY : new Settings(prefix + name + ".", checked(name, value, Map.class, "an object"));
    }

    private <T> T checked(String name, Object value, Class<T> type, String wanted) {
        if (!type.isInstance(value)) {
            throw wrong(name, value, wanted);
        }
        return type.cast(value);
    }

    private IllegalArgumentException wrong(String name, Object value, String wanted) {
        String shown = value instanceof String text ? "'" + text + "'" : String.valueOf(value);
        return new IllegalArgumentException(prefix + name + " is " + shown + ", must be " + wanted);
    }

    /** The settings' names alone: values may be secret. */
    @Override
    public String toString() {
        return "settings " + values.keySet();
    }
}
