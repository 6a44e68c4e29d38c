package io.ipyrpc.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the source said about one method, as plain text.
 *
 * <p>Immutable, and safe for use by many threads.
 *
 * @param parameterNames the names of all parameters, in order
 * @param text the description, {@code ""} if there is none
 * @param parameters the description of each documented parameter, by name, in the order of the comment
 * @param returns the description of the result, {@code ""} if there is none
 */
public record MethodDoc(List<String> parameterNames, String text, Map<String, String> parameters, String returns) {

    /**
     * Holds what is given, with copies of the collections.
     *
     * @throws NullPointerException if anything is null
     */
    public MethodDoc {
        parameterNames = List.copyOf(parameterNames);
        Objects.requireNonNull(text, "text");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        Objects.requireNonNull(returns, "returns");
    }
}
