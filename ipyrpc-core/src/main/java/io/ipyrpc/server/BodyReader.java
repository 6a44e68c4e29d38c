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
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads a request's body whole, in pieces, taking memory as it arrives, and holds it to the digest it was announced by. */
final class BodyReader {
    private static final int FIRST_PIECE = 8 << 10;
    private static final int LARGEST_PIECE = 16 << 20;

    private BodyReader() {}

    /**
     * The bytes of the body.
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
        List<ByteBuffer> pieces = new ArrayList<>(1);
        InputStream in = body.stream();
        long arrived = 0;
        while (true) {
            long room = Math.min(LARGEST_PIECE, Math.max(FIRST_PIECE, 3 * arrived));
            long expected = announced < 0 ? room : Math.min(room, announced - arrived);
            byte[] piece = new byte[(int) Math.max(1, expected)];
            int n = in.readNBytes(piece, 0, piece.length);
            arrived += n;
            if (arrived > limits.maxBody()) {
                throw tooLarge("more than " + limits.maxBody() + " bytes", limits);
            }
            // A piece that is mostly empty would be kept as long as the job.
            pieces.add(ByteBuffer.wrap(n < piece.length / 2 ? Arrays.copyOf(piece, n) : piece, 0, n));
            if (n < piece.length || arrived == announced) {
                return checked(Slices.of(pieces), digest);
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
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            body.buffers().forEach(sha::update);
            byte[] actual = HexFormat.of().formatHex(sha.digest()).getBytes(StandardCharsets.US_ASCII);
            if (!MessageDigest.isEqual(actual, digest.getBytes(StandardCharsets.UTF_8))) {
                throw new RpcException(ErrorCode.UNAUTHENTICATED, "unauthenticated");
            }
            return body;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
