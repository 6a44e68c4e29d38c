package io.ipyrpc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NdArrayTest {
    private static String refusal(Executable action) {
        return assertThrows(IllegalArgumentException.class, action).getMessage();
    }

    private static String outside(Executable action) {
        return assertThrows(IndexOutOfBoundsException.class, action).getMessage();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void takesTheTypeOfTheJavaArray() {
        assertEquals(DType.FLOAT64, NdArray.of(1.5).dtype());
        assertEquals(DType.FLOAT32, NdArray.of(1.5f).dtype());
        assertEquals(DType.INT64, NdArray.of(1L, 2).dtype());
        assertEquals(DType.INT32, NdArray.of(1, 2).dtype());
        assertEquals(DType.INT16, NdArray.of((short) 1).dtype());
        assertEquals(DType.INT8, NdArray.of((byte) 1).dtype());
        assertEquals(DType.BOOL, NdArray.of(true).dtype());
        assertEquals(DType.STR, NdArray.of("x").dtype());
        assertArrayEquals(new long[] {2, 3}, NdArray.of(new double[2][3]).shape());
    }

    @Test
    void javaArraysOfOneToThreeDimensionsSurvive() {
        Object[] arrays = {
            new double[] {1.5, Double.NaN},
            new float[] {1.5f},
            new long[] {1, Long.MIN_VALUE},
            new int[] {1, 2},
            new short[] {1, 2},
            new byte[] {1, 2},
            new boolean[] {true, false},
            new String[] {"a", null},
            new double[][] {{1, 2, 3}, {4, 5, 6}},
            new int[][] {{1}, {2}},
            new String[][] {{"a", "b"}},
            new long[][][] {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
            new boolean[0][0],
            new double[2][0][0],
        };
        for (Object array : arrays) {
            assertTrue(Arrays.deepEquals(
                    new Object[] {array}, new Object[] {NdArray.copyOf(array).toArray()}));
        }
    }

    @Test
    void refusesArraysThatAreRaggedOrOfNoKnownKind() {
        assertEquals(
                "row [1] has length 1, the first 2; rows must be of one length",
                refusal(() -> NdArray.copyOf(new int[][] {{1, 2}, {3}})));
        assertEquals(
                "row [0][1] has length 3, the first 2; rows must be of one length",
                refusal(() -> NdArray.copyOf(new int[][][] {{{1, 2}, {3, 4, 5}}})));
        String kinds = "; give a double[], float[], long[], int[], short[], byte[], boolean[] or String[] of up to 3"
                + " dimensions";
        assertEquals("cannot make an array of char[]" + kinds, refusal(() -> NdArray.copyOf(new char[1])));
        assertEquals("cannot make an array of Integer" + kinds, refusal(() -> NdArray.copyOf(1)));
        assertEquals("cannot make an array of int[][][][]" + kinds, refusal(() -> NdArray.copyOf(new int[1][1][1][1])));
        NullPointerException e =
                assertThrows(NullPointerException.class, () -> NdArray.copyOf(new int[][] {{1}, null}));
        assertEquals("row [1] is null", e.getMessage());
    }

    @Test
    void unsignedTypesWidenInJava() {
        NdArray bytes = NdArray.wrap(DType.UINT8, ByteBuffer.wrap(new byte[] {-1, 1}), 2);
        assertArrayEquals(new short[] {255, 1}, (short[]) bytes.toArray());
        ByteBuffer ones = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        assertArrayEquals(new int[] {65535}, (int[])
                NdArray.wrap(DType.UINT16, ones.slice(0, 2), 1).toArray());
        assertArrayEquals(new long[] {4294967295L}, (long[])
                NdArray.wrap(DType.UINT32, ones.slice(0, 4), 1).toArray());
        NdArray largest = NdArray.wrap(DType.UINT64, ones, 1);
        BigInteger max = new BigInteger("18446744073709551615");
        assertArrayEquals(new BigInteger[] {max}, (BigInteger[]) largest.toArray());
        assertEquals(max, largest.get(0));
        assertEquals(0x1p64, largest.getDouble(0));
        assertEquals(
                "18446744073709551615 of u8 does not fit a long; use get, which gives a BigInteger",
                refusal(() -> largest.getLong(0)));
    }

    @Test
    void wrapSharesTheMemoryBothWays() {
        ByteBuffer memory = ByteBuffer.allocateDirect(24).order(ByteOrder.LITTLE_ENDIAN);
        NdArray array = NdArray.wrap(DType.FLOAT64, memory, 3);
        memory.putDouble(8, 2.5);
        assertEquals(2.5, array.getDouble(1));
        array.set(7.5, -1);
        assertEquals(7.5, memory.getDouble(16));
        assertTrue(array.data().isDirect());
        assertTrue(array.data().isReadOnly());
        assertEquals(ByteOrder.LITTLE_ENDIAN, array.data().order());
        array.set(1.5, 0);
        assertEquals(1.5, array.data().getDouble(0));
    }

    @Test
    void wrapChecksTheSizeExactly() {
        assertEquals(
                "shape [2, 3] of f8 takes 48 bytes; the data has 47",
                refusal(() -> NdArray.wrap(DType.FLOAT64, ByteBuffer.allocate(47), 2, 3)));
        assertEquals(
                "shape [2] of f8 takes 16 bytes; the data has 17",
                refusal(() -> NdArray.wrap(DType.FLOAT64, ByteBuffer.allocate(17), 2)));
        assertEquals(
                "elements of str are not of fixed size; use objects",
                refusal(() -> NdArray.wrap(DType.STR, ByteBuffer.allocate(8), 1)));
    }

    @Test
    void refusesShapesThatNoMemoryHolds() {
        ByteBuffer none = ByteBuffer.allocate(0);
        assertEquals(
                "negative dimension -1 in shape [2, -1]; the least is 0",
                refusal(() -> NdArray.wrap(DType.FLOAT64, none, 2, -1)));
        assertEquals(
                "shape [4611686018427387904, 4] has more elements than 64 bits count",
                refusal(() -> NdArray.zeros(DType.INT8, 1L << 62, 4)));
        assertEquals(
                "an array of shape [2147483640] of i1 has 2147483640 elements;"
                        + " one buffer of at most 2147483639 bytes holds 2147483639",
                refusal(() -> NdArray.zeros(DType.INT8, 2147483640L)));
        assertEquals(
                "an array of shape [1000000000000] of U0 has 1000000000000 elements;"
                        + " one buffer of at most 2147483639 bytes holds 2147483639",
                refusal(() -> NdArray.wrap(DType.unicode(0), none, 1_000_000_000_000L)));
        assertEquals("65 dimensions; an array has at most 64", refusal(() -> NdArray.zeros(DType.INT8, new long[65])));
        NdArray empty = NdArray.zeros(DType.FLOAT64, 0, 1L << 62);
        assertEquals(0, empty.size());
        assertEquals(0, empty.transpose().at(7).data().remaining());
    }

    @Test
    void slicesShareMemoryWithPythonsBounds() {
        NdArray a = NdArray.arange(10);
        assertArrayEquals(new long[] {2, 3}, a.slice(2, 4).longs());
        assertArrayEquals(new long[] {8, 9}, a.slice(-2, 100).longs());
        assertArrayEquals(new long[0], a.slice(5, 2).longs());
        assertArrayEquals(new long[] {1, 4, 7}, a.slice(0, 1, 10, 3).longs());
        assertArrayEquals(
                new long[] {9, 6, 3, 0}, a.slice(0, -1, Long.MIN_VALUE, -3).longs());
        assertArrayEquals(
                new long[] {9}, a.slice(0, Long.MAX_VALUE, 0, Long.MIN_VALUE).longs());
        a.slice(0, 1, 10, 3).set(-4, 1);
        assertEquals(-4, a.getLong(4));
        assertEquals(
                "slice step is 0; use 1 for every element, -1 for the reverse", refusal(() -> a.slice(0, 1, 2, 0)));
        assertEquals("axis 1 is out of bounds for an array of 1 dimensions", outside(() -> a.slice(1, 0, 1, 1)));
    }

    @Test
    void slicesAsPythonDoesWhateverTheBounds() {
        long hash = 0;
        for (int n = 0; n < 6; n++) {
            NdArray all = NdArray.arange(n);
            for (int start = -8; start < 9; start++) {
                for (int stop = -8; stop < 9; stop++) {
                    for (int step : new int[] {-3, -2, -1, 1, 2, 3}) {
                        long[] slice = all.slice(0, start, stop, step).longs();
                        hash = hash * 31 + slice.length + 1;
                        for (long value : slice) {
                            hash = hash * 31 + value + 1;
                        }
                    }
                }
            }
        }
        // The same sum over the slices of Python's lists, by Python.
        assertEquals(2010703266282546064L, hash);
    }

    @Test
    void rowsColumnsAndTransposesShareMemory() {
        NdArray a = NdArray.arange(6).reshape(2, 3);
        assertArrayEquals(new long[] {3, 4, 5}, a.row(-1).longs());
        assertArrayEquals(new long[] {2, 5}, a.column(-1).longs());
        a.transpose().set(42, 2, 0);
        assertEquals(42L, a.get(0, 2));
        assertEquals(42L, a.at(0, 2).item(0));
        assertEquals(0, a.at(0, 2).rank());
        assertEquals(a, a.transpose().transpose());
        assertEquals(a.transpose(), a.transpose().contiguous());
        assertEquals(a.transpose().hashCode(), a.transpose().contiguous().hashCode());
        assertSame(a, a.contiguous());
        assertEquals("index 3 is out of bounds for axis 1 of size 3", outside(() -> a.get(0, 3)));
        assertEquals("index -3 is out of bounds for axis 0 of size 2", outside(() -> a.row(-3)));
        assertEquals("got 1 indices for an array of 2 dimensions", outside(() -> a.get(0)));
        assertEquals("index 6 is out of bounds for the flat array of size 6", outside(() -> a.item(6)));
        assertEquals(
                "axis 1 is out of bounds for an array of 1 dimensions",
                outside(() -> a.row(0).column(0)));
    }

    @Test
    void dataIsTheElementsInCOrderWhateverTheView() {
        for (String name : "i1 i2 i4 i8 c16 U3 S3".split(" ")) {
            DType type = DType.of(name);
            ByteBuffer memory = ByteBuffer.allocate(12 * type.itemSize());
            new Random(3).nextBytes(memory.array());
            NdArray a = NdArray.wrap(type, memory, 3, 4);
            NdArray view = a.transpose().slice(0, -1, 0, -2);
            ByteBuffer expected = ByteBuffer.allocate((int) view.nbytes());
            for (int column : new int[] {3, 1}) {
                for (int row = 0; row < 3; row++) {
                    expected.put(memory.slice((row * 4 + column) * type.itemSize(), type.itemSize()));
                }
            }
            assertArrayEquals(expected.array(), bytes(view.data()), name);
            assertArrayEquals(memory.array(), bytes(a.data()), name);
            assertEquals(type.itemSize() * 4, a.slice(1, 2).data().remaining());
        }
        assertEquals(
                "elements of str lie in no buffer; read them with item(i)",
                assertThrows(IllegalStateException.class, () -> NdArray.of("a").data())
                        .getMessage());
    }

    @Test
    void reshapesInPlaceWhereItCan() {
        NdArray a = NdArray.arange(12);
        NdArray b = a.reshape(3, -1);
        assertArrayEquals(new long[] {3, 4}, b.shape());
        b.set(-1, 0, 0);
        assertEquals(-1, a.getLong(0));
        assertArrayEquals(
                new long[] {-1, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11},
                b.transpose().ravel().longs());
        assertArrayEquals(new long[] {8, 9, 10, 11}, b.slice(2, 3).reshape(4).longs());
        assertEquals("cannot reshape [12], 12 elements, into [5, -1]", refusal(() -> a.reshape(5, -1)));
        assertEquals("cannot reshape [12], 12 elements, into [13]", refusal(() -> a.reshape(13)));
        assertEquals(
                "cannot reshape [0], 0 elements, into [0, -1]",
                refusal(() -> NdArray.arange(0).reshape(0, -1)));
    }

    @Test
    void rangesAreThoseOfNumpy() {
        assertArrayEquals(new long[] {5, 3, 1}, NdArray.arange(5, 0, -2).longs());
        assertArrayEquals(
                new double[] {0, 0.1, 0.2, 0.30000000000000004},
                NdArray.arange(0, 0.35, 0.1).doubles());
        assertArrayEquals(
                new double[] {0, 0.25, 0.5, 0.75, 1}, NdArray.linspace(0, 1, 5).doubles());
        assertArrayEquals(new double[] {3}, NdArray.linspace(3, 4, 1).doubles());
        assertEquals(0, NdArray.linspace(0, 1, 0).size());
        assertEquals("arange step is 0; give one above or below it", refusal(() -> NdArray.arange(0, 1, 0)));
        assertEquals("arange of -1 elements; the least is 0", refusal(() -> NdArray.arange(-1)));
        assertArrayEquals(new long[0], NdArray.arange(0, -5, 1).longs());
        assertArrayEquals(new long[0], NdArray.arange(1, -5, 1).longs());
        assertTrue(
                refusal(() -> NdArray.arange(Long.MIN_VALUE, Long.MAX_VALUE, 1)).contains("one buffer"));
        assertEquals(
                "arange from 0.0 to NaN by 1.0 has no length; give finite numbers",
                refusal(() -> NdArray.arange(0, Double.NaN, 1)));
    }

    @Test
    void castsExactlyOrNotAtAll() {
        assertArrayEquals(
                new double[] {1, 0},
                NdArray.of(true, false).astype(DType.FLOAT64).doubles());
        assertArrayEquals(
                new long[] {1, -2}, NdArray.of(1.0, -2.0).astype(DType.INT8).longs());
        assertEquals(NdArray.of(true, false), NdArray.of(0.5, 0).astype(DType.BOOL));
        assertEquals(NdArray.of(0.1f), NdArray.of(0.1).astype(DType.FLOAT32));
        assertEquals(new Complex(2, 0), NdArray.of(2).astype(DType.COMPLEX64).get(0));
        assertEquals("ab", NdArray.of("ab").astype(DType.unicode(2)).get(0));
        assertEquals(
                5L,
                NdArray.of(5L).astype(DType.datetime("s")).astype(DType.INT64).get(0));
        assertEquals(
                "300 does not fit i1, which holds -128 to 127",
                refusal(() -> NdArray.of(300).astype(DType.INT8)));
        assertEquals(
                "-1 does not fit u8, which holds 0 to 18446744073709551615",
                refusal(() -> NdArray.of(-1).astype(DType.UINT64)));
        assertEquals(
                "2.5 is no whole number, which i4 needs; round it",
                refusal(() -> NdArray.of(2.5).astype(DType.INT32)));
        assertEquals(
                "1.0E300 does not fit i8, which holds -9223372036854775808 to 9223372036854775807",
                refusal(() -> NdArray.of(1e300).astype(DType.INT64)));
        assertEquals(
                "(1+2j) has an imaginary part, which f8 has not",
                refusal(() ->
                        NdArray.full(DType.COMPLEX128, new Complex(1, 2), 1).astype(DType.FLOAT64)));
        assertEquals(
                "no conversion from str to f8", refusal(() -> NdArray.of("1").astype(DType.FLOAT64)));
    }

    @Test
    void comparesByTypeShapeAndElements() {
        assertEquals(NdArray.of(1.0, Double.NaN), NdArray.of(1.0, Double.longBitsToDouble(0x7ff8000000000001L)));
        assertEquals(
                NdArray.of(Double.NaN).hashCode(),
                NdArray.of(Double.longBitsToDouble(0x7ff8000000000001L)).hashCode());
        assertNotEquals(NdArray.of(0.0), NdArray.of(-0.0));
        assertNotEquals(NdArray.of(1, 2), NdArray.of(1L, 2L));
        assertNotEquals(NdArray.of(1, 2), NdArray.of(1, 2).reshape(2, 1));
        assertEquals(NdArray.of("a", null), NdArray.of("a", null));
        Object[] one = {new byte[] {1}};
        Object[] other = {new byte[] {1}};
        assertEquals(NdArray.objects(DType.OBJECT, one, 1), NdArray.objects(DType.OBJECT, other, 1));
    }

    @Test
    void statisticsReadViewsToo() {
        NdArray a = NdArray.of(new double[][] {{1, 2}, {3, 4}});
        assertEquals(10, a.transpose().sum());
        assertEquals(2.5, a.mean());
        assertEquals(1, a.min());
        assertEquals(4, a.column(1).max());
        assertEquals(Double.NaN, NdArray.of(1, Double.NaN).max());
        assertEquals(1, NdArray.of(1e100, 1, -1e100).sum());
        assertEquals(
                Double.POSITIVE_INFINITY,
                NdArray.of(Double.POSITIVE_INFINITY, 1).sum());
        assertEquals(
                "an array without elements has no min",
                assertThrows(
                                IllegalStateException.class,
                                () -> NdArray.of(new double[0]).min())
                        .getMessage());
    }

    @Test
    void fieldsOfRecordsShareTheirMemory() {
        DType type = DType.record(List.of(new DType.Field("a", DType.INT8), new DType.Field("b", DType.FLOAT64)));
        NdArray records = NdArray.zeros(type, 3);
        records.set(List.of(7, 2.5), 1);
        assertEquals(List.of(7L, 2.5), records.get(1));
        NdArray b = records.field("b");
        b.set(9.5, 2);
        assertEquals(List.of(0L, 9.5), records.get(2));
        assertArrayEquals(new double[] {0, 2.5, 9.5}, b.doubles());
        assertArrayEquals(
                new double[] {9.5, 0}, b.slice(0, 2, Long.MIN_VALUE, -2).doubles());
        assertEquals("no field 'c' in [('a', 'i1'), ('b', 'f8')]; known: [a, b]", refusal(() -> records.field("c")));
        assertEquals(
                "a record of 1 values; [('a', 'i1'), ('b', 'f8')] needs 2", refusal(() -> records.set(List.of(1), 0)));
        DType text = DType.record(List.of(new DType.Field("s", DType.STR), new DType.Field("n", DType.INT32)));
        Object[] rows = {List.of("x", 1), List.of("y", 2)};
        NdArray objects = NdArray.objects(text, rows, 2);
        assertEquals(NdArray.of(1, 2), objects.field("n"));
        assertEquals(NdArray.of("x", "y"), objects.field("s"));
        assertEquals(0, objects.nbytes());
    }

    @Test
    void toArrayKnowsItsDimensions() {
        assertEquals(
                "toArray gives Java arrays of 1 to 3 dimensions; this has 4: use item(0), at(i) or reshape",
                assertThrows(
                                IllegalStateException.class,
                                () -> NdArray.zeros(DType.INT8, 1, 1, 1, 1).toArray())
                        .getMessage());
        NdArray scalar = NdArray.zeros(DType.INT8);
        assertEquals(1, scalar.size());
        assertEquals(0L, scalar.get());
        assertEquals("0", scalar.toString());
    }
}
