package io.ipyrpc.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavadocTest {
    private static String text(String raw) {
        return Javadoc.parse(raw, false).text();
    }

    @Test
    void splitsDescriptionParametersAndResult() {
        Javadoc javadoc = Javadoc.parse(
                " Adds two numbers.\n It is quick.\n\n @param a the first,\n    on two lines\n @param b the second\n"
                        + " @param <T> a type\n @return their sum\n @since 1\n @see Math\n",
                false);
        assertEquals("Adds two numbers.\nIt is quick.", javadoc.text());
        assertEquals(Map.of("a", "the first, on two lines", "b", "the second"), javadoc.parameters());
        assertEquals(List.of("a", "b"), List.copyOf(javadoc.parameters().keySet()));
        assertEquals("their sum", javadoc.returns());
    }

    @Test
    void keepsExceptionsAsLastLines() {
        assertEquals(
                "Divides.\n\nThrows ArithmeticException: if b is 0\nThrows java.io.IOException",
                text(
                        "Divides.\n@throws ArithmeticException if\n b is {@code 0}\n@exception java.io.IOException\n@throws\n"));
        assertEquals("Throws X: y", text("@throws X y"));
        assertEquals("Adds.\n\nDeprecated: use sum", text("Adds.\n@deprecated use {@link #sum}"));
        assertEquals("Deprecated.", text("@deprecated"));
    }

    @Test
    void readsAnInlineReturnAsDescriptionAndResult() {
        Javadoc javadoc = Javadoc.parse(" {@return the {@code sum} of <b>all</b>} And more.\n", false);
        assertEquals("Returns the sum of all. And more.", javadoc.text());
        assertEquals("the sum of all", javadoc.returns());
        assertEquals("more", Javadoc.parse("{@return it}\n@return more", false).returns());
        assertEquals("a {@return b", text("a {@return b"));
        assertEquals("{@returns x", text("{@returns x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{@code List<T> & {x}} y            | List<T> & {x} y",
                "{@literal a < b}                   | a < b",
                "{@link Foo}                        | Foo",
                "{@link Foo#bar}                    | Foo.bar",
                "{@link #bar(int, String) }         | bar(int, String)",
                "{@link Foo#bar(int, String) go {@code on}} . | go on .",
                "{@link java.util.Map<K, V> the map}| the map",
                "{@linkplain Foo the foo}           | the foo",
                "{@value Foo#MAX}                   | Foo.MAX",
                "a{@inheritDoc}b                    | ab",
                "{@unknown some {@code x} thing}!   | some x thing!",
                "{@systemProperty java.home}        | java.home",
                "{@a{@b{@c x}}}                     | x",
                "{@code}                            | \"\"",
                "{@code x                           | {@code x",
                "if (x) { y } {@code {}             | if (x) { y } {@code {}",
                "} {@code a}                        | } a",
                "{ {@code a}                        | { a",
                "{@ code}                           | {@ code}",
                "a &lt;b&gt; &amp; &#40;&#x29;&#x1F600; | a <b> & ()😀",
                "&nope; &#xD800; &#0; &#99999999999; &; & | &nope; &#xD800; &#0; &#99999999999; &; &",
                "<b>bold</b> <a href=\"x#y\">link</a> | bold link",
                "x<sup>2</sup> + a<sub>i</sub>      | x^2 + a_i",
                "a List<String> or Map<K,V> of <T>  | a List<String> or Map<K,V> of <T>",
                "a < b, c > d, a <b                 | a < b, c > d, a <b",
                "a <!-- gone --> b <!-- kept        | a b <!-- kept",
                "mail me@example.org                | mail me@example.org",
            })
    void rendersInline(String raw, String expected) {
        assertEquals(expected, text(raw));
    }

    @Test
    void setsParagraphsApartByOneBlankLine() {
        assertEquals("One\ntwo\n\nthree\n\nfour\nfive", text("One\n   two\n<p>three\n</p>\n\n\n\nfour<br>five<p>"));
        assertEquals("Title\n\nBody", text("<h2>Title</h2>Body"));
    }

    @Test
    void rendersListsAndTables() {
        assertEquals(
                "Modes:\n- fast\n- slow\nand sure\n- none\n\nEnd.",
                text("Modes:\n<ul>\n  <li> fast\n  <li><p>slow\n and sure</li>\n<li>none</ul>\nEnd."));
        assertEquals("a 1\nb 2", text("<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>"));
        assertEquals("- x", text("<ul><li><li>x</ul>"));
    }

    @Test
    void keepsPreformattedTextButForTheCommonIndentation() {
        assertEquals(
                "Use:\n\nfor (int i = 0; i < 9; i++) {\n    @Call(i);\n\n}\n\nDone.",
                text(" Use:\n <pre>{@code\n for (int i = 0; i < 9; i++) {\n     @Call(i);\n\n }\n }</pre>\n Done."));
        assertEquals("a  b\nc", text("<pre>\na  b\n<b>c</b>\n\n"));
    }

    @Test
    void keepsSnippetsVerbatim() {
        assertEquals(
                "See:\n\nint  x = a[\"k\"];\n  y();",
                text("See:\n{@snippet lang=\"java\" id='a:b' :\n   int  x = a[\"k\"];\n     y();\n }"));
        assertEquals("See:", text("See: {@snippet file=\"Demo.java\"}"));
    }

    @Test
    void takesBlockTagsInsideOfBracesForText() {
        Javadoc javadoc =
                Javadoc.parse("Do {@code\n @Override\n @param x y} it.\n@param a {@code b\n@return c}", false);
        assertEquals("Do @Override\n@param x y it.", javadoc.text());
        assertEquals(Map.of("a", "b @return c"), javadoc.parameters());
        assertEquals("", javadoc.returns());
    }

    @Test
    void leavesMarkdownAsItIsButForTheTags() {
        Javadoc javadoc = Javadoc.parse(
                " A `List<T>` &\n\n - one\n   - {@code two}\n\n ```\n @Override\n ```\n @param a `x` y\n", true);
        assertEquals("A `List<T>` &\n\n- one\n  - two\n\n```\n@Override\n```", javadoc.text());
        assertEquals(Map.of("a", "`x` y"), javadoc.parameters());
    }

    @Test
    void keepsTheFirstOfSeveralTextsForOneParameter() {
        assertEquals(
                Map.of("a", "first"),
                Javadoc.parse("@param a first\n@param a second\n@param\n@param ", false)
                        .parameters());
    }

    @Test
    void countsOnlyTheFirstMebibyte() {
        assertEquals(Javadoc.MAX_CHARS, text("x".repeat(Javadoc.MAX_CHARS + 5)).length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{@",
                "{@a ",
                "{@a",
                "}",
                "<",
                "<!--",
                "<b",
                "<li>",
                "<pre>",
                "&",
                "&#",
                "@",
                "@a\n",
                "@param a ",
                "@param a b\n",
                "{@link ",
                "{@link (",
                "{@link <",
                "{@return ",
                "{@snippet ",
                "{@snippet \"",
                "{@code ",
                "\n",
                " ",
                "\n<p>",
                "{@link {@code }",
                "@throws {@link X}\n",
                "<a {@b ",
                "```\n"
            })
    void takesTimeThatGrowsWithTheLengthAlone(String piece) {
        int times = Javadoc.MAX_CHARS / piece.length() / 2;
        String many = piece.repeat(times);
        String tail = "}".repeat(times) + "\n@see x --> ;";
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (boolean markdown : new boolean[] {false, true}) {
                assertNotNull(Javadoc.parse(many, markdown));
                assertNotNull(Javadoc.parse(many + tail, markdown));
            }
        });
    }

    @Test
    void takesAnyText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {
            "{@code ",
            "{@link A#b",
            "{@return ",
            "{@snippet x=':' :",
            "{",
            "}",
            "<pre>",
            "</pre>",
            "<li>",
            "<p>",
            "<!--",
            "-->",
            "&lt;",
            "&",
            "\n",
            " ",
            "@param a ",
            "\n@param b ",
            "\n@throws X ",
            "\n@return ",
            "x",
            "(",
            "\ud800",
            "\0",
            "```",
            "</ul>",
            "<td>",
            ">",
            "<"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                raw.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                Javadoc javadoc = Javadoc.parse(raw.toString(), random.nextBoolean());
                assertEquals(javadoc.text().strip(), javadoc.text());
                assertEquals(
                        javadoc.returns().lines().count(), javadoc.returns().isEmpty() ? 0 : 1);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", comment: " + raw, e);
            }
        }
    }
}
