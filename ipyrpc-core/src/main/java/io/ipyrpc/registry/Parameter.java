package io.ipyrpc.registry;

import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Converter;
import io.ipyrpc.convert.Converters;
import io.ipyrpc.convert.TypeNames;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One parameter of a registered function.
 *
 * @param name its name
 * @param doc its documentation, or ""
 * @param type its type, for people
 * @param converter makes its value of what the caller sent
 * @param element for varargs: makes the value of one of them; else null
 * @param isPointer whether it takes pointers themselves, not their values: its type is DataPointer, or holds it
 * @param isOptional whether it may be left out
 * @param hasDefault whether there is a default of its own
 * @param defaultValue that default, as a value of the protocol
 */
record Parameter(
        String name,
        String doc,
        String type,
        Converter converter,
        Converter element,
        boolean isPointer,
        boolean isOptional,
        boolean hasDefault,
        Object defaultValue) {

    private static final Set<Type> TEXTS = Set.of(String.class, CharSequence.class, char.class, Character.class);
    private static final Set<Type> FLOATS = Set.of(double.class, Double.class, float.class, Float.class);
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    /**
     * Works a parameter out.
     *
     * @throws IllegalArgumentException if its type cannot be bound, or its default is not of its type
     */
    static Parameter of(String name, String doc, Type type, boolean varargs, AnnotatedElement annotations) {
        try {
            Converter converter = Converters.to(type);
            Converter element = varargs ? Converters.to(component(type)) : null;
            Rpc.Default byHand = annotations.getAnnotation(Rpc.Default.class);
            Object defaultValue = byHand == null ? null : parsed(byHand.value(), type, converter);
            String shown = varargs ? TypeNames.of(component(type)) : TypeNames.of(type);
            boolean optional = byHand != null || varargs || isOptional(type);
            return new Parameter(
                    name, doc, shown, converter, element, isPointer(type), optional, byHand != null, defaultValue);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter '" + name + "': " + e.getMessage(), e);
        }
    }

    private static boolean isPointer(Type type) {
        if (type instanceof ParameterizedType p) {
            return Arrays.stream(p.getActualTypeArguments()).anyMatch(Parameter::isPointer);
        }
        if (type instanceof WildcardType w) {
            return isPointer(w.getUpperBounds()[0]);
        }
        boolean array = type instanceof GenericArrayType || type instanceof Class<?> c && c.isArray();
        return type == DataPointer.class || array && isPointer(component(type));
    }

    private static Type component(Type array) {
        return array instanceof GenericArrayType generic
                ? generic.getGenericComponentType()
                : ((Class<?>) array).getComponentType();
    }

    private static boolean isOptional(Type type) {
        Type raw = type instanceof ParameterizedType p ? p.getRawType() : type;
        return List.<Type>of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class)
                .contains(raw);
    }

    /** The default that such a text stands for: JSON, or where that does not fit, the text itself. */
    private static Object parsed(String text, Type type, Converter converter) {
        Object value = literal(text, type);
        try {
            converter.convert(value);
            return value;
        } catch (ConversionException e) {
            if (!fits(text, converter)) {
                throw new IllegalArgumentException("@Rpc.Default(\"" + text + "\"): " + e.getMessage(), e);
            }
            return text;
        }
    }

    private static boolean fits(String text, Converter converter) {
        try {
            converter.convert(text);
            return true;
        } catch (ConversionException e) {
            return false;
        }
    }

    private static Object literal(String text, Type type) {
        if (TEXTS.contains(type)) {
            return text;
        }
        if (FLOATS.contains(type) && NOT_FINITE.contains(text)) {
            return Double.valueOf(text);
        }
        try {
            Object value = Json.parse(text, Limits.defaults());
            // A decimal has all its digits, and JSON's doubles have not.
            return type == BigDecimal.class && value instanceof Number ? new BigDecimal(text.strip()) : value;
        } catch (IllegalArgumentException e) {
            // A date or a constant of an enum needs no quotes inside the quotes.
            return text;
        }
    }

    boolean isVarargs() {
        return element != null;
    }

    /** What it is when the caller leaves it out. */
    Object absent() {
        return converter.convert(isVarargs() ? List.of() : defaultValue);
    }

    /** The parameter as a signature has it. */
    String signature() {
        String shown = (isVarargs() ? "*" : "") + name + ": " + type;
        if (hasDefault) {
            return shown + " = " + (jsonDefault() == defaultValue ? Json.write(defaultValue) : defaultValue);
        }
        return isOptional && !isVarargs() ? shown + " = null" : shown;
    }

    FunctionInfo.Parameter info() {
        return new FunctionInfo.Parameter(name, type, doc, isOptional, jsonDefault(), isVarargs());
    }

    /** JSON has no NaN: people and other languages read it as a text. */
    private Object jsonDefault() {
        return defaultValue instanceof Double number && !Double.isFinite(number) ? number.toString() : defaultValue;
    }
}
