package io.ipyrpc.convert;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A member of a bean or record: a getter, a setter, or a public field.
 *
 * @param accessor null where several setters could be meant
 */
record Property(String name, Type type, Accessor accessor) {
    /** Reads or writes, by reflection. */
    interface Accessor {
        Object access(Object bean, Object value) throws ReflectiveOperationException;
    }

    /** The readable members: a record's components in order, a bean's getters and public fields by name. */
    static Map<String, Property> readable(Class<?> type) {
        Map<String, Property> properties = new LinkedHashMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                Method getter = opened(component.getAccessor());
                properties.put(
                        component.getName(),
                        new Property(
                                component.getName(), component.getGenericType(), (bean, x) -> getter.invoke(bean)));
            }
            return properties;
        }
        Map<String, Property> sorted = new TreeMap<>();
        fields(type, (bean, field, value) -> field.get(bean), sorted);
        for (Method method : type.getMethods()) {
            String name = getterName(method);
            if (!name.isEmpty()) {
                Method getter = opened(method);
                sorted.put(name, new Property(name, method.getGenericReturnType(), (bean, x) -> getter.invoke(bean)));
            }
        }
        properties.putAll(sorted);
        return properties;
    }

    /** The writable members of a bean. */
    static Map<String, Property> settable(Class<?> type) {
        Map<String, Property> properties = new TreeMap<>();
        fields(
                type,
                (bean, field, value) -> {
                    field.set(bean, value);
                    return null;
                },
                properties);
        properties.values().removeIf(property -> isFinal(type, property.name()));
        setters(type).forEach((name, setters) -> properties.put(name, setter(type, name, setters)));
        return properties;
    }

    private static Map<String, List<Method>> setters(Class<?> type) {
        Map<String, List<Method>> setters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            boolean isSetter = method.getParameterCount() == 1
                    && isMember(method)
                    && method.getName().startsWith("set")
                    && method.getName().length() > 3;
            if (isSetter) {
                String name = decapitalized(method.getName().substring(3));
                setters.computeIfAbsent(name, n -> new ArrayList<>()).add(method);
            }
        }
        return setters;
    }

    /** Of several setters the one that the getter's type tells. */
    private static Property setter(Class<?> type, String name, List<Method> setters) {
        List<Method> meant = setters.size() == 1
                ? setters
                : setters.stream()
                        .filter(setter -> Arrays.stream(type.getMethods())
                                .anyMatch(method -> getterName(method).equals(name)
                                        && method.getReturnType() == setter.getParameterTypes()[0]))
                        .toList();
        if (meant.size() != 1) {
            return new Property(name, Object.class, null);
        }
        Method setter = opened(meant.get(0));
        return new Property(name, setter.getGenericParameterTypes()[0], (bean, v) -> setter.invoke(bean, v));
    }

    boolean isAmbiguous() {
        return accessor == null;
    }

    Object get(Object bean) {
        return access(bean, null);
    }

    void set(Object bean, Object value) {
        access(bean, value);
    }

    private Object access(Object bean, Object value) {
        try {
            return accessor.access(bean, value);
        } catch (InvocationTargetException e) {
            throw new ConversionException(name + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot reach " + name + " of " + bean.getClass().getName(), e);
        }
    }

    private interface FieldAccessor {
        Object access(Object bean, Field field, Object value) throws IllegalAccessException;
    }

    private static void fields(Class<?> type, FieldAccessor accessor, Map<String, Property> into) {
        for (Field field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                into.put(
                        field.getName(),
                        new Property(
                                field.getName(),
                                field.getGenericType(),
                                (bean, value) -> accessor.access(bean, field, value)));
            }
        }
    }

    private static boolean isFinal(Class<?> type, String field) {
        try {
            return Modifier.isFinal(type.getField(field).getModifiers());
        } catch (NoSuchFieldException e) {
            return false;
        }
    }

    private static boolean isMember(Method method) {
        return !Modifier.isStatic(method.getModifiers())
                && !method.isBridge()
                && method.getDeclaringClass() != Object.class;
    }

    /** What the method reads, or "" where it is no getter. */
    private static String getterName(Method method) {
        if (method.getParameterCount() > 0 || !isMember(method)) {
            return "";
        }
        String name = method.getName();
        if (name.startsWith("get") && name.length() > 3 && method.getReturnType() != void.class) {
            return decapitalized(name.substring(3));
        }
        if (name.startsWith("is") && name.length() > 2 && method.getReturnType() == boolean.class) {
            return decapitalized(name.substring(2));
        }
        return "";
    }

    private static String decapitalized(String name) {
        boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static Method opened(Method method) {
        try {
            method.setAccessible(true);
            return method;
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "the module of " + method.getDeclaringClass().getName() + " does not open it", e);
        }
    }
}
