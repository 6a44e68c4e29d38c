package io.ipyrpc.cli;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.FunctionInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments as somebody typed them: what a word means depends on what the function takes. Immutable. */
final class TypedArguments {
    /** A word and the value that it has by itself. */
    private record Word(String text, Object value) {
        /** A text is taken as it was typed: {@code 2026} for a name is no number. */
        Object as(FunctionInfo.Parameter parameter) {
            boolean plain = value instanceof Number || value instanceof Boolean;
            return plain && parameter != null && parameter.type().equals("String") ? text : value;
        }
    }

    private final List<Word> positional = new ArrayList<>();
    private final Map<String, Word> keyword = new LinkedHashMap<>();

    private TypedArguments() {}

    /**
     * Reads the words behind the function's name, and stdin where they say so.
     *
     * @throws CommandException if one of them cannot be read
     */
    static TypedArguments of(Words words, ArgumentParser parser) throws IOException {
        TypedArguments arguments = new TypedArguments();
        for (String word : words.others().subList(2, words.others().size())) {
            arguments.positional.add(new Word(word, parser.parse(word)));
        }
        for (Map.Entry<String, String> argument : words.keywords().entrySet()) {
            String word = argument.getValue();
            arguments.keyword.put(argument.getKey(), new Word(word, parser.parse(word)));
        }
        return arguments;
    }

    /** What they are for a function; null where the server tells nothing of it. */
    Arguments of(FunctionInfo function) {
        List<FunctionInfo.Parameter> parameters = function == null ? List.of() : function.parameters();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < positional.size(); i++) {
            values.add(positional.get(i).as(at(parameters, i)));
        }
        Map<String, Object> named = new LinkedHashMap<>();
        keyword.forEach((name, word) -> named.put(
                name,
                word.as(parameters.stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .findFirst()
                        .orElse(null))));
        return Arguments.of(values, named);
    }

    private static FunctionInfo.Parameter at(List<FunctionInfo.Parameter> parameters, int position) {
        int last = parameters.size() - 1;
        if (position <= last) {
            return parameters.get(position);
        }
        return last >= 0 && parameters.get(last).varargs() ? parameters.get(last) : null;
    }
}
