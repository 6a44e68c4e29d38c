package io.ipyrpc.data;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much memory a value keeps alive. Arrays, frames and Java's arrays of primitives are counted to the byte, and once
 * where several arrays share one memory; of a view the memory counts that it keeps, not what it shows. All other objects
 * are guessed by their fields.
 *
 * <pre>{@code
 * Footprint.of(NdArray.zeros(DType.FLOAT64, 1000));                   // 8000 and a few
 * Footprint.of(NdArray.zeros(DType.FLOAT64, 1000).slice(0, 10));      // as much: the rest is kept too
 * }</pre>
 */
public final class Footprint {
    /** Objects that are looked into; further ones are taken to be small. */
    private static final int MOST_OBJECTS = 200_000;

    private static final int SMALL = 64;
    private static final long OBJECT = 16;
    private static final long REFERENCE = 8;
    private static final Map<Class<?>, Integer> SIZES =
            Map.of(byte.class, 1, boolean.class, 1, short.class, 2, char.class, 2, int.class, 4, float.class, 4);

    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            return fields(type);
        }
    };

    /** What was looked into, and the memories of arrays. */
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private final ArrayDeque<Object> open = new ArrayDeque<>();
    private long bytes = OBJECT;

    private Footprint() {}

    /**
     * The memory that a value keeps alive.
     *
     * @param value any object, or null
     * @return bytes, at least 16
     */
    public static long of(Object value) {
        Footprint footprint = new Footprint();
        footprint.add(value);
        while (!footprint.open.isEmpty()) {
            footprint.look(footprint.open.poll());
        }
        return footprint.bytes;
    }

    private void add(Object value) {
        if (value == null || value instanceof Enum || value instanceof Class || value instanceof ClassLoader) {
            return;
        }
        if (value instanceof Boolean || value instanceof Number && isOfTheJdk(value)) {
            bytes += OBJECT;
        } else if (value instanceof String text) {
            bytes += 2 * OBJECT + text.length();
        } else if (seen.size() >= MOST_OBJECTS && !(value instanceof NdArray || isOfPrimitives(value.getClass()))) {
            bytes += SMALL;
        } else if (seen.add(value)) {
            open.add(value);
        }
    }

    private static boolean isOfTheJdk(Object value) {
        return value.getClass().getName().startsWith("java.");
    }

    private static boolean isOfPrimitives(Class<?> type) {
        return type.isArray() && type.getComponentType().isPrimitive();
    }

    private void look(Object value) {
        bytes += OBJECT;
        if (value instanceof NdArray array) {
            look(array.memory);
        } else if (value instanceof Collection<?> items && isOfTheJdk(value)) {
            items(items);
        } else if (value instanceof Map<?, ?> map && isOfTheJdk(value)) {
            items(map.keySet());
            items(map.values());
        } else if (value.getClass().isArray()) {
            array(value);
        } else {
            object(value);
        }
    }

    private void look(Memory memory) {
        if (memory.bytes == null) {
            add(memory.objects);
        } else if (!memory.bytes.hasArray()) {
            bytes += seen.add(memory) ? memory.bytes.capacity() : 0;
        } else if (seen.add(memory.bytes.array())) {
            bytes += memory.bytes.array().length;
        }
    }

    private void array(Object array) {
        Class<?> type = array.getClass();
        if (isOfPrimitives(type)) {
            bytes += (long) Array.getLength(array) * SIZES.getOrDefault(type.getComponentType(), 8);
        } else {
            items(Arrays.asList((Object[]) array));
        }
    }

    private void items(Collection<?> items) {
        bytes += REFERENCE * items.size();
        try {
            items.forEach(this::add);
        } catch (RuntimeException e) {
            // Somebody changes it just now: it is a guess all the same.
            bytes += OBJECT;
        }
    }

    private void object(Object value) {
        for (Field field : FIELDS.get(value.getClass())) {
            bytes += SIZES.getOrDefault(field.getType(), 8);
            try {
                if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                    add(field.get(value));
                }
            } catch (IllegalAccessException e) {
                bytes += OBJECT;
            }
        }
    }

    private static Field[] fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields.toArray(new Field[0]);
    }
}
