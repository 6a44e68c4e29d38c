package io.ipyrpc.data;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The type of an array's elements, named as numpy names it ({@code f8}, {@code M8[ns]}, {@code U5}), without a byte
 * order: elements in memory are always little-endian. Implements §2.1 of the protocol.
 *
 * <pre>{@code
 * DType.of("f8").equals(DType.FLOAT64);      // true
 * DType.datetime("ns").name();               // "M8[ns]"
 * DType.of("M8[ns, Europe/Paris]").zone();   // Optional[Europe/Paris]
 * }</pre>
 *
 * <p>Immutable, and so safe for any number of threads.
 */
public final class DType {
    /** Truth values of one byte. */
    public static final DType BOOL = new DType(Kind.BOOL, "b1", 1);

    /** Signed integers of 1 byte. */
    public static final DType INT8 = new DType(Kind.INT, "i1", 1);

    /** Signed integers of 2 bytes. */
    public static final DType INT16 = new DType(Kind.INT, "i2", 2);

    /** Signed integers of 4 bytes. */
    public static final DType INT32 = new DType(Kind.INT, "i4", 4);

    /** Signed integers of 8 bytes. */
    public static final DType INT64 = new DType(Kind.INT, "i8", 8);

    /** Unsigned integers of 1 byte. */
    public static final DType UINT8 = new DType(Kind.UINT, "u1", 1);

    /** Unsigned integers of 2 bytes. */
    public static final DType UINT16 = new DType(Kind.UINT, "u2", 2);

    /** Unsigned integers of 4 bytes. */
    public static final DType UINT32 = new DType(Kind.UINT, "u4", 4);

    /** Unsigned integers of 8 bytes. */
    public static final DType UINT64 = new DType(Kind.UINT, "u8", 8);

    /** Half-precision floats of 2 bytes. */
    public static final DType FLOAT16 = new DType(Kind.FLOAT, "f2", 2);

    /** Single-precision floats of 4 bytes. */
    public static final DType FLOAT32 = new DType(Kind.FLOAT, "f4", 4);

    /** Double-precision floats of 8 bytes. */
    public static final DType FLOAT64 = new DType(Kind.FLOAT, "f8", 8);

    /** Complex numbers of two single-precision floats. */
    public static final DType COMPLEX64 = new DType(Kind.COMPLEX, "c8", 8);

    /** Complex numbers of two double-precision floats. */
    public static final DType COMPLEX128 = new DType(Kind.COMPLEX, "c16", 16);

    /** Text of any length; an element may be null, which is a missing value. */
    public static final DType STR = new DType(Kind.STR, "str", 0);

    /** Any values; an element may be null. */
    public static final DType OBJECT = new DType(Kind.OBJECT, "O", 0);

    private static final List<DType> PLAIN = List.of(
            BOOL,
            INT8,
            INT16,
            INT32,
            INT64,
            UINT8,
            UINT16,
            UINT32,
            UINT64,
            FLOAT16,
            FLOAT32,
            FLOAT64,
            COMPLEX64,
            COMPLEX128,
            STR,
            OBJECT);

    private static final String KNOWN = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[unit] m8[unit] U<n> S<n> O str";

    /** Records in records in records end here, so that walking a type never needs a deep stack. */
    private static final int MAX_DEPTH = 32;

    private final Kind kind;
    private final String name;
    private final int itemSize;
    private final Ticks ticks;
    private final ZoneId zone;
    private final List<Field> fields;

    private DType(Kind kind, String name, int itemSize) {
        this(kind, name, itemSize, null, null, List.of());
    }

    private DType(Kind kind, String name, int itemSize, Ticks ticks, ZoneId zone, List<Field> fields) {
        this.kind = kind;
        this.name = name;
        this.itemSize = itemSize;
        this.ticks = ticks;
        this.zone = zone;
        this.fields = fields;
    }

    /** The families of element types. */
    public enum Kind {
        /** {@code b1}. */
        BOOL,
        /** {@code i1 i2 i4 i8}. */
        INT,
        /** {@code u1 u2 u4 u8}. */
        UINT,
        /** {@code f2 f4 f8}. */
        FLOAT,
        /** {@code c8 c16}. */
        COMPLEX,
        /** {@code M8[unit]}, with or without a time zone. */
        DATETIME,
        /** {@code m8[unit]}. */
        TIMEDELTA,
        /** {@code U<n>}: text of at most n characters, 4 bytes each. */
        UNICODE,
        /** {@code S<n>}: at most n bytes. */
        BYTES,
        /** {@code str}: text of any length. */
        STR,
        /** {@code O}: any values. */
        OBJECT,
        /** Records of named fields. */
        RECORD
    }

    /**
     * One field of a record.
     *
     * @param name the field's name
     * @param type the type of its values
     */
    public record Field(String name, DType type) {
        /**
         * Makes a field.
         *
         * @throws NullPointerException if name or type is null
         */
        public Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * Reads a type's name as §2.1 of the protocol has it, without a byte-order mark.
     *
     * @param name such as {@code f8}, {@code M8[ns]}, {@code M8[25s]}, {@code M8[ns, Europe/Paris]}, {@code U5}, {@code str}
     * @return the type
     * @throws IllegalArgumentException if no type has this name, or the name of its zone is unknown
     */
    public static DType of(String name) {
        for (DType type : PLAIN) {
            if (type.name.equals(name)) {
                return type;
            }
        }
        if ((name.startsWith("M8[") || name.startsWith("m8[")) && name.endsWith("]")) {
            return timeOf(name, name.substring(3, name.length() - 1));
        }
        // Ten digits fit a long; the size is checked where the type is made.
        if (name.length() >= 2 && name.length() <= 11 && (name.charAt(0) == 'U' || name.charAt(0) == 'S')) {
            String digits = name.substring(1);
            if (digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (digits.length() == 1 || digits.charAt(0) != '0')) {
                return text(name.charAt(0), Long.parseLong(digits));
            }
        }
        throw unknown(name);
    }

    private static DType timeOf(String name, String inside) {
        int comma = inside.indexOf(',');
        Ticks ticks = Ticks.parse(comma < 0 ? inside : inside.substring(0, comma));
        boolean date = name.charAt(0) == 'M';
        if (ticks == null || (comma >= 0 && !date)) {
            throw unknown(name);
        }
        if (comma < 0) {
            return time(date, ticks, null);
        }
        try {
            return time(true, ticks, ZoneId.of(inside.substring(comma + 1).strip()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown time zone in dtype '" + shown(name) + "'; name one such as UTC or Europe/Paris", e);
        }
    }

    /**
     * Date-times without a zone.
     *
     * @param unit of a tick: Y M W D h m s ms us ns ps fs as, or a count of one, as in {@code 25s}
     * @return the type {@code M8[unit]}
     * @throws IllegalArgumentException if there is no such unit
     */
    public static DType datetime(String unit) {
        return time(true, ticks(unit), null);
    }

    /**
     * Date-times stored in UTC and shown in a zone. A date or time without a zone that is stored is one of this zone: the
     * earlier of two where clocks were set back, refused where they skipped it.
     *
     * @param unit of a tick, as in {@link #datetime(String)}
     * @param zone to show them in
     * @return the type {@code M8[unit, zone]}
     * @throws IllegalArgumentException if there is no such unit
     */
    public static DType datetime(String unit, ZoneId zone) {
        return time(true, ticks(unit), Objects.requireNonNull(zone, "zone"));
    }

    /**
     * Durations.
     *
     * @param unit of a tick, as in {@link #datetime(String)}
     * @return the type {@code m8[unit]}
     * @throws IllegalArgumentException if there is no such unit
     */
    public static DType timedelta(String unit) {
        return time(false, ticks(unit), null);
    }

    private static Ticks ticks(String unit) {
        Ticks ticks = Ticks.parse(unit);
        if (ticks == null) {
            throw new IllegalArgumentException("unknown unit '" + shown(unit) + "'; known: " + Ticks.KNOWN);
        }
        return ticks;
    }

    private static DType time(boolean date, Ticks ticks, ZoneId zone) {
        String name = (date ? "M8[" : "m8[") + ticks + (zone == null ? "]" : ", " + zone.getId() + "]");
        return new DType(date ? Kind.DATETIME : Kind.TIMEDELTA, name, 8, ticks, zone, List.of());
    }

    /**
     * Text of fixed width, 4 bytes a character.
     *
     * @param characters the most that an element holds, from 0
     * @return the type {@code U<n>}
     * @throws IllegalArgumentException if an element would be negative or larger than 2147483647 bytes
     */
    public static DType unicode(int characters) {
        return text('U', characters);
    }

    /**
     * Bytes of fixed width.
     *
     * @param bytes the most that an element holds, from 0
     * @return the type {@code S<n>}
     * @throws IllegalArgumentException if n is negative
     */
    public static DType bytes(int bytes) {
        return text('S', bytes);
    }

    private static DType text(char letter, long n) {
        long size = letter == 'U' ? 4 * n : n;
        if (n < 0 || size > Integer.MAX_VALUE) {
            throw unknown(letter + Long.toString(n));
        }
        return new DType(letter == 'U' ? Kind.UNICODE : Kind.BYTES, letter + Long.toString(n), (int) size);
    }

    /**
     * Records of named fields, packed without padding.
     *
     * @param fields in order, their names distinct
     * @return the record type
     * @throws IllegalArgumentException if a name comes twice, the record is larger than 2147483647 bytes, or records
     *     nest deeper than 32
     */
    public static DType record(List<Field> fields) {
        List<Field> copy = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        long size = 0;
        for (Field field : copy) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("field '" + field.name() + "' comes twice; name each field once");
            }
            size += field.type().itemSize;
        }
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a record of " + size + " bytes; at most " + Integer.MAX_VALUE);
        }
        String name = copy.stream()
                .map(f -> "('" + f.name() + "', '" + f.type().name + "')")
                .collect(Collectors.joining(", ", "[", "]"));
        DType type = new DType(Kind.RECORD, name, (int) size, null, null, copy);
        if (type.depth() > MAX_DEPTH) {
            throw new IllegalArgumentException("records nested " + type.depth() + " deep; at most " + MAX_DEPTH);
        }
        return type;
    }

    private int depth() {
        return fields.stream().mapToInt(f -> 1 + f.type().depth()).max().orElse(0);
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("unknown dtype '" + shown(name) + "'; known: " + KNOWN);
    }

    /** A hostile name does not fill a log. */
    private static String shown(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    /**
     * The family of this type.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The name that {@link #of} reads; for records, numpy's list of fields.
     *
     * @return the name, such as {@code f8}
     */
    public String name() {
        return name;
    }

    /**
     * The size of an element in bytes.
     *
     * @return bytes; 0 for {@code str} and {@code O}, the sum of the fields' for records
     */
    public int itemSize() {
        return itemSize;
    }

    /**
     * Whether every element takes {@link #itemSize} bytes of a buffer.
     *
     * @return false for {@code str}, {@code O} and records that hold such
     */
    public boolean isFixedSize() {
        return kind != Kind.STR
                && kind != Kind.OBJECT
                && fields.stream().allMatch(f -> f.type().isFixedSize());
    }

    /**
     * The unit of a tick, with its count when that is not 1.
     *
     * @return such as {@code ns} or {@code 25s}; empty for types that are not time
     */
    public Optional<String> unit() {
        return Optional.ofNullable(ticks).map(Ticks::toString);
    }

    /**
     * The zone that date-times are shown in.
     *
     * @return empty for date-times without one, and for all other types
     */
    public Optional<ZoneId> zone() {
        return Optional.ofNullable(zone);
    }

    /**
     * The fields of a record, in order.
     *
     * @return an immutable list, empty for other types
     */
    public List<Field> fields() {
        return fields;
    }

    /** The ticks of a time type; null for others. */
    Ticks ticks() {
        return ticks;
    }

    /** Whether elements are truth values or real numbers. */
    boolean isReal() {
        return kind == Kind.BOOL || kind == Kind.INT || kind == Kind.UINT || kind == Kind.FLOAT;
    }

    /** Compares by name and, for records, by fields. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof DType that
                        && kind == that.kind
                        && name.equals(that.name)
                        && fields.equals(that.fields);
    }

    /** Agrees with {@link #equals}. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Shows the {@link #name}. */
    @Override
    public String toString() {
        return name;
    }
}
