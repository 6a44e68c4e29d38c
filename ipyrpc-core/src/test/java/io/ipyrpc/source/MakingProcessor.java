package io.ipyrpc.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** A processor that makes the class {@code gen.Made}, as somebody else's would. */
public final class MakingProcessor extends AbstractProcessor {
    private boolean made;

    /** Makes one. */
    public MakingProcessor() {
        super();
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (!made) {
            made = true;
            try (Writer out =
                    processingEnv.getFiler().createSourceFile("gen.Made").openWriter()) {
                out.write("package gen; public class Made { void made() {} }");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }
}
