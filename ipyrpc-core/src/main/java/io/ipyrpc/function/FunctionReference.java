package io.ipyrpc.function;

import java.io.Serializable;

/**
 * A method reference or lambda that can be registered: its method is found out from it, with names, types and
 * documentation. It is serializable for that alone; it is never serialized.
 */
public interface FunctionReference extends Serializable {
    /** How many parameters it has. */
    int arity();

    /**
     * Runs it.
     *
     * @param arguments as many as it has parameters
     * @return its result, null where it has none
     * @throws Exception what the function throws
     */
    Object invoke(Object[] arguments) throws Exception;

    /** A function, of no parameter. */
    @FunctionalInterface
    interface Function0<R> extends FunctionReference {
        @Override
        default int arity() {
            return 0;
        }

        /** Runs it. */
        R call() throws Exception;

        @Override
        default Object invoke(Object[] arguments) throws Exception {
            return call();
        }
    }

    /** A function, of one parameter. */
    @FunctionalInterface
    interface Function1<A, R> extends FunctionReference {
        @Override
        default int arity() {
            return 1;
        }

        /** Runs it. */
        R call(A a) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            return call((A) arguments[0]);
        }
    }

    /** A function, of two parameters. */
    @FunctionalInterface
    interface Function2<A, B, R> extends FunctionReference {
        @Override
        default int arity() {
            return 2;
        }

        /** Runs it. */
        R call(A a, B b) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            return call((A) arguments[0], (B) arguments[1]);
        }
    }

    /** A function, of three parameters. */
    @FunctionalInterface
    interface Function3<A, B, C, R> extends FunctionReference {
        @Override
        default int arity() {
            return 3;
        }

        /** Runs it. */
        R call(A a, B b, C c) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            return call((A) arguments[0], (B) arguments[1], (C) arguments[2]);
        }
    }

    /** A function, of four parameters. */
    @FunctionalInterface
    interface Function4<A, B, C, D, R> extends FunctionReference {
        @Override
        default int arity() {
            return 4;
        }

        /** Runs it. */
        R call(A a, B b, C c, D d) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            return call((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3]);
        }
    }

    /** A function, of five parameters. */
    @FunctionalInterface
    interface Function5<A, B, C, D, E, R> extends FunctionReference {
        @Override
        default int arity() {
            return 5;
        }

        /** Runs it. */
        R call(A a, B b, C c, D d, E e) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            return call((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3], (E) arguments[4]);
        }
    }

    /** A function, of six parameters. */
    @FunctionalInterface
    interface Function6<A, B, C, D, E, F, R> extends FunctionReference {
        @Override
        default int arity() {
            return 6;
        }

        /** Runs it. */
        R call(A a, B b, C c, D d, E e, F f) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            return call((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3], (E) arguments[4], (F)
                    arguments[5]);
        }
    }

    /** A function without a result, of no parameter. */
    @FunctionalInterface
    interface Procedure0 extends FunctionReference {
        @Override
        default int arity() {
            return 0;
        }

        /** Runs it. */
        void call() throws Exception;

        @Override
        default Object invoke(Object[] arguments) throws Exception {
            call();
            return null;
        }
    }

    /** A function without a result, of one parameter. */
    @FunctionalInterface
    interface Procedure1<A> extends FunctionReference {
        @Override
        default int arity() {
            return 1;
        }

        /** Runs it. */
        void call(A a) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            call((A) arguments[0]);
            return null;
        }
    }

    /** A function without a result, of two parameters. */
    @FunctionalInterface
    interface Procedure2<A, B> extends FunctionReference {
        @Override
        default int arity() {
            return 2;
        }

        /** Runs it. */
        void call(A a, B b) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            call((A) arguments[0], (B) arguments[1]);
            return null;
        }
    }

    /** A function without a result, of three parameters. */
    @FunctionalInterface
    interface Procedure3<A, B, C> extends FunctionReference {
        @Override
        default int arity() {
            return 3;
        }

        /** Runs it. */
        void call(A a, B b, C c) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            call((A) arguments[0], (B) arguments[1], (C) arguments[2]);
            return null;
        }
    }

    /** A function without a result, of four parameters. */
    @FunctionalInterface
    interface Procedure4<A, B, C, D> extends FunctionReference {
        @Override
        default int arity() {
            return 4;
        }

        /** Runs it. */
        void call(A a, B b, C c, D d) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            call((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3]);
            return null;
        }
    }

    /** A function without a result, of five parameters. */
    @FunctionalInterface
    interface Procedure5<A, B, C, D, E> extends FunctionReference {
        @Override
        default int arity() {
            return 5;
        }

        /** Runs it. */
        void call(A a, B b, C c, D d, E e) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            call((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3], (E) arguments[4]);
            return null;
        }
    }

    /** A function without a result, of six parameters. */
    @FunctionalInterface
    interface Procedure6<A, B, C, D, E, F> extends FunctionReference {
        @Override
        default int arity() {
            return 6;
        }

        /** Runs it. */
        void call(A a, B b, C c, D d, E e, F f) throws Exception;

        @Override
        @SuppressWarnings("unchecked")
        default Object invoke(Object[] arguments) throws Exception {
            call((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3], (E) arguments[4], (F)
                    arguments[5]);
            return null;
        }
    }
}
