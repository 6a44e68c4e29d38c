package io.ipyrpc.source;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/**
 * The annotation processor that saves the Javadoc and the parameter names of every compiled class beside it.
 *
 * <p>For each class with a method it writes the resource {@code META-INF/ipyrpc/docs/<binary class name>.txt}, which a
 * server reads when the class is registered. It never fails a compilation: what it cannot save is a note.
 *
 * <p>It takes annotations and options away from no other processor. Only where it is the one processor that javac found
 * by itself does it claim them all: otherwise its mere presence would make {@code javac -Xlint:processing} warn of
 * annotations that no processor wants, in builds that had no processor before.
 *
 * <p>Like every processor, used by one thread.
 */
public final class DocProcessor extends AbstractProcessor {
    private final boolean found;
    private final Map<String, String> roots = new LinkedHashMap<>();
    private boolean claims;

    /** Makes a processor for one compilation. */
    public DocProcessor() {
        super();
        // A processor named by -processor may stand beside others that no service file tells of.
        found = StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst())
                .filter(caller -> caller.getClassName().startsWith("java.util.ServiceLoader"))
                .isPresent();
    }

    /** Looks whether there are other processors. */
    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        claims = found && isAlone();
    }

    /** Every annotation, and classes without any. */
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    /** Every given option if this is the only processor, otherwise none. */
    @Override
    public Set<String> getSupportedOptions() {
        return claims ? Set.copyOf(processingEnv.getOptions().keySet()) : Set.of();
    }

    /** The newest that the running compiler knows. */
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    /** Notes the classes of each round, and saves their documentation in the last. */
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
            roots.put(
                    type.getQualifiedName().toString(),
                    processingEnv.getElementUtils().getBinaryName(type).toString());
        }
        if (round.processingOver() && !round.errorRaised()) {
            // Only now are types known that other processors made.
            for (String name : roots.keySet()) {
                TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
                if (type != null && !saveAll(type)) {
                    break;
                }
            }
        }
        return claims;
    }

    /** The binary names of the top-level classes, in the order of the source. */
    List<String> topLevelClasses() {
        return List.copyOf(roots.values());
    }

    private boolean saveAll(TypeElement type) {
        if (!save(type)) {
            return false;
        }
        for (TypeElement nested : ElementFilter.typesIn(type.getEnclosedElements())) {
            if (!saveAll(nested)) {
                return false;
            }
        }
        return true;
    }

    private boolean save(TypeElement type) {
        try {
            DocFile file = new DocReader(processingEnv).read(type);
            if (file.methods.isEmpty()) {
                return true;
            }
            byte[] bytes = file.toBytes(true);
            if (bytes.length > DocFile.MAX_BYTES) {
                note("the comments of " + type + " are longer than 4 MiB; only its parameter names are saved", type);
                bytes = file.toBytes(false);
            }
            String name = DocFile.resource(file.className);
            FileObject resource =
                    processingEnv.getFiler().createResource(StandardLocation.CLASS_OUTPUT, "", name, type);
            // Without an output folder javac drops the path, and the file would lie about in the working directory.
            if (!resource.toUri().toString().contains("META-INF/ipyrpc/docs/")) {
                note("no documentation is saved without a folder for class files (javac -d)", null);
                return false;
            }
            try (OutputStream out = resource.openOutputStream()) {
                out.write(bytes);
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            note("the documentation of " + type.getQualifiedName() + " is not saved: " + e, null);
        }
        return true;
    }

    private void note(String message, Element where) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.NOTE, "ipyrpc: " + message, where);
    }

    private static boolean isAlone() {
        ClassLoader loader = DocProcessor.class.getClassLoader();
        // The application's own loader need not see the processors that a compiler within the application uses.
        if (loader == ClassLoader.getSystemClassLoader()) {
            return false;
        }
        try {
            return ServiceLoader.load(Processor.class, loader).stream()
                    .allMatch(provider -> provider.type() == DocProcessor.class);
        } catch (ServiceConfigurationError e) {
            return false;
        }
    }
}
