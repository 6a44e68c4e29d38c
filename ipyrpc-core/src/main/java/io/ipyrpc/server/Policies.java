package io.ipyrpc.server;

import io.ipyrpc.config.Glob;
import io.ipyrpc.config.Nearest;
import io.ipyrpc.config.Rules;
import io.ipyrpc.plugin.Artifacts;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.registry.FunctionTable;
import io.ipyrpc.spi.Authenticator;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Op;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes policies of rules: every setting is checked, with the glob it stands under in the message. Safe for use by any
 * number of threads.
 */
public final class Policies {
    /** The settings that rules may have. */
    public static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "input_serialization",
            "output_serialization",
            "return_pointer",
            "auth",
            "max_output",
            "timeout",
            "on_disconnect"));

    private static final long MAX_OUTPUT = 10_000_000;
    /** Callers may ask for names that no function has: what is remembered must not grow by it. */
    private static final int MOST_KNOWN = 10_000;
    /** No function has a longer one. */
    private static final int LONGEST_NAME = 200;

    /** What anybody may ask where a rule says so. */
    private static final Set<String> HARMLESS = Set.of("@" + Op.HEALTH, "@" + Op.METRICS);

    private final Rules rules;
    private final SerializerSet serializers;
    private final Plugins plugins;
    private final Verifier byDefault;
    private final Settings server;
    private final Map<String, FunctionPolicy> known = new ConcurrentHashMap<>();
    private final Map<String, Verifier> verifiers = new ConcurrentHashMap<>();

    /**
     * Policies by those rules.
     *
     * @param byDefault who decides about callers where no rule says: a Verifier, or the name of an authenticator, of which
     *     there is one verifier wherever it is named; null for nobody
     * @param server the server's settings, which authenticators look at
     * @throws IllegalArgumentException if any of their settings cannot be honoured
     */
    public Policies(Rules rules, SerializerSet serializers, Plugins plugins, Object byDefault, Settings server) {
        this.rules = rules;
        this.serializers = serializers;
        this.plugins = plugins;
        this.server = server;
        this.byDefault = byDefault instanceof String name ? named(name) : (Verifier) byDefault;
        // A rule that no function matches yet must be sound as well: it will match one day.
        rules.byGlob().forEach((glob, settings) -> {
            Map<String, Rules.Chosen> chosen = new LinkedHashMap<>();
            settings.forEach((name, value) -> chosen.put(name, new Rules.Chosen(value, glob)));
            policy(chosen);
        });
    }

    /**
     * Looks whether the rules agree on every function of a table, and on every operation.
     *
     * @throws IllegalArgumentException if two globs tie
     */
    public void check(FunctionTable table) {
        refuseUnknownOperations();
        table.all().keySet().forEach(this::of);
        for (Op op : Op.values()) {
            of("@" + op);
        }
    }

    /** A rule for an operation that there is none of would guard nothing. */
    private void refuseUnknownOperations() {
        List<String> operations = Arrays.stream(Op.values()).map(op -> "@" + op).toList();
        for (String pattern : rules.byGlob().keySet()) {
            Glob glob = new Glob(pattern);
            if (pattern.startsWith("@") && operations.stream().noneMatch(glob::matches)) {
                throw new IllegalArgumentException(
                        "there is no operation '" + pattern + "'" + Nearest.hint(pattern, operations));
            }
        }
    }

    /**
     * Whether there is anything that nobody decides about: neither by default nor by a rule for all names, or because a
     * rule says {@code none}, but of what tells nothing of functions and their values.
     */
    boolean letAnybodyIn() {
        Map<String, Map<String, Object>> byGlob = rules.byGlob();
        boolean opened = byGlob.keySet().stream()
                .filter(glob -> !HARMLESS.contains(glob))
                .anyMatch(glob -> "none".equals(byGlob.get(glob).get("auth")));
        boolean guarded = byDefault != null
                || byGlob.keySet().stream()
                        .anyMatch(
                                glob -> glob.matches("\\*+") && byGlob.get(glob).containsKey("auth"));
        return opened || !guarded;
    }

    /**
     * What the rules say of a function, or of an operation without one, which goes by {@code @} and its name.
     *
     * @throws IllegalArgumentException if two globs tie
     */
    FunctionPolicy of(String name) {
        FunctionPolicy policy = known.get(name);
        if (policy == null) {
            policy = policy(rulesOf(name));
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            if (name.length() <= LONGEST_NAME) {
                known.put(name, policy);
            }
        }
        return policy;
    }

    /**
     * The server's own functions take and give whatever is installed: rules for all functions mean the user's, and a
     * handle to a value has to work where they do.
     */
    private Map<String, Rules.Chosen> rulesOf(String name) {
        Map<String, Rules.Chosen> chosen = rules.of(name);
        if (!name.startsWith("_")) {
            return chosen;
        }
        Map<String, Rules.Chosen> own = new LinkedHashMap<>(chosen);
        own.entrySet()
                .removeIf(rule -> rule.getKey().endsWith("put_serialization")
                        && !rule.getValue().from().startsWith("_"));
        return own;
    }

    private FunctionPolicy policy(Map<String, Rules.Chosen> chosen) {
        Map<String, FunctionInfo.Setting> settings = new TreeMap<>();
        List<String> input = serializers(chosen, "input_serialization");
        List<String> output = serializers(chosen, "output_serialization");
        boolean restricted = chosen.containsKey("output_serialization")
                && chosen.get("output_serialization").value() instanceof List;
        boolean pointer = flag(chosen, "return_pointer");
        Object disconnect = value(chosen, "on_disconnect", "cancel");
        if (!"cancel".equals(disconnect) && !"continue".equals(disconnect)) {
            throw wrong(chosen, "on_disconnect", "'cancel' or 'continue'");
        }
        double timeout = number(chosen, "timeout", 0);
        long maxOutput = (long) number(chosen, "max_output", MAX_OUTPUT);
        Verifier verifier = verifier(chosen);
        FunctionPolicy policy = new FunctionPolicy(
                input.isEmpty() ? serializers.names() : input,
                output,
                !restricted,
                maxOutput,
                timeout,
                disconnect.equals("cancel"),
                verifier,
                settings);
        settings.put("input_serialization", setting(chosen, "input_serialization", policy.input()));
        settings.put("output_serialization", setting(chosen, "output_serialization", output));
        settings.put("return_pointer", setting(chosen, "return_pointer", pointer));
        settings.put("on_disconnect", setting(chosen, "on_disconnect", disconnect));
        settings.put("timeout", setting(chosen, "timeout", timeout));
        settings.put("max_output", setting(chosen, "max_output", maxOutput));
        Object auth = verifier == null ? "none" : verifier.getClass().getSimpleName();
        settings.put("auth", setting(chosen, "auth", value(chosen, "auth", auth) instanceof String text ? text : auth));
        return policy;
    }

    private static FunctionInfo.Setting setting(Map<String, Rules.Chosen> chosen, String name, Object value) {
        Rules.Chosen choice = chosen.get(name);
        return new FunctionInfo.Setting(value, choice == null ? null : choice.from());
    }

    private static Object value(Map<String, Rules.Chosen> chosen, String name, Object otherwise) {
        Rules.Chosen choice = chosen.get(name);
        return choice == null || choice.value() == null ? otherwise : choice.value();
    }

    private List<String> serializers(Map<String, Rules.Chosen> chosen, String name) {
        Object value = value(chosen, name, List.of());
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        return values.stream()
                .map(item -> item instanceof Serializer own ? own.name() : installed(chosen, name, item))
                .toList();
    }

    private String installed(Map<String, Rules.Chosen> chosen, String setting, Object value) {
        if (!(value instanceof String name)) {
            throw wrong(chosen, setting, "the name of a serializer, a Serializer, or a list of these");
        }
        Serializer serializer = serializers.find(name);
        if (serializer == null) {
            throw new IllegalArgumentException(
                    setting + " '" + name + "' of '" + chosen.get(setting).from()
                            + "' is not installed" + Artifacts.hint("serializer", name) + "; installed: "
                            + String.join(", ", serializers.names()));
        }
        return serializer.name();
    }

    private static boolean flag(Map<String, Rules.Chosen> chosen, String name) {
        Object value = value(chosen, name, false);
        if (!(value instanceof Boolean flag)) {
            throw wrong(chosen, name, "true or false");
        }
        return flag;
    }

    private static double number(Map<String, Rules.Chosen> chosen, String name, double otherwise) {
        Object value = value(chosen, name, otherwise);
        if (!(value instanceof Number number) || !(number.doubleValue() >= 0) || number.doubleValue() > 1e15) {
            throw wrong(chosen, name, "a number from 0");
        }
        return number.doubleValue();
    }

    private Verifier verifier(Map<String, Rules.Chosen> chosen) {
        Object value = value(chosen, "auth", null);
        if (value == null) {
            return byDefault;
        }
        if (value instanceof Verifier verifier) {
            return verifier;
        }
        if (!(value instanceof String name)) {
            throw wrong(chosen, "auth", "'none', the name of an authenticator, or a Verifier");
        }
        return named(name);
    }

    /** The one verifier of that authenticator: what it remembers of callers holds for all functions. */
    private Verifier named(String name) {
        return name.equals("none") ? null : verifiers.computeIfAbsent(name, this::opened);
    }

    private Verifier opened(String name) {
        Authenticator authenticator = plugins.authenticator(name);
        Verifier verifier = authenticator.verifier(server);
        if (verifier == null) {
            throw new IllegalArgumentException("authenticator '" + name + "' ("
                    + authenticator.getClass().getName() + ") gave no verifier: nobody would be asked");
        }
        return verifier;
    }

    private static IllegalArgumentException wrong(Map<String, Rules.Chosen> chosen, String name, String wanted) {
        Rules.Chosen choice = chosen.get(name);
        Object value = choice.value();
        String shown = value instanceof String text ? "'" + text + "'" : String.valueOf(value);
        return new IllegalArgumentException(name + " of '" + choice.from() + "' is " + shown + ", must be " + wanted);
    }
}
