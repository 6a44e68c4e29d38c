package io.ipyrpc.convert;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.stream.Collectors;

/** Types as people write them: {@code List<String>}, {@code double[]}. */
public final class TypeNames {
    private TypeNames() {}

    /** The type's name without packages. */
    public static String of(Type type) {
        if (type instanceof Class<?> c) {
            return c.isArray() ? of(c.getComponentType()) + "[]" : c.getSimpleName();
        }
        if (type instanceof ParameterizedType p) {
            return of(p.getRawType())
                    + java.util.Arrays.stream(p.getActualTypeArguments())
                            .map(TypeNames::of)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof GenericArrayType a) {
            return of(a.getGenericComponentType()) + "[]";
        }
        if (type instanceof WildcardType w) {
            return w.getUpperBounds()[0] == Object.class ? "?" : of(w.getUpperBounds()[0]);
        }
        if (type instanceof TypeVariable<?> v) {
            return v.getName();
        }
        return type.getTypeName();
    }
}
