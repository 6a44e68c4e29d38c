package io.ipyrpc.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocFileTest {
    private static DocFile demo() {
        DocFile file = new DocFile("demo.Demo", new DocFile.Comment(" A demo.\n\nmethod x()", false));
        file.methods.put(
                "add(int,double[][])",
                new DocFile.Entry(List.of("a", "größe"), new DocFile.Comment("# Markdown\n|x", true)));
        file.methods.put("none()", new DocFile.Entry(List.of(), null));
        return file;
    }

    private static DocFile parse(String text) throws IOException {
        return DocFile.parse(text.getBytes(StandardCharsets.UTF_8), "demo.Demo");
    }

    @Test
    void isWrittenAsDocumented() {
        assertEquals("""
                ipyrpc-docs 1
                class demo.Demo
                | A demo.
                |
                |method x()
                method add(int,double[][]) a größe
                ## Markdown
                #|x
                method none()
                """, new String(demo().toBytes(true), StandardCharsets.UTF_8));
    }

    @Test
    void leavesTheCommentsOutOnRequest() {
        assertEquals(
                "ipyrpc-docs 1\nclass demo.Demo\nmethod add(int,double[][]) a größe\nmethod none()\n",
                new String(demo().toBytes(false), StandardCharsets.UTF_8));
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        DocFile read = DocFile.parse(demo().toBytes(true), "demo.Demo");
        assertEquals(demo().comment, read.comment);
        assertEquals(demo().methods, read.methods);
    }

    @Test
    void takesEveryKindOfLineEndForOne() throws IOException {
        DocFile file = new DocFile("demo.Demo", new DocFile.Comment("a\r\nb\rc\u2028d", false));
        assertEquals(
                "a\nb\nc\u2028d",
                DocFile.parse(file.toBytes(true), "demo.Demo").comment.raw());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "''; line 1: expected 'ipyrpc-docs 1' but found ''",
                "ipyrpc-docs 2/class demo.Demo; line 1: expected 'ipyrpc-docs 1' but found 'ipyrpc-docs 2'",
                "ipyrpc-docs 1; line 2: expected 'class demo.Demo' but found ''",
                "ipyrpc-docs 1/class Other; line 2: expected 'class demo.Demo' but found 'class Other'",
                "ipyrpc-docs 1/class demo.Demo/|a/b; line 4: expected a method or a comment but found 'b'",
                "ipyrpc-docs 1/class demo.Demo//; line 3: expected a method or a comment but found ''",
                "ipyrpc-docs 1/class demo.Demo/method (int) a; line 3: expected a method or a comment but found 'method (int) a'",
                "ipyrpc-docs 1/class demo.Demo/method m)(; line 3: expected a method or a comment but found 'method m)('",
                "ipyrpc-docs 1/class demo.Demo/method m(int,int) a; line 3: expected 2 parameter names but found 'method m(int,int) a'",
                "ipyrpc-docs 1/class demo.Demo/method m() a; line 3: expected 0 parameter names but found 'method m() a'",
            })
    void refusesAMalformedLineNamingIt(String lines, String message) {
        String text = lines.replace("''", "").replace('/', '\n');
        assertEquals(message, assertThrows(IOException.class, () -> parse(text)).getMessage());
    }

    @Test
    void shortensALongLineInItsComplaint() {
        assertEquals(
                "line 1: expected 'ipyrpc-docs 1' but found '" + "x".repeat(80) + "…'",
                assertThrows(IOException.class, () -> parse("x".repeat(1000))).getMessage());
    }
}
