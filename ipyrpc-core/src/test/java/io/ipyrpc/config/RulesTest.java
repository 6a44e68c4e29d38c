package io.ipyrpc.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RulesTest {
    private static final Set<String> KNOWN =
            Set.of("input_serialization", "output_serialization", "max_output", "auth", "timeout");

    private static Rules rules(Object... globsAndSettings) {
        Map<String, Map<String, Object>> byGlob = new LinkedHashMap<>();
        for (int i = 0; i < globsAndSettings.length; i += 3) {
            byGlob.computeIfAbsent((String) globsAndSettings[i], glob -> new LinkedHashMap<>())
                    .put((String) globsAndSettings[i + 1], globsAndSettings[i + 2]);
        }
        return Rules.of(byGlob, KNOWN);
    }

    private static String refusal(org.junit.jupiter.api.function.Executable work) {
        return assertThrows(IllegalArgumentException.class, work).getMessage();
    }

    @Test
    void allGlobsThatMatchAreMergedAndTheMoreLiteralOneWins() {
        Rules rules = rules(
                "*",
                "max_output",
                1,
                "*",
                "timeout",
                2,
                "*_json",
                "max_output",
                3,
                "mean_json",
                "auth",
                "none",
                "x",
                "auth",
                "hmac");
        assertEquals(
                Map.of(
                        "max_output", new Rules.Chosen(3, "*_json"),
                        "timeout", new Rules.Chosen(2, "*"),
                        "auth", new Rules.Chosen("none", "mean_json")),
                rules.of("mean_json"));
        assertEquals(Map.of(), Rules.NONE.of("mean_json"));
        assertEquals(
                Map.of("max_output", new Rules.Chosen(1, "*"), "timeout", new Rules.Chosen(2, "*")), rules.of("other"));
    }

    @Test
    void theOrderOfTheRulesDoesNotMatter() {
        assertEquals(
                rules("*_json", "timeout", 3, "*", "timeout", 2).of("a_json"),
                rules("*", "timeout", 2, "*_json", "timeout", 3).of("a_json"));
    }

    @Test
    void twoThatTieWithDifferentValuesAreRefusedNamingBoth() {
        Rules rules = rules("a*", "timeout", 1, "*b", "timeout", "2", "*", "timeout", 5);
        assertEquals(
                "'a*' and '*b' both match 'axb' with equal weight and disagree on timeout: 1 and '2'; make one of the"
                        + " globs more specific",
                refusal(() -> rules.of("axb")));
        assertEquals(1, rules.of("ax").get("timeout").value());
        assertEquals(5, rules.of("x").get("timeout").value());
    }

    @Test
    void aTieThatAMoreLiteralGlobDecidesOrThatAgreesIsNone() {
        assertEquals(
                3,
                rules("a*", "timeout", 1, "*b", "timeout", 2, "a*b", "timeout", 3)
                        .of("axb")
                        .get("timeout")
                        .value());
        assertEquals(
                1,
                rules("a*", "timeout", 1, "*b", "timeout", 1)
                        .of("axb")
                        .get("timeout")
                        .value());
    }

    @Test
    void valuesThatMeanTheSameAreNoTie() {
        assertEquals(
                1,
                rules("a*", "timeout", 1, "*b", "timeout", 1.0)
                        .of("axb")
                        .get("timeout")
                        .value());
        assertEquals(
                "'a*' and '*b' both match 'axb' with equal weight and disagree on timeout: 1 and 1.5; make one of the"
                        + " globs more specific",
                refusal(() -> rules("a*", "timeout", 1L, "*b", "timeout", 1.5).of("axb")));
        Rules named = Rules.of(
                Map.of("a*", Map.of("auth", "HMAC"), "*b", Map.of("auth", "hmac")),
                KNOWN,
                (setting, value) -> setting + String.valueOf(value).toLowerCase(Locale.ROOT));
        assertEquals(1, named.of("axb").size());
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearest() {
        assertEquals(
                "unknown setting 'output_seriazliation' of '*_python'; did you mean 'output_serialization'?",
                refusal(() -> rules("*_python", "output_seriazliation", "json")));
        assertEquals(
                "unknown setting 'zzz' of '*'; known: auth, input_serialization, max_output, output_serialization,"
                        + " timeout",
                refusal(() -> rules("*", "zzz", 1)));
    }

    @Test
    void theNearestIsNearInAnyOfTheUsualWays() {
        List<String> known = List.of("timeout", "auth", "max_output");
        assertEquals("timeout", Nearest.to("timeuot", known).orElseThrow());
        assertEquals("timeout", Nearest.to("TIMEOUT", known).orElseThrow());
        assertEquals("auth", Nearest.to("aut", known).orElseThrow());
        assertEquals("max_output", Nearest.to("maxoutput", known).orElseThrow());
        assertEquals(true, Nearest.to("nothing like it", known).isEmpty());
        assertEquals(true, Nearest.to("x".repeat(10_000), known).isEmpty());
        assertEquals("", Nearest.hint("x", List.of()));
    }
}
