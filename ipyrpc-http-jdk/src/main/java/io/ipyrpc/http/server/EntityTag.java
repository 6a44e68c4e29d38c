package io.ipyrpc.http.server;

import io.ipyrpc.wire.Slices;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What an answer's bytes are known by (RFC 9110 §8.8.3): other bytes, another tag. Immutable. */
final class EntityTag {
    private static final int BYTES = 16;

    private final String text;

    private EntityTag(String text) {
        this.text = text;
    }

    static EntityTag of(Slices content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            content.buffers().forEach(sha::update);
            return new EntityTag('"' + HexFormat.of().formatHex(sha.digest(), 0, BYTES) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether a client has the answer already, by its headers {@code If-None-Match}, which may be null. */
    boolean isAmong(List<String> known) {
        if (known == null) {
            return false;
        }
        for (String value : String.join(",", known).split(",")) {
            String one = value.strip();
            if (one.equals("*") || one.equals(text) || one.equals("W/" + text)) {
                return true;
            }
        }
        return false;
    }

    /** As the header has it. */
    @Override
    public String toString() {
        return text;
    }
}
