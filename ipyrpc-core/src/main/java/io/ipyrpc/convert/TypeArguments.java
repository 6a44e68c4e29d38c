package io.ipyrpc.convert;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the variables of a generic type stand for, in the type itself and in all that it extends: in {@code Pair<Integer,
 * String>}, and in a class that extends it, a member of type {@code A} is an Integer. Immutable.
 */
public final class TypeArguments {
    /** Of nothing: variables stay what they are. */
    public static final TypeArguments NONE = new TypeArguments(Map.of());

    private final Map<TypeVariable<?>, Type> meant;

    private TypeArguments(Map<TypeVariable<?>, Type> meant) {
        this.meant = meant;
    }

    /** The arguments of a type, and those that it gives to its superclasses and interfaces. */
    public static TypeArguments of(Type type) {
        TypeArguments arguments = new TypeArguments(new HashMap<>());
        arguments.collect(type);
        return arguments;
    }

    private void collect(Type type) {
        if (type instanceof ParameterizedType p) {
            Class<?> raw = (Class<?>) p.getRawType();
            TypeVariable<?>[] variables = raw.getTypeParameters();
            Type[] arguments = p.getActualTypeArguments();
            for (int i = 0; i < variables.length; i++) {
                meant.put(variables[i], in(arguments[i]));
            }
            if (p.getOwnerType() != null) {
                collect(p.getOwnerType());
            }
            collectSupertypes(raw);
        } else if (type instanceof Class<?> c) {
            collectSupertypes(c);
        }
    }

    private void collectSupertypes(Class<?> type) {
        if (type.getGenericSuperclass() != null) {
            collect(type.getGenericSuperclass());
        }
        for (Type supertype : type.getGenericInterfaces()) {
            collect(supertype);
        }
    }

    /** A declared type with what its variables stand for; two that mean the same are equal. */
    public Type in(Type declared) {
        if (declared instanceof TypeVariable<?> variable) {
            return meant.getOrDefault(variable, variable);
        }
        if (declared instanceof ParameterizedType p) {
            List<Type> arguments =
                    Arrays.stream(p.getActualTypeArguments()).map(this::in).toList();
            return new Applied((Class<?>) p.getRawType(), arguments, p.getOwnerType());
        }
        if (declared instanceof GenericArrayType array) {
            Type component = in(array.getGenericComponentType());
            return component instanceof Class<?> c ? Array.newInstance(c, 0).getClass() : new ArrayOf(component);
        }
        if (declared instanceof WildcardType wildcard) {
            Type bound = wildcard.getUpperBounds()[0];
            Type known = in(bound);
            return known.equals(bound) ? wildcard : known;
        }
        return declared;
    }

    private record Applied(Class<?> raw, List<Type> arguments, Type owner) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public Type getOwnerType() {
            return owner;
        }
    }

    private record ArrayOf(Type component) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return component;
        }
    }
}
