package io.polywire.protocol.postgresql.internal.type;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
        // rows are shown otherwise than they are kept
        if (!(element instanceof RowCodec) && (!element.isStyled() || style == TextStyle.DEFAULT)) {
            out.bytes(from, offset, length);
            return;
        }
        out.bytes(bytes(restyled(array(from, offset, length), style)));
    }

    /** Writes each element in a style. */
    private ArrayValue restyled(ArrayValue v, TextStyle to) {
        List<String> elements = v.elements();
        Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
        Parameters p = new Parameters();
        try {
            for (int k = 0; k < elements.size(); k++) {
                if (elements.get(k) != null) {
                    byte[] e = elements.get(k).getBytes(StandardCharsets.UTF_8);
                    RowCodec.stored(element, e, p);
                    element.write(p, 0, false, to, scratch);
                    elements.set(k, taken(scratch));
                }
            }
        } finally {
            scratch.discard();
        }
        return v.with(elements);
    }

    /** Reads each element in a style. */
    private ArrayValue read(ArrayValue v, TextStyle from) {
        List<String> elements = v.elements();
        Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
        Parameters p = new Parameters();
        try {
            for (int k = 0; k < elements.size(); k++) {
                if (elements.get(k) != null) {
                    byte[] e = elements.get(k).getBytes(StandardCharsets.UTF_8);
                    element.parse(e, 0, e.length, from, p.reset(1), 0);
                    elements.set(k, RowCodec.kept(element, p, scratch));
                }
            }
        } finally {
            scratch.discard();
        }
        return v.with(elements);
    }

    private static String taken(Output scratch) {
        int size = scratch.size();
        String v = size == 0 ? "" : new String(scratch.array(), scratch.index(0), size, StandardCharsets.UTF_8);
        scratch.truncate(0);
        return v;
    }

    private static ArrayValue array(byte[] from, int offset, int length) {
        return ArrayValue.read(new String(from, offset, length, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(ArrayValue v) {
        return v.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        ArrayValue v = array(from, offset, length);
        List<String> elements = v.elements();
        out.i32(v.dimensions()).i32(elements.contains(null) ? 1 : 0).i32(elementOid);
        for (int d = 0; d < v.dimensions(); d++) {
            out.i32(v.size(d)).i32(v.lower(d));
        }
        Parameters p = new Parameters();
        for (String text : elements) {
            int start = out.size();
            out.i32(-1);
            if (text != null) {
                byte[] e = text.getBytes(StandardCharsets.UTF_8);
                RowCodec.stored(element, e, p);
                element.write(p, 0, true, TextStyle.DEFAULT, out);
                out.setInt(start, out.size() - start - 4);
            }
        }
    }

    // ---- in ----

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        byte[] text = bytes(read(array(b, offset, length), style));
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
        int at = offset + 12;
        int[] sizes = new int[dimensions];
        int[] lower = new int[dimensions];
        long count = dimensions == 0 ? 0 : 1;
        for (int d = 0; d < dimensions; d++) {
            sizes[d] = i32(b, at);
            lower[d] = i32(b, at + 4);
            at += 8;
            if (sizes[d] < 0 || (long) lower[d] + sizes[d] > Integer.MAX_VALUE) {
                throw badBinary("invalid array dimensions");
            }
            // each element takes four bytes at least: checked before anything is made for them
            count = Math.min(count * sizes[d], Integer.MAX_VALUE);
        }
        if (count > (offset + length - at) / 4) {
            throw badBinary("insufficient data left in message");
        }
        List<String> elements = elements((int) count, b, at, offset + length);
        byte[] text = bytes(new ArrayValue(sizes, lower, elements));
        into.setUtf8(i, text, 0, text.length);
    }

    private List<String> elements(int count, byte[] b, int from, int end) {
        List<String> elements = new ArrayList<>();
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
                    elements.add(null);
                    continue;
                }
                try {
                    element.receive(b, at, n, p.reset(1), 0);
                } catch (SqlFailure f) {
                    throw f == LEFT_OVER ? badBinary("improper binary format in array element " + (k + 1)) : f;
                }
                elements.add(RowCodec.kept(element, p, scratch));
                at += n;
            }
        } finally {
            scratch.discard();
        }
        if (at != end) {
            throw LEFT_OVER;
        }
        return elements;
    }

    @Override
    public boolean holdsText() {
        return element.holdsText();
    }

    /** Each element's text; what is no array stays as it is and is refused by {@link #receive}. */
    @Override
    public byte[] convertBinary(byte[] b, int offset, int length, Output.Conversion conversion) {
        Output to = new Output(UnpooledByteBufAllocator.DEFAULT);
        try {
            int end = offset + length;
            int at = offset + 12 + (length < 12 ? 0 : 8 * Math.max(0, Math.min(i32(b, offset), 1 << 20)));
            if (at > end || at < offset + 12) {
                return super.convertBinary(b, offset, length, conversion);
            }
            to.bytes(b, offset, at - offset);
            while (end - at >= 4) {
                int n = i32(b, at);
                at += 4;
                to.i32(n);
                if (n > 0 && n <= end - at) {
                    byte[] converted = element.convertBinary(b, at, n, conversion);
                    to.setInt(to.size() - 4, converted.length);
                    to.bytes(converted);
                    at += n;
                }
            }
            to.bytes(b, at, end - at);
            return Arrays.copyOfRange(to.array(), to.index(0), to.index(to.size()));
        } finally {
            to.discard();
        }
    }

    @Override
    public boolean isStyled() {
        return element.isStyled();
    }
}
