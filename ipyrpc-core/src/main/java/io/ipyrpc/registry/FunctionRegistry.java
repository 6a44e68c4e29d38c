package io.ipyrpc.registry;

import io.ipyrpc.function.DynamicFunction;
import io.ipyrpc.function.FunctionReference;
import io.ipyrpc.function.Functions;
import io.ipyrpc.function.Rpc;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Where a server's functions are registered. Safe for use by any number of threads. */
public final class FunctionRegistry implements Functions {
    private final Consumer<FunctionTable> check;
    private final Map<String, RpcFunction> own = new ConcurrentHashMap<>();
    private volatile FunctionTable table = new FunctionTable(Map.of(), own);

    /**
     * A registry without functions.
     *
     * @param check is shown each table before it holds, and throws to refuse it
     */
    public FunctionRegistry(Consumer<FunctionTable> check) {
        this.check = check;
    }

    /** The functions of this moment. */
    public FunctionTable table() {
        return table;
    }

    @Override
    public Functions register(String name, FunctionReference reference) {
        return add(List.of(
                References.of(Objects.requireNonNull(name, "name"), Objects.requireNonNull(reference, "reference"))));
    }

    @Override
    public Functions register(Object service) {
        Objects.requireNonNull(service, "service");
        Class<?> type = service instanceof Class<?> c ? c : service.getClass();
        List<RpcFunction> marked = marked(type, service == type ? null : service);
        if (marked.isEmpty()) {
            throw new IllegalArgumentException(
                    type.getName() + " has no public " + (service == type ? "static " : "") + "method marked @Rpc");
        }
        return add(marked);
    }

    /** The functions of a class's marked methods; without an object the static ones alone. */
    static List<RpcFunction> marked(Class<?> type, Object service) {
        refuseHidden(type);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Rpc.class) && !isShadowed(method, type))
                .filter(method -> service != null || Modifier.isStatic(method.getModifiers()))
                .sorted(Comparator.comparing(Method::toGenericString))
                .map(method -> MethodFunction.of(
                        nameOf(method), method, Modifier.isStatic(method.getModifiers()) ? null : service))
                .toList();
    }

    /** Whoever marks a method means it to be called. */
    private static void refuseHidden(Class<?> type) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Rpc.class)
                        && !Modifier.isPublic(method.getModifiers())
                        && !method.isSynthetic()) {
                    throw new IllegalArgumentException(
                            MethodFunction.shown(method) + " is marked @Rpc and is not public: make it public");
                }
            }
        }
    }

    /** A bridge stands for another method; but what a class inherits from one that is not public is a bridge alone. */
    private static boolean isShadowed(Method method, Class<?> type) {
        return method.isBridge()
                && Arrays.stream(type.getMethods())
                        .anyMatch(other -> !other.isBridge()
                                && other.getName().equals(method.getName())
                                && other.getParameterCount() == method.getParameterCount());
    }

    static String nameOf(Method method) {
        Rpc rpc = method.getAnnotation(Rpc.class);
        return rpc == null || rpc.name().isEmpty() ? method.getName() : rpc.name();
    }

    @Override
    public Functions register(String name, Class<?> type, String method) {
        List<Method> found = Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(method) && !candidate.isBridge())
                .toList();
        List<Method> usable = found.stream()
                .filter(candidate -> Modifier.isStatic(candidate.getModifiers()))
                .toList();
        if (usable.size() > 1) {
            throw new IllegalArgumentException("cannot register '" + name + "': " + type.getName() + "." + method
                    + " is overloaded: "
                    + usable.stream().map(MethodFunction::shown).sorted().collect(Collectors.joining(", "))
                    + "; register a lambda with declared types");
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("cannot register '" + name + "': " + type.getName()
                    + (found.isEmpty() ? " has no public method " : " has no public static method ") + method
                    + (found.isEmpty() ? "" : "; register an object's method by a reference, object::" + method));
        }
        return add(List.of(MethodFunction.of(name, usable.get(0), null)));
    }

    @Override
    public Functions registerDynamic(String name, String doc, DynamicFunction function) {
        return add(List.of(RpcFunction.dynamic(name, doc, Objects.requireNonNull(function, "function"))));
    }

    /**
     * Registers an object's marked methods as functions of the server's own, in the place of those that have their names.
     *
     * @return their names, which begin with {@code _}
     */
    public List<String> reserve(Object service) {
        List<RpcFunction> marked = marked(service.getClass(), service).stream()
                .map(RpcFunction::reserved)
                .toList();
        marked.forEach(function -> own.put(function.name(), function));
        return marked.stream().map(RpcFunction::name).toList();
    }

    FunctionRegistry add(List<RpcFunction> added) {
        return replace(List.of(), added);
    }

    /** Puts functions in the place of others in one step: whoever calls meets the ones or the others. */
    synchronized FunctionRegistry replace(List<RpcFunction> removed, List<RpcFunction> added) {
        Map<String, RpcFunction> functions = new HashMap<>(table.all());
        removed.forEach(function -> functions.remove(function.name(), function));
        for (RpcFunction function : added) {
            RpcFunction before = functions.putIfAbsent(function.name(), function);
            if (before != null) {
                throw new IllegalArgumentException("the name '" + function.name() + "' is taken: "
                        + before + " and " + function
                        + "; give one of them another by @Rpc(name = \"…\") or register(\"…\", …)");
            }
        }
        FunctionTable next = new FunctionTable(functions, own);
        check.accept(next);
        table = next;
        return this;
    }
}
