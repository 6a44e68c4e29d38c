package io.ipyrpc.convert;

import io.ipyrpc.data.Complex;
import io.ipyrpc.data.DType;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.HasPointer;
import io.ipyrpc.data.NdArray;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Turns whatever Java code hands over into values of the protocol (§2): records and beans become dicts, arrays of
 * primitives ndarrays, enums texts. What is a value of the protocol already is handed on as it is, not copied.
 */
public final class Lowering {
    /** Classes whose objects serializers take as they are. */
    private static final Set<Class<?>> WIRE = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            String.class,
            byte[].class,
            Instant.class,
            OffsetDateTime.class,
            LocalDateTime.class,
            LocalDate.class,
            Duration.class,
            DataPointer.class);

    private static final ClassValue<Map<String, Property>> MEMBERS = new ClassValue<>() {
        @Override
        protected Map<String, Property> computeValue(Class<?> type) {
            return Property.readable(type);
        }
    };

    private Lowering() {}

    /**
     * The value for the wire. An iterator, a stream, and what can be iterated and is no collection, become {@link
     * LoweredItems}, which whoever reads them closes.
     *
     * @param value anything
     * @param depth how deep lists and dicts may stand inside one another
     * @throws ConversionException if it cannot be sent; the message says where it is and what
     */
    public static Object lower(Object value, int depth) {
        if (value == null || WIRE.contains(value.getClass())) {
            return value;
        }
        if (depth < 0) {
            throw new ConversionException("nested deeper than max_depth, or something that contains itself");
        }
        Object data = LoweredData.of(value, depth);
        if (data != null) {
            return data;
        }
        if (value instanceof HasPointer handle) {
            return handle.pointer();
        }
        if (value instanceof Map<?, ?> map) {
            return lowerMap(map, depth);
        }
        if (value instanceof List<?> list) {
            return lowerList(list, depth);
        }
        Object simple = lowerSimple(value);
        if (simple != null) {
            return simple;
        }
        if (value instanceof Collection<?> items) {
            return lowerList(new ArrayList<>(items), depth);
        }
        LoweredItems items = LoweredItems.of(value, depth);
        if (items != null) {
            return items;
        }
        if (value instanceof Object[] array) {
            Class<?> element = ArrayConverters.elementType(array.getClass());
            return element.isPrimitive() && element != char.class
                    ? lowerArray(array)
                    : lowerList(java.util.Arrays.asList(array), depth);
        }
        if (value instanceof char[] chars) {
            // There is no such ndarray; a list of texts becomes a char[] again.
            return new String(chars)
                    .chars()
                    .mapToObj(c -> String.valueOf((char) c))
                    .toList();
        }
        if (value.getClass().isArray()) {
            return lowerArray(value);
        }
        return lowerOptional(value, depth);
    }

    private static Object lowerArray(Object array) {
        try {
            return NdArray.copyOf(array);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ConversionException(e.getMessage());
        }
    }

    /** What stands for itself in another type, or null where the value is no such thing. */
    private static Object lowerSimple(Object value) {
        if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof UUID
                || value instanceof URI
                || value instanceof Path
                || value instanceof File
                || value instanceof LocalTime) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Float number) {
            // As people write it, 0.1, and not the double next to it: both become the same float again.
            return Double.valueOf(number.toString());
        }
        if (value instanceof Complex number) {
            // There is no such scalar on the wire: an array without dimensions is what Python sends of one.
            return NdArray.full(DType.COMPLEX128, number);
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime();
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof java.util.concurrent.atomic.AtomicInteger number) {
            return number.get();
        }
        if (value instanceof java.util.concurrent.atomic.AtomicLong number) {
            return number.get();
        }
        // Subclasses of the data types and of the JDK's open number classes.
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            return value;
        }
        return null;
    }

    private static Object lowerOptional(Object value, int depth) {
        if (value instanceof Optional<?> optional) {
            return lower(optional.orElse(null), depth);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        return lowerStructure(value, depth);
    }

    private static List<?> lowerList(List<?> list, int depth) {
        List<Object> changed = null;
        int i = 0;
        for (Object item : list) {
            Object lowered = lowerItem(item, i, depth);
            if (changed == null && lowered != item) {
                changed = new ArrayList<>(list.size());
                changed.addAll(list.subList(0, i));
            }
            if (changed != null) {
                changed.add(lowered);
            }
            i++;
        }
        return changed == null ? list : Collections.unmodifiableList(changed);
    }

    static Object lowerItem(Object item, int i, int depth) {
        try {
            return lower(item, depth - 1);
        } catch (ConversionException e) {
            throw e.in("[" + i + "]");
        }
    }

    private static Map<String, Object> lowerMap(Map<?, ?> map, int depth) {
        Map<String, Object> lowered = new LinkedHashMap<>();
        map.forEach((key, value) -> lowered.put(DictKeys.text(key), lowerMember(key, value, depth)));
        if (lowered.size() < map.size()) {
            throw new ConversionException("two keys of a dict are the same text: " + Shown.value(map.keySet()));
        }
        return lowered;
    }

    static Object lowerMember(Object key, Object value, int depth) {
        try {
            return lower(value, depth - 1);
        } catch (ConversionException e) {
            throw e.in(String.valueOf(key));
        }
    }

    private static Object lowerStructure(Object value, int depth) {
        Class<?> type = value.getClass();
        Map<String, Property> members = Structures.isOfThePlatform(type) ? Map.of() : members(type);
        if (members.isEmpty() && !type.isRecord()) {
            throw new ConversionException("a " + type.getName()
                    + " cannot be sent; use a record, a bean with getters, or a type of the protocol");
        }
        Map<String, Object> dict = new LinkedHashMap<>();
        members.forEach((name, member) -> dict.put(name, lowerMember(name, member.get(value), depth)));
        return dict;
    }

    private static Map<String, Property> members(Class<?> type) {
        try {
            return MEMBERS.get(type);
        } catch (IllegalArgumentException e) {
            throw new ConversionException(e.getMessage());
        }
    }
}
