package io.ipyrpc;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.convert.Converter;
import io.ipyrpc.convert.TypeArguments;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.wire.FunctionInfo;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** How one method of a user's interface calls its function. Immutable. */
final class ProxyMethod {
    /** What a method's type of result asks for. */
    private enum Way {
        CALL,
        CALL_ASYNC,
        ITEMS,
        STREAM,
        SUBMIT
    }

    private static final Map<Class<?>, Way> WAYS = Map.of(
            CompletableFuture.class, Way.CALL_ASYNC,
            CompletionStage.class, Way.CALL_ASYNC,
            Future.class, Way.CALL_ASYNC,
            Items.class, Way.ITEMS,
            Iterator.class, Way.ITEMS,
            Stream.class, Way.STREAM,
            Job.class, Way.SUBMIT);

    private final FunctionInfo info;
    private final Way way;
    private final Converter result;
    private final List<String> keywords;
    private final boolean expands;
    private final Map<String, Constructor<?>> exceptions;

    private ProxyMethod(
            FunctionInfo info,
            Way way,
            Converter result,
            List<String> keywords,
            boolean expands,
            Map<String, Constructor<?>> exceptions) {
        this.info = info;
        this.way = way;
        this.result = result;
        this.keywords = keywords;
        this.expands = expands;
        this.exceptions = exceptions;
    }

    /**
     * Works a method out, and adds what is wrong with it.
     *
     * @param arguments what the type variables of the user's interface stand for
     */
    static ProxyMethod of(
            Method method, TypeArguments arguments, FunctionInfo info, RemoteCalls calls, List<String> problems) {
        Type declared = arguments.in(method.getGenericReturnType());
        Class<?> raw = method.getReturnType();
        Way way = WAYS.getOrDefault(raw, Way.CALL);
        Type result = way == Way.CALL
                ? declared
                : way != Way.SUBMIT && declared instanceof ParameterizedType p
                        ? p.getActualTypeArguments()[0]
                        : Object.class;
        // A dynamic function takes whatever comes: its arguments are counted and named by nobody.
        boolean dynamic = info.parameters().isEmpty() && info.signature().contains("(*args, **kwargs)");
        List<String> keywords = dynamic ? List.of() : keywords(method, info, problems);
        return new ProxyMethod(
                info,
                way,
                converter(result, calls, problems),
                keywords,
                dynamic && method.isVarArgs(),
                exceptions(method, problems));
    }

    private static Converter converter(Type result, RemoteCalls calls, List<String> problems) {
        if (result == void.class || result == Void.class) {
            return value -> null;
        }
        try {
            return calls.as(result);
        } catch (IllegalArgumentException e) {
            problems.add("its result: " + e.getMessage());
            return value -> value;
        }
    }

    /** The names that the arguments go by, or none where they go by position. */
    private static List<String> keywords(Method method, FunctionInfo info, List<String> problems) {
        List<FunctionInfo.Parameter> taken = info.parameters();
        List<String> known = taken.stream().map(FunctionInfo.Parameter::name).toList();
        String signature = "; signature: " + info.signature();
        Parameter[] parameters = method.getParameters();
        List<String> names = Arrays.stream(parameters).map(ProxyMethod::name).toList();
        boolean named = !names.contains("");
        if (named) {
            names.stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> problems.add("'" + info.name() + "' has no parameter '" + name + "'"
                            + Nearest.hint(name, known) + signature));
        } else if (parameters.length > taken.size()) {
            problems.add("'" + info.name() + "' has only " + taken.size()
                    + (taken.size() == 1 ? " parameter" : " parameters") + signature);
        }
        for (int i = 0; i < taken.size(); i++) {
            boolean given = named ? names.contains(known.get(i)) : i < parameters.length;
            if (!given && !taken.get(i).optional()) {
                problems.add("'" + info.name() + "' needs '" + known.get(i) + "' too" + signature);
            }
        }
        return named ? names : List.of();
    }

    /** A parameter's name, or "" where it was not kept. */
    private static String name(Parameter parameter) {
        Rpc.Param byHand = parameter.getAnnotation(Rpc.Param.class);
        if (byHand != null && !byHand.name().isEmpty()) {
            return byHand.name();
        }
        return parameter.isNamePresent() ? parameter.getName() : "";
    }

    /** How to make each exception that the method declares, by the name that a server would tell. */
    private static Map<String, Constructor<?>> exceptions(Method method, List<String> problems) {
        Map<String, Constructor<?>> makers = new HashMap<>();
        for (Class<?> type : method.getExceptionTypes()) {
            Constructor<?> maker = Arrays.stream(type.getConstructors())
                    .filter(constructor -> !Modifier.isAbstract(type.getModifiers()) && constructor.canAccess(null))
                    .filter(constructor ->
                            takes(constructor, String.class, Throwable.class) || takes(constructor, String.class))
                    .max(Comparator.comparingInt(Constructor::getParameterCount))
                    .orElse(null);
            if (maker == null) {
                problems.add("it declares " + type.getName()
                        + ", which has no public constructor of (String) or (String, Throwable) to throw it by");
            } else {
                makers.put(type.getName(), maker);
            }
        }
        return makers;
    }

    private static boolean takes(Constructor<?> constructor, Class<?>... types) {
        return Arrays.equals(constructor.getParameterTypes(), types);
    }

    Object invoke(RemoteCalls calls, Object[] values) throws Throwable {
        Arguments arguments = arguments(values);
        try {
            return switch (way) {
                case SUBMIT -> new RemoteJobs(calls).of(calls.submit(info.name(), arguments, Map.of()));
                case CALL_ASYNC -> calls.invokeAsync(result, info.name(), arguments, Map.of(), calls.output());
                case CALL -> calls.invoke(result, info.name(), arguments, Map.of(), calls.output());
                case ITEMS -> items(calls, arguments);
                case STREAM -> items(calls, arguments).stream();
            };
        } catch (RuntimeException e) {
            throw declared(e);
        }
    }

    private Items<Object> items(RemoteCalls calls, Arguments arguments) {
        return calls.items(result, info.name(), arguments, Map.of(), calls.output());
    }

    private Arguments arguments(Object[] values) {
        if (!keywords.isEmpty()) {
            Map<String, Object> byName = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                byName.put(keywords.get(i), values[i]);
            }
            return Arguments.of(List.of(), byName);
        }
        List<Object> all = new ArrayList<>(Arrays.asList(values));
        // Elsewhere an array may stand for all further arguments, as in Java.
        if (expands && values[values.length - 1] instanceof Object[] rest) {
            all.remove(all.size() - 1);
            all.addAll(Arrays.asList(rest));
        }
        return Arguments.of(all, Map.of());
    }

    /** What the method declares, where the function threw that; else what the call threw. */
    private Throwable declared(RuntimeException e) {
        Throwable told = e instanceof RemoteException ? e : e.getCause();
        Constructor<?> maker =
                told instanceof RemoteException remote && remote.code().equals("function_error")
                        ? exceptions.get(remote.type())
                        : null;
        if (maker == null) {
            return e;
        }
        String message = ((RemoteException) told).remoteMessage();
        try {
            Throwable own = (Throwable)
                    (maker.getParameterCount() == 2 ? maker.newInstance(message, told) : maker.newInstance(message));
            if (own.getCause() == null) {
                own.initCause(told);
            }
            own.setStackTrace(e.getStackTrace());
            return own;
        } catch (ReflectiveOperationException | IllegalStateException failed) {
            e.addSuppressed(failed);
            return e;
        }
    }

    /** The function's signature. */
    @Override
    public String toString() {
        return info.signature();
    }
}
