package io.polywire.protocol.postgresql.internal.type;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.Arrays;

/**
 * Arrays of any type here. Binary: number of dimensions, whether there are NULLs, oid of the elements; size and lower
 * bound of each dimension; each element with its length, -1 for NULL. Travels inside as text in array notation over the
 * elements' text in the default style, whatever the session's style is.
 */
final class ArrayCodec extends TypeCodec {
    private final TypeCodec element;
    private final int elementOid;

    ArrayCodec(TypeCodec element, int elementOid) {
        super(element.typeName() + "[]");
        this.element = element;
        this.elementOid = elementOid;
    }

    // ---- out ----

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        if (!element.isStyled() || style == TextStyle.DEFAULT) {
            out.bytes(from, offset, length);
            return;
        }
        ArrayValue v = ArrayValue.read(from, offset, length);
        restyle(v, TextStyle.DEFAULT, style);
        out.bytes(v.text());
    }

    /** Reads each element in one style and writes it in another. */
    private void restyle(ArrayValue v, TextStyle from, TextStyle to) {
        Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
        Parameters p = new Parameters();
        try {
            for (int k = 0; k < v.elements.size(); k++) {
                byte[] e = v.elements.get(k);
                if (e != null) {
                    element.parse(e, 0, e.length, from, p.reset(1), 0);
                    element.write(p, 0, false, to, scratch);
                    v.elements.set(k, taken(scratch));
                }
            }
        } finally {
            scratch.discard();
        }
    }

    private static byte[] taken(Output scratch) {
        int size = scratch.size();
        byte[] v = size == 0 ? new byte[0] : Arrays.copyOfRange(scratch.array(), scratch.index(0), scratch.index(size));
        scratch.truncate(0);
        return v;
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        ArrayValue v = ArrayValue.read(from, offset, length);
        out.i32(v.sizes.length).i32(v.elements.contains(null) ? 1 : 0).i32(elementOid);
        for (int d = 0; d < v.sizes.length; d++) {
            out.i32(v.sizes[d]).i32(v.lower[d]);
        }
        Parameters p = new Parameters();
        for (byte[] e : v.elements) {
            int start = out.size();
            out.i32(-1);
            if (e != null) {
                element.parse(e, 0, e.length, TextStyle.DEFAULT, p.reset(1), 0);
                element.write(p, 0, true, TextStyle.DEFAULT, out);
                out.setInt(start, out.size() - start - 4);
            }
        }
    }

    // ---- in ----

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        ArrayValue v = ArrayValue.read(b, offset, length);
        restyle(v, style, TextStyle.DEFAULT);
        byte[] text = v.text();
        into.setUtf8(i, text, 0, text.length);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length < 12) {
            throw tooShort();
        }
        int dimensions = i32(b, offset);
        int flags = i32(b, offset + 4);
        int oid = i32(b, offset + 8);
        if (dimensions < 0) {
            throw badBinary("invalid number of dimensions: " + dimensions);
        }
        if (dimensions > ArrayValue.MOST_DIMENSIONS) {
            throw ArrayValue.tooDeep(dimensions);
        }
        if (flags != 0 && flags != 1) {
            throw badBinary("invalid array flags");
        }
        if (oid != elementOid) {
            throw SqlFailure.of(
                    FailureKind.TYPE_MISMATCH,
                    "binary data has array element type " + Integer.toUnsignedString(oid) + " instead of expected "
                            + Integer.toUnsignedString(elementOid));
        }
        if (length < 12 + 8 * dimensions) {
            throw tooShort();
        }
        ArrayValue v = new ArrayValue();
        int at = offset + 12;
        v.sizes = new int[dimensions];
        v.lower = new int[dimensions];
        long count = dimensions == 0 ? 0 : 1;
        for (int d = 0; d < dimensions; d++) {
            v.sizes[d] = i32(b, at);
            v.lower[d] = i32(b, at + 4);
            at += 8;
            if (v.sizes[d] < 0 || (long) v.lower[d] + v.sizes[d] > Integer.MAX_VALUE) {
                throw badBinary("invalid array dimensions");
            }
            // each element takes four bytes at least: checked before anything is made for them
            count = Math.min(count * v.sizes[d], Integer.MAX_VALUE);
        }
        if (count > (offset + length - at) / 4) {
            throw badBinary("insufficient data left in message");
        }
        elements(v, (int) count, b, at, offset + length);
        byte[] text = v.text();
        into.setUtf8(i, text, 0, text.length);
    }

    private void elements(ArrayValue v, int count, byte[] b, int from, int end) {
        Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
        Parameters p = new Parameters();
        int at = from;
        try {
            for (int k = 0; k < count; k++) {
                if (end - at < 4) {
                    throw badBinary("insufficient data left in message");
                }
                int n = i32(b, at);
                at += 4;
                if (n < -1 || n > end - at) {
                    throw badBinary("insufficient data left in message");
                }
                if (n < 0) {
                    v.elements.add(null);
                    continue;
                }
                try {
                    element.receive(b, at, n, p.reset(1), 0);
                } catch (SqlFailure f) {
                    throw f == LEFT_OVER ? badBinary("improper binary format in array element " + (k + 1)) : f;
                }
                element.write(p, 0, false, TextStyle.DEFAULT, scratch);
                v.elements.add(taken(scratch));
                at += n;
            }
        } finally {
            scratch.discard();
        }
        if (at != end) {
            throw LEFT_OVER;
        }
    }

    @Override
    public boolean isStyled() {
        return element.isStyled();
    }
}
