package io.ipyrpc.config;

import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of a whole server, whether a configuration file or code gave them: {@code docs/configuration.md} lists
 * them with their defaults. Immutable.
 */
public final class ServerSettings {
    /** The member of a configuration file that holds the rules. */
    public static final String RULES = "rules";

    private static final List<String> TLS_FILES = List.of("key_store", "trust_store", "password_file");
    private static final Set<String> KNOWN = known();

    private final Settings values;
    private final Set<String> more;

    private ServerSettings(Settings values, Set<String> more) {
        this.values = values;
        this.more = more;
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(Set.of(
                "listen",
                "functions",
                "plugins",
                "workers",
                "queue",
                "max_queue",
                "max_queue_bytes",
                "max_delay",
                "submit_timeout",
                "replay_window",
                "result_ttl",
                "max_retained",
                "max_result",
                "auth",
                "allow_anonymous",
                "allowed_hosts",
                "allowed_origins",
                "advertise",
                "pointers",
                "peers",
                "fetch_timeout",
                "max_metric_functions",
                "log_calls",
                "shutdown_grace",
                "tls",
                "tls.password_env"));
        TLS_FILES.forEach(name -> known.add("tls." + name));
        known.addAll(Limits.names());
        return known;
    }

    /**
     * Settings of those names and values.
     *
     * @throws IllegalArgumentException if one is unknown; the message offers the nearest
     */
    public static ServerSettings of(Map<String, ?> values) {
        return of(values, Set.of());
    }

    /**
     * Settings of those names and values.
     *
     * @param more the names that are known besides the server's own, such as a transport's; inside a section {@code
     *     section.name}
     * @throws IllegalArgumentException if one is unknown; the message offers the nearest
     */
    public static ServerSettings of(Map<String, ?> values, Set<String> more) {
        Set<String> known = new TreeSet<>(KNOWN);
        known.addAll(more);
        SettingNames.check(values, known);
        return new ServerSettings(Settings.of(values), more);
    }

    /**
     * Reads a configuration file: a JSON object with the settings, and the rules as its member {@code rules}.
     *
     * @throws IllegalArgumentException if it cannot be read or is not such an object; the message names the file
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> read(Path file) {
        try {
            Object value = Json.parse(Files.readAllBytes(file), Limits.defaults());
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> settings = new LinkedHashMap<>((Map<String, Object>) map);
                settings.computeIfPresent(
                        "tls",
                        (name, tls) -> tls instanceof Map<?, ?> section
                                ? besideFile(file, (Map<String, Object>) section)
                                : tls);
                return settings;
            }
            throw new IllegalArgumentException("a configuration is a JSON object");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("configuration " + file + " does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read configuration " + file + ": " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("configuration " + file + ": " + e.getMessage(), e);
        }
    }

    /** Relative paths start at the configuration's folder. */
    private static Map<String, Object> besideFile(Path file, Map<String, Object> tls) {
        Map<String, Object> resolved = new LinkedHashMap<>(tls);
        for (String name : TLS_FILES) {
            resolved.computeIfPresent(
                    name,
                    (key, path) -> path instanceof String text
                            ? file.toAbsolutePath().resolveSibling(text).toString()
                            : path);
        }
        return resolved;
    }

    /** The settings by name. */
    public Settings values() {
        return values;
    }

    /** These settings with others added or replaced. */
    public ServerSettings with(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(values.values());
        all.putAll(more);
        return of(all, this.more);
    }

    /** The limits for untrusted bytes. */
    public Limits limits() {
        Limits limits = Limits.defaults();
        for (String name : Limits.names()) {
            if (values.has(name)) {
                limits = limits.with(name, values.number(name, 0, 1, Long.MAX_VALUE));
            }
        }
        return limits;
    }

    /** How many bytes the result of a submitted job may have: {@code max_result}, by default 256 MiB. */
    public long maxResult() {
        return values.number("max_result", 256L << 20, 1, Long.MAX_VALUE);
    }

    /** How many functions the measurements tell apart: {@code max_metric_functions}, by default 200. */
    public int maxMetricFunctions() {
        return (int) values.number("max_metric_functions", 200, 1, 100_000);
    }

    /** How long running calls may go on when the server stops: {@code shutdown_grace}, by default 10 seconds. */
    public Duration shutdownGrace() {
        return Duration.ofSeconds(values.number("shutdown_grace", 10, 0, 86_400));
    }

    /** How long a submitted job may be put off: {@code max_delay}, whole seconds, by default 7 days. */
    public Duration maxDelay() {
        return Duration.ofSeconds(values.number("max_delay", 7 * 86_400, 0, 10L * 365 * 86_400));
    }

    /** How long a queue may take to take a job in: {@code submit_timeout}, by default 20 seconds. */
    public Duration submitTimeout() {
        return Duration.ofSeconds(values.number("submit_timeout", 20, 1, 86_400));
    }

    /** How many functions run at once: {@code workers}, by default 8 for each processor and at least 16. */
    public int workers() {
        int otherwise = Math.max(16, 8 * Runtime.getRuntime().availableProcessors());
        return (int) values.number("workers", otherwise, 1, 100_000);
    }

    /** The settings of pointers: {@code pointers}. */
    public Settings pointers() {
        return values.section("pointers");
    }

    /** How long a call that nothing was heard of runs before its answer begins. */
    public static Duration answerDelay() {
        return Duration.ofMillis(20);
    }
}
