package io.ipyrpc.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SharedBytesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aBuilderSharesWhatItIsHandedBetweenWhatIsWritten() throws IOException {
        byte[] large = bytes("shared");
        SlicesBuilder builder = new SlicesBuilder();
        builder.write(bytes("before "));
        builder.share(Slices.of(large));
        builder.write(bytes(" after"));
        Slices built = builder.build();
        assertEquals(19, builder.length());
        assertEquals("before shared after", built.utf8());
        assertSame(large, built.buffers().get(1).array());
    }

    @Test
    void aStreamGivesAViewOfBytesThatLieTogether() throws IOException {
        byte[] body = bytes("0123456789");
        SlicesInputStream in = Slices.of(body).inputStream();
        assertEquals('0', in.read());
        ByteBuffer view = in.take(4);
        assertSame(body, view.array());
        assertEquals(4, view.remaining());
        assertEquals('1', view.get(0));
        assertArrayEquals(bytes("56789"), in.readAllBytes());
    }

    @Test
    void aStreamGivesNoViewOfBytesThatLieApart() throws IOException {
        SlicesBuilder builder = new SlicesBuilder();
        builder.share(Slices.of(bytes("ab")));
        builder.share(Slices.of(bytes("cd")));
        SlicesInputStream in = builder.build().inputStream();
        assertEquals(4, in.available());
        assertNull(in.take(3));
        assertEquals("ab", new String(in.take(2).array(), StandardCharsets.US_ASCII));
        assertNull(in.take(3));
        assertEquals('c', in.read());
        assertEquals(1, in.available());
    }

    @Test
    void bytesThatWereGivenAwayAreThereOnceAlone() throws IOException {
        Slices slices = Slices.of(bytes("abc"));
        assertEquals("abc", new String(slices.consume().readAllBytes(), StandardCharsets.US_ASCII));
        assertEquals(3, slices.length());
        IllegalStateException gone = assertThrows(IllegalStateException.class, slices::inputStream);
        assertEquals("the 3 bytes were given away by consume()", gone.getMessage());
        assertEquals(0, Slices.EMPTY.consume().readAllBytes().length);
        assertEquals(0, Slices.EMPTY.consume().readAllBytes().length);
    }
}
