package io.ipyrpc.plugin;

import io.ipyrpc.function.FunctionProvider;
import io.ipyrpc.function.Functions;
import io.ipyrpc.spi.Authenticator;
import io.ipyrpc.spi.PointerStore;
import io.ipyrpc.spi.QueueBackend;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is installed: the providers on the class path or module path, and those of a plugins folder. The only class that
 * touches {@code ServiceLoader}. Immutable.
 *
 * <p>A plugin that cannot be loaded, and a second one of a name that is taken, stop the start: a check that silently did
 * not load would be no check.
 */
public final class Plugins {
    private final Map<String, Serializer> serializers = new TreeMap<>();
    private final Map<String, Transport> transports = new TreeMap<>();
    private final Map<String, QueueBackend> queues = new TreeMap<>();
    private final Map<String, PointerStore> pointerStores = new TreeMap<>();
    private final Map<String, Authenticator> authenticators = new TreeMap<>();
    private final List<FunctionProvider> functions = new ArrayList<>();
    private final Map<Object, String> origins = new java.util.IdentityHashMap<>();

    private Plugins() {}

    /** What the class path or module path brings. */
    public static Plugins installed() {
        Plugins plugins = new Plugins();
        plugins.add(baseLoader(), "class path", false);
        return plugins;
    }

    /**
     * What the class path and plugins folders bring: each sub-folder, and each jar directly in a folder, has a class
     * loader of its own.
     *
     * @throws IllegalArgumentException if a folder cannot be read
     * @throws IllegalStateException if a plugin or one of its jars does not load, or two have one name
     */
    public static Plugins installed(Path... folders) {
        Plugins plugins = installed();
        for (Path folder : folders) {
            PluginFolder.loaders(folder, baseLoader())
                    .forEach((place, loader) -> plugins.add(loader, place.toString(), true));
        }
        return plugins;
    }

    /** The loader that sees both this core and what the application brings. */
    public static ClassLoader baseLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            if (context != null && Class.forName(Plugins.class.getName(), false, context) == Plugins.class) {
                return context;
            }
        } catch (ClassNotFoundException e) {
            // A thread of somebody who does not know this core: then the core's own loader it is.
            return Plugins.class.getClassLoader();
        }
        return Plugins.class.getClassLoader();
    }

    private void add(ClassLoader loader, String origin, boolean own) {
        int before = origins.size();
        for (Serializer found : load(Serializer.class, loader, origin, own)) {
            put(serializers, "serializer", asked(origin, found::name), found);
            asked(origin, found::aliases).forEach(alias -> put(serializers, "serializer", alias, found));
        }
        load(Transport.class, loader, origin, own)
                .forEach(found -> put(transports, "transport", asked(origin, found::name), found));
        load(QueueBackend.class, loader, origin, own)
                .forEach(found -> put(queues, "queue", asked(origin, found::name), found));
        load(PointerStore.class, loader, origin, own)
                .forEach(found -> put(pointerStores, "pointer store", asked(origin, found::name), found));
        load(Authenticator.class, loader, origin, own)
                .forEach(found -> put(authenticators, "authenticator", asked(origin, () -> named(found)), found));
        functions.addAll(load(FunctionProvider.class, loader, origin, own));
        if (own && origins.size() == before) {
            throw new IllegalStateException("plugin " + origin + " provides nothing: it has no META-INF/services of"
                    + " ipyrpc (functions without a FunctionProvider are served by --functions)");
        }
    }

    /** The providers of one loader; of that loader alone where its parent's were found before. */
    private <T> List<T> load(Class<T> type, ClassLoader loader, String origin, boolean own) {
        List<T> found = new ArrayList<>();
        try {
            ServiceLoader.load(type, loader).stream()
                    .filter(provider -> !own || provider.type().getClassLoader() == loader)
                    .forEach(provider -> found.add(provider.get()));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalStateException(
                    "plugin " + origin + " does not load: " + e.getMessage()
                            + (e.getCause() == null ? "" : " (" + e.getCause() + ")"),
                    e);
        }
        found.forEach(provider -> origins.put(provider, origin));
        return found;
    }

    /** What a provider says of itself; one that cannot even say that is not loaded. */
    private static <T> T asked(String origin, Supplier<T> question) {
        try {
            return Objects.requireNonNull(question.get(), "a provider's name is null");
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("plugin " + origin + " does not load: " + e, e);
        }
    }

    private static String named(Authenticator found) {
        String name = found.name();
        if (name.equals("none")) {
            throw new IllegalStateException(
                    found.getClass().getName() + " is named 'none', which means no authenticator");
        }
        return name;
    }

    private <T> void put(Map<String, T> known, String kind, String name, T provider) {
        T before = known.putIfAbsent(name, provider);
        if (before != null && before != provider) {
            throw new IllegalStateException("two " + kind + "s are named '" + name + "': "
                    + before.getClass().getName() + " (" + origins.get(before) + ") and "
                    + provider.getClass().getName() + " (" + origins.get(provider) + "); remove one of them");
        }
    }

    /** The providers of functions that a loader itself brings. */
    public static List<FunctionProvider> functionsIn(ClassLoader loader) {
        return new Plugins().load(FunctionProvider.class, loader, "functions jar", true);
    }

    /** The serializers by name and alias. */
    public Map<String, Serializer> serializers() {
        return serializers;
    }

    /**
     * Has the providers of functions bring theirs.
     *
     * @throws IllegalStateException if one cannot; the message names it and where it lies
     */
    public void provide(Functions target) {
        for (FunctionProvider provider : functions) {
            try {
                provider.provide(target);
            } catch (RuntimeException | LinkageError e) {
                throw new IllegalStateException(
                        "plugin " + origins.get(provider) + " does not load: "
                                + provider.getClass().getName() + ".provide threw " + e,
                        e);
            }
        }
    }

    /** The names of the settings that transports brought. */
    public Set<String> settings() {
        Set<String> names = new TreeSet<>();
        transports.values().forEach(transport -> names.addAll(transport.settings()));
        return names;
    }

    /** The names of the settings of clients that transports brought. */
    public Set<String> clientSettings() {
        Set<String> names = new TreeSet<>();
        transports.values().forEach(transport -> names.addAll(transport.clientSettings()));
        return names;
    }

    /**
     * The transport of a scheme.
     *
     * @throws IllegalArgumentException if there is none; the message says which artifact to add
     */
    public Transport transport(String scheme) {
        return find(transports, "transport", scheme);
    }

    /**
     * The queue of a scheme.
     *
     * @throws IllegalArgumentException if there is none; the message says which artifact to add
     */
    public QueueBackend queue(String scheme) {
        return find(queues, "queue", scheme);
    }

    /**
     * The pointer store of that name.
     *
     * @throws IllegalArgumentException if there is none; the message says which artifact to add
     */
    public PointerStore pointerStore(String name) {
        return find(pointerStores, "pointer store", name);
    }

    /**
     * The authenticator of that name.
     *
     * @throws IllegalArgumentException if there is none; the message says which artifact to add
     */
    public Authenticator authenticator(String name) {
        return find(authenticators, "authenticator", name);
    }

    private static <T> T find(Map<String, T> known, String kind, String name) {
        T found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException(kind + " '" + name + "' is not installed"
                    + Artifacts.hint(kind, name)
                    + "; installed: " + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
        }
        return found;
    }

    /** All providers with their kind, name, class and origin, for people. */
    public List<Map<String, String>> describe() {
        List<Map<String, String>> rows = new ArrayList<>();
        describe(rows, "transport", transports, Transport::name);
        describe(rows, "serializer", serializers, Serializer::name);
        describe(rows, "queue", queues, QueueBackend::name);
        describe(rows, "pointer store", pointerStores, PointerStore::name);
        describe(rows, "authenticator", authenticators, Authenticator::name);
        functions.forEach(provider -> rows.add(row("functions", "", provider)));
        return rows;
    }

    private <T> void describe(
            List<Map<String, String>> rows, String kind, Map<String, T> known, Function<T, String> name) {
        known.values().stream().distinct().forEach(provider -> rows.add(row(kind, name.apply(provider), provider)));
    }

    private Map<String, String> row(String kind, String name, Object provider) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("kind", kind);
        row.put("name", name);
        row.put("class", provider.getClass().getName());
        row.put("from", origins.get(provider));
        return row;
    }
}
