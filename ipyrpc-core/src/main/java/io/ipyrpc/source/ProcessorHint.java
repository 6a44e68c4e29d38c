package io.ipyrpc.source;

/** What to tell people whose compiled classes came without documentation. */
public final class ProcessorHint {
    /** What to put into the pom, as a sentence for logs. */
    public static final String TEXT =
            "to have parameter names and Javadoc saved with it, name ipyrpc-core in <annotationProcessorPaths> of the"
                    + " maven-compiler-plugin, or, in a project without module-info.java, set <proc>full</proc> there:"
                    + " since JDK 23 javac runs no annotation processor that is merely on the class path";

    private ProcessorHint() {}

    /** The hint for a class whose {@link DocIndex} is empty. */
    public static String of(Class<?> type) {
        return "no documentation was saved when " + type.getName() + " was compiled; " + TEXT;
    }
}
