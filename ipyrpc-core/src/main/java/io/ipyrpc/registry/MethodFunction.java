package io.ipyrpc.registry;

import io.ipyrpc.convert.TypeArguments;
import io.ipyrpc.convert.TypeNames;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.source.DocIndex;
import io.ipyrpc.source.MethodDoc;
import io.ipyrpc.source.ProcessorHint;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Functions made of Java methods: names, types and documentation are the method's. */
final class MethodFunction {
    private static final System.Logger LOG = System.getLogger(MethodFunction.class.getName());
    private static final int MOST_HINTS = 1_000;
    private static final Set<String> WITHOUT_NAMES = ConcurrentHashMap.newKeySet();

    private MethodFunction() {}

    /**
     * A function that runs a method.
     *
     * @param target the object, or null for a static method
     * @throws IllegalArgumentException if it cannot be reached or bound; the message names it
     */
    static RpcFunction of(String name, Method method, Object target) {
        MethodHandle handle = handle(method, target);
        TypeArguments arguments = target == null ? TypeArguments.NONE : TypeArguments.of(target.getClass());
        return of(name, method, 0, false, arguments, values -> (Object) handle.invokeExact(values));
    }

    /**
     * A function whose signature is a method's, run in another way.
     *
     * @param captured how many leading parameters the caller does not see
     * @param receiver whether the first parameter is the object itself
     * @param arguments what the type variables of the method's class stand for
     */
    static RpcFunction of(
            String name,
            Executable executable,
            int captured,
            boolean receiver,
            TypeArguments arguments,
            RpcFunction.Invoker invoker) {
        MethodDoc doc = executable instanceof Method method
                ? DocIndex.of(method.getDeclaringClass()).method(method).orElse(null)
                : null;
        MethodDoc known = doc == null ? new MethodDoc(List.of(), "", Map.of(), "") : doc;
        Rpc rpc = executable.getAnnotation(Rpc.class);
        Type returnType = executable instanceof Method m ? m.getGenericReturnType() : executable.getDeclaringClass();
        String text = rpc != null && !rpc.doc().isEmpty() ? rpc.doc() : known.text();
        if (!receiver && takesArguments(executable, captured)) {
            return RpcFunction.dynamic(
                    name, text, returnType, executable.getDeclaringClass().getClassLoader(), invoker);
        }
        try {
            List<Parameter> parameters = parameters(executable, captured, receiver, arguments, known);
            return RpcFunction.of(
                    name,
                    text,
                    parameters,
                    TypeNames.of(arguments.in(returnType)),
                    known.returns(),
                    executable.getDeclaringClass().getClassLoader(),
                    invoker);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cannot register '" + name + "' (" + shown(executable) + "): " + e.getMessage(), e);
        }
    }

    /** A method of {@code Arguments} alone takes whatever is sent. */
    private static boolean takesArguments(Executable executable, int captured) {
        Class<?>[] types = executable.getParameterTypes();
        return types.length == captured + 1 && types[captured] == Arguments.class;
    }

    private static List<Parameter> parameters(
            Executable executable, int captured, boolean receiver, TypeArguments arguments, MethodDoc doc) {
        List<Parameter> parameters = new ArrayList<>();
        if (receiver) {
            parameters.add(
                    Parameter.of("self", "", executable.getDeclaringClass(), false, executable.getDeclaringClass()));
        }
        java.lang.reflect.Parameter[] declared = executable.getParameters();
        Type[] types = executable.getGenericParameterTypes();
        // What a lambda captured may be of any type: no value needs to become one.
        for (int i = captured; i < declared.length; i++) {
            // An implicit parameter has no generic type: then the plain one is all there is.
            Type type = types.length == declared.length ? types[i] : declared[i].getType();
            String name = name(declared[i], i, captured, doc);
            String text = doc(declared[i], name, doc);
            parameters.add(Parameter.of(name, text, arguments.in(type), declared[i].isVarArgs(), declared[i]));
        }
        return parameters;
    }

    private static String name(java.lang.reflect.Parameter parameter, int i, int captured, MethodDoc doc) {
        Rpc.Param byHand = byHand(parameter);
        if (byHand != null && !byHand.name().isEmpty()) {
            return byHand.name();
        }
        if (parameter.isNamePresent()) {
            return parameter.getName();
        }
        if (i < doc.parameterNames().size()) {
            return doc.parameterNames().get(i);
        }
        hint(parameter.getDeclaringExecutable());
        return "arg" + (i - captured);
    }

    /** Once a class; for no lambda, whose names are nowhere to be had, and for no class of Java's own. */
    private static void hint(Executable executable) {
        Class<?> type = executable.getDeclaringClass();
        ClassLoader loader = type.getClassLoader();
        boolean ofJava = loader == null || loader == ClassLoader.getPlatformClassLoader();
        if (!ofJava
                && !executable.isSynthetic()
                && WITHOUT_NAMES.size() < MOST_HINTS
                && WITHOUT_NAMES.add(type.getName())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "callers of " + shown(executable) + " see arg0 in place of its parameters' names: "
                            + ProcessorHint.of(type));
        }
    }

    private static String doc(java.lang.reflect.Parameter parameter, String name, MethodDoc doc) {
        Rpc.Param byHand = byHand(parameter);
        return byHand != null && !byHand.doc().isEmpty()
                ? byHand.doc()
                : doc.parameters().getOrDefault(name, "");
    }

    private static Rpc.Param byHand(AnnotatedElement parameter) {
        return parameter.getAnnotation(Rpc.Param.class);
    }

    private static MethodHandle handle(Method method, Object target) {
        try {
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity();
            handle = target == null ? handle : handle.bindTo(target);
            return handle.asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "cannot reach " + shown(method) + ": open its package to io.ipyrpc.core, or make it public", e);
        }
    }

    static String shown(Executable executable) {
        List<String> types = new ArrayList<>();
        for (Type type : executable.getGenericParameterTypes()) {
            types.add(TypeNames.of(type));
        }
        String name = executable instanceof Method ? "." + executable.getName() : "";
        return executable.getDeclaringClass().getSimpleName() + name + "(" + String.join(", ", types) + ")";
    }
}
