package io.ipyrpc.convert;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.temporal.Temporal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Keys of dicts are text on the wire: that of Java's other keys is what they are written as, and read as again. */
final class DictKeys {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,999})");
    private static final Pattern DECIMAL = Pattern.compile(WHOLE + "(\\.[0-9]{1,999})?([eE][+-]?[0-9]{1,9})?");

    /** How keys that are no text themselves are read, before they are converted. */
    private static final Map<Class<?>, Function<String, Object>> READ = Map.ofEntries(
            Map.entry(Byte.class, DictKeys::whole),
            Map.entry(Short.class, DictKeys::whole),
            Map.entry(Integer.class, DictKeys::whole),
            Map.entry(Long.class, DictKeys::whole),
            Map.entry(BigInteger.class, DictKeys::whole),
            Map.entry(Float.class, DictKeys::floating),
            Map.entry(Double.class, DictKeys::floating),
            Map.entry(BigDecimal.class, text -> matched(text, DECIMAL) ? new BigDecimal(text) : text),
            Map.entry(
                    Boolean.class,
                    text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : text));

    private static final Set<Class<?>> TEXT =
            Set.of(String.class, CharSequence.class, Character.class, UUID.class, URI.class, Object.class);

    private DictKeys() {}

    /**
     * The converter to keys of that type.
     *
     * @throws IllegalArgumentException if no text can become that type
     */
    static Converter to(Type type, Converters converters) {
        Class<?> raw = Converters.rawClass(type);
        Function<String, Object> reader = READ.get(raw);
        if (reader != null) {
            Converter number = converters.find(raw);
            return key -> number.convert(reader.apply((String) key));
        }
        if (raw == Object.class) {
            return key -> key;
        }
        if (TEXT.contains(raw) || raw.isEnum() || Times.of(raw) != null) {
            return converters.find(raw);
        }
        throw new IllegalArgumentException(
                "a Map with keys of type " + TypeNames.of(type) + " cannot be made: keys of a dict are text");
    }

    private static Object whole(String text) {
        return matched(text, WHOLE) ? new BigInteger(text) : text;
    }

    private static Object floating(String text) {
        boolean special = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        return special || matched(text, DECIMAL) ? Double.valueOf(text) : text;
    }

    private static boolean matched(String text, Pattern pattern) {
        return pattern.matcher(text).matches();
    }

    /**
     * A key as text.
     *
     * @throws ConversionException if it is none that would be read again
     */
    static String text(Object key) {
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        boolean known = key != null
                && (TEXT.contains(key.getClass())
                        || key instanceof CharSequence
                        || READ.containsKey(key.getClass())
                        || key instanceof Temporal && Times.of(key.getClass()) != null);
        if (!known) {
            throw new ConversionException("a key of a dict is text, not " + Shown.value(key));
        }
        return key.toString();
    }
}
