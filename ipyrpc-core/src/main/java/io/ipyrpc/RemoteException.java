package io.ipyrpc;

import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What went wrong on the server, all of it readable. Its stack trace shows the remote frames below the local ones, and
 * its cause and suppressed exceptions are the remote ones, as far as they were told.
 *
 * <p>Where the remote type is one of the JDK's common unchecked exceptions, or one that the client registered, a call
 * throws that type, and this exception is its cause.
 */
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The client's own frames say nothing to whoever reads a stack trace. */
    private static final Set<String> OWN = Stream.of(
                    RpcClient.class,
                    RemoteCalls.class,
                    RemoteJobs.class,
                    RemoteFunction.class,
                    RemoteException.class,
                    RemoteProxy.class,
                    ProxyMethod.class,
                    Invocation.class,
                    Job.class,
                    Mapping.class,
                    MapRun.class,
                    KnownExceptions.class,
                    FunctionList.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final transient ErrorRecord error;

    /**
     * The exception for a record that came from a server.
     *
     * @param error what the server told
     * @param address the server, for the stack trace
     */
    // It hands itself to methods of Throwable alone.
    @SuppressWarnings("this-escape")
    public RemoteException(ErrorRecord error, String address) {
        this(error);
        super.setStackTrace(joined(new Throwable().getStackTrace(), error, address));
    }

    /** With the remote frames alone: a cause stands below an exception that has the local ones. */
    RemoteException(ErrorRecord error) {
        super(message(error), error.cause() == null ? null : new RemoteException(error.cause()));
        this.error = error;
        error.suppressed().forEach(other -> super.addSuppressed(new RemoteException(other)));
        super.setStackTrace(remote(error).toArray(StackTraceElement[]::new));
    }

    private static String message(ErrorRecord error) {
        if (error.type().isEmpty()) {
            return error.code() + ": " + error.message();
        }
        return error.message().isEmpty() ? error.type() : error.type() + ": " + error.message();
    }

    /** The local frames from the caller on, then the remote ones. */
    static StackTraceElement[] joined(StackTraceElement[] local, ErrorRecord error, String address) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement element : local) {
            String type = element.getClassName();
            int nested = type.indexOf('$');
            if (!OWN.contains(nested < 0 ? type : type.substring(0, nested))) {
                frames.add(element);
            }
        }
        if (!error.frames().isEmpty()) {
            frames.add(new StackTraceElement("remote", "call", address, -1));
            frames.addAll(remote(error));
        }
        return frames.toArray(new StackTraceElement[0]);
    }

    private static List<StackTraceElement> remote(ErrorRecord error) {
        return error.frames().stream().map(frame -> frame.toStackTraceElement()).toList();
    }

    /** The protocol's code for it, such as {@code function_error} or {@code bad_request} (§4.1). */
    public String code() {
        return error.code();
    }

    /** The protocol's code where this version knows it. */
    public Optional<ErrorCode> errorCode() {
        return ErrorCode.of(error.code());
    }

    /** The name of the class that was thrown on the server, or "" where nothing was. */
    public String type() {
        return error.type();
    }

    /** The message of what was thrown on the server. */
    public String remoteMessage() {
        return error.message();
    }

    /** The stack trace as the server's Java prints it, or "". */
    public String traceback() {
        return error.traceback();
    }

    /** The whole record. */
    public ErrorRecord error() {
        return error;
    }
}
