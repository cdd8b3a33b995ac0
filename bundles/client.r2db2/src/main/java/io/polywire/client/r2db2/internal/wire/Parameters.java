package io.polywire.client.r2db2.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The values of a statement's parameters, counted from 0. */
public final class Parameters {
    private static final byte UNSET = -1;
    private static final byte NULL = -2;

    private final byte[] kinds;
    private final long[] numbers;
    private final byte[][] bytes;

    /** All values unset. */
    public Parameters(int count) {
        kinds = new byte[count];
        numbers = new long[count];
        bytes = new byte[count][];
        clear();
    }

    /** Number of parameters. */
    public int count() {
        return kinds.length;
    }

    /** Makes all values unset. */
    public void clear() {
        Arrays.fill(kinds, UNSET);
        Arrays.fill(bytes, null);
    }

    /** The first parameter that has no value, or -1. */
    public int firstUnset() {
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == UNSET) {
                return i;
            }
        }
        return -1;
    }

    /** Sets a parameter to NULL. */
    public void setNull(int parameter) {
        kinds[parameter] = NULL;
        bytes[parameter] = null;
    }

    /** Sets a parameter to an integer. */
    public void setLong(int parameter, long value) {
        kinds[parameter] = Codes.KIND_LONG;
        numbers[parameter] = value;
        bytes[parameter] = null;
    }

    /** Sets a parameter to a floating-point number. */
    public void setDouble(int parameter, double value) {
        kinds[parameter] = Codes.KIND_DOUBLE;
        numbers[parameter] = Double.doubleToRawLongBits(value);
        bytes[parameter] = null;
    }

    /** Sets a parameter to a text. */
    public void setText(int parameter, String value) {
        kinds[parameter] = Codes.KIND_TEXT;
        bytes[parameter] = value.getBytes(StandardCharsets.UTF_8);
    }

    /** Sets a parameter to bytes, which are not copied. */
    public void setBytes(int parameter, byte[] value) {
        kinds[parameter] = Codes.KIND_BYTES;
        bytes[parameter] = value;
    }

    /** Writes count and values, as Execute and ExecuteBatch hold them. */
    void write(FrameWriter out) {
        out.putInt(kinds.length);
        for (int i = 0; i < kinds.length; i++) {
            switch (kinds[i]) {
                case UNSET, NULL -> out.putByte(Codes.KIND_TEXT).putInt(-1);
                case Codes.KIND_LONG, Codes.KIND_DOUBLE ->
                    out.putByte(kinds[i]).putInt(8).putLong(numbers[i]);
                default -> out.putByte(kinds[i]).putInt(bytes[i].length).putBytes(bytes[i], 0, bytes[i].length);
            }
        }
    }

    /** A copy that later changes do not touch. */
    public Parameters copy() {
        Parameters copy = new Parameters(kinds.length);
        System.arraycopy(kinds, 0, copy.kinds, 0, kinds.length);
        System.arraycopy(numbers, 0, copy.numbers, 0, kinds.length);
        System.arraycopy(bytes, 0, copy.bytes, 0, kinds.length);
        return copy;
    }

    /** Bytes that {@link #write} takes. */
    public long size() {
        long size = 4;
        for (int i = 0; i < kinds.length; i++) {
            size += 5 + (bytes[i] != null ? bytes[i].length : kinds[i] < 0 ? 0 : 8);
        }
        return size;
    }

    @Override
    public String toString() {
        return kinds.length + " parameters";
    }
}
