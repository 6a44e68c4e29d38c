package io.ipyrpc.function;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public method that callers may call.
 *
 * <pre>{@code
 * public class MyService {
 *     /** Adds two numbers. *&#47;
 *     @Rpc
 *     public double add(double a, @Rpc.Default("1") double b) {
 *         return a + b;
 *     }
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rpc {
    /** The name to be called by; the default is the method's. */
    String name() default "";

    /** The documentation; the default is the method's Javadoc. */
    String doc() default "";

    /** What a parameter is when the caller leaves it out. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Default {
        /**
         * The value in JSON, such as {@code 0.5} or {@code [1,2]}, or {@code NaN}; for a text, and for what is written as
         * one (a date, a constant of an enum), the text itself.
         */
        String value();
    }

    /** A parameter's name and documentation, where they are not to be those of the source. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Param {
        /** The name to be passed by; the default is the parameter's. */
        String name() default "";

        /** The documentation; the default is the {@code @param} of the Javadoc. */
        String doc() default "";
    }
}
