package io.ipyrpc.registry;

import io.ipyrpc.function.FunctionProvider;
import io.ipyrpc.function.Rpc;
import io.ipyrpc.source.CompiledSource;
import io.ipyrpc.source.SourceCompiler;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Functions from files: a {@code .java} file, which is compiled in memory, or a jar.
 *
 * <p>Of a class whose methods are marked {@link Rpc} those are registered; a source file without any mark gives every
 * public static method of its classes. An object for methods that are not static is made by the constructor without
 * parameters.
 */
public final class FunctionFiles {
    private static final System.Logger LOG = System.getLogger(FunctionFiles.class.getName());

    private final FunctionRegistry registry;
    private final ClassLoader parent;
    private final ProviderLookup providers;

    /** Finds the providers that a class loader itself brings; the plugin loader does. */
    public interface ProviderLookup {
        /** The providers of that loader alone. */
        List<FunctionProvider> in(ClassLoader loader);
    }

    /** Registers with that registry; all classes but a file's own are found by that loader. */
    public FunctionFiles(FunctionRegistry registry, ClassLoader parent, ProviderLookup providers) {
        this.registry = registry;
        this.parent = parent;
        this.providers = providers;
    }

    /**
     * Registers a file's functions.
     *
     * @throws IllegalArgumentException if it is no such file, does not compile, or has no functions
     */
    public void register(Path file) {
        registry.add(load(file, false));
    }

    /** Puts a file's functions in the place of others. */
    void replace(List<RpcFunction> before, List<RpcFunction> after) {
        registry.replace(before, after);
    }

    /**
     * A file's functions, registered nowhere yet.
     *
     * @param copied whether a jar is used from a copy: then it may be written over while its classes are in use
     * @throws IllegalArgumentException if it is no such file, does not compile, or has no functions
     */
    List<RpcFunction> load(Path file, boolean copied) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("functions file " + file
                    + (Files.isDirectory(file) ? " is a folder; name a .java file, or a jar" : " does not exist"));
        }
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
            return ofSource(file);
        }
        if (name.endsWith(".jar")) {
            return ofJar(file, copied);
        }
        throw new IllegalArgumentException("functions file " + file + " is neither a .java nor a .jar file");
    }

    private List<RpcFunction> ofSource(Path file) {
        CompiledSource source = SourceCompiler.compile(file, parent, List.of());
        List<RpcFunction> functions = new ArrayList<>();
        for (Class<?> type : source.topLevelClasses()) {
            functions.addAll(markedOf(type));
        }
        if (functions.isEmpty()) {
            functions.addAll(unmarked(source.topLevelClasses()));
        }
        if (functions.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has no functions: mark public methods @Rpc, or make them public and static");
        }
        return functions;
    }

    /** Every public static method; what is wrong with some of them is told of all at once. */
    private static List<RpcFunction> unmarked(List<Class<?>> types) {
        List<RpcFunction> functions = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Class<?> type : types) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .filter(method -> Modifier.isStatic(method.getModifiers()))
                    .filter(method -> !isMain(method) && !isOfEveryEnum(method))
                    .sorted(Comparator.comparing(Method::toGenericString))
                    .forEach(method -> {
                        try {
                            functions.add(MethodFunction.of(method.getName(), method, null));
                        } catch (IllegalArgumentException e) {
                            problems.add(e.getMessage());
                        }
                    });
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems)
                    + "\nall public static methods are functions: make those that are none of another visibility, or mark"
                    + " those that are @Rpc");
        }
        return functions;
    }

    private static boolean isOfEveryEnum(Method method) {
        return method.getDeclaringClass().isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
    }

    private static boolean isMain(Method method) {
        return method.getName().equals("main")
                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String[].class});
    }

    private List<RpcFunction> ofJar(Path file, boolean copied) {
        CopiedJar copy = copied ? CopiedJar.of(file, parent) : null;
        ClassLoader loader = copied ? copy : URLClassLoader.newInstance(new URL[] {url(file)}, parent);
        List<FunctionProvider> provided = providers.in(loader);
        List<RpcFunction> functions = new ArrayList<>();
        if (provided.isEmpty()) {
            classNames(copied ? copy.path() : file).forEach(name -> functions.addAll(markedIn(name, loader)));
        } else {
            functions.addAll(providedBy(provided, file));
        }
        if (provided.isEmpty() && functions.isEmpty()) {
            throw new IllegalArgumentException(file + " has no functions: mark public methods @Rpc, or name a"
                    + " FunctionProvider in META-INF/services/" + FunctionProvider.class.getName());
        }
        return functions;
    }

    private static Collection<RpcFunction> providedBy(List<FunctionProvider> providers, Path file) {
        AtomicBoolean provided = new AtomicBoolean();
        FunctionRegistry own = new FunctionRegistry(table -> {
            if (provided.get()) {
                throw new IllegalStateException("the functions of " + file
                        + " are loaded: a FunctionProvider of a functions file registers inside provide(...)");
            }
        });
        for (FunctionProvider provider : providers) {
            try {
                provider.provide(own);
            } catch (RuntimeException | LinkageError e) {
                throw new IllegalArgumentException(
                        "functions file " + file + " does not load: "
                                + provider.getClass().getName() + ".provide threw " + e,
                        e);
            }
        }
        provided.set(true);
        return own.table().all().values();
    }

    private static List<RpcFunction> markedIn(String name, ClassLoader loader) {
        try {
            return markedOf(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            // A class for an optional dependency that is not there is no function's class.
            LOG.log(System.Logger.Level.DEBUG, () -> "skipped " + name + ": " + e);
            return List.of();
        }
    }

    private static List<RpcFunction> markedOf(Class<?> type) {
        boolean needsObject = Arrays.stream(type.getMethods())
                .anyMatch(method -> method.isAnnotationPresent(Rpc.class) && !Modifier.isStatic(method.getModifiers()));
        if (needsObject && Modifier.isAbstract(type.getModifiers())) {
            return List.of();
        }
        return FunctionRegistry.marked(type, needsObject ? create(type) : null);
    }

    private static Object create(Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + " has methods marked @Rpc that are not static, and no constructor without"
                            + " parameters; register an object by a FunctionProvider",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the constructor of " + type.getName() + " threw " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot create a " + type.getName() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> classNames(Path file) {
        try (JarFile jar = new JarFile(file.toFile());
                Stream<String> names = jar.stream().map(entry -> entry.getName())) {
            return names.filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .filter(name -> !name.endsWith("module-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }
}
