package io.ipyrpc.contract;

import io.ipyrpc.spi.Body;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** Seeded bytes for transports to carry, and what is left of them to compare. */
final class RandomBody {
    private static final int PIECE = 1 << 20;

    private RandomBody() {}

    /** Bytes in pieces of about 1 MiB. */
    static Slices slices(long seed, int size) {
        Random random = new Random(seed);
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int left = size; left > 0; ) {
            byte[] piece = new byte[Math.min(left, PIECE - 7)];
            random.nextBytes(piece);
            pieces.add(ByteBuffer.wrap(piece));
            left -= piece.length;
        }
        return Slices.of(pieces);
    }

    /** The same bytes as a body that does not know its length beforehand. */
    static Body ofUnknownLength(Slices bytes) {
        return new Body() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public InputStream stream() {
                return bytes.inputStream();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                bytes.writeTo(out);
            }
        };
    }

    /** How many bytes there are, and their checksum. */
    static String sum(InputStream in) throws IOException {
        CRC32 sum = new CRC32();
        byte[] chunk = new byte[64 << 10];
        long size = 0;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            sum.update(chunk, 0, n);
            size += n;
        }
        return size + " bytes, CRC " + Long.toHexString(sum.getValue());
    }
}
