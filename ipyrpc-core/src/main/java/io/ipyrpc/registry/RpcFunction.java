package io.ipyrpc.registry;

import io.ipyrpc.convert.TypeNames;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.function.DynamicFunction;
import io.ipyrpc.wire.FunctionInfo;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A function as it is registered: what callers know of it, and how it is run. Immutable. */
public final class RpcFunction {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,199}");

    /** Runs the function with values that fit its parameters. */
    interface Invoker {
        Object invoke(Object[] values) throws Throwable;
    }

    private final FunctionInfo info;
    private final Binder binder;
    private final ClassLoader loader;
    private final Invoker invoker;

    private RpcFunction(FunctionInfo info, Binder binder, ClassLoader loader, Invoker invoker) {
        this.info = info;
        this.binder = binder;
        this.loader = loader;
        this.invoker = invoker;
    }

    static RpcFunction of(
            String name,
            String doc,
            List<Parameter> parameters,
            String returnType,
            String returnDoc,
            ClassLoader loader,
            Invoker invoker) {
        String signature = parameters.stream().map(Parameter::signature).collect(Collectors.joining(", ", "(", ")"));
        FunctionInfo info = new FunctionInfo(
                checkedName(name),
                doc,
                name + signature + " -> " + returnType,
                parameters.stream().map(Parameter::info).toList(),
                returnType,
                returnDoc,
                List.of(),
                "",
                false,
                Map.of());
        return new RpcFunction(info, new Binder(info.signature(), parameters), loader, invoker);
    }

    /** A function that takes whatever is sent. */
    static RpcFunction dynamic(String name, String doc, DynamicFunction function) {
        return dynamic(
                name,
                doc,
                Object.class,
                function.getClass().getClassLoader(),
                values -> function.call((Arguments) values[0]));
    }

    /** A function that takes whatever is sent, as the one value that its invoker is given. */
    static RpcFunction dynamic(String name, String doc, Type returnType, ClassLoader loader, Invoker invoker) {
        String returns = TypeNames.of(returnType);
        FunctionInfo info = new FunctionInfo(
                checkedName(name),
                doc,
                name + "(*args, **kwargs) -> " + returns,
                List.of(),
                returns,
                "",
                List.of(),
                "",
                false,
                Map.of());
        return new RpcFunction(info, null, loader, invoker);
    }

    private static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be a function's name; it is one of a-z and A-Z, and then"
                            + " of these, digits, '_', '.' and '-', at most 200 in all; name it by @Rpc(name = \"…\")");
        }
        return name;
    }

    /** The name that it is called by. */
    public String name() {
        return info.name();
    }

    /** What callers know of it, but for what the rules add. */
    public FunctionInfo info() {
        return info;
    }

    /**
     * Fits arguments to the parameters.
     *
     * @throws io.ipyrpc.wire.RpcException with {@code bad_request} if they do not fit; the message shows the signature
     */
    public Object[] bind(Arguments arguments) {
        return binder == null ? new Object[] {arguments} : binder.bind(arguments);
    }

    /** The class loader of its code. */
    public ClassLoader loader() {
        return loader;
    }

    /** Whether it is the server's own: what it refuses is the server's refusal, no exception of a function. */
    public boolean isOwn() {
        return info.name().startsWith("_");
    }

    /** Whether a positional argument is to be handed over as the pointer that it is, not as its value. */
    public boolean takesPointer(int position) {
        return binder != null && binder.takesPointer(position);
    }

    /** Whether a keyword argument is to be handed over as the pointer that it is, not as its value. */
    public boolean takesPointer(String name) {
        return binder != null && binder.takesPointer(name);
    }

    /** The same function under a name of the server's own, which begins with {@code _}. */
    RpcFunction reserved() {
        FunctionInfo own = new FunctionInfo(
                "_" + info.name(),
                info.doc(),
                "_" + info.signature(),
                info.parameters(),
                info.returnType(),
                info.returnDoc(),
                List.of(),
                "",
                false,
                Map.of());
        return new RpcFunction(own, binder.as(own.signature()), loader, invoker);
    }

    /**
     * Runs the function.
     *
     * @param values what {@link #bind} gave
     * @throws Throwable what the function throws
     */
    public Object invoke(Object[] values) throws Throwable {
        return invoker.invoke(values);
    }

    /** The signature. */
    @Override
    public String toString() {
        return info.signature();
    }
}
