package io.ipyrpc.registry;

import io.ipyrpc.convert.TypeArguments;
import io.ipyrpc.function.FunctionReference;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Executable;

/** Functions made of method references and lambdas: the method behind one tells names, types and documentation. */
final class References {
    private References() {}

    static RpcFunction of(String name, FunctionReference reference) {
        SerializedLambda lambda = lambda(name, reference);
        Executable executable = executable(name, lambda, reference.getClass().getClassLoader());
        int kind = lambda.getImplMethodKind();
        boolean receiver = kind != MethodHandleInfo.REF_invokeStatic && kind != MethodHandleInfo.REF_newInvokeSpecial;
        int captured = lambda.getCapturedArgCount();
        int seen = executable.getParameterCount() + (receiver ? 1 : 0) - captured;
        if (seen != reference.arity()) {
            throw new IllegalArgumentException("cannot register '" + name + "': the reference has " + reference.arity()
                    + " parameters, its method " + MethodFunction.shown(executable) + " has " + seen
                    + "; register a lambda with declared types instead");
        }
        // A bound receiver is captured and thereby not seen: no parameter needs to be made of its type.
        boolean boundReceiver = receiver && captured > 0;
        return MethodFunction.of(
                name,
                executable,
                boundReceiver ? captured - 1 : captured,
                receiver && !boundReceiver,
                boundReceiver ? TypeArguments.of(lambda.getCapturedArg(0).getClass()) : TypeArguments.NONE,
                reference::invoke);
    }

    /** Java writes a lambda as a description of itself: caught on its way out, nothing is ever serialized. */
    private static SerializedLambda lambda(String name, FunctionReference reference) {
        SerializedLambda[] caught = new SerializedLambda[1];
        try (ObjectOutputStream out = new Catcher(caught)) {
            out.writeObject(reference);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot register '" + name + "': " + e.getMessage(), e);
        }
        if (caught[0] == null) {
            throw new IllegalArgumentException(
                    "cannot register '" + name + "': a " + reference.getClass().getName()
                            + " is neither a method reference nor a lambda; use registerDynamic");
        }
        return caught[0];
    }

    private static final class Catcher extends ObjectOutputStream {
        private final SerializedLambda[] caught;

        Catcher(SerializedLambda[] caught) throws IOException {
            super(OutputStream.nullOutputStream());
            this.caught = caught;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof SerializedLambda lambda && caught[0] == null) {
                caught[0] = lambda;
            }
            return null;
        }
    }

    private static Executable executable(String name, SerializedLambda lambda, ClassLoader loader) {
        try {
            Class<?> type = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
            Class<?>[] parameters = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader)
                    .parameterArray();
            return lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial
                    ? type.getDeclaredConstructor(parameters)
                    : type.getDeclaredMethod(lambda.getImplMethodName(), parameters);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot register '" + name + "': its method is not found: " + e, e);
        }
    }
}
