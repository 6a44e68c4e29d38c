package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.FrameHead;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import io.ipyrpc.wire.SharingOutputStream;
import io.ipyrpc.wire.Slices;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ContainersTest {
    private static final byte[] LIST = Bodies.frame("{\"type\":\"list\"}");
    private static final byte[] DICT = Bodies.frame("{\"type\":\"dict\"}");
    private static final byte[] END = Bodies.frame("{\"type\":\"end\"}");

    private static byte[] items(String json) {
        return Bodies.frame("{\"type\":\"items\"}", Bodies.ascii(json));
    }

    /** The metadata of all frames of a body, with the data of those that hold JSON. */
    private static List<String> frames(byte... body) throws IOException {
        List<String> frames = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(body);
        for (FrameHead head = FrameHead.read(in, Limits.defaults());
                head != null;
                head = FrameHead.read(in, Limits.defaults())) {
            byte[] data = in.readNBytes((int) head.dataSize());
            String type = (String) head.metadata().get("type");
            boolean json = type.equals("json") || type.equals("items");
            frames.add((head.metadata().containsKey("key") ? head.metadata().get("key") + "=" : "")
                    + type
                    + (json ? new String(data, java.nio.charset.StandardCharsets.UTF_8) : ""));
        }
        return frames;
    }

    @Test
    void aListIsWrittenByteByByteAsTheProtocolSays() throws IOException {
        byte[] body = Bodies.join(
                LIST, items("[7,\"a\"]"), Bodies.frame("{\"type\":\"bytes\"}", new byte[] {0x68, 0x69}), END);
        assertArrayEquals(body, Bodies.written(List.of(7L, "a", new byte[] {0x68, 0x69})));
        assertArrayEquals(
                java.util.HexFormat.ofDelimiter(" ").parseHex("0f 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"),
                Arrays.copyOf(body, 16));
        Bodies.assertSame(List.of(7L, "a", new byte[] {0x68, 0x69}), Bodies.value(body));
    }

    @Test
    void whatJsonHasIsOneFrame() throws IOException {
        assertEquals(
                List.of("json[1,{\"k\":[2.0,null]}]"),
                frames(Bodies.written(List.of(1, Collections.singletonMap("k", Arrays.asList(2.0, null))))));
        assertEquals(
                List.of(
                        "json{\"n\":{\"type\":\"float\",\"data\":\"NaN\"},\"t\":{\"type\":\"date\",\"data\":\"1970-01-01\"}}"),
                frames(Bodies.written(
                        new java.util.TreeMap<>(Map.of("n", Double.NaN, "t", java.time.LocalDate.EPOCH)))));
        assertEquals(
                List.of("json{\"type\":\"dict\",\"data\":{\"type\":\"ipyrpc_data_pointer\"}}"),
                frames(Bodies.written(Map.of("type", "ipyrpc_data_pointer"))));
    }

    @Test
    void halvesOfPairsAreRefusedInKeysAsJsonDoesAndPassInTexts() throws IOException {
        String message = "the key \"a\\ud800\" of a dict has half of a surrogate pair in it, which is no character";
        Map<String, Object> plain = Map.of("a\ud800", 1L);
        NdArray objects = NdArray.objects(io.ipyrpc.data.DType.OBJECT, new Object[] {plain}, 1);
        assertEquals(message, unsendable(plain));
        assertEquals(message + " (at [1][\"b\"])", unsendable(List.of(1L, Map.of("b", plain))));
        assertEquals(message, unsendable(Map.of("a\ud800", new byte[] {1})));
        assertTrue(unsendable(objects).startsWith(message), unsendable(objects));
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Bodies.written(Arguments.of(List.of(), plain)))
                        .getMessage());
        Map<String, Object> good = Map.of("\ud83d\ude00", "\ud83d");
        assertEquals(good, Bodies.value(Bodies.written(good)));
        Bodies.assertSame(
                Map.of("\ud83d\ude00", new byte[] {1}), Bodies.value(Bodies.written(Map.of("😀", new byte[] {1}))));
    }

    private static String unsendable(Object value) {
        return assertThrows(IllegalArgumentException.class, () -> Bodies.written(value))
                .getMessage();
    }

    @Test
    void listsAndDictsWithFramesInThemAreFramesAndTheOthersNot() throws IOException {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("plain", List.of(1L, 2L));
        dict.put("deep", List.of("x", List.of(NdArray.of(1.5)), List.of()));
        dict.put("type", "float");
        dict.put("data", "NaN");
        byte[] body = Bodies.written(List.of(1L, dict, 2L, 3L));
        assertEquals(
                List.of(
                        "list",
                        "items[1]",
                        "dict",
                        "plain=json[1,2]",
                        "deep=list",
                        "items[\"x\"]",
                        "list",
                        "np.ndarray",
                        "end",
                        "items[[]]",
                        "end",
                        "type=json\"float\"",
                        "data=json\"NaN\"",
                        "end",
                        "items[2,3]",
                        "end"),
                frames(body));
        assertEquals(List.of(1L, dict, 2L, 3L), Bodies.value(body));
    }

    @Test
    void longListsGoInBatchesOfBoundedSizeAndCount() throws IOException {
        List<Object> many = new ArrayList<>(LongStream.range(0, 10_001).boxed().toList());
        List<String> frames = frames(Bodies.written(many));
        assertEquals(1 + 11 + 1, frames.size());
        assertTrue(frames.get(1).startsWith("items[0,1,2"));
        assertTrue(frames.get(1).endsWith(",999]"));
        assertEquals("items[10000]", frames.get(11));
        assertEquals(many, Bodies.value(Bodies.written(many)));
        List<Object> large = List.of("x".repeat(40_000), "y".repeat(40_000), "z".repeat(100_000), 1L, new byte[0]);
        List<String> parts = frames(Bodies.written(large));
        assertEquals(
                List.of(0, 40_009, 40_009, 100_009, 8, 5, 3),
                parts.stream()
                        .map(part -> part.equals("list") ? 0 : part.length())
                        .toList());
        Bodies.assertSame(large, Bodies.value(Bodies.written(large)));
    }

    @Test
    void eachItemOfAnIteratorIsAFrameThatIsFlushed() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                sizes.add(size());
            }
        };
        Bodies.BINARY
                .writer(out)
                .value(List.of(1L, NdArray.of(1.5), List.of(2L)).iterator());
        assertEquals(List.of("list", "items[1]", "np.ndarray", "items[[2]]", "end"), frames(out.toByteArray()));
        assertEquals(3, sizes.size());
        byte[] body = out.toByteArray();
        assertArrayEquals(Bodies.join(LIST, items("[1]")), Arrays.copyOf(body, sizes.get(0)));
        assertArrayEquals(END, Arrays.copyOfRange(body, sizes.get(2), body.length));
    }

    /** A stream that sends when the test says so, and has what is held back written then. */
    private static final class Holding extends SharingOutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Rest rest;

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public void share(Slices slices) throws IOException {
            slices.writeTo(bytes);
        }

        @Override
        public void flush(Rest behind) {
            rest = behind;
        }

        @Override
        public void resume() {
            rest = null;
        }

        void send() {
            try {
                if (rest != null) {
                    rest.write();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void smallItemsOfAnIteratorThatLeaveTogetherAreOneFrame() throws IOException {
        Holding out = new Holding();
        List<Object> items = List.of(1L, 2L, 3L, 4L, NdArray.of(1.5), 5L, 6L);
        Iterator<Object> made = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < items.size();
            }

            @Override
            public Object next() {
                if (given == 3) {
                    out.send();
                }
                return items.get(given++);
            }
        };
        Bodies.BINARY.writer(out).value(made);
        assertEquals(
                List.of("list", "items[1,2,3]", "items[4]", "np.ndarray", "items[5,6]", "end"),
                frames(out.bytes.toByteArray()));
    }

    @Test
    void whatIsHeldBackArrivesWhenAnItemCannotBeSent() {
        for (Object unsendable : new Object[] {new Object(), List.of(NdArray.of(1.5), new Object())}) {
            Holding out = new Holding();
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> Bodies.BINARY
                            .writer(out)
                            .value(List.of(1L, 2L, unsendable).iterator()));
            assertTrue(e.getMessage().contains("(at [2]"), e.getMessage());
            byte[] body = out.bytes.toByteArray();
            byte[] before = Bodies.join(LIST, items("[1,2]"));
            assertArrayEquals(before, Arrays.copyOf(body, before.length));
        }
    }

    @Test
    void anExceptionOfAnIteratorComesAfterTheItemsBeforeIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterator<Object> items = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Object next() {
                if (given == 2) {
                    throw new IllegalStateException("the source is dry");
                }
                return given++;
            }
        };
        assertThrows(
                IllegalStateException.class, () -> Bodies.BINARY.writer(out).value(items));
        assertArrayEquals(Bodies.join(LIST, items("[0]"), items("[1]")), out.toByteArray());
    }

    @Test
    void saysWhereAValueIsThatCannotBeSent() {
        for (Map.Entry<String, Object> entry : Map.of(
                        "[1][\"k\"]", List.of(1, Map.of("k", new Object())),
                        "[2][0]", List.of(1, NdArray.of(1.5), List.of(new Object())),
                        "[\"a\"][1]", new java.util.TreeMap<>(Map.of("a", List.of(new byte[0], new Object()))),
                        "[0][1]",
                                List.of(NdArray.objects(
                                        io.ipyrpc.data.DType.OBJECT, new Object[] {1L, new Object()}, 2)))
                .entrySet()) {
            assertEquals(
                    "cannot send a java.lang.Object; send null, booleans, numbers, texts, lists, maps, byte[], times,"
                            + " arrays or frames (at " + entry.getKey() + ")",
                    assertThrows(IllegalArgumentException.class, () -> Bodies.written(entry.getValue()))
                            .getMessage());
        }
    }

    @Test
    void refusesKeysThatNoMetadataHolds() {
        Map<String, Object> long1 = Map.of("k".repeat(1 << 20), NdArray.of(1.5));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Bodies.written(long1))
                .getMessage()
                .startsWith(
                        "the metadata of a frame of type np.ndarray takes more than 1048576 bytes; shorten names and"
                                + " keys (at [\"kkk"));
    }

    @Test
    void refusesFramesInFramesThatContainThemselves() {
        List<Object> list = new ArrayList<>(List.of(NdArray.of(1.5)));
        list.add(list);
        assertEquals(
                "nested deeper than 1000, or a list or map that contains itself",
                assertThrows(IllegalArgumentException.class, () -> Bodies.written(list))
                        .getMessage());
        Iterator<?>[] self = new Iterator<?>[1];
        self[0] = new Iterator<Object>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Object next() {
                return List.of(self[0]);
            }
        };
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> Bodies.BINARY.writer(new ByteArrayOutputStream()).value(self[0]))
                .getMessage()
                .startsWith("nested deeper than 1000, or a list or map that contains itself (at [0][0][0]"));
    }

    @Test
    void maxDepthCountsFramesAndJsonTogether() throws IOException {
        Object value = List.of(List.of(List.of(new byte[0]), List.of(1L)));
        Limits three = Limits.defaults().with("max_depth", 3);
        byte[] body = Bodies.written(value);
        Bodies.assertSame(
                value,
                Bodies.BINARY.reader(new ByteArrayInputStream(body), three).value());
        assertEquals(
                "too_large: frame 3 (list): nested deeper than max_depth 2",
                Bodies.refused(body, Limits.defaults().with("max_depth", 2)));
        byte[] mixed = Bodies.join(LIST, items("[[[1]]]"), END);
        assertEquals(List.of(List.of(List.of(1L))), Bodies.value(mixed));
        assertEquals(
                "too_large: frame 2 (items): nested deeper than max_depth 2",
                Bodies.refused(mixed, Limits.defaults().with("max_depth", 2)));
    }

    @Test
    void wrappedDictsNestAsDeepAsOthers() throws IOException {
        Object value = "NaN";
        for (int i = 0; i < 100; i++) {
            value = Map.of("type", "float", "data", value);
        }
        byte[] body = Bodies.written(value);
        assertEquals(value, Bodies.value(body));
        assertEquals(
                "too_large: frame 1 (json): nested deeper than max_depth 99",
                Bodies.refused(body, Limits.defaults().with("max_depth", 99)));
        assertEquals(
                "too_large: frame 1 (json): line 1, column 209: nested deeper than max_depth 100",
                Bodies.refused(Bodies.json("[".repeat(100_000))));
    }

    @Test
    void bytesAndPointersAreFrames() throws IOException {
        byte[] bytes = new byte[100_000];
        bytes[99_999] = 7;
        Bodies.assertSame(bytes, Bodies.valueInMemory(Bodies.written(bytes), 1 << 20));
        DataPointer pointer = new DataPointer("http", "h", 1, "/data/s/i", "hush", Map.of("x", Double.NaN));
        byte[] body = Bodies.written(pointer);
        assertEquals(
                "{\"type\":\"ipyrpc_data_pointer\",\"protocol\":\"http\",\"host\":\"h\",\"port\":1,\"path\":\"/data/s/i\","
                        + "\"secret_key\":\"hush\",\"info\":{\"x\":{\"type\":\"float\",\"data\":\"NaN\"}}}",
                Bodies.metadata(body));
        assertEquals(pointer, Bodies.value(body));
        assertEquals(pointer.info(), ((DataPointer) Bodies.value(body)).info());
        assertEquals(
                "bad_request: frame 1 (ipyrpc_data_pointer): ipyrpc_data_pointer: secret_key is missing",
                Bodies.refused(
                        Bodies.frame(
                                "{\"type\":\"ipyrpc_data_pointer\",\"protocol\":\"\",\"host\":\"\",\"port\":1,\"path\":\"\"}")));
    }

    @Test
    void argumentsAreFramesOneAfterAnother() throws IOException {
        Map<String, Object> keyword = new LinkedHashMap<>();
        keyword.put("x", NdArray.of(1.5));
        keyword.put("list", List.of(new byte[] {1}));
        keyword.put("none", null);
        byte[] body = Bodies.written(Arguments.of(List.of(1L, "two"), keyword));
        assertEquals(
                List.of("json1", "json\"two\"", "x=np.ndarray", "list=list", "bytes", "end", "none=jsonnull"),
                frames(body));
        Arguments read = Bodies.arguments(body);
        assertEquals(List.of(1L, "two"), read.positional());
        Bodies.assertSame(keyword, read.keyword());
        assertEquals(0, Bodies.arguments().size());
        byte[] k = Bodies.frame("{\"type\":\"json\",\"key\":\"k\"}", (byte) '1');
        assertEquals(
                "bad_request: frame 3 (json): the key \"k\" is there twice",
                Bodies.refusedArguments(Bodies.join(k, Bodies.json("1"), k), Limits.defaults()));
        assertEquals(
                "bad_request: frame 1 (json): key is a text, not 1",
                Bodies.refusedArguments(Bodies.frame("{\"type\":\"json\",\"key\":1}", (byte) '1'), Limits.defaults()));
        assertEquals(
                "too_large: frame 2 (json): more arguments than max_arguments 1",
                Bodies.refusedArguments(
                        Bodies.join(k, Bodies.json("1")), Limits.defaults().with("max_arguments", 1)));
    }

    @Test
    void itemsAreReadAsTheirBytesArrive() throws IOException {
        byte[] body =
                Bodies.join(LIST, items("[1,2]"), Bodies.written(NdArray.of(1.5)), items("[]"), items("[3]"), END);
        int[] read = {0};
        InputStream counted = new InputStream() {
            @Override
            public int read() {
                return read[0] < body.length ? body[read[0]++] & 0xFF : -1;
            }
        };
        Iterator<Object> items =
                Bodies.BINARY.reader(counted, Limits.defaults()).items();
        assertEquals(LIST.length, read[0]);
        assertEquals(1L, items.next());
        assertEquals(2L, items.next());
        int upTo = Bodies.join(LIST, items("[1,2]")).length;
        assertEquals(upTo, read[0]);
        assertEquals(NdArray.of(1.5), items.next());
        assertEquals(upTo + Bodies.written(NdArray.of(1.5)).length, read[0]);
        assertEquals(3L, items.next());
        assertFalse(items.hasNext());
        assertThrows(NoSuchElementException.class, items::next);
        assertEquals(body.length, read[0]);
    }

    @Test
    void itemsOfWhatIsNoListAreTheValueAlone() throws IOException {
        assertEquals(List.of(1L, 2L), all(Bodies.json("[1,2]")));
        assertEquals(List.of("x"), all(Bodies.json("\"x\"")));
        assertEquals(List.of(NdArray.of(1.5)), all(Bodies.written(NdArray.of(1.5))));
        assertEquals(List.of(Map.of("x", NdArray.of(1.5))), all(Bodies.written(Map.of("x", NdArray.of(1.5)))));
    }

    private static List<Object> all(byte... body) throws IOException {
        List<Object> items = new ArrayList<>();
        Bodies.BINARY
                .reader(new ByteArrayInputStream(body), Limits.defaults())
                .items()
                .forEachRemaining(items::add);
        return items;
    }

    @Test
    void itemsThatAreCutOrFollowedByMoreAreRefusedAfterThoseBefore() throws IOException {
        for (byte[] body : List.of(
                Bodies.join(LIST, items("[1]")),
                Bodies.join(LIST, items("[1]"), Arrays.copyOf(END, 5)),
                Bodies.join(LIST, items("[1]"), items("7")),
                Bodies.join(LIST, items("[1]"), END, END))) {
            Iterator<Object> items = Bodies.BINARY
                    .reader(new ByteArrayInputStream(body), Limits.defaults())
                    .items();
            assertEquals(1L, items.next());
            assertEquals(
                    "bad_request",
                    assertThrows(RpcException.class, items::hasNext).code());
        }
    }

    @Test
    void aStreamOfItemsMayBeLongerThanMaxBodyAndAListMayNot() throws IOException {
        Limits limits = Limits.defaults().with("max_body", 1000);
        byte[] body = Bodies.join(
                LIST,
                Bodies.join(IntStream.range(0, 100).mapToObj(i -> items("[1]")).toArray(byte[][]::new)),
                END);
        Iterator<Object> items =
                Bodies.BINARY.reader(new ByteArrayInputStream(body), limits).items();
        int n = 0;
        for (; items.hasNext(); n++) {
            assertEquals(1L, items.next());
        }
        assertEquals(100, n);
        assertEquals("too_large: the body is larger than max_body, 1000 bytes", Bodies.refused(body, limits));
    }
}
