package io.ipyrpc;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.convert.TypeArguments;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.wire.FunctionInfo;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What stands behind an object of a user's interface ({@link RpcClient#proxy}). Immutable and safe for any thread. */
final class RemoteProxy implements InvocationHandler {
    private final Class<?> api;
    private final RemoteCalls calls;
    private final Map<String, ProxyMethod> methods;

    private RemoteProxy(Class<?> api, RemoteCalls calls, Map<String, ProxyMethod> methods) {
        this.api = api;
        this.calls = calls;
        this.methods = methods;
    }

    static <T> T of(Class<T> api, RemoteCalls calls) {
        if (!api.isInterface()) {
            throw new IllegalArgumentException(api.getName() + " is no interface; a proxy stands for an interface");
        }
        Map<String, ProxyMethod> methods = new HashMap<>();
        List<String> problems = check(api, calls, methods);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(api.getSimpleName() + " does not fit the functions of " + calls.address()
                    + ":\n  " + String.join("\n  ", problems));
        }
        RemoteProxy proxy = new RemoteProxy(api, calls, Map.copyOf(methods));
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, proxy));
    }

    /** Works out each method, and gives what is wrong with them. */
    private static List<String> check(Class<?> api, RemoteCalls calls, Map<String, ProxyMethod> methods) {
        Map<String, FunctionInfo> functions = calls.functions().all();
        List<String> problems = new ArrayList<>();
        Map<String, String> takenBy = new TreeMap<>();
        TypeArguments arguments = TypeArguments.of(api);
        Method[] all = api.getMethods();
        Arrays.sort(all, Comparator.comparing(RemoteProxy::shown));
        for (Method method : all) {
            if (Modifier.isStatic(method.getModifiers()) || isObjects(method) || method.isBridge()) {
                continue;
            }
            if (method.isDefault()) {
                if (!isReachable(method.getDeclaringClass())) {
                    problems.add(shown(method) + ": a default method needs an interface that is public and exported");
                }
                continue;
            }
            String name = nameOf(method);
            boolean renamed = !name.equals(method.getName());
            String count = method.getName() + " " + method.getParameterCount();
            String before = renamed ? null : takenBy.putIfAbsent(count, shown(method));
            if (before != null && !before.equals(shown(method))) {
                problems.add(shown(method) + ": '" + name + "' is called by " + before
                        + " already, which differs in types alone; give one of them the name of another function by"
                        + " @Rpc(name = \"…\")");
                continue;
            }
            FunctionInfo info = functions.get(name);
            if (info == null) {
                problems.add(shown(method) + ": there is no function '" + name + "'"
                        + Nearest.hint(name, functions.keySet()));
                continue;
            }
            List<String> own = new ArrayList<>();
            methods.put(key(method), ProxyMethod.of(method, arguments, info, calls, own));
            own.forEach(problem -> problems.add(shown(method) + ": " + problem));
        }
        return problems;
    }

    private static String nameOf(Method method) {
        Rpc rpc = method.getAnnotation(Rpc.class);
        return rpc == null || rpc.name().isEmpty() ? method.getName() : rpc.name();
    }

    private static boolean isReachable(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && type.getModule().isExported(type.getPackageName(), RemoteProxy.class.getModule());
    }

    private static boolean isObjects(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Methods that differ in what they return alone are one. */
    private static String key(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private static String shown(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object[] values = arguments == null ? new Object[0] : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == values[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> toString();
            };
        }
        ProxyMethod known = methods.get(key(method));
        return known != null ? known.invoke(calls, values) : InvocationHandler.invokeDefault(proxy, method, values);
    }

    /** The interface, the address, and the functions that its methods call. */
    @Override
    public String toString() {
        return api.getSimpleName() + " at " + calls.address()
                + methods.values().stream()
                        .map(method -> "\n  " + method)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining());
    }
}
