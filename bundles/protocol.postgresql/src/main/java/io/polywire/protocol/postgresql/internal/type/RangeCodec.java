package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * Ranges. Binary: a byte of flags (1 empty, 2 and 4 lower and upper bound belong to it, 8 and 16 there is none), then the
 * bounds that there are, each with its length in four bytes (range_send). Travels inside as text over the bounds' text in the
 * default style.
 */
final class RangeCodec extends TypeCodec {
    private static final int EMPTY = 1;
    private static final int LOWER_INCLUSIVE = 2;
    private static final int UPPER_INCLUSIVE = 4;
    private static final int LOWER_INFINITE = 8;
    private static final int UPPER_INFINITE = 16;

    private final RangeKind kind;
    private final RangeBounds bounds;

    RangeCodec(RangeKind kind, TypeCodec element) {
        super(kind.rangeName());
        this.kind = kind;
        this.bounds = new RangeBounds(element);
    }

    // ---- out ----

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        if (!isStyled() || style == TextStyle.DEFAULT) {
            out.bytes(from, offset, length);
            return;
        }
        out.bytes(utf8(kind.write(stored(string(from, offset, length)), bounds.writer(style))));
    }

    /** Reads the text inside. */
    private Range stored(String text) {
        return kind.stored(text, bounds.reader(TextStyle.DEFAULT));
    }

    private static byte[] utf8(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        binary(stored(string(from, offset, length)), out);
    }

    void binary(Range r, Output out) {
        int flags = r.isEmpty()
                ? EMPTY
                : (r.lowerInclusive() ? LOWER_INCLUSIVE : 0)
                        + (r.upperInclusive() ? UPPER_INCLUSIVE : 0)
                        + (r.lower() == null ? LOWER_INFINITE : 0)
                        + (r.upper() == null ? UPPER_INFINITE : 0);
        out.u8(flags);
        if (r.lower() != null) {
            bounds.binary(r.lower(), out);
        }
        if (r.upper() != null) {
            bounds.binary(r.upper(), out);
        }
    }

    // ---- in ----

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        Range r = kind.read(string(b, offset, length), bounds.reader(style));
        into.setText(i, kind.write(r, bounds.writer(TextStyle.DEFAULT)));
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        into.setText(i, kind.write(range(b, offset, length), bounds.writer(TextStyle.DEFAULT)));
    }

    /** Reads the binary form (range_recv). */
    Range range(byte[] b, int offset, int length) {
        if (length < 1) {
            throw SqlFailure.of(FailureKind.PROTOCOL, "no data left in message");
        }
        int flags = b[offset];
        boolean empty = (flags & EMPTY) != 0;
        int at = offset + 1;
        int end = offset + length;
        Object lower = null;
        Object upper = null;
        if (!empty && (flags & LOWER_INFINITE) == 0) {
            int n = size(b, at, end);
            lower = bounds.received(b, at + 4, n);
            at += 4 + n;
        }
        if (!empty && (flags & UPPER_INFINITE) == 0) {
            int n = size(b, at, end);
            upper = bounds.received(b, at + 4, n);
            at += 4 + n;
        }
        if (at != end) {
            throw leftOver();
        }
        return empty
                ? Range.EMPTY
                : kind.of(lower, (flags & LOWER_INCLUSIVE) != 0, upper, (flags & UPPER_INCLUSIVE) != 0);
    }

    /** 08P01: these types look themselves whether all was read. */
    static SqlFailure leftOver() {
        return SqlFailure.of(FailureKind.PROTOCOL, "invalid message format");
    }

    /** The length that stands at a place, of what is there whole. */
    static int size(byte[] b, int at, int end) {
        if (end - at < 4) {
            throw tooShort();
        }
        int n = i32(b, at);
        if (n < 0 || n > end - at - 4) {
            throw tooShort();
        }
        return n;
    }

    @Override
    public boolean isStyled() {
        return bounds.isStyled();
    }
}
