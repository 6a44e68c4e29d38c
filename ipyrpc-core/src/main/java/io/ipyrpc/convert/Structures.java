package io.ipyrpc.convert;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converters from dicts to records and plain beans, member by member; a member too many is refused by name. An object
 * that is of the type already, as one behind a pointer is, stays as it is; of a type that no dict can become there is no
 * other way to get one.
 */
final class Structures {
    private Structures() {}

    static Converter to(Class<?> type, TypeArguments arguments, Converters converters) {
        if (type.isRecord()) {
            return orAsItIs(type, toRecord(type, arguments, converters));
        }
        boolean open = type.isInterface() || Modifier.isAbstract(type.getModifiers());
        if (isOfThePlatform(type)) {
            throw new IllegalArgumentException("no value can become a " + type.getName()
                    + (open ? ": it is an interface or abstract" : "")
                    + "; declare a record, a bean or a type of the protocol");
        }
        return orAsItIs(
                type,
                open ? byPointerAlone(type, "it is an interface or abstract") : toBean(type, arguments, converters));
    }

    private static Converter orAsItIs(Class<?> type, Converter converter) {
        return value -> type.isInstance(value) ? value : converter.convert(value);
    }

    private static Converter byPointerAlone(Class<?> type, String why) {
        return Scalars.nullable(value -> {
            throw ConversionException.mismatch(
                    value, "a " + type.getSimpleName() + ", of which a pointer alone can be given: " + why);
        });
    }

    /** The JDK's own classes have setters by chance, not to be filled by callers. */
    static boolean isOfThePlatform(Class<?> type) {
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    private static Converter toRecord(Class<?> type, TypeArguments arguments, Converters converters) {
        RecordComponent[] components = type.getRecordComponents();
        Map<String, Integer> positions = new LinkedHashMap<>();
        Converter[] members = new Converter[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            positions.put(components[i].getName(), i);
            types[i] = components[i].getType();
            members[i] =
                    member(type, components[i].getName(), arguments.in(components[i].getGenericType()), converters);
        }
        Constructor<?> constructor = constructor(type, types);
        return Scalars.nullable(value -> {
            Map<?, ?> dict = dict(type, value, positions);
            Object[] values = new Object[members.length];
            positions.forEach((name, i) -> values[i] = convert(members[i], dict.get(name), name, dict));
            return create(constructor, values);
        });
    }

    private static Converter toBean(Class<?> type, TypeArguments arguments, Converters converters) {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            return byPointerAlone(type, "it has no constructor without parameters");
        } catch (InaccessibleObjectException e) {
            return byPointerAlone(type, "its module does not open it");
        }
        Map<String, Property> properties = Property.settable(type);
        if (properties.isEmpty()) {
            return byPointerAlone(type, "it has no setter and no public field");
        }
        Map<String, Converter> members = new LinkedHashMap<>();
        properties.forEach((name, property) -> members.put(
                name,
                property.isAmbiguous()
                        ? Structures::ambiguous
                        : member(type, name, arguments.in(property.type()), converters)));
        return Scalars.nullable(value -> {
            Map<?, ?> dict = dict(type, value, members);
            Object bean = create(constructor);
            dict.forEach((name, member) -> properties
                    .get((String) name)
                    .set(bean, convert(members.get((String) name), member, (String) name, dict)));
            return bean;
        });
    }

    private static Object ambiguous(Object value) {
        throw new ConversionException("has several setters, and no getter that tells which is meant");
    }

    private static Converter member(Class<?> owner, String name, Type type, Converters converters) {
        try {
            return converters.find(type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(owner.getSimpleName() + "." + name + ": " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> dict(Class<?> type, Object value, Map<String, ?> members) {
        if (!(value instanceof Map<?, ?> dict)) {
            throw ConversionException.mismatch(
                    value, "a " + type.getSimpleName() + " (a dict with " + String.join(", ", members.keySet()) + ")");
        }
        for (Object name : dict.keySet()) {
            if (!(name instanceof String) || !members.containsKey(name)) {
                throw new ConversionException("a " + type.getSimpleName() + " has no member " + Shown.value(name)
                        + "; it has " + String.join(", ", members.keySet()));
            }
        }
        return dict;
    }

    private static Object convert(Converter converter, Object value, String name, Map<?, ?> dict) {
        try {
            return converter.convert(value);
        } catch (ConversionException e) {
            throw (dict.containsKey(name) ? e : new ConversionException("is missing")).in(name);
        }
    }

    private static Constructor<?> constructor(Class<?> type, Class<?>... parameters) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no constructor of its components", e);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "no value can become a " + type.getName() + ": its module does not open it", e);
        }
    }

    private static Object create(Constructor<?> constructor, Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            // The constructor's own check of the values: its message is for the caller.
            throw new ConversionException(constructor.getDeclaringClass().getSimpleName() + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot create a " + constructor.getDeclaringClass().getName(), e);
        }
    }
}
