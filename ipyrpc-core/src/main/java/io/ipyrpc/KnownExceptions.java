package io.ipyrpc;

import io.ipyrpc.wire.ErrorRecord;
import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/** The exceptions that a call may throw under their own type: a fixed table, never a class that the wire named. */
final class KnownExceptions {
    private static final Map<String, Function<String, RuntimeException>> JDK = new HashMap<>();

    static {
        add(IllegalArgumentException.class, IllegalArgumentException::new);
        add(IllegalStateException.class, IllegalStateException::new);
        add(NullPointerException.class, NullPointerException::new);
        add(IndexOutOfBoundsException.class, IndexOutOfBoundsException::new);
        add(ArrayIndexOutOfBoundsException.class, ArrayIndexOutOfBoundsException::new);
        add(StringIndexOutOfBoundsException.class, StringIndexOutOfBoundsException::new);
        add(NegativeArraySizeException.class, NegativeArraySizeException::new);
        add(ArithmeticException.class, ArithmeticException::new);
        add(NumberFormatException.class, NumberFormatException::new);
        add(ClassCastException.class, ClassCastException::new);
        add(UnsupportedOperationException.class, UnsupportedOperationException::new);
        add(NoSuchElementException.class, NoSuchElementException::new);
        add(ConcurrentModificationException.class, ConcurrentModificationException::new);
        add(CancellationException.class, CancellationException::new);
        add(DateTimeException.class, DateTimeException::new);
        add(SecurityException.class, SecurityException::new);
        add(RuntimeException.class, RuntimeException::new);
    }

    private final Map<String, Function<String, ? extends RuntimeException>> registered;

    KnownExceptions(Map<String, Function<String, ? extends RuntimeException>> registered) {
        this.registered = Map.copyOf(registered);
    }

    private static <T extends RuntimeException> void add(Class<T> type, Function<String, RuntimeException> maker) {
        JDK.put(type.getName(), maker);
    }

    /** The exception to throw for a record. */
    RuntimeException of(ErrorRecord error, String address) {
        RemoteException remote = new RemoteException(error, address);
        Function<String, ? extends RuntimeException> maker = registered.get(error.type());
        maker = maker != null ? maker : JDK.get(error.type());
        if (maker == null || !error.code().equals("function_error")) {
            return remote;
        }
        RuntimeException own = maker.apply(error.message().isEmpty() ? null : error.message());
        own.setStackTrace(remote.getStackTrace());
        RemoteException below = new RemoteException(error);
        try {
            own.initCause(below);
        } catch (IllegalStateException e) {
            // Its constructor has said what the cause is, if only that there is none.
            own.addSuppressed(below);
        }
        return own;
    }
}
