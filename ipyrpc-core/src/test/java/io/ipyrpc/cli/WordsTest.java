package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Set<String> FLAGS = Set.of("json", "quiet");
    private static final Set<String> VALUED = Set.of("plugins");

    private static Words words(String... arguments) {
        return Words.withKeywords(List.of(arguments), FLAGS, VALUED);
    }

    private static void assertRefused(String message, String... arguments) {
        CommandException refused = assertThrows(CommandException.class, () -> words(arguments));
        assertEquals(message, refused.getMessage());
        assertEquals(2, refused.exitCode());
    }

    @Test
    void sortsOptionsKeywordArgumentsAndOthers() {
        Words words = words("URL", "add", "--json", "1", "--b=2", "--plugins", "p", "--plugins=q", "3");
        assertEquals(List.of("URL", "add", "1", "3"), words.others());
        assertEquals(Map.of("b", "2"), words.keywords());
        assertEquals(List.of("p", "q"), words.values("plugins"));
        assertTrue(words.has("json"));
        assertFalse(words.has("quiet"));
    }

    @Test
    void afterTwoDashesNothingIsAnOption() {
        Words words = words("add", "--", "--json=1", "--plugins=p", "-x", "-h", "--");
        assertEquals(Map.of("json", "1", "plugins", "p"), words.keywords());
        assertEquals(List.of("add", "-x", "-h", "--"), words.others());
        assertFalse(words.has("json"));
        assertFalse(words.has("help"));
    }

    @Test
    void negativeNumbersAndStdinAreNoOptions() {
        assertEquals(List.of("-1", "-.5", "-"), words("-1", "-.5", "-").others());
    }

    @Test
    void keywordArgumentsKeepTheirNameAndEverythingAfterTheFirstEquals() {
        assertEquals(Map.of("a-b", "x=y", "c", ""), words("--a-b=x=y", "--c=").keywords());
    }

    @Test
    void refusesAnUnknownOption() {
        assertRefused(
                "unknown option '--jsn'; did you mean '--json'? (keyword arguments are --NAME=VALUE; text that begins"
                        + " with '-' is quoted: '\"--jsn\"')",
                "--jsn");
        assertRefused(
                "unknown option '-x'; known: --help, --json, --plugins, --quiet (keyword arguments are --NAME=VALUE;"
                        + " text that begins with '-' is quoted: '\"-x\"')",
                "-x");
    }

    @Test
    void aKeywordArgumentWithoutEqualsIsShownItsForm() {
        assertRefused(
                "unknown option '--to'; known: --help, --json, --plugins, --quiet; a keyword argument is --to=2",
                "--to",
                "2");
    }

    @Test
    void afterTwoDashesAWordMayLookLikeAnOption() {
        assertEquals(
                List.of("a", "--json", "--"), words("a", "--", "--json", "--").others());
    }

    @Test
    void refusesAValueThatIsMissingOrTooMuch() {
        assertRefused("--plugins needs a value: --plugins VALUE", "add", "--plugins");
        assertRefused("--json takes no value; an argument of that name stands after --", "--json=1");
    }

    @Test
    void refusesAKeywordArgumentTwice() {
        assertRefused("argument --b is given twice", "--b=1", "--b=2");
    }

    @Test
    void withoutKeywordArgumentsEveryOtherOptionIsUnknown() {
        CommandException refused =
                assertThrows(CommandException.class, () -> Words.of(List.of("--qiet=1"), FLAGS, VALUED));
        assertEquals("unknown option '--qiet'; did you mean '--quiet'?", refused.getMessage());
        assertEquals(
                List.of("--qiet=1"),
                Words.of(List.of("--", "--qiet=1"), FLAGS, VALUED).others());
    }

    @Test
    void helpIsAnOptionOfEveryCommand() {
        assertTrue(words("--help").has("help"));
        assertTrue(words("add", "-h").has("help"));
    }
}
