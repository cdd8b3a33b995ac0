package io.polywire.api.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of one execution, in order from 0. A reusable flat container: a wire fills it from its message without an
 * object per value, a storage reads it. Bytes are copied in. Not thread-safe; whoever was handed it owns it until the
 * call that took it has replied.
 */
public final class Parameters {
    /** How a value is kept. */
    public enum Kind {
        NULL,
        LONG,
        DOUBLE,
        UTF8,
        BYTES
    }

    private static final Kind[] KINDS = Kind.values();
    /** A container that grew over this for one execution gives the memory back with the next reset. */
    private static final int KEEP_BYTES = 64 * 1024;

    private int size;
    private byte[] kinds = new byte[8];
    /** LONG: the value; DOUBLE: its bits; UTF8 and BYTES: offset in the heap, high half, and length, low half. */
    private long[] words = new long[8];

    private byte[] heap = new byte[64];
    private int heapSize;

    /** Empties the container and gives it {@code count} NULLs. */
    public Parameters reset(int count) {
        if (count > kinds.length) {
            kinds = new byte[Math.max(count, kinds.length * 2)];
            words = new long[kinds.length];
        } else {
            Arrays.fill(kinds, 0, Math.max(size, count), (byte) 0);
        }
        size = count;
        heapSize = 0;
        if (heap.length > KEEP_BYTES) {
            heap = new byte[64];
        }
        return this;
    }

    /** Makes room for further values, which are NULL; those that are there stay. */
    public Parameters extend(int count) {
        if (count < size) {
            throw new IllegalArgumentException(count + " values are fewer than " + size);
        }
        if (count > kinds.length) {
            kinds = Arrays.copyOf(kinds, Math.max(count, kinds.length * 2));
            words = Arrays.copyOf(words, kinds.length);
        }
        Arrays.fill(kinds, size, count, (byte) 0);
        size = count;
        return this;
    }

    /** How many values there are. */
    public int size() {
        return size;
    }

    /** How many bytes it takes. */
    public int bytes() {
        return heap.length + 9 * kinds.length;
    }

    /** Makes value {@code i} NULL. */
    public Parameters setNull(int i) {
        kinds[check(i)] = (byte) Kind.NULL.ordinal();
        return this;
    }

    /** Sets value {@code i}. */
    public Parameters setLong(int i, long value) {
        kinds[check(i)] = (byte) Kind.LONG.ordinal();
        words[i] = value;
        return this;
    }

    /** Sets value {@code i}. */
    public Parameters setDouble(int i, double value) {
        kinds[check(i)] = (byte) Kind.DOUBLE.ordinal();
        words[i] = Double.doubleToRawLongBits(value);
        return this;
    }

    /** Sets value {@code i} to text; the bytes must be valid UTF-8, which the wire has checked. */
    public Parameters setUtf8(int i, byte[] from, int offset, int length) {
        kinds[check(i)] = (byte) Kind.UTF8.ordinal();
        words[i] = append(from, offset, length);
        return this;
    }

    /** Sets value {@code i} to text; for paths where an object more does not matter. */
    public Parameters setText(int i, String text) {
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        return setUtf8(i, b, 0, b.length);
    }

    /** Sets value {@code i} to bytes. */
    public Parameters setBytes(int i, byte[] from, int offset, int length) {
        kinds[check(i)] = (byte) Kind.BYTES.ordinal();
        words[i] = append(from, offset, length);
        return this;
    }

    /**
     * Makes value {@code i} text or bytes of the given length and returns where in {@link #heap()} the caller writes
     * them: saves a copy when they come from a network buffer.
     *
     * @param kind UTF8 or BYTES
     */
    public int reserve(int i, Kind kind, int length) {
        if (kind != Kind.UTF8 && kind != Kind.BYTES) {
            throw new IllegalArgumentException("no bytes in a " + kind);
        }
        kinds[check(i)] = (byte) kind.ordinal();
        int at = grow(length);
        words[i] = ((long) at << 32) | length;
        return at;
    }

    /** How value {@code i} is kept. */
    public Kind kind(int i) {
        return KINDS[kinds[check(i)]];
    }

    /** Value {@code i}, which is a LONG. */
    public long getLong(int i) {
        return words[check(i)];
    }

    /** Value {@code i}, which is a DOUBLE. */
    public double getDouble(int i) {
        return Double.longBitsToDouble(words[check(i)]);
    }

    /** The array that holds text and bytes; valid until the next set or reset. */
    public byte[] heap() {
        return heap;
    }

    /** Where value {@code i}, text or bytes, starts in {@link #heap()}. */
    public int offset(int i) {
        return (int) (words[check(i)] >>> 32);
    }

    /** How many bytes value {@code i}, text or bytes, has. */
    public int length(int i) {
        return (int) words[check(i)];
    }

    /** Value {@code i}, text or bytes, as a new array. */
    public byte[] copyBytes(int i) {
        int at = offset(i);
        return Arrays.copyOfRange(heap, at, at + length(i));
    }

    /** Value {@code i}, which is text, as a string. */
    public String getText(int i) {
        return new String(heap, offset(i), length(i), StandardCharsets.UTF_8);
    }

    /** Makes this a copy of {@code other}. */
    public Parameters copyFrom(Parameters other) {
        reset(other.size);
        System.arraycopy(other.kinds, 0, kinds, 0, size);
        System.arraycopy(other.words, 0, words, 0, size);
        grow(other.heapSize);
        System.arraycopy(other.heap, 0, heap, 0, other.heapSize);
        return this;
    }

    /** Says how many values there are, never what they are: parameters may be secrets. */
    @Override
    public String toString() {
        return "Parameters[" + size + "]";
    }

    private int check(int i) {
        if (i < 0 || i >= size) {
            throw new IndexOutOfBoundsException("parameter " + i + " of " + size);
        }
        return i;
    }

    private long append(byte[] from, int offset, int length) {
        int at = grow(length);
        System.arraycopy(from, offset, heap, at, length);
        return ((long) at << 32) | length;
    }

    private int grow(int length) {
        int at = heapSize;
        int need = Math.addExact(at, length);
        if (need > heap.length) {
            heap = Arrays.copyOf(heap, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(need, heap.length * 2L)));
        }
        heapSize = need;
        return at;
    }
}
