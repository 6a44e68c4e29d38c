package io.ipyrpc.convert;

import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.data.Series;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the converter to a declared type, once, before any value is there: a type that no value can become is refused
 * then. For one thread; what it gives is for all.
 */
public final class Converters {
    private static final Map<Class<?>, Converter> DATA = Map.of(
            Object.class, value -> value,
            byte[].class, Scalars.nullable(ArrayConverters::toBytes),
            NdArray.class, Scalars.nullable(ArrayConverters::toNdArray),
            DataFrame.class, Scalars.nullable(FrameConverters::toDataFrame),
            Series.class, Scalars.nullable(value -> Scalars.is(Series.class, value, "a Series")),
            DataPointer.class, Scalars.nullable(value -> Scalars.is(DataPointer.class, value, "a pointer")));

    /** A generic record that holds itself with ever larger arguments has no end. */
    private static final int MOST_DEPTH = 64;

    /** Types that are being worked out: a record may hold itself. */
    private final Map<Type, Converter> open = new HashMap<>();

    private int depth;

    private Converters() {}

    /**
     * The converter to a type.
     *
     * @throws IllegalArgumentException if no value of the protocol can become that type; the message says why
     */
    public static Converter to(Type type) {
        return new Converters().find(type);
    }

    Converter find(Type type) {
        if (type instanceof Class<?> c) {
            return find(c);
        }
        if (type instanceof ParameterizedType p) {
            Class<?> raw = (Class<?>) p.getRawType();
            Converter container = Containers.of(raw, p.getActualTypeArguments(), this);
            return container != null ? container : structure(TypeArguments.NONE.in(p), raw);
        }
        if (type instanceof GenericArrayType a) {
            Type component = a.getGenericComponentType();
            return ArrayConverters.ofObjects(rawClass(component), find(component));
        }
        if (type instanceof WildcardType w) {
            return find(w.getUpperBounds()[0]);
        }
        if (type instanceof TypeVariable<?> v) {
            return find(rawClass(v));
        }
        throw new IllegalArgumentException("no value can become a " + type.getTypeName());
    }

    private Converter find(Class<?> type) {
        Converter known = DATA.get(type);
        known = known != null ? known : Scalars.of(type);
        known = known != null ? known : Times.of(type);
        known = known != null ? known : Containers.of(type, new Type[] {Object.class, Object.class}, this);
        if (known != null) {
            return known;
        }
        if (type.isArray()) {
            Class<?> component = type.getComponentType();
            Converter converter = ArrayConverters.isPrimitive(type)
                    ? ArrayConverters.ofPrimitives(type, find(ArrayConverters.elementType(type)))
                    : ArrayConverters.ofObjects(component, find(component));
            // Behind a pointer there may be such an array already.
            return value -> type.isInstance(value) ? value : converter.convert(value);
        }
        if (type.isEnum()) {
            return Scalars.nullable(Scalars.ofOne(value -> toEnum(type, value)));
        }
        return structure(type, type);
    }

    private Converter structure(Type type, Class<?> raw) {
        if (open.containsKey(type)) {
            return value -> open.get(type).convert(value);
        }
        if (depth == MOST_DEPTH) {
            throw new IllegalArgumentException("a " + raw.getSimpleName() + " stands in more than " + MOST_DEPTH
                    + " types inside one another, or in itself with ever other type arguments");
        }
        open.put(type, value -> {
            throw new IllegalStateException("used before it was complete");
        });
        depth++;
        Converter structure = Structures.to(raw, TypeArguments.of(type), this);
        depth--;
        open.put(type, structure);
        return structure;
    }

    private static Object toEnum(Class<?> type, Object value) {
        if (type.isInstance(value)) {
            return value;
        }
        String name = Scalars.is(String.class, value, "a " + type.getSimpleName());
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new ConversionException("'" + name + "' is not a " + type.getSimpleName() + "; it has "
                + java.util.Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name())
                        .collect(java.util.stream.Collectors.joining(", ")));
    }

    static Class<?> rawClass(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        }
        if (type instanceof ParameterizedType p) {
            return (Class<?>) p.getRawType();
        }
        if (type instanceof TypeVariable<?> v) {
            return rawClass(v.getBounds()[0]);
        }
        if (type instanceof WildcardType w) {
            return rawClass(w.getUpperBounds()[0]);
        }
        GenericArrayType array = (GenericArrayType) type;
        return Array.newInstance(rawClass(array.getGenericComponentType()), 0).getClass();
    }
}
