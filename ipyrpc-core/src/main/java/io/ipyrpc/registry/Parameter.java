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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
 * @param defaultValue that default as JSON has it
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

    private static Object parsed(String text, Type type, Converter converter) {
        Object value = type == String.class ? text : json(text);
        try {
            converter.convert(value);
        } catch (ConversionException e) {
            throw new IllegalArgumentException("@Rpc.Default(\"" + text + "\"): " + e.getMessage(), e);
        }
        return value;
    }

    private static Object json(String text) {
        try {
            return Json.parse(text, Limits.defaults());
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
            return shown + " = " + Json.write(defaultValue);
        }
        return isOptional && !isVarargs() ? shown + " = null" : shown;
    }

    FunctionInfo.Parameter info() {
        return new FunctionInfo.Parameter(name, type, doc, isOptional, defaultValue, isVarargs());
    }
}
