package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.FunctionInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArgumentParserTest {
    private static ArgumentParser parser(String stdin) {
        return new ArgumentParser(null, new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
    }

    private static Object parsed(String word) throws IOException {
        return parser("").parse(word);
    }

    @Test
    void whatIsJsonIsJson() throws IOException {
        assertEquals(1L, parsed("1"));
        assertEquals(-2.5, parsed("-2.5"));
        assertEquals(new BigInteger("12345678901234567890"), parsed("12345678901234567890"));
        assertEquals(true, parsed("true"));
        assertNull(parsed("null"));
        assertEquals(List.of(1L, 2L), parsed("[1, 2]"));
        assertEquals(Map.of("a", 1L), parsed("{\"a\":1}"));
        assertEquals("5", parsed("\"5\""));
    }

    @Test
    void whatIsNotJsonIsText() throws IOException {
        for (String text : List.of("hello", "", "007", "NaN", "[1,2", "True", "2026-01-01", "'a'", "é漢😀")) {
            assertEquals(text, parsed(text));
        }
    }

    @Test
    void whatPassesALimitIsRefusedAndNotTakenForText() {
        CommandException refused = assertThrows(CommandException.class, () -> parsed("[".repeat(101)));
        assertEquals("an argument: line 1, column 101: nested deeper than max_depth 100", refused.getMessage());
    }

    @Test
    void aNumberThatIsTooLargeIsNoText() {
        CommandException refused = assertThrows(CommandException.class, () -> parsed("1e400"));
        assertTrue(refused.getMessage().startsWith("an argument: "), refused.getMessage());
    }

    private static Arguments arguments(String... words) throws IOException {
        Words sorted = Words.withKeywords(
                Stream.concat(Stream.of("url", "f"), Stream.of(words)).toList(), Set.of(), Set.of());
        List<FunctionInfo.Parameter> parameters = List.of(
                new FunctionInfo.Parameter("name", "String", "", false, null, false),
                new FunctionInfo.Parameter("n", "int", "", false, null, false),
                new FunctionInfo.Parameter("rest", "String", "", true, null, true));
        FunctionInfo info = new FunctionInfo("f", "", "f()", parameters, "int", "", List.of(), "", false, Map.of());
        return TypedArguments.of(sorted, parser("")).of(info);
    }

    @Test
    void whereAFunctionTakesATextANumberIsOne() throws IOException {
        assertEquals(
                List.of("2026", 2026L, "1.50", "true", "x"),
                arguments("2026", "2026", "1.50", "true", "x").positional());
        assertEquals(
                Map.of("name", "5", "n", 5L), arguments("--name=5", "--n=5").keyword());
        assertEquals(List.of(List.of(1L)), arguments("[1]").positional());
        assertEquals(List.of(), arguments().positional());
    }

    @Test
    void aDashIsStdin() throws IOException {
        assertEquals(List.of(1L, "é"), parser("[1, \"é\"]\n").parse("-"));
    }

    @Test
    void stdinMustBeJson() {
        CommandException refused =
                assertThrows(CommandException.class, () -> parser("hello").parse("-"));
        assertEquals(
                "stdin is not one value in JSON: not valid JSON: line 1, column 1: a value is needed, not 'h'",
                refused.getMessage());
    }

    @Test
    void stdinIsReadOnce() throws IOException {
        ArgumentParser parser = parser("1");
        assertEquals(1L, parser.parse("-"));
        CommandException refused = assertThrows(CommandException.class, () -> parser.parse("-"));
        assertEquals("- is given twice; stdin can be read once", refused.getMessage());
    }

    @Test
    void refusesCharactersThatTheLocaleLost() {
        CommandException refused = assertThrows(CommandException.class, () -> parsed("caf\uFFFD"));
        assertEquals(
                "'caf\uFFFD' has characters that the locale's charset, " + System.getProperty("sun.jnu.encoding")
                        + ", does not have; set LC_ALL=C.UTF-8, or pass the argument by - from stdin",
                refused.getMessage());
    }
}
