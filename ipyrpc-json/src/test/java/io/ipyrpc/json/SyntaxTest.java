package io.ipyrpc.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.wire.Limits;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1              | line 1, column 3: the text ends too early
            ["ab            | line 1, column 5: the text ends too early
            {"a":           | line 1, column 6: the text ends too early
            -               | line 1, column 2: the text ends too early
            [1.]            | line 1, column 4: unexpected ']' in a number
            [+1]            | line 1, column 3: unexpected '+' in a number
            [.5]            | line 1, column 2: unexpected '.'
            [01]            | line 1, column 3: a number does not begin with 0
            [nul]           | line 1, column 2: 'nul' is no JSON value
            [True]          | line 1, column 2: 'True' is no JSON value
            [NaN]           | line 1, column 5: NaN and Infinity are no JSON numbers; write {"type": "float", "data": "NaN"}
            [-Infinity]     | line 1, column 11: NaN and Infinity are no JSON numbers; write {"type": "float", "data": "NaN"}
            {a:1}           | line 1, column 2: unexpected 'a'
            {'a':1}         | line 1, column 2: unexpected '''
            [1,]            | line 1, column 4: unexpected ']'
            {"a":1,}        | line 1, column 8: unexpected '}'
            [1 2]           | line 1, column 4: unexpected '2'
            ]               | line 1, column 1: a bracket closes what is not open
            [1}             | line 1, column 3: a bracket closes what is not open
            /**/1           | line 1, column 1: unexpected '/'
            #1              | line 1, column 1: unexpected '#'
            ["\\x"]         | line 1, column 4: unknown escape after a backslash
            ["\\u12g4"]     | line 1, column 7: unexpected 'g'
            {"\\ud800":1}   | line 1, column 9: half of a surrogate pair in a name
            {"\\udc00":1}   | line 1, column 9: half of a surrogate pair in a name
            [1]x            | line 1, column 4: 'x' is no JSON value
            1e              | line 1, column 3: the text ends too early
            """)
    void refusesWhatIsNoJsonSayingWhere(String body, String message) {
        assertEquals("bad_request: not valid JSON: " + message, Reading.refused(body));
    }

    @Test
    void refusesControlCharactersAndByteOrderMarks() {
        assertEquals(
                "bad_request: not valid JSON: line 2, column 2: a control character inside a text; write it as an escape",
                Reading.refused("[\n\"\t\"]"));
        assertEquals(
                "bad_request: not valid JSON: line 1, column 1: a control character between values",
                Reading.refused("\u001e1"));
        assertEquals(
                "bad_request: not valid JSON: line 1, column 3: unexpected character \\ufeff",
                Reading.refused("\ufeff1"));
        assertEquals(
                "bad_request: not valid JSON: line 1, column 1: a control character between values",
                Reading.refused("\u0000["));
    }

    @Test
    void refusesAnEmptyBodyAndSpaceAlone() {
        assertEquals("bad_request: the body is empty; null is sent as null", Reading.refused(""));
        assertEquals("bad_request: the body is empty; null is sent as null", Reading.refused(" \r\n\t"));
    }

    @Test
    void refusesMoreThanOneValueAndRepeatedMembers() {
        assertEquals(
                "bad_request: line 2, column 1: a list after the value; a body is one value",
                Reading.refused("[1]\n[2]"));
        assertEquals(
                "bad_request: line 1, column 8: the member \"a\" is there twice", Reading.refused("{\"a\":1,\"a\":2}"));
        assertEquals(
                "bad_request: line 1, column 26: the member \"data\" is there twice",
                Reading.refused("{\"type\":\"float\",\"data\":1,\"data\":2}"));
    }

    @ParameterizedTest
    @CsvSource({
        "c080, c0, 2", // an overlong NUL
        "c3, 22, 3", // a cut character
        "eda080, a0, 3", // an encoded half of a pair
        "e08080, 80, 3", // overlong
        "f4908080, 90, 3", // beyond the last character
        "ff, ff, 2",
        "80, 80, 2"
    })
    void refusesWhatIsNotUtf8SayingWhichByte(String hex, String wrong, int at) {
        byte[] body = HexFormat.of().parseHex("5b22" + hex + "225d");
        assertEquals(
                "bad_request: not UTF-8: byte 0x" + wrong + " at byte " + at + " of the body",
                Reading.refused(body, Limits.defaults()));
    }

    @Test
    void refusesABodyThatEndsInsideACharacter() {
        assertEquals(
                "bad_request: not UTF-8: the text ends inside a character, at byte 3",
                Reading.refused(HexFormat.of().parseHex("22e697"), Limits.defaults()));
    }

    @Test
    void readsEveryLengthOfUtf8AcrossBufferBorders() throws Exception {
        String text = "až日😀".repeat(5_000);
        for (String shift : new String[] {"", "b", "bb", "bbb"}) {
            assertEquals(shift + text, Reading.value("\"" + shift + text + "\""));
            assertEquals(
                    shift + text,
                    Reading.value((shift + text)
                            .chars()
                            .mapToObj(c -> String.format("\\u%04x", c))
                            .collect(Collectors.joining("", "\"", "\""))));
        }
    }
}
