package io.ipyrpc.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a caller can know of a function (FUNCTION of §4).
 *
 * @param name the name it is called by
 * @param doc its documentation as plain text, or ""
 * @param signature how it is called, for people: {@code add(a: int, b: int = 2) -> int}
 * @param parameters its parameters in order
 * @param returnType the type of its result, for people
 * @param returnDoc the documentation of its result, or ""
 * @param input the serializers it takes arguments in, the preferred one first
 * @param output the serializer of its result when the caller asks for none; "" = that of the arguments
 * @param returnPointer whether its result stays on the server unless the caller asks for the value
 * @param rules where asked for: each setting's value and the glob it came from, by the setting's name; else empty
 */
public record FunctionInfo(
        String name,
        String doc,
        String signature,
        List<Parameter> parameters,
        String returnType,
        String returnDoc,
        List<String> input,
        String output,
        boolean returnPointer,
        Map<String, Setting> rules) {

    /**
     * One parameter.
     *
     * @param name its name
     * @param type its type, for people
     * @param doc its documentation, or ""
     * @param optional whether it may be left out
     * @param defaultValue what it is when it is left out, as JSON has it; null where there is none
     * @param varargs whether it takes all further positional arguments
     */
    public record Parameter(
            String name, String type, String doc, boolean optional, Object defaultValue, boolean varargs) {
        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("type", type);
            map.put("doc", doc);
            map.put("optional", optional);
            map.put("default", defaultValue);
            map.put("varargs", varargs);
            return map;
        }

        static Parameter fromMap(Object value) {
            if (!(value instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
                throw new IllegalArgumentException("a parameter needs a 'name': " + value);
            }
            return new Parameter(
                    name,
                    text(map, "type"),
                    text(map, "doc"),
                    Boolean.TRUE.equals(map.get("optional")),
                    map.get("default"),
                    Boolean.TRUE.equals(map.get("varargs")));
        }
    }

    /**
     * A setting that a function ended up with.
     *
     * @param value the value, as text where it is an object
     * @param from the glob that won, or null where it is the default
     */
    public record Setting(Object value, String from) {}

    /** Copies the lists. */
    public FunctionInfo {
        Objects.requireNonNull(name, "name");
        parameters = List.copyOf(parameters);
        input = List.copyOf(input);
        rules = Map.copyOf(rules);
    }

    /** The first sentence or line of the documentation, or "". */
    public String summary() {
        String line = doc.strip().lines().findFirst().orElse("");
        int end = line.indexOf(". ");
        return end < 0 ? line : line.substring(0, end + 1);
    }

    /** The function as the JSON object of §4. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("doc", doc);
        map.put("signature", signature);
        map.put("parameters", parameters.stream().map(Parameter::toMap).toList());
        Map<String, Object> returns = new LinkedHashMap<>();
        returns.put("type", returnType);
        returns.put("doc", returnDoc);
        map.put("returns", returns);
        map.put("input", input);
        map.put("output", output);
        map.put("return_pointer", returnPointer);
        if (!rules.isEmpty()) {
            Map<String, Object> settings = new LinkedHashMap<>();
            rules.keySet().stream().sorted().forEach(key -> {
                Map<String, Object> setting = new LinkedHashMap<>();
                setting.put("value", rules.get(key).value());
                setting.put("from", rules.get(key).from());
                settings.put(key, setting);
            });
            map.put("rules", settings);
        }
        return map;
    }

    /**
     * Reads a function's description.
     *
     * @throws IllegalArgumentException if it or one of its parameters has no name
     */
    public static FunctionInfo fromMap(Map<?, ?> map) {
        if (!(map.get("name") instanceof String name)) {
            throw new IllegalArgumentException("a function needs a 'name': " + map);
        }
        Map<?, ?> returns = map.get("returns") instanceof Map<?, ?> m ? m : Map.of();
        Map<String, Setting> rules = new LinkedHashMap<>();
        if (map.get("rules") instanceof Map<?, ?> settings) {
            settings.forEach((key, value) -> {
                Map<?, ?> setting = value instanceof Map<?, ?> m ? m : Map.of();
                rules.put(
                        String.valueOf(key),
                        new Setting(setting.get("value"), setting.get("from") instanceof String from ? from : null));
            });
        }
        return new FunctionInfo(
                name,
                text(map, "doc"),
                text(map, "signature"),
                list(map, "parameters").stream().map(Parameter::fromMap).toList(),
                text(returns, "type"),
                text(returns, "doc"),
                list(map, "input").stream().map(String::valueOf).toList(),
                text(map, "output"),
                Boolean.TRUE.equals(map.get("return_pointer")),
                rules);
    }

    private static List<?> list(Map<?, ?> map, String member) {
        return map.get(member) instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<?, ?> map, String member) {
        return map.get(member) instanceof String text ? text : "";
    }
}
