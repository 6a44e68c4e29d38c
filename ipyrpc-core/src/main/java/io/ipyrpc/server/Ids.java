package io.ipyrpc.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids that nobody guesses. */
final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** 128 random bits in hex. */
    static String next() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
