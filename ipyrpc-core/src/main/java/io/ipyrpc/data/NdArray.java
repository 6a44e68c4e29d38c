package io.ipyrpc.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array of any number of dimensions, as numpy's ndarray: elements of one {@link DType} in one little-endian buffer.
 *
 * <pre>{@code
 * var a = NdArray.arange(6).reshape(2, 3);
 * a.getLong(1, 2);                  // 5
 * a.slice(1, 0, 3, 2);              // columns 0 and 2, sharing a's memory
 * a.transpose().toArray();          // long[3][2]
 * var b = NdArray.of(1.5, 2.5);     // f8
 * channel.write(b.data());          // its memory, not copied
 * }</pre>
 *
 * <p>Slices, transposes and fields share the memory of the array they are taken of. Elements of {@code str}, {@code O}
 * and records that hold these are kept as Java objects instead, behind the same methods. The memory of an array is one
 * buffer, so less than 2 GiB.
 *
 * <p>Indices below zero count from the end, as in Python. Safe to read from any number of threads; writing needs the
 * care that any Java array needs.
 */
public final class NdArray {
    final Memory memory;
    final Layout layout;

    private NdArray(Memory memory, Layout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    private static NdArray over(Memory memory, long[] shape) {
        return new NdArray(memory, Layout.contiguous(shape, memory.step, 0));
    }

    private NdArray with(Layout other) {
        return new NdArray(memory, other);
    }

    /** {@return a one-dimensional {@code f8} array of copies of the values} */
    public static NdArray of(double... values) {
        return JavaArrays.copyOf(values);
    }

    /** {@return a one-dimensional {@code f4} array of copies of the values} */
    public static NdArray of(float... values) {
        return JavaArrays.copyOf(values);
    }

    /** {@return a one-dimensional {@code i8} array of copies of the values} */
    public static NdArray of(long... values) {
        return JavaArrays.copyOf(values);
    }

    /** {@return a one-dimensional {@code i4} array of copies of the values} */
    public static NdArray of(int... values) {
        return JavaArrays.copyOf(values);
    }

    /** {@return a one-dimensional {@code i2} array of copies of the values} */
    public static NdArray of(short... values) {
        return JavaArrays.copyOf(values);
    }

    /** {@return a one-dimensional {@code i1} array of copies of the values} */
    public static NdArray of(byte... values) {
        return JavaArrays.copyOf(values);
    }

    /** {@return a one-dimensional {@code b1} array of copies of the values} */
    public static NdArray of(boolean... values) {
        return JavaArrays.copyOf(values);
    }

    /** {@return a one-dimensional {@code str} array of the values, of which null is a missing one} */
    public static NdArray of(String... values) {
        return JavaArrays.copyOf(values);
    }

    /**
     * {@return a two-dimensional {@code f8} array of copies of the rows}
     *
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
     * @throws IllegalArgumentException if a dimension is negative or the array larger than its limit
     */
    public static NdArray zeros(DType dtype, long... shape) {
        return over(Memory.zeros(dtype, shape), shape);
    }

    /**
     * {@return an array whose elements are all the same value}
     *
     * @throws IllegalArgumentException if the value does not fit the type, or as for {@link #zeros}
     */
    public static NdArray full(DType dtype, Object value, long... shape) {
        NdArray array = zeros(dtype, shape);
        array.layout.forEach(place -> array.memory.set(place, value));
        return array;
    }

    /**
     * {@return the whole numbers from 0 to n - 1, {@code i8}}
     *
     * @throws IllegalArgumentException if n is negative or too large
     */
    public static NdArray arange(long n) {
        return Ranges.upTo(n);
    }

    /**
     * Whole numbers at even steps, {@code i8}.
     *
     * @param start the first
     * @param stop the end, not included
     * @param step from one to the next; may be negative
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
     * @throws IllegalArgumentException if step is 0, or there are too many or no number of them
     */
    public static NdArray arange(double start, double stop, double step) {
        return Ranges.of(start, stop, step);
    }

    /**
     * {@return so many evenly spaced numbers from start to stop, both included, {@code f8}}
     *
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
     * @throws IllegalArgumentException if the data's size is not the shape's, or the elements are not of fixed size
     */
    public static NdArray wrap(DType dtype, ByteBuffer data, long... shape) {
        return over(Memory.wrap(dtype, data, shape), shape);
    }

    /**
     * An array over Java objects, without a copy.
     *
     * @param dtype {@code str}, {@code O}, or a record type that holds one of these
     * @param elements in C order: String or null for {@code str}, lists of the fields' values for records
     * @param shape of the array
     * @throws IllegalArgumentException if the number of elements is not the shape's, an element is not of the type, or
     *     the type's elements are of fixed size
     */
    public static NdArray objects(DType dtype, Object[] elements, long... shape) {
        return over(Memory.objects(dtype, elements, shape), shape);
    }

    /** {@return the type of the elements} */
    public DType dtype() {
        return memory.dtype;
    }

    /** {@return the number of elements along each axis, a copy; empty without dimensions, where there is one element} */
    public long[] shape() {
        return layout.shape.clone();
    }

    /** {@return the number of dimensions, 0 to 64} */
    public int rank() {
        return layout.shape.length;
    }

    /** {@return the number of dimensions, by numpy's name} */
    public int ndim() {
        return layout.shape.length;
    }

    /** {@return the number of elements, the product of the shape} */
    public long size() {
        return layout.size;
    }

    /** {@return the bytes that the elements take, size × item size; 0 where elements are objects} */
    public long nbytes() {
        return memory.bytes == null ? 0 : layout.size * memory.step;
    }

    /** {@return whether the elements lie one after the other in C order, so that {@link #data} costs no copy} */
    public boolean isContiguous() {
        return layout.isContiguous(memory.step);
    }

    /**
     * {@return the element at an index of each axis as a double; truth values are 1 and 0}
     *
     * @throws IllegalArgumentException if elements are no real numbers
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double getDouble(long... index) {
        return memory.getDouble(layout.at(index));
    }

    /**
     * {@return the element at an index of each axis as a long; ticks of date-times and durations, where NaT is
     * {@link Long#MIN_VALUE}}
     *
     * @throws IllegalArgumentException if the element is no whole number of 64 bits
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long getLong(long... index) {
        return memory.getLong(layout.at(index));
    }

    /**
     * One element in its natural Java type: Boolean, Long (BigInteger in {@code u8} above {@link Long#MAX_VALUE}),
     * Double, {@link Complex}, String, byte[]; LocalDateTime, with a zone ZonedDateTime, Duration (Period for years and
     * months), with null for NaT; a List of the fields' values for records; for {@code O} what is there.
     *
     * @param index one for each axis
     * @throws IllegalArgumentException if a time is beyond the range or finer than the ticks of its Java type
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public Object get(long... index) {
        return memory.get(layout.at(index));
    }

    /**
     * Stores one element, where it converts without loss (but for the rounding of floats, which ends before infinity).
     *
     * @param value of the type that {@link #get} gives, or one close to it: any Number for numbers, Instant or
     *     LocalDate for date-times (in a zone as {@link DType#datetime(String, java.time.ZoneId)} says), ticks
     * @param index one for each axis
     * @throws IllegalArgumentException if the value does not fit
     * @throws IllegalStateException if the array is over read-only memory
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(Object value, long... index) {
        memory.set(layout.at(index), value);
    }

    /**
     * {@return the i-th element in C order, as {@link #get} gives it}
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public Object item(long i) {
        return memory.get(layout.flat(i));
    }

    /**
     * Stores the i-th element in C order, as {@link #set} does.
     *
     * @throws IllegalArgumentException if the value does not fit
     * @throws IllegalStateException if the array is over read-only memory
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setItem(long i, Object value) {
        memory.set(layout.flat(i), value);
    }

    /**
     * {@return the sub-array at some indices of the first axes, sharing memory}
     *
     * @throws IndexOutOfBoundsException if there is no such sub-array
     */
    public NdArray at(long... index) {
        return with(layout.sub(index));
    }

    /**
     * {@return one row, that is the sub-array at an index of the first axis, sharing memory}
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public NdArray row(long i) {
        return at(i);
    }

    /**
     * {@return one column, that is the sub-array at an index of the second axis, sharing memory}
     *
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public NdArray column(long j) {
        return with(layout.dropped(layout.axis(1), j));
    }

    /**
     * Part of the first axis, sharing memory, with Python's meaning of bounds below zero and beyond the end.
     *
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

    /** {@return the array with its axes in reverse order, sharing memory} */
    public NdArray transpose() {
        return with(layout.transposed());
    }

    /**
     * The same elements in another shape: sharing memory when contiguous, else a copy.
     *
     * @param shape to give it; one dimension may be -1, which is what remains
     * @throws IllegalArgumentException if the shape has not as many elements
     */
    public NdArray reshape(long... shape) {
        long[] resolved = layout.resolve(shape);
        NdArray source = contiguous();
        return source.with(Layout.contiguous(resolved, memory.step, source.layout.offset));
    }

    /** {@return all elements in C order in one dimension: sharing memory when contiguous, else a copy} */
    public NdArray ravel() {
        return reshape(layout.size);
    }

    /**
     * {@return one field of an array of records, in its shape; sharing memory where records are of fixed size}
     *
     * @throws IllegalArgumentException if there is no such field
     */
    public NdArray field(String name) {
        return Fields.of(this, name);
    }

    /** {@return a copy in memory of its own, in C order} */
    public NdArray copy() {
        return Copies.copy(this);
    }

    /** {@return this array if its elements lie in C order, else a copy where they do} */
    public NdArray contiguous() {
        return isContiguous() ? this : Copies.copy(this);
    }

    /**
     * The elements in another type. Whole numbers must fit, and a float that becomes one must be whole; floats are
     * rounded, not to infinity, and to {@code b1} everything but 0 is true. {@code M8} and {@code m8} give and take ticks as {@code i8};
     * text goes between {@code str} and {@code U<n>}.
     *
     * @param type to convert to
     * @throws IllegalArgumentException if an element does not fit, or there is no conversion
     */
    public NdArray astype(DType type) {
        return type.equals(memory.dtype) ? this : Casts.cast(this, type);
    }

    /**
     * The elements' bytes in C order, little-endian: this array's own memory when it is contiguous, else a copy.
     *
     * @return a read-only buffer of exactly {@link #nbytes} bytes
     * @throws IllegalStateException if elements are objects
     */
    public ByteBuffer data() {
        memory.needBytes();
        return contiguous().region().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The memory of a contiguous array. */
    ByteBuffer region() {
        int start = layout.size == 0 ? 0 : (int) layout.offset;
        return memory.bytes.slice(start, (int) nbytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same memory seen as another type, as of a field of records. */
    NdArray as(DType type, long offset) {
        return new NdArray(Memory.over(type, memory.bytes.duplicate()), layout.shifted(offset));
    }

    /**
     * The elements as a Java array of the same rank. Element types are those of {@link #copyOf}; unsigned types widen:
     * {@code u1} to short, {@code u2} to int, {@code u4} to long, {@code u8} to BigInteger; {@code f2} to float; others
     * are arrays of what {@link #get} gives.
     *
     * @throws IllegalStateException if the array has not 1 to 3 dimensions
     */
    public Object toArray() {
        return JavaArrays.toArray(this);
    }

    /**
     * {@return a copy of all elements in C order as doubles}
     *
     * @throws IllegalArgumentException if elements are no real numbers
     */
    public double[] doubles() {
        return JavaArrays.doubles(this);
    }

    /**
     * {@return a copy of all elements in C order as longs; ticks of date-times and durations}
     *
     * @throws IllegalArgumentException if an element is no whole number of 64 bits
     */
    public long[] longs() {
        return JavaArrays.longs(this);
    }

    /**
     * {@return the least number as a double; NaN if one is NaN}
     *
     * @throws IllegalStateException if there are no elements
     */
    public double min() {
        return Statistics.min(this);
    }

    /**
     * {@return the greatest number as a double; NaN if one is NaN}
     *
     * @throws IllegalStateException if there are no elements
     */
    public double max() {
        return Statistics.max(this);
    }

    /** {@return the sum of all elements as a double; 0 without elements} */
    public double sum() {
        return Statistics.sum(this);
    }

    /** {@return the mean of all elements as a double; NaN without elements} */
    public double mean() {
        return Statistics.sum(this) / layout.size;
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
