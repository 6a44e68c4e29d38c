package io.ipyrpc.http.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Connects to the server, each address of its host in turn, and agrees on TLS. */
final class Dialer {
    /** Connecting to a server close by takes less. */
    private static final long NEAR_NANOS = 5_000_000;

    private final Origin origin;
    private final HttpClientOptions options;

    Dialer(Origin origin, HttpClientOptions options) {
        this.origin = origin;
        this.options = options;
    }

    void dial(Connection connection) throws IOException {
        List<String> tried = new ArrayList<>();
        IOException last = null;
        for (InetAddress ip : addresses()) {
            InetSocketAddress address = new InetSocketAddress(ip, origin.port());
            Socket wire = connection.newWire();
            long begin = System.nanoTime();
            try {
                wire.connect(address, options.connectTimeout());
            } catch (IOException e) {
                tried.add(Origin.show(address));
                last = e;
                continue;
            }
            boolean near = !origin.tls() && System.nanoTime() - begin < NEAR_NANOS;
            Socket socket = origin.tls() ? secured(wire, address) : wire;
            socket.setSoTimeout(options.readTimeout());
            connection.connected(socket, address, origin.authority(), near);
            return;
        }
        throw unreachable(String.join(" and ", tried), last);
    }

    private InetAddress[] addresses() throws IOException {
        try {
            return InetAddress.getAllByName(origin.host());
        } catch (UnknownHostException e) {
            throw Failure.named(
                    e,
                    "could not connect to " + origin + ": no address is known for " + origin.host()
                            + "; is the name right?");
        }
    }

    private IOException unreachable(String tried, IOException e) {
        String to = "could not connect to " + tried + " (" + origin + "): ";
        if (e instanceof SocketTimeoutException) {
            return Failure.named(
                    e,
                    to + "no answer within " + options.connectTimeout()
                            + " ms; is the address right, and no firewall in between?");
        }
        ConnectException named = new ConnectException(to + withoutSuffix(e) + "; is the server running?");
        named.initCause(e);
        return named;
    }

    /** The JDK appends the native call's name or not, from version to version. */
    private static String withoutSuffix(IOException e) {
        String why = String.valueOf(e.getMessage());
        int suffix = why.indexOf(" (");
        return suffix < 0 ? why : why.substring(0, suffix);
    }

    private Socket secured(Socket wire, InetSocketAddress address) throws IOException {
        try {
            SSLContext context = options.sslContext() == null ? SSLContext.getDefault() : options.sslContext();
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(wire, origin.host(), origin.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            socket.setSSLParameters(parameters);
            wire.setSoTimeout(options.connectTimeout());
            socket.startHandshake();
            return socket;
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("the JDK has no TLS context: " + e.getMessage(), e);
        } catch (SocketTimeoutException e) {
            throw Failure.named(
                    e,
                    untrusted(address) + "no answer within " + options.connectTimeout()
                            + " ms; does the server speak https?");
        } catch (IOException e) {
            SSLHandshakeException named = new SSLHandshakeException(untrusted(address) + e.getMessage()
                    + "; does the server speak https, and is its certificate trusted and for this name?");
            named.initCause(e);
            throw named;
        }
    }

    private String untrusted(InetSocketAddress address) {
        return "could not agree on TLS with " + Origin.show(address) + " (" + origin + "): ";
    }
}
