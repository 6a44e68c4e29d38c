package io.ipyrpc.function;

import io.ipyrpc.function.FunctionReference.Function0;
import io.ipyrpc.function.FunctionReference.Function1;
import io.ipyrpc.function.FunctionReference.Function2;
import io.ipyrpc.function.FunctionReference.Function3;
import io.ipyrpc.function.FunctionReference.Function4;
import io.ipyrpc.function.FunctionReference.Function5;
import io.ipyrpc.function.FunctionReference.Function6;
import io.ipyrpc.function.FunctionReference.Procedure0;
import io.ipyrpc.function.FunctionReference.Procedure1;
import io.ipyrpc.function.FunctionReference.Procedure2;
import io.ipyrpc.function.FunctionReference.Procedure3;
import io.ipyrpc.function.FunctionReference.Procedure4;
import io.ipyrpc.function.FunctionReference.Procedure5;
import io.ipyrpc.function.FunctionReference.Procedure6;

/**
 * Where functions are registered: a server, or what a {@link FunctionProvider} is handed.
 *
 * <p>All methods refuse, with {@link IllegalArgumentException} and the reason, a name that is not
 * {@code [A-Za-z][A-Za-z0-9_.-]*} or is taken, and a function whose parameters cannot be bound to arguments. A method
 * reference keeps the method's parameter names, types and documentation.
 *
 * <pre>{@code
 * functions.register("mean", Stats::mean)
 *          .register("fit", model::fit)
 *          .register(new MyService());
 * }</pre>
 */
// A reference to a method that is not overloaded is of one arity, with or without a result: no call is ambiguous.
@SuppressWarnings("overloads")
public interface Functions {
    /** Registers what a reference or lambda of the family {@link FunctionReference} stands for. */
    Functions register(String name, FunctionReference reference);

    /**
     * Registers every public method of the object that is marked {@link Rpc}.
     *
     * @param service an object; or a {@code Class}, whose marked static methods are meant
     * @throws IllegalArgumentException also if no method is marked
     */
    Functions register(Object service);

    /**
     * Registers a public static method, found by its name.
     *
     * @throws IllegalArgumentException also if the class has no such method, or several
     */
    Functions register(String name, Class<?> type, String method);

    /** Registers a function that takes whatever the caller sends. */
    Functions registerDynamic(String name, String doc, DynamicFunction function);

    /** Registers a function, of no parameter. */
    default <R> Functions register(String name, Function0<R> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function, of one parameter. */
    default <A, R> Functions register(String name, Function1<A, R> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function, of two parameters. */
    default <A, B, R> Functions register(String name, Function2<A, B, R> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function, of three parameters. */
    default <A, B, C, R> Functions register(String name, Function3<A, B, C, R> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function, of four parameters. */
    default <A, B, C, D, R> Functions register(String name, Function4<A, B, C, D, R> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function, of five parameters. */
    default <A, B, C, D, E, R> Functions register(String name, Function5<A, B, C, D, E, R> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function, of six parameters. */
    default <A, B, C, D, E, F, R> Functions register(String name, Function6<A, B, C, D, E, F, R> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function without a result, of no parameter. */
    default Functions register(String name, Procedure0 reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function without a result, of one parameter. */
    default <A> Functions register(String name, Procedure1<A> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function without a result, of two parameters. */
    default <A, B> Functions register(String name, Procedure2<A, B> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function without a result, of three parameters. */
    default <A, B, C> Functions register(String name, Procedure3<A, B, C> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function without a result, of four parameters. */
    default <A, B, C, D> Functions register(String name, Procedure4<A, B, C, D> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function without a result, of five parameters. */
    default <A, B, C, D, E> Functions register(String name, Procedure5<A, B, C, D, E> reference) {
        return register(name, (FunctionReference) reference);
    }

    /** Registers a function without a result, of six parameters. */
    default <A, B, C, D, E, F> Functions register(String name, Procedure6<A, B, C, D, E, F> reference) {
        return register(name, (FunctionReference) reference);
    }
}
