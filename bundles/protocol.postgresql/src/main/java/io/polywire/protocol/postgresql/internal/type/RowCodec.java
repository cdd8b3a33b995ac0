package io.polywire.protocol.postgresql.internal.type;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.type.Type;
import io.polywire.api.value.RowValue;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows (rowtypes.c). Binary: number of fields; of each its type's oid, its length or -1 for NULL, and its value. Travels inside
 * as text in the notation of rows over the fields' text in the default style, with a place for each number up to the last
 * field's.
 */
final class RowCodec extends TypeCodec {
    /** Of rows without a name, which have no input. */
    private static final int RECORD = 2249;

    private final List<WireType> fields = new ArrayList<>();
    private final int[] numbers;
    private final int places;
    private final boolean anonymous;
    private final boolean styled;
    private final boolean texts;

    private RowCodec(Type type) {
        super(type.name());
        this.anonymous = type.id() == RECORD;
        this.numbers = type.fields().stream().mapToInt(Type.Field::number).toArray();
        this.places = numbers.length == 0 ? 0 : numbers[numbers.length - 1];
        boolean anyStyled = false;
        boolean anyText = false;
        for (Type.Field f : type.fields()) {
            WireType w = WireTypes.of(f.type());
            fields.add(w);
            anyStyled |= w.codec().isStyled();
            anyText |= w.codec().holdsText();
        }
        this.styled = anyStyled;
        this.texts = anyText;
    }

    static RowCodec of(Type type) {
        return new RowCodec(type);
    }

    /** The fields of a row as it travels, in order. */
    private List<String> values(byte[] from, int offset, int length) {
        List<String> all = places == 0 ? List.of() : RowValue.read(string(from, offset, length));
        List<String> values = new ArrayList<>();
        for (int n : numbers) {
            values.add(n > all.size() ? null : all.get(n - 1));
        }
        return values;
    }

    private byte[] row(List<String> values) {
        String[] all = new String[places];
        for (int i = 0; i < numbers.length; i++) {
            all[numbers[i] - 1] = values.get(i);
        }
        return RowValue.write(Arrays.asList(all)).getBytes(StandardCharsets.UTF_8);
    }

    private static String taken(Output scratch) {
        int size = scratch.size();
        String v = size == 0 ? "" : new String(scratch.array(), scratch.index(0), size, StandardCharsets.UTF_8);
        scratch.truncate(0);
        return v;
    }

    // ---- out ----

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        // a row that was written before the last field was added lacks its place
        List<String> values = values(from, offset, length);
        Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
        Parameters p = new Parameters();
        try {
            for (int i = 0; i < values.size(); i++) {
                TypeCodec codec = fields.get(i).codec();
                // rows within write their own places
                boolean plain = codec.rawText() != null
                        || !codec.isStyled() && !holdsRows(fields.get(i).type());
                if (values.get(i) != null && !plain) {
                    byte[] v = values.get(i).getBytes(StandardCharsets.UTF_8);
                    stored(codec, v, p);
                    codec.write(p, 0, false, style, scratch);
                    values.set(i, taken(scratch));
                }
            }
        } finally {
            scratch.discard();
        }
        out.bytes(RowValue.write(values).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean holdsRows(Type t) {
        return t.fields() != null || t.element() != null && holdsRows(t.element());
    }

    /** A field from its text within a row. */
    static void stored(TypeCodec codec, byte[] v, Parameters p) {
        // blanks that pad a character(n) are there already where the row does not know of n
        if (codec instanceof RowCodec || codec instanceof ArrayCodec || codec instanceof BpcharCodec) {
            p.reset(1).setUtf8(0, v, 0, v.length);
        } else {
            codec.parse(v, 0, v.length, TextStyle.DEFAULT, p.reset(1), 0);
        }
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        List<String> values = values(from, offset, length);
        out.i32(values.size());
        Parameters p = new Parameters();
        for (int i = 0; i < values.size(); i++) {
            out.i32(fields.get(i).oid());
            int start = out.size();
            out.i32(-1);
            if (values.get(i) != null) {
                TypeCodec codec = fields.get(i).codec();
                stored(codec, values.get(i).getBytes(StandardCharsets.UTF_8), p);
                codec.write(p, 0, true, TextStyle.DEFAULT, out);
                out.setInt(start, out.size() - start - 4);
            }
        }
    }

    // ---- in ----

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        requireName();
        Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
        Parameters p = new Parameters();
        try {
            List<String> values = RowValue.read(string(b, offset, length), numbers.length, (k, text) -> {
                if (text == null) {
                    return null;
                }
                byte[] v = text.getBytes(StandardCharsets.UTF_8);
                TypeCodec codec = fields.get(k).codec();
                codec.parse(v, 0, v.length, style, p.reset(1), 0);
                return kept(codec, p, scratch);
            });
            byte[] text = row(values);
            into.setUtf8(i, text, 0, text.length);
        } finally {
            scratch.discard();
        }
    }

    /** A field that was read, as text within a row. */
    static String kept(TypeCodec codec, Parameters p, Output scratch) {
        if (codec instanceof RowCodec || codec instanceof ArrayCodec) {
            return string(p.heap(), p.offset(0), p.length(0));
        }
        codec.write(p, 0, false, TextStyle.DEFAULT, scratch);
        return taken(scratch);
    }

    private void requireName() {
        if (anonymous) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "input of anonymous composite types is not implemented");
        }
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        requireName();
        int end = offset + length;
        if (length < 4) {
            throw tooShort();
        }
        int count = i32(b, offset);
        if (count != numbers.length) {
            throw SqlFailure.of(
                    FailureKind.TYPE_MISMATCH, "wrong number of columns: " + count + ", expected " + numbers.length);
        }
        int at = offset + 4;
        List<String> values = new ArrayList<>();
        Output scratch = new Output(UnpooledByteBufAllocator.DEFAULT);
        Parameters p = new Parameters();
        try {
            for (int k = 0; k < count; k++) {
                if (end - at < 8) {
                    throw tooShort();
                }
                int oid = i32(b, at);
                int n = i32(b, at + 4);
                at += 8;
                if (oid != fields.get(k).oid()) {
                    throw SqlFailure.of(
                            FailureKind.TYPE_MISMATCH,
                            "binary data has type " + Integer.toUnsignedString(oid) + " instead of expected "
                                    + Integer.toUnsignedString(fields.get(k).oid()) + " in record column " + (k + 1));
                }
                if (n < -1 || n > end - at) {
                    throw badBinary("insufficient data left in message");
                }
                if (n < 0) {
                    values.add(null);
                    continue;
                }
                TypeCodec codec = fields.get(k).codec();
                try {
                    codec.receive(b, at, n, p.reset(1), 0);
                } catch (SqlFailure f) {
                    throw f == LEFT_OVER ? badBinary("improper binary format in record column " + (k + 1)) : f;
                }
                values.add(kept(codec, p, scratch));
                at += n;
            }
        } finally {
            scratch.discard();
        }
        if (at != end) {
            throw LEFT_OVER;
        }
        byte[] text = row(values);
        into.setUtf8(i, text, 0, text.length);
    }

    @Override
    public boolean holdsText() {
        return texts;
    }

    /** Each field's text; what is no row stays as it is and is refused by {@link #receive}. */
    @Override
    public byte[] convertBinary(byte[] b, int offset, int length, Output.Conversion conversion) {
        Output to = new Output(UnpooledByteBufAllocator.DEFAULT);
        try {
            int end = offset + length;
            if (length < 4 || i32(b, offset) != numbers.length) {
                return super.convertBinary(b, offset, length, conversion);
            }
            to.bytes(b, offset, 4);
            int at = offset + 4;
            for (int k = 0; k < numbers.length && end - at >= 8; k++) {
                int n = i32(b, at + 4);
                to.bytes(b, at, 8);
                at += 8;
                if (n > 0 && n <= end - at) {
                    byte[] converted = fields.get(k).codec().holdsText()
                            ? fields.get(k).codec().convertBinary(b, at, n, conversion)
                            : Arrays.copyOfRange(b, at, at + n);
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
        return styled;
    }
}
