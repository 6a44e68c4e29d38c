package io.ipyrpc.server;

import io.ipyrpc.client.Connection;
import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.pointer.Peers;
import io.ipyrpc.pointer.PointerPath;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;

/** Fetches the values of pointers that other servers keep, of peers alone. Safe for use by any number of threads. */
final class PeerFetch {
    /** What the peer says of the pointer itself is for the caller; all else is between the two servers. */
    private static final Set<String> TOLD = Set.of("not_found", "gone", "too_large", "not_acceptable");

    private static final int LONGEST = 300;

    private final Peers peers;
    private final Plugins plugins;
    private final ServerSettings settings;
    private final Limits limits;
    private final long seconds;
    private final Pulse pulse;

    /**
     * Fetching by the settings {@code peers} and {@code fetch_timeout}.
     *
     * @throws IllegalArgumentException if one cannot be honoured
     */
    PeerFetch(ServerSettings settings, Plugins plugins, Pulse pulse) {
        this.settings = settings;
        this.plugins = plugins;
        this.pulse = pulse;
        this.limits = settings.limits();
        this.peers = new Peers(settings.values().texts("peers"));
        this.seconds = settings.values().number("fetch_timeout", 300, 1, 86_400);
    }

    /** The fetching of one call. */
    Fetching fetching() {
        return new Fetching();
    }

    /** Where a pointer points, fit for a message: what is told of its value is anybody's words. */
    private static String shown(DataPointer pointer) {
        String port = pointer.port() == 0 ? "" : ":" + pointer.port();
        String text = pointer.protocol() + "://" + pointer.host() + port + pointer.path();
        return "'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "'";
    }

    /** What one call fetches. For one thread, but for {@link #cancel}. */
    final class Fetching implements Consumer<Exchange> {
        private Exchange open;
        private boolean cancelled;

        /** Ends what is being fetched, and refuses more; from any thread. */
        synchronized void cancel() {
            cancelled = true;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public synchronized void accept(Exchange exchange) {
            open = exchange;
            if (cancelled) {
                exchange.close();
            }
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        /**
         * The value of a pointer to another server.
         *
         * @param path the pointer's, or null where it has none
         * @throws RpcException with {@code forbidden}, before any connection is made, if it is no peer's; or if the value
         *     cannot be had
         */
        Object fetch(DataPointer pointer, PointerPath path, Addresses own) {
            URI address = Peers.address(pointer);
            if (path == null) {
                throw new RpcException(
                        ErrorCode.FORBIDDEN,
                        "the path of " + shown(pointer) + " is no pointer's; it is /data/SERVER/ID");
            }
            if (own.isOwn(pointer)) {
                throw Pointers.ended(path.server());
            }
            if (address == null || !peers.allow(pointer)) {
                throw new RpcException(
                        ErrorCode.FORBIDDEN,
                        "the value of " + shown(pointer)
                                + " is not fetched: its server is no peer of this one; add it to the"
                                + " setting peers if it should be");
            }
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            Pulse.Beat deadline = now -> {
                if (now - end >= 0) {
                    cancel();
                }
            };
            pulse.add(deadline);
            try (Connection connection = new Connection(address, plugins, settings.values(), limits, 1)) {
                return connection.fetch(path.toString(), pointer.secretKey(), limits.maxBody(), this);
            } catch (RpcException e) {
                throw TOLD.contains(e.code())
                        ? new RpcException(ErrorCode.of(e.code()).orElseThrow(), address + ": " + e.getMessage())
                        : lost(pointer, e);
            } catch (IOException | IllegalArgumentException e) {
                if (isCancelled() && System.nanoTime() - end >= 0) {
                    throw new RpcException(
                            ErrorCode.TIMEOUT,
                            "the value of " + shown(pointer) + " was not fetched within " + seconds
                                    + " s (fetch_timeout)");
                }
                throw lost(pointer, e);
            } finally {
                pulse.remove(deadline);
            }
        }

        private RpcException lost(DataPointer pointer, Exception e) {
            // What was being tried stands before it already.
            Throwable why = e.getCause() instanceof IOException cause ? cause : e;
            return new RpcException(
                    ErrorCode.WORKER_LOST,
                    "the value of " + shown(pointer) + " cannot be fetched: " + why.getMessage());
        }
    }
}
