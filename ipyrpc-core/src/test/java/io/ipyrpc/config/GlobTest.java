package io.ipyrpc.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "a, a, true",
        "a, ab, false",
        "a*, ab, true",
        "*_json, mean_json, true",
        "*_json, _json, true",
        "*_json, mean_json_x, false",
        "*a*b, xaybzb, true",
        "*a*b, xaybz, false",
        "?, a, true",
        "?, ab, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "a.c, abc, false",
        "**, a, true",
        "*?, a, true",
        "a*, b, false"
    })
    void matchesWholeNames(String glob, String name, boolean matches) {
        assertEquals(matches, new Glob(glob).matches(name));
    }

    @Test
    void countsWhatStandsForItself() {
        assertEquals(5, new Glob("*_json").literals());
        assertEquals(0, new Glob("*?*").literals());
        assertEquals("*_json", new Glob("*_json").toString());
    }

    @Test
    void refusesNothing() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Glob(""));
        assertEquals("a glob must not be empty; '*' matches every function", e.getMessage());
    }

    @Test
    @Timeout(10)
    void aHostilePatternCostsNoMoreThanTheProductOfTheLengths() {
        String name = "a".repeat(20_000);
        assertEquals(false, new Glob("*a".repeat(200) + "b").matches(name));
    }

    @Test
    void agreesWithARegularExpression() {
        long seed = System.nanoTime();
        java.util.Random random = new java.util.Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder glob = new StringBuilder();
            StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                glob.append("ab*?".charAt(random.nextInt(4)));
            }
            for (int n = random.nextInt(8); n > 0; n--) {
                name.append("ab".charAt(random.nextInt(2)));
            }
            Pattern pattern = Pattern.compile(glob.toString().replace("*", ".*").replace("?", "."));
            boolean expected = pattern.matcher(name).matches();
            assertTrue(
                    expected == new Glob(glob.toString()).matches(name.toString()),
                    () -> "seed " + seed + ": " + glob + " and " + name);
        }
    }
}
