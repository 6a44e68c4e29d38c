package io.ipyrpc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.ipyrpc.function.Arguments;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Serializer} does: the rules S1 to S9 of the documentation of {@code io.ipyrpc.spi}. An
 * implementation's test extends this class and says which serializer it is of.
 *
 * <pre>{@code
 * class JsonSerializerContractTest extends SerializerContract {
 *     protected Serializer serializer() {
 *         return new JsonSerializer();
 *     }
 * }
 * }</pre>
 */
public abstract class SerializerContract {
    private static final int MUTATIONS = 30_000;
    private static final long MOST_BYTES_OF_A_SMALL_BODY = 16L << 20;

    /** For subclasses. */
    protected SerializerContract() {}

    /** The serializer under test. */
    protected abstract Serializer serializer();

    /** The kinds of values that it carries; it refuses the others when it is to write them. */
    protected Set<SampleValues.Kind> carries() {
        return EnumSet.allOf(SampleValues.Kind.class);
    }

    private byte[] written(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer().writer(out).value(value);
        return out.toByteArray();
    }

    private byte[] written(Arguments arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer().writer(out).arguments(arguments);
        return out.toByteArray();
    }

    private Object read(byte[] body, Limits limits) throws IOException {
        return serializer().reader(new ByteArrayInputStream(body), limits).value();
    }

    private Arguments readArguments(byte[] body, Limits limits) throws IOException {
        return serializer().reader(new ByteArrayInputStream(body), limits).arguments();
    }

    private void comesBack(Object value) throws IOException {
        SampleValues.assertSameValue(value, read(written(value), Limits.defaults()));
    }

    private void comesBackIfCarried(SampleValues.Kind kind) throws IOException {
        for (Object value : SampleValues.of(kind)) {
            if (carries().contains(kind)) {
                comesBack(value);
                comesBack(Arrays.asList(1L, value, null));
                comesBack(Collections.singletonMap("x", value));
            } else {
                assertThrows(IllegalArgumentException.class, () -> written(value), () -> "writing " + value);
            }
        }
    }

    // S1: what was written is read back equal ------------------------------------------------------------------------

    @Test
    void s1_plainValuesComeBack() throws IOException {
        for (Object value : SampleValues.plain()) {
            comesBack(value);
        }
    }

    @Test
    void s1_bytesComeBack() throws IOException {
        comesBackIfCarried(SampleValues.Kind.BYTES);
    }

    @Test
    void s1_timesAndDecimalsComeBack() throws IOException {
        comesBackIfCarried(SampleValues.Kind.TIMES);
        comesBackIfCarried(SampleValues.Kind.DECIMALS);
    }

    @Test
    void s1_arraysOfEveryTypeAndShapeComeBack() throws IOException {
        comesBackIfCarried(SampleValues.Kind.ARRAYS);
    }

    @Test
    void s1_framesAndSeriesComeBack() throws IOException {
        comesBackIfCarried(SampleValues.Kind.FRAMES);
    }

    @Test
    void s1_pointersComeBack() throws IOException {
        comesBackIfCarried(SampleValues.Kind.POINTERS);
    }

    @Test
    void s1_dictsThatLookLikeTypedValuesComeBack() throws IOException {
        for (Object value : SampleValues.lookAlikes()) {
            comesBack(value);
            comesBack(List.of(value));
            comesBack(Map.of("type", "dict", "data", value));
        }
    }

    @Test
    void s1_numbersOfTheJdkComeBackAsTheirValues() throws IOException {
        SampleValues.numbers().forEach((number, value) -> {
            try {
                SampleValues.assertSameValue(value, read(written(number), Limits.defaults()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void s1_randomValuesComeBack() throws IOException {
        long seed = System.nanoTime();
        System.out.println("s1_randomValuesComeBack: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            comesBack(SampleValues.random(random, carries(), 5));
        }
    }

    // S2: arguments come back ----------------------------------------------------------------------------------------

    @Test
    void s2_argumentsComeBackByPositionAndByKeyword() throws IOException {
        Map<String, Object> keyword = new java.util.LinkedHashMap<>();
        keyword.put("type", "float");
        keyword.put("data", "NaN");
        for (Arguments arguments : List.of(
                Arguments.NONE,
                Arguments.of(1L, "two", null, 4.0),
                Arguments.of(List.of(), keyword),
                Arguments.of(List.of(true), Collections.singletonMap("n", null)),
                Arguments.of(List.of(), Map.of("args", List.of(1L), "kwargs", Map.of("x", 2L))),
                Arguments.of(List.of(Map.of("args", List.of()))),
                Arguments.of(List.of(List.of(1L), List.of()), Map.of("žluťoučký", Map.of())))) {
            Arguments again = readArguments(written(arguments), Limits.defaults());
            SampleValues.assertSameValue(arguments.positional(), again.positional());
            SampleValues.assertSameValue(arguments.keyword(), again.keyword());
        }
    }

    @Test
    void s2_anEmptyBodyIsNoArguments() throws IOException {
        assertEquals(0, readArguments(new byte[0], Limits.defaults()).size());
    }

    // S3: one value, and nothing else --------------------------------------------------------------------------------

    @Test
    void s3_refusesAnEmptyBody() {
        refuses("bad_request", new byte[0], Limits.defaults(), "");
    }

    @Test
    void s3_refusesABodyThatIsCut() throws IOException {
        for (Object value : SampleValues.toCut(carries())) {
            byte[] body = written(value);
            for (int length = 0; length < body.length; length++) {
                refuses("bad_request", Arrays.copyOf(body, length), Limits.defaults(), "");
            }
        }
    }

    @Test
    void s3_refusesABodyWithMoreBehindTheValue() throws IOException {
        for (Object value : SampleValues.toCut(carries())) {
            byte[] body = written(value);
            byte[] twice = Arrays.copyOf(body, 2 * body.length);
            System.arraycopy(body, 0, twice, body.length, body.length);
            for (int length = body.length + 1; length <= twice.length; length++) {
                refuses("bad_request", Arrays.copyOf(twice, length), Limits.defaults(), "");
            }
        }
    }

    private RpcException refuses(String code, byte[] body, Limits limits, String named) {
        RpcException e = assertThrows(
                RpcException.class,
                () -> read(body, limits),
                () -> "reading " + new String(body, java.nio.charset.StandardCharsets.ISO_8859_1));
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.getMessage().contains(named), e.getMessage());
        assertFalse(e.getMessage().isBlank());
        return e;
    }

    // S4: limits -----------------------------------------------------------------------------------------------------

    private static Object nested(int depth, boolean dicts) {
        Object value = 1L;
        for (int i = 0; i < depth; i++) {
            value = dicts ? Map.of("k", value) : List.of(value);
        }
        return value;
    }

    @Test
    void s4_refusesNestingBeyondMaxDepthNamingIt() throws IOException {
        Limits limits = Limits.defaults().with("max_depth", 10);
        for (boolean dicts : new boolean[] {false, true}) {
            assertEquals(nested(10, dicts), read(written(nested(10, dicts)), limits));
            refuses("too_large", written(nested(11, dicts)), limits, "max_depth");
            refuses("too_large", written(nested(1000, dicts)), limits, "max_depth");
            refuses("too_large", written(nested(1000, dicts)), Limits.defaults(), "max_depth");
        }
    }

    @Test
    void s4_readsTheDeepestNestingThatLimitsAllowOnALargeStack() throws Exception {
        Limits limits = Limits.defaults().with("max_depth", 1000);
        FutureTask<Void> task = new FutureTask<>(() -> {
            for (boolean dicts : new boolean[] {false, true}) {
                assertEquals(nested(1000, dicts), read(written(nested(1000, dicts)), limits));
            }
            return null;
        });
        new Thread(null, task, "a large stack", 16 << 20).start();
        task.get(60, TimeUnit.SECONDS);
    }

    @Test
    void s4_writesAndReadsTheDefaultNestingOnASmallStack() throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            for (boolean dicts : new boolean[] {false, true}) {
                assertEquals(nested(100, dicts), read(written(nested(100, dicts)), Limits.defaults()));
            }
            return null;
        });
        new Thread(null, task, "a small stack", 256 << 10).start();
        task.get(60, TimeUnit.SECONDS);
    }

    @Test
    void s4_refusesMoreArgumentsThanMaxArgumentsNamingIt() throws IOException {
        Limits limits = Limits.defaults().with("max_arguments", 4);
        Map<String, Object> five = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            five.put("k" + i, i);
        }
        assertEquals(
                4,
                readArguments(written(Arguments.of(List.of(1, 2), Map.of("a", 3, "b", 4))), limits)
                        .size());
        for (Arguments arguments : List.of(
                Arguments.of(1, 2, 3, 4, 5),
                Arguments.of(List.of(1, 2, 3), Map.of("a", 4, "b", 5)),
                Arguments.of(List.of(), five))) {
            byte[] body = written(arguments);
            RpcException e = assertThrows(RpcException.class, () -> readArguments(body, limits));
            assertEquals("too_large", e.code());
            assertTrue(e.getMessage().contains("max_arguments"), e.getMessage());
        }
    }

    // S5: iterators --------------------------------------------------------------------------------------------------

    @Test
    void s5_itemsOfAnIteratorAreReadAsAList() throws IOException {
        assertEquals(List.of(), read(written(List.of().iterator()), Limits.defaults()));
        List<Object> items = new ArrayList<>(SampleValues.plain());
        items.add(null);
        SampleValues.assertSameValue(items, read(written(items.iterator()), Limits.defaults()));
        SampleValues.assertSameValue(List.of(items), read(written(List.of(items.iterator())), Limits.defaults()));
    }

    @Test
    void s5_anItemIsInTheStreamBeforeTheOneAfterTheNextIsAskedFor() throws IOException {
        String item = "x".repeat(20_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer().writer(out).value(new Iterator<Object>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < 5;
            }

            @Override
            public Object next() {
                // One may be held back for a batch; more than 64 KiB may not.
                assertTrue(out.size() >= (given - 1) * item.length() - (1 << 16), "after " + given + " items");
                given++;
                return item;
            }
        });
        assertEquals(Collections.nCopies(5, item), read(out.toByteArray(), Limits.defaults()));
    }

    /** A server sends what was flushed at once, and copies what it would else refer to. */
    @Test
    void s5_theStreamIsFlushedAfterItemsOfAnIteratorAndForNothingElse() throws IOException {
        int[] flushed = {0};
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushed[0]++;
            }
        };
        serializer().writer(out).value(List.of("a", List.of(1L), Map.of("k", "x".repeat(100_000))));
        serializer().writer(out).arguments(Arguments.of(List.of("a", "x".repeat(100_000)), Map.of("k", 1L)));
        assertEquals(0, flushed[0]);
        Iterator<String> items = List.of("a", "b", "c").iterator();
        serializer().writer(out).value(new Iterator<Object>() {
            private int given;

            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Object next() {
                // One may be held back for a batch.
                assertTrue(flushed[0] >= given - 1, flushed[0] + " times after " + given + " items");
                given++;
                return items.next();
            }
        });
    }

    @Test
    void s5_itemsAreReadOneByOne() throws IOException {
        List<Object> items = Arrays.asList(1L, "two", null, List.of(4L));
        assertItems(items, items);
        assertItems(List.of(), List.of());
        assertItems(List.of("alone"), "alone");
        assertItems(List.of(Map.of("k", 1L)), Map.of("k", 1L));
        assertItems(Collections.singletonList(null), null);
    }

    private void assertItems(List<?> expected, Object value) throws IOException {
        List<Object> items = new ArrayList<>();
        serializer()
                .reader(new ByteArrayInputStream(written(value)), Limits.defaults())
                .items()
                .forEachRemaining(items::add);
        SampleValues.assertSameValue(expected, items);
    }

    // S6: what cannot be sent ----------------------------------------------------------------------------------------

    @Test
    void s6_refusesToWriteWhatIsNoValueNamingItsClass() {
        for (Object value : List.of(
                new Object(),
                List.of(1L, new Object()),
                Map.of("k", List.of(new Object())),
                List.of(new Object()).iterator())) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> written(value));
            assertTrue(e.getMessage().contains("java.lang.Object"), e.getMessage());
        }
    }

    @Test
    void s6_refusesAKeyThatIsNotTextShowingIt() {
        Map<Object, Object> mixed = new HashMap<>(Map.of("a", 1));
        mixed.put(4711, 2);
        for (Object value : List.of(Map.of(4711, 1), mixed, List.of(mixed))) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> written(value));
            assertTrue(e.getMessage().contains("4711"), e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> written(Collections.singletonMap(null, 1)));
    }

    @Test
    void s6_refusesAListOrMapThatContainsItself() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("self", List.of(map));
        for (Object value : List.of(list, map)) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> written(value));
            assertTrue(e.getMessage().contains("contains itself"), e.getMessage());
        }
    }

    // S7: hostile bytes ----------------------------------------------------------------------------------------------

    @Test
    void s7_randomBytesEndInAValueOrARefusal() throws IOException {
        long seed = System.nanoTime();
        System.out.println("s7_randomBytesEndInAValueOrARefusal: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS / 10; i++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            endsWell(body, seed);
        }
    }

    @Test
    void s7_mutatedBodiesEndInAValueOrARefusal() throws IOException {
        long seed = System.nanoTime();
        System.out.println("s7_mutatedBodiesEndInAValueOrARefusal: seed " + seed);
        Mutations mutations = new Mutations(new Random(seed));
        List<byte[]> bodies = new ArrayList<>();
        for (Object value : SampleValues.toMutate(carries())) {
            byte[] body = written(value);
            if (body.length <= 4096) {
                bodies.add(body);
            }
        }
        for (int i = 0; i < MUTATIONS; i++) {
            endsWell(mutations.of(bodies), seed);
        }
    }

    private void endsWell(byte[] body, long seed) throws IOException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            try {
                read(body, Limits.defaults());
            } catch (RpcException e) {
                assertTrue(Set.of("bad_request", "too_large").contains(e.code()), e.code());
            }
            try {
                readArguments(body, Limits.defaults());
            } catch (RpcException e) {
                assertTrue(Set.of("bad_request", "too_large").contains(e.code()), e.code());
            }
        } catch (RuntimeException | Error e) {
            fail("seed " + seed + ", body " + java.util.HexFormat.of().formatHex(body), e);
        }
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                taken < MOST_BYTES_OF_A_SMALL_BODY,
                () -> taken + " bytes for " + body.length + ", seed " + seed + ", body "
                        + java.util.HexFormat.of().formatHex(body));
    }

    // S8: threads ----------------------------------------------------------------------------------------------------

    @Test
    void s8_oneSerializerServesManyThreads() throws Exception {
        Serializer one = serializer();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                long seed = t;
                tasks.add(() -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 200; i++) {
                        Object value = SampleValues.random(random, carries(), 4);
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        one.writer(out).value(value);
                        SampleValues.assertSameValue(
                                value,
                                one.reader(new ByteArrayInputStream(out.toByteArray()), Limits.defaults())
                                        .value());
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    // S9: streams ----------------------------------------------------------------------------------------------------

    @Test
    void s9_everythingIsInTheStreamWhenTheWriterReturnsAndItIsStillOpen() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream open = new FilterOutputStream(bytes) {
            @Override
            public void close() {
                fail("the writer closed its stream");
            }
        };
        serializer().writer(open).value(List.of(1L, "two"));
        assertEquals(List.of(1L, "two"), read(bytes.toByteArray(), Limits.defaults()));
        bytes.reset();
        serializer().writer(open).arguments(Arguments.of(List.of(1L), Map.of("k", 2L)));
        assertEquals(2, readArguments(bytes.toByteArray(), Limits.defaults()).size());
    }

    @Test
    void s9_aStreamThatFailsFailsAsItDid() throws IOException {
        IOException failure = new IOException("the line is down");
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw failure;
            }
        };
        assertSame(
                failure,
                assertThrows(IOException.class, () -> serializer().writer(out).value(List.of(1L))));
        byte[] body = written(List.of("x".repeat(100)));
        InputStream in = new FilterInputStream(new ByteArrayInputStream(body, 0, body.length / 2)) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                read(one, 0, 1);
                return one[0] & 0xFF;
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int n = super.read(b, off, len);
                if (n < 0) {
                    throw failure;
                }
                return n;
            }
        };
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> serializer().reader(in, Limits.defaults()).value()));
    }
}
