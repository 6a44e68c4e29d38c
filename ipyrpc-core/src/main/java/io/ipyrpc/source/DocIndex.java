package io.ipyrpc.source;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The documentation of a class and of the methods it has or inherits, as {@link DocProcessor} saved it.
 *
 * <pre>{@code
 * DocIndex.of(Service.class).method(method).ifPresent(doc -> System.out.println(doc.text()));
 * }</pre>
 *
 * <p>Safe for use by many threads. It keeps the class, and nothing else keeps it.
 */
public final class DocIndex {
    private static final System.Logger LOG = System.getLogger("io.ipyrpc.source");
    private static final int MAX_SUPERTYPES = 1_000;

    private final Class<?> type;
    private final Map<Class<?>, DocFile> files = new ConcurrentHashMap<>();

    private DocIndex(Class<?> type) {
        this.type = type;
    }

    /**
     * Opens the documentation of a class; without any the index is empty, and so it is, with a warning in the log, if the
     * resource is malformed or longer than 4 MiB.
     */
    public static DocIndex of(Class<?> type) {
        return new DocIndex(Objects.requireNonNull(type, "type"));
    }

    /** Whether nothing was saved for the class itself; {@link ProcessorHint} says what to do then. */
    public boolean isEmpty() {
        return file(type).methods.isEmpty();
    }

    /** The class's own description as plain text, {@code ""} if there is none. */
    public String text() {
        DocFile.Comment comment = file(type).comment;
        return comment == null
                ? ""
                : Javadoc.parse(comment.raw(), comment.markdown()).text();
    }

    /**
     * What the source says about a method of the class or of its supertypes; a method without a comment has that of the
     * nearest method it overrides or implements, with its own parameter names.
     */
    public Optional<MethodDoc> method(Method method) {
        DocFile.Entry own = file(method.getDeclaringClass()).methods.get(DocFile.key(method));
        if (own != null && own.comment() != null) {
            return Optional.of(doc(own.parameterNames(), own));
        }
        DocFile.Entry inherited = inherited(method);
        if (own == null && inherited == null) {
            return Optional.empty();
        }
        DocFile.Entry names = own != null ? own : inherited;
        return Optional.of(doc(names.parameterNames(), inherited != null ? inherited : own));
    }

    private DocFile.Entry inherited(Method method) {
        if ((method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) != 0) {
            return null;
        }
        DocFile.Entry undocumented = null;
        Set<String> keys = keys(method);
        for (Class<?> supertype : supertypes(method.getDeclaringClass())) {
            for (String key : keys) {
                DocFile.Entry entry = file(supertype).methods.get(key);
                if (entry != null && entry.comment() != null) {
                    return entry;
                }
                undocumented = undocumented == null ? entry : undocumented;
            }
        }
        return undocumented;
    }

    /** The method's own key, and those of its bridges: the erased forms of the generic methods that it overrides. */
    private static Set<String> keys(Method method) {
        Set<String> keys = new LinkedHashSet<>(List.of(DocFile.key(method)));
        try {
            for (Method other : method.getDeclaringClass().getDeclaredMethods()) {
                if (other.isBridge() && other.getName().equals(method.getName()) && fits(other, method)) {
                    keys.add(DocFile.key(other));
                }
            }
        } catch (LinkageError e) {
            // A class that some other method names is missing: the own key has to do.
        }
        return keys;
    }

    private static boolean fits(Method bridge, Method method) {
        Class<?>[] wide = bridge.getParameterTypes();
        Class<?>[] narrow = method.getParameterTypes();
        boolean fits = wide.length == narrow.length && bridge.getReturnType().isAssignableFrom(method.getReturnType());
        for (int i = 0; fits && i < wide.length; i++) {
            fits = wide[i].isAssignableFrom(narrow[i]);
        }
        return fits;
    }

    /** All supertypes of the class that declares the method, then those of the index's own class, nearest first. */
    private Set<Class<?>> supertypes(Class<?> declaring) {
        Set<Class<?>> seen = new LinkedHashSet<>();
        for (Class<?> start : List.of(declaring, type)) {
            List<Class<?>> queue = new ArrayList<>(List.of(start));
            for (int i = 0; i < queue.size() && queue.size() < MAX_SUPERTYPES; i++) {
                Class<?> next = queue.get(i);
                if (next.getSuperclass() != null && seen.add(next.getSuperclass())) {
                    queue.add(next.getSuperclass());
                }
                for (Class<?> face : next.getInterfaces()) {
                    if (seen.add(face)) {
                        queue.add(face);
                    }
                }
            }
        }
        return seen;
    }

    private static MethodDoc doc(List<String> names, DocFile.Entry entry) {
        if (entry.comment() == null) {
            return new MethodDoc(names, "", Map.of(), "");
        }
        Javadoc javadoc = Javadoc.parse(entry.comment().raw(), entry.comment().markdown());
        Map<String, String> parameters = new LinkedHashMap<>();
        javadoc.parameters().forEach((name, text) -> {
            int position = entry.parameterNames().indexOf(name);
            if (position >= 0) {
                parameters.put(names.get(position), text);
            }
        });
        return new MethodDoc(names, javadoc.text(), parameters, javadoc.returns());
    }

    private DocFile file(Class<?> owner) {
        return files.computeIfAbsent(owner, DocIndex::read);
    }

    private static DocFile read(Class<?> owner) {
        DocFile none = new DocFile(owner.getName(), null);
        ClassLoader loader = owner.getClassLoader();
        if (loader == null) {
            return none;
        }
        String resource = DocFile.resource(owner.getName());
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                return none;
            }
            byte[] bytes = in.readNBytes(DocFile.MAX_BYTES + 1);
            if (bytes.length > DocFile.MAX_BYTES) {
                throw new IOException("longer than " + DocFile.MAX_BYTES + " bytes");
            }
            return DocFile.parse(bytes, owner.getName());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "documentation ignored: " + resource + ": " + e.getMessage());
            return none;
        }
    }
}
