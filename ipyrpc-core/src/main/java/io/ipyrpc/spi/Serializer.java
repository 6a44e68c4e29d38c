package io.ipyrpc.spi;

import io.ipyrpc.wire.Limits;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * SPI: turns values of the protocol (§2, §3) into bytes and back. Found by {@code ServiceLoader}; stateless, with a
 * public constructor without parameters that never throws, and safe for use by any number of threads. The rules that
 * every implementation keeps are numbered in the {@linkplain io.ipyrpc.spi package's documentation}, S1 and on.
 *
 * <p>The values a writer is given and a reader gives are: null, {@code Boolean}, {@code Number}s of the JDK,
 * {@code String}, {@code List}, {@code Map} with text keys, {@code byte[]}, {@code Instant}, {@code OffsetDateTime},
 * {@code LocalDateTime}, {@code LocalDate}, {@code Duration}, {@code BigDecimal}, the types of {@code io.ipyrpc.data},
 * and, to write alone, {@code Iterator} for a list whose items come one by one.
 */
public interface Serializer {
    /** The name that settings and the wire know it by, such as {@code json}. */
    String name();

    /** Further names that settings may use. */
    default List<String> aliases() {
        return List.of();
    }

    /** The media type of its bytes, such as {@code application/json}; no other serializer's. */
    String mediaType();

    /** A writer of one body; it never closes {@code out}. */
    ValueWriter writer(OutputStream out);

    /** A reader of one body, which ends where {@code in} ends. */
    ValueReader reader(InputStream in, Limits limits);
}
