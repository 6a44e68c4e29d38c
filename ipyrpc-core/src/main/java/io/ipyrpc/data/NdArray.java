package io.ipyrpc.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An array of any number of dimensions, as numpy's ndarray: elements of one {@link DType} in one little-endian buffer.
 *
 * <p>{@snippet :
 * var a = NdArray.arange(6).reshape(2, 3);
 * a.getLong(1, 2);                  // 5
 * a.slice(1, 0, 3, 2);              // columns 0 and 2, sharing a's memory
 * a.transpose().toArray();          // long[3][2]
 * var b = NdArray.of(1.5, 2.5);     // f8
 * channel.write(b.data());          // its memory, not copied
 * }
 *
 * <p>Slices, transposes and fields share the memory of the array they are taken of. Elements of {@code str}, {@code O}
 * and records that hold these are kept as Java objects instead, behind the same methods. The memory of an array is one
 * buffer, so less than 2 GiB.
 *
 * <p>Indices below zero count from the end, as in Python. Safe to read from any number of threads; writing needs the
 * care that any Java array needs.
 */
public final class NdArray {
    /** The most bytes that a buffer holds. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

    private final DType dtype;
    private final Layout layout;
    /** Null where elements are objects. */
    private final ByteBuffer bytes;

    /** Null where elements are objects. */
    private final Elements elements;

    /** Null where elements are bytes. */
    private final Object[] objects;

    private NdArray(DType dtype, Layout layout, ByteBuffer bytes, Object[] objects, Elements elements) {
        this.dtype = dtype;
        this.layout = layout;
        this.bytes = bytes;
        this.objects = objects;
        this.elements = elements;
    }

    private NdArray with(Layout other) {
        return new NdArray(dtype, other, bytes, objects, elements);
    }

    private long step() {
        return bytes == null ? 1 : dtype.itemSize();
    }

    // Factories ------------------------------------------------------------------------------------------------------

    /**
     * A one-dimensional {@code f8} array.
     *
     * @param values to copy
     * @return the array
     */
    public static NdArray of(double... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A one-dimensional {@code f4} array.
     *
     * @param values to copy
     * @return the array
     */
    public static NdArray of(float... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A one-dimensional {@code i8} array.
     *
     * @param values to copy
     * @return the array
     */
    public static NdArray of(long... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A one-dimensional {@code i4} array.
     *
     * @param values to copy
     * @return the array
     */
    public static NdArray of(int... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A one-dimensional {@code i2} array.
     *
     * @param values to copy
     * @return the array
     */
    public static NdArray of(short... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A one-dimensional {@code i1} array.
     *
     * @param values to copy
     * @return the array
     */
    public static NdArray of(byte... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A one-dimensional {@code b1} array.
     *
     * @param values to copy
     * @return the array
     */
    public static NdArray of(boolean... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A one-dimensional {@code str} array.
     *
     * @param values to copy; null is a missing value
     * @return the array
     */
    public static NdArray of(String... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * A two-dimensional {@code f8} array.
     *
     * @param rows to copy, all of one length
     * @return the array
     * @throws IllegalArgumentException if the rows differ in length
     */
    public static NdArray of(double[][] rows) {
        return JavaArrays.copyOf(rows);
    }

    /**
     * An array of the elements of a Java array: {@code double[]} becomes {@code f8}, {@code float[] f4},
     * {@code long[] i8}, {@code int[] i4}, {@code short[] i2}, {@code byte[] i1}, {@code boolean[] b1},
     * {@code String[] str}.
     *
     * @param javaArray of one of these, of 1 to 3 dimensions, all rows of one length
     * @return the array
     * @throws IllegalArgumentException if it is none of these, or a row differs in length
     * @throws NullPointerException if the array or a row is null
     */
    public static NdArray copyOf(Object javaArray) {
        return JavaArrays.copyOf(javaArray);
    }

    /**
     * An array of zeros: false, 0, empty text, null for {@code O}.
     *
     * @param dtype of the elements
     * @param shape of the array; none for a single element
     * @return the array
     * @throws IllegalArgumentException if a dimension is negative or the array larger than its limit
     */
    public static NdArray zeros(DType dtype, long... shape) {
        int length = memory(dtype, shape);
        if (dtype.isFixedSize()) {
            ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            return new NdArray(dtype, contiguous(dtype, shape), bytes, null, Elements.of(dtype));
        }
        Object[] objects = new Object[length];
        if (dtype.kind() == DType.Kind.STR) {
            Arrays.fill(objects, "");
        }
        return new NdArray(dtype, contiguous(dtype, shape), null, objects, null);
    }

    private static Layout contiguous(DType dtype, long[] shape) {
        return Layout.contiguous(shape, dtype.isFixedSize() ? dtype.itemSize() : 1, 0);
    }

    /** Bytes or objects that an array needs, within the limit. */
    private static int memory(DType dtype, long[] shape) {
        long size = Layout.sizeOf(shape);
        // An element may be as short as 0 bytes (U0): their number is bounded all the same.
        long item = dtype.isFixedSize() ? Math.max(1, dtype.itemSize()) : 1;
        if (size > MAX_BYTES / item) {
            throw new IllegalArgumentException("an array of shape " + Arrays.toString(shape) + " of " + dtype + " has "
                    + size + " elements; one buffer holds at most " + MAX_BYTES / item + " of them, " + MAX_BYTES
                    + " bytes");
        }
        return (int) (size * (dtype.isFixedSize() ? dtype.itemSize() : 1));
    }

    /**
     * An array whose elements are all the same.
     *
     * @param dtype of the elements
     * @param value of each
     * @param shape of the array
     * @return the array
     * @throws IllegalArgumentException if the value does not fit the type, or as for {@link #zeros}
     */
    public static NdArray full(DType dtype, Object value, long... shape) {
        NdArray array = zeros(dtype, shape);
        array.layout.forEach(place -> array.setAt(place, value));
        return array;
    }

    /**
     * The whole numbers from 0 on, {@code i8}.
     *
     * @param n how many
     * @return the array
     * @throws IllegalArgumentException if n is negative or too large
     */
    public static NdArray arange(long n) {
        return Ranges.of(0, n, 1);
    }

    /**
     * Whole numbers at even steps, {@code i8}.
     *
     * @param start the first
     * @param stop the end, not included
     * @param step from one to the next; may be negative
     * @return the array
     * @throws IllegalArgumentException if step is 0 or there are too many
     */
    public static NdArray arange(long start, long stop, long step) {
        return Ranges.of(start, stop, step);
    }

    /**
     * Numbers at even steps, {@code f8}.
     *
     * @param start the first
     * @param stop the end, not included but for rounding
     * @param step from one to the next; may be negative
     * @return the array
     * @throws IllegalArgumentException if step is 0, or there are too many or no number of them
     */
    public static NdArray arange(double start, double stop, double step) {
        return Ranges.of(start, stop, step);
    }

    /**
     * Evenly spaced numbers, {@code f8}.
     *
     * @param start the first
     * @param stop the last
     * @param num how many
     * @return the array
     * @throws IllegalArgumentException if num is negative or too large
     */
    public static NdArray linspace(double start, double stop, int num) {
        return Ranges.linspace(start, stop, num);
    }

    /**
     * An array over memory that exists, without a copy: what is written to one is seen in the other.
     *
     * @param dtype of the elements, of fixed size
     * @param data the elements in C order, little-endian, between the buffer's position and its limit
     * @param shape of the array
     * @return the array
     * @throws IllegalArgumentException if the data's size is not the shape's, or the elements are not of fixed size
     */
    public static NdArray wrap(DType dtype, ByteBuffer data, long... shape) {
        Objects.requireNonNull(data, "data");
        if (!dtype.isFixedSize()) {
            throw new IllegalArgumentException("elements of " + dtype + " are not of fixed size; use objects");
        }
        int length = memory(dtype, shape);
        if (data.remaining() != length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " of " + dtype + " takes " + length
                    + " bytes; the data has " + data.remaining());
        }
        ByteBuffer bytes = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        return new NdArray(dtype, contiguous(dtype, shape), bytes, null, Elements.of(dtype));
    }

    /**
     * An array over Java objects, without a copy.
     *
     * @param dtype {@code str}, {@code O}, or a record type that holds one of these
     * @param elements in C order: String or null for {@code str}, lists of the fields' values for records
     * @param shape of the array
     * @return the array
     * @throws IllegalArgumentException if the number of elements is not the shape's, an element is not of the type, or
     *     the type's elements are of fixed size
     */
    public static NdArray objects(DType dtype, Object[] elements, long... shape) {
        if (dtype.isFixedSize()) {
            throw new IllegalArgumentException(dtype + " has elements of fixed size; use wrap, or zeros and set");
        }
        if (elements.length != memory(dtype, shape)) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has " + Layout.sizeOf(shape)
                    + " elements; got " + elements.length);
        }
        for (Object element : elements) {
            checkObject(dtype, element);
        }
        return new NdArray(dtype, contiguous(dtype, shape), null, elements, null);
    }

    private static void checkObject(DType dtype, Object value) {
        boolean good = switch (dtype.kind()) {
            case STR -> value == null || value instanceof String;
            case RECORD ->
                value instanceof List<?> list && list.size() == dtype.fields().size();
            default -> true;
        };
        if (!good) {
            throw new IllegalArgumentException("cannot store a "
                    + (value == null ? "null" : value.getClass().getSimpleName()) + " as " + dtype
                    + (dtype.kind() == DType.Kind.STR
                            ? "; it holds String and null"
                            : "; it holds lists of " + dtype.fields().size() + " values"));
        }
    }

    // What it is -----------------------------------------------------------------------------------------------------

    /**
     * The type of the elements.
     *
     * @return the type
     */
    public DType dtype() {
        return dtype;
    }

    /**
     * The number of elements along each axis.
     *
     * @return a copy; empty for an array of no dimensions, which has one element
     */
    public long[] shape() {
        return layout.shape.clone();
    }

    /**
     * The number of dimensions.
     *
     * @return 0 to 64
     */
    public int rank() {
        return layout.shape.length;
    }

    /**
     * The number of dimensions, by numpy's name.
     *
     * @return 0 to 64
     */
    public int ndim() {
        return layout.shape.length;
    }

    /**
     * The number of elements.
     *
     * @return the product of the shape
     */
    public long size() {
        return layout.size;
    }

    /**
     * The bytes that the elements take.
     *
     * @return size × item size; 0 where elements are objects
     */
    public long nbytes() {
        return layout.size * dtype.itemSize();
    }

    /**
     * Whether the elements lie one after the other in C order, so that {@link #data} costs no copy.
     *
     * @return true also for an array without elements
     */
    public boolean isContiguous() {
        return layout.isContiguous(step());
    }

    // Elements -------------------------------------------------------------------------------------------------------

    /**
     * One element as a double.
     *
     * @param index one for each axis
     * @return the number; truth values are 1 and 0
     * @throws IllegalArgumentException if elements are no real numbers
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double getDouble(long... index) {
        return doubleAt(layout.at(index));
    }

    /**
     * One element as a long; the ticks of date-times and durations, where NaT is {@link Long#MIN_VALUE}.
     *
     * @param index one for each axis
     * @return the number
     * @throws IllegalArgumentException if the element is no whole number of 64 bits
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long getLong(long... index) {
        return longAt(layout.at(index));
    }

    /**
     * One element in its natural Java type: Boolean, Long (BigInteger in {@code u8} above {@link Long#MAX_VALUE}),
     * Double, {@link Complex}, String, byte[]; LocalDateTime, with a zone ZonedDateTime, Duration (Period for years and
     * months), with null for NaT; a List of the fields' values for records; for {@code O} what is there.
     *
     * @param index one for each axis
     * @return the element
     * @throws IllegalArgumentException if a time is beyond the range or finer than the ticks of its Java type
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public Object get(long... index) {
        return valueAt(layout.at(index));
    }

    /**
     * Stores one element, where it converts without loss (but for the rounding of floats).
     *
     * @param value of the type that {@link #get} gives, or one close to it: any Number for numbers, Instant or
     *     LocalDate for date-times, ticks
     * @param index one for each axis
     * @throws IllegalArgumentException if the value does not fit
     * @throws IllegalStateException if the array is over read-only memory
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(Object value, long... index) {
        setAt(layout.at(index), value);
    }

    /**
     * The i-th element in C order, as {@link #get} gives it.
     *
     * @param i from 0, or below zero from the end
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public Object item(long i) {
        return valueAt(layout.flat(i));
    }

    /**
     * Stores the i-th element in C order, as {@link #set} does.
     *
     * @param i from 0, or below zero from the end
     * @param value to store
     * @throws IllegalArgumentException if the value does not fit
     * @throws IllegalStateException if the array is over read-only memory
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setItem(long i, Object value) {
        setAt(layout.flat(i), value);
    }

    Object valueAt(int place) {
        return bytes == null ? objects[place] : elements.get(bytes, place);
    }

    double doubleAt(int place) {
        if (bytes == null) {
            throw noNumbers();
        }
        return elements.getDouble(bytes, place);
    }

    long longAt(int place) {
        if (bytes == null) {
            throw noNumbers();
        }
        return elements.getLong(bytes, place);
    }

    private IllegalArgumentException noNumbers() {
        return new IllegalArgumentException("elements of " + dtype + " are no numbers; use get");
    }

    void setAt(int place, Object value) {
        if (bytes == null) {
            checkObject(dtype, value);
            objects[place] = value;
        } else if (bytes.isReadOnly()) {
            throw new IllegalStateException("the memory of this array is read-only; write to a copy()");
        } else {
            elements.set(bytes, place, value);
        }
    }

    // Views ----------------------------------------------------------------------------------------------------------

    /**
     * The sub-array at some leading indices, sharing memory.
     *
     * @param index for the first axes
     * @return an array of the remaining axes
     * @throws IndexOutOfBoundsException if there is no such sub-array
     */
    public NdArray at(long... index) {
        return with(layout.sub(index));
    }

    /**
     * One row of the first axis, sharing memory.
     *
     * @param i the row
     * @return an array of one dimension less
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public NdArray row(long i) {
        return at(i);
    }

    /**
     * One column of the second axis, sharing memory.
     *
     * @param j the column
     * @return an array of one dimension less
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public NdArray column(long j) {
        int axis = layout.axis(1);
        return with(layout.dropped(axis, j));
    }

    /**
     * Part of the first axis, sharing memory, with Python's meaning of bounds below zero and beyond the end.
     *
     * @param start the first row
     * @param stop the end, not included
     * @return an array of as many dimensions
     * @throws IndexOutOfBoundsException if the array has no dimensions
     */
    public NdArray slice(long start, long stop) {
        return slice(0, start, stop, 1);
    }

    /**
     * Part of one axis, sharing memory, with Python's meaning of bounds below zero and beyond the end. All of an axis
     * in reverse is {@code slice(axis, -1, Long.MIN_VALUE, -1)}.
     *
     * @param axis to slice; below zero from the last
     * @param start the first
     * @param stop the end, not included
     * @param step from one to the next; may be negative
     * @return an array of as many dimensions
     * @throws IllegalArgumentException if step is 0
     * @throws IndexOutOfBoundsException if there is no such axis
     */
    public NdArray slice(int axis, long start, long stop, long step) {
        return with(layout.slice(axis, start, stop, step));
    }

    /**
     * The array with its axes in reverse order, sharing memory.
     *
     * @return the transposed array
     */
    public NdArray transpose() {
        return with(layout.transposed());
    }

    /**
     * The same elements in another shape: sharing memory when contiguous, else a copy.
     *
     * @param shape to give it; one dimension may be -1, which is what remains
     * @return the array
     * @throws IllegalArgumentException if the shape has not as many elements
     */
    public NdArray reshape(long... shape) {
        long[] resolved = layout.resolve(shape);
        NdArray source = contiguous();
        return source.with(Layout.contiguous(resolved, step(), source.layout.offset));
    }

    /**
     * All elements in C order in one dimension: sharing memory when contiguous, else a copy.
     *
     * @return the array
     */
    public NdArray ravel() {
        return reshape(layout.size);
    }

    /**
     * One field of an array of records, sharing memory where records are of fixed size.
     *
     * @param name of the field
     * @return an array of the same shape
     * @throws IllegalArgumentException if there is no such field
     */
    public NdArray field(String name) {
        long offset = 0;
        for (int i = 0; i < dtype.fields().size(); i++) {
            DType.Field field = dtype.fields().get(i);
            if (field.name().equals(name)) {
                return bytes == null
                        ? Copies.field(this, i)
                        : new NdArray(field.type(), layout.shifted(offset), bytes, null, Elements.of(field.type()));
            }
            offset += field.type().itemSize();
        }
        throw new IllegalArgumentException("no field '" + name + "' in " + dtype + "; known: "
                + dtype.fields().stream().map(DType.Field::name).toList());
    }

    // Copies ---------------------------------------------------------------------------------------------------------

    /**
     * A copy in memory of its own, in C order.
     *
     * @return the copy
     */
    public NdArray copy() {
        return Copies.copy(this);
    }

    /**
     * This array if its elements lie in C order, else a copy where they do.
     *
     * @return the array
     */
    public NdArray contiguous() {
        return isContiguous() ? this : Copies.copy(this);
    }

    /**
     * The elements in another type. Whole numbers must fit, and a float that becomes one must be whole; floats are
     * rounded, and to {@code b1} everything but 0 is true. {@code M8} and {@code m8} give and take ticks as {@code i8};
     * text goes between {@code str} and {@code U<n>}.
     *
     * @param type to convert to
     * @return this array if it is of that type, else a copy
     * @throws IllegalArgumentException if an element does not fit, or there is no conversion
     */
    public NdArray astype(DType type) {
        return type.equals(dtype) ? this : Casts.cast(this, type);
    }

    /**
     * The elements' bytes in C order, little-endian: this array's own memory when it is contiguous, else a copy.
     *
     * @return a read-only buffer of exactly {@link #nbytes} bytes
     * @throws IllegalStateException if elements are objects
     */
    public ByteBuffer data() {
        if (bytes == null) {
            throw new IllegalStateException("elements of " + dtype + " lie in no buffer; read them with item(i)");
        }
        return contiguous().memory().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The memory of a contiguous array. */
    ByteBuffer memory() {
        int start = layout.size == 0 ? 0 : (int) layout.offset;
        return bytes.slice(start, (int) nbytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The elements as a Java array of the same rank. Element types are those of {@link #copyOf}; unsigned types widen:
     * {@code u1} to short, {@code u2} to int, {@code u4} to long, {@code u8} to BigInteger; {@code f2} to float; others
     * are arrays of what {@link #get} gives.
     *
     * @return such as {@code double[]}, {@code double[][]}, {@code double[][][]}
     * @throws IllegalStateException if the array has not 1 to 3 dimensions
     */
    public Object toArray() {
        return JavaArrays.toArray(this);
    }

    /**
     * All elements in C order as doubles.
     *
     * @return a copy
     * @throws IllegalArgumentException if elements are no real numbers
     */
    public double[] doubles() {
        return JavaArrays.doubles(this);
    }

    /**
     * All elements in C order as longs; ticks of date-times and durations.
     *
     * @return a copy
     * @throws IllegalArgumentException if an element is no whole number of 64 bits
     */
    public long[] longs() {
        return JavaArrays.longs(this);
    }

    // Sums -----------------------------------------------------------------------------------------------------------

    /**
     * The least number; NaN if one is NaN.
     *
     * @return as a double
     * @throws IllegalStateException if there are no elements
     */
    public double min() {
        return Statistics.min(this);
    }

    /**
     * The greatest number; NaN if one is NaN.
     *
     * @return as a double
     * @throws IllegalStateException if there are no elements
     */
    public double max() {
        return Statistics.max(this);
    }

    /**
     * The sum of all elements.
     *
     * @return as a double; 0 without elements
     */
    public double sum() {
        return Statistics.sum(this);
    }

    /**
     * The mean of all elements.
     *
     * @return as a double; NaN without elements
     */
    public double mean() {
        return Statistics.sum(this) / layout.size;
    }

    Layout layout() {
        return layout;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    Elements elements() {
        return elements;
    }

    /** Compares type, shape and elements, NaN being equal to itself and 0.0 not to -0.0, as in Java's collections. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof NdArray that && Equality.same(this, that);
    }

    /** Agrees with {@link #equals}; reads every element. */
    @Override
    public int hashCode() {
        return Equality.hash(this);
    }

    /** Prints the array as numpy's {@code str} does, shortened above 1,000 elements. */
    @Override
    public String toString() {
        return ArrayPrinter.print(this);
    }
}
