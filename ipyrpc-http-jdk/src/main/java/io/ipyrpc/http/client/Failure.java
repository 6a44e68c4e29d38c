package io.ipyrpc.http.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Says of a failure what was being tried, in an exception of the same kind. */
final class Failure {
    private Failure() {}

    static IOException named(IOException cause, String message) {
        IOException named = sameKind(cause, message);
        named.initCause(cause);
        return named;
    }

    private static IOException sameKind(IOException cause, String message) {
        if (cause instanceof EOFException) {
            return new EOFException(message);
        }
        if (cause instanceof SocketTimeoutException) {
            return new SocketTimeoutException(message);
        }
        if (cause instanceof ProtocolException) {
            return new ProtocolException(message);
        }
        if (cause instanceof ConnectException) {
            return new ConnectException(message);
        }
        if (cause instanceof SocketException) {
            return new SocketException(message);
        }
        if (cause instanceof UnknownHostException) {
            return new UnknownHostException(message);
        }
        if (cause instanceof SSLHandshakeException) {
            return new SSLHandshakeException(message);
        }
        return cause instanceof SSLException ? new SSLException(message) : new IOException(message);
    }
}
