package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.ipyrpc.contract.Mutations;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changed vectors: each ends in a value or a refusal, within the memory that the protocol allows. */
class MutationsTest {
    private static final int MUTATIONS = 60_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final long[] SIZES = {
        -1, 0, 1, 7, 8, 9, 1 << 20, (1 << 20) + 1, Integer.MAX_VALUE, 1L << 31, 1L << 61, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static List<byte[]> vectors() {
        List<byte[]> bodies = new ArrayList<>();
        for (Object fact : (List<?>) Json.parse(Bodies.vector("index.json"), Limits.defaults())) {
            bodies.add(Bodies.vector(((Map<?, ?>) fact).get("name") + ".bin"));
        }
        return bodies;
    }

    @Test
    void mutatedVectorsEndInAValueOrARefusal() throws IOException {
        long seed = System.nanoTime();
        System.out.println("mutatedVectorsEndInAValueOrARefusal: seed " + seed);
        Random random = new Random(seed);
        Mutations mutations = new Mutations(random);
        List<byte[]> vectors = vectors();
        int values = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = random.nextInt(3) > 0
                    ? mutations.of(vectors)
                    : vectors.get(random.nextInt(vectors.size())).clone();
            for (int n = random.nextInt(3); n > 0; n--) {
                body = withAnotherNumber(body, random);
            }
            values += endsWell(body, random, seed) ? 1 : 0;
        }
        // Else the mutations would test nothing but the first refusal.
        assertTrue(values > MUTATIONS / 100, values + " values, seed " + seed);
        assertTrue(values < MUTATIONS, values + " values, seed " + seed);
    }

    /** Another size in a header, or another number in the metadata or the data. */
    private static byte[] withAnotherNumber(byte[] body, Random random) {
        byte[] changed = body.clone();
        ByteBuffer numbers = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        if (random.nextBoolean() && changed.length >= 16) {
            long size = SIZES[random.nextInt(SIZES.length)];
            int at = random.nextInt(4) > 0 ? 8 * random.nextInt(2) : random.nextInt(changed.length - 8);
            numbers.putLong(at, random.nextBoolean() ? size : numbers.getLong(at) + random.nextInt(17) - 8);
            return changed;
        }
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] >= '0' && changed[i] <= '9' && random.nextInt(8) == 0) {
                changed[i] = (byte) ('0' + random.nextInt(10));
                return changed;
            }
        }
        return changed;
    }

    /** Whether the body is a value. */
    private static boolean endsWell(byte[] body, Random random, long seed) throws IOException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        boolean value = false;
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            for (int way = 0; way < 3; way++) {
                InputStream in = random.nextBoolean()
                        ? new ByteArrayInputStream(body)
                        : Slices.of(body).inputStream();
                try {
                    read(way, in);
                    value |= way == 0;
                } catch (RpcException e) {
                    assertTrue(Set.of("bad_request", "too_large").contains(e.code()), e.code());
                    assertTrue(!e.getMessage().isBlank() && e.getMessage().length() < 2000, e.getMessage());
                }
            }
        } catch (RuntimeException | Error e) {
            fail("seed " + seed + ", body " + HexFormat.of().formatHex(body), e);
        }
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                taken < MOST_BYTES,
                () -> taken + " bytes for " + body.length + ", seed " + seed + ", body "
                        + HexFormat.of().formatHex(body));
        return value;
    }

    private static void read(int way, InputStream in) throws IOException {
        var reader = Bodies.BINARY.reader(in, Limits.defaults());
        switch (way) {
            case 0 -> reader.value();
            case 1 -> reader.arguments();
            default -> {
                Iterator<Object> items = reader.items();
                while (items.hasNext()) {
                    items.next();
                }
            }
        }
    }
}
