package io.ipyrpc.source;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Takes the comments and parameter names of a class from the compiler. */
final class DocReader {
    private final ProcessingEnvironment environment;
    private final Elements elements;

    DocReader(ProcessingEnvironment environment) {
        this.environment = environment;
        this.elements = environment.getElementUtils();
    }

    DocFile read(TypeElement type) {
        DocFile file = new DocFile(elements.getBinaryName(type).toString(), comment(type));
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (!method.getModifiers().contains(Modifier.PRIVATE)) {
                List<String> names = method.getParameters().stream()
                        .map(parameter -> parameter.getSimpleName().toString())
                        .toList();
                file.methods.put(key(method), new DocFile.Entry(names, comment(method)));
            }
        }
        return file;
    }

    private String key(ExecutableElement method) {
        StringJoiner key = new StringJoiner(",", method.getSimpleName() + "(", ")");
        for (VariableElement parameter : method.getParameters()) {
            key.add(name(environment.getTypeUtils().erasure(parameter.asType())));
        }
        return key.toString();
    }

    private String name(TypeMirror erased) {
        if (erased instanceof ArrayType array) {
            return name(array.getComponentType()) + "[]";
        }
        // toString would show type annotations, and '.' before the name of a nested class.
        return erased instanceof DeclaredType declared
                ? elements.getBinaryName((TypeElement) declared.asElement()).toString()
                : erased.getKind().name().toLowerCase(Locale.ROOT);
    }

    private DocFile.Comment comment(Element element) {
        String raw = elements.getDocComment(element);
        return raw == null || raw.isBlank()
                ? null
                : new DocFile.Comment(raw.stripIndent().stripTrailing(), isMarkdown(element));
    }

    private boolean isMarkdown(Element element) {
        try {
            // Since Java 23.
            Object kind =
                    Elements.class.getMethod("getDocCommentKind", Element.class).invoke(elements, element);
            return kind != null && kind.toString().equals("END_OF_LINE");
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
