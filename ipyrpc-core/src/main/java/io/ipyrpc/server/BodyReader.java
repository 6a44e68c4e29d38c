package io.ipyrpc.server;

import io.ipyrpc.spi.Body;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a request's body whole, taking memory as it arrives, and holds it to the digest it was announced by. A piece is
 * at most four times what has arrived, or 8 KiB.
 */
final class BodyReader {
    private static final int FIRST_PIECE = 8 << 10;
    private static final int LARGEST_PIECE = 16 << 20;
    /** How much larger a piece may be than what has arrived. */
    private static final int GROWTH = 4;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private BodyReader() {}

    /**
     * The bytes of the body; in one piece where their number is announced and an array can hold them, so that arrays
     * among them can be used where they lie.
     *
     * @param digest the SHA-256 that it must have, in lower-case hex, or null
     * @throws RpcException with {@code too_large}, or {@code unauthenticated} where the digest does not agree
     */
    static Slices read(Body body, Limits limits, String digest) throws IOException {
        long announced = body.length();
        if (announced > limits.maxBody()) {
            throw tooLarge(announced + " bytes", limits);
        }
        if (announced == 0) {
            return checked(Slices.EMPTY, digest);
        }
        InputStream in = body.stream();
        boolean together = announced > 0 && announced <= LARGEST_ARRAY;
        return checked(together ? onePiece(in, (int) announced) : pieces(in, limits), digest);
    }

    /** Sizes are chosen from the end, so that the last step is to the announced length and little is copied again. */
    private static Slices onePiece(InputStream in, int announced) throws IOException {
        byte[] piece = new byte[0];
        int arrived = 0;
        do {
            piece = Arrays.copyOf(piece, sizeAfter(arrived, announced));
            arrived += in.readNBytes(piece, arrived, piece.length - arrived);
        } while (arrived == piece.length && arrived < announced);
        return Slices.of(arrived == piece.length ? piece : Arrays.copyOf(piece, arrived));
    }

    private static int sizeAfter(int arrived, int announced) {
        int size = announced;
        int before = size;
        while (size > FIRST_PIECE && before > arrived) {
            size = before;
            before = (int) ((size + GROWTH - 1L) / GROWTH);
        }
        return size;
    }

    private static Slices pieces(InputStream in, Limits limits) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>(1);
        long arrived = 0;
        while (true) {
            int room = (int) Math.min(LARGEST_PIECE, Math.max(FIRST_PIECE, 3 * arrived));
            byte[] piece = new byte[room];
            int n = in.readNBytes(piece, 0, room);
            arrived += n;
            if (arrived > limits.maxBody()) {
                throw tooLarge("more than " + limits.maxBody() + " bytes", limits);
            }
            // A piece that is mostly empty would be kept as long as the job.
            pieces.add(ByteBuffer.wrap(n < room / 2 ? Arrays.copyOf(piece, n) : piece, 0, n));
            if (n < room) {
                return Slices.of(pieces);
            }
        }
    }

    private static RpcException tooLarge(String size, Limits limits) {
        return new RpcException(ErrorCode.TOO_LARGE, "the body is " + size + ", max_body is " + limits.maxBody());
    }

    private static Slices checked(Slices body, String digest) {
        if (digest == null) {
            return body;
        }
        byte[] actual = Sha256.of(new byte[0], body).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(actual, digest.getBytes(StandardCharsets.UTF_8))) {
            throw new RpcException(ErrorCode.UNAUTHENTICATED, "unauthenticated");
        }
        return body;
    }
}
