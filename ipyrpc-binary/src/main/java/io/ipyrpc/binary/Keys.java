package io.ipyrpc.binary;

import io.ipyrpc.wire.Json;

/**
 * The keys of dicts: texts without halves of surrogate pairs. JSON's own parsers take none in a name, escaped or not, and
 * what goes by one serializer should go by the other.
 */
final class Keys {
    private Keys() {}

    static boolean hasHalf(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == key.length()
                        || !Character.isLowSurrogate(key.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** A key that was read. */
    static void check(String key) {
        if (hasHalf(key)) {
            throw new IllegalArgumentException(half(key));
        }
    }

    /** A key that is to be written. */
    static String sendable(Object key) {
        if (!(key instanceof String text)) {
            throw new UnsendableException("a key of a dict is text, not "
                    + (key == null
                            ? "null"
                            : Shown.cut(key.toString()) + " (" + key.getClass().getName() + ")"));
        }
        if (hasHalf(text)) {
            throw new UnsendableException(half(text));
        }
        return text;
    }

    private static String half(String key) {
        return "the key " + Json.write(Shown.cut(key))
                + " of a dict has half of a surrogate pair in it, which is no character";
    }
}
