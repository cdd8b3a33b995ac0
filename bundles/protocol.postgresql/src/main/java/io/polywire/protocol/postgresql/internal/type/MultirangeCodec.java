package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Multiranges. Binary: the number of ranges in four bytes, then each range with its length in four bytes (multirange_send).
 * Travels inside as text over the bounds' text in the default style.
 */
final class MultirangeCodec extends TypeCodec {
    private final RangeKind kind;
    private final RangeCodec range;
    private final RangeBounds bounds;

    MultirangeCodec(RangeKind kind, RangeCodec range, TypeCodec element) {
        super(kind.multirangeName());
        this.kind = kind;
        this.range = range;
        this.bounds = new RangeBounds(element);
    }

    // ---- out ----

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        if (!isStyled() || style == TextStyle.DEFAULT) {
            out.bytes(from, offset, length);
            return;
        }
        String text = kind.writeAll(stored(string(from, offset, length)), bounds.writer(style));
        out.bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Range> stored(String text) {
        return kind.storedAll(text, bounds.reader(TextStyle.DEFAULT));
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        List<Range> all = stored(string(from, offset, length));
        out.i32(all.size());
        for (Range r : all) {
            int start = out.size();
            out.i32(0);
            range.binary(r, out);
            out.setInt(start, out.size() - start - 4);
        }
    }

    // ---- in ----

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        List<Range> all = kind.readAll(string(b, offset, length), bounds.reader(style));
        into.setText(i, kind.writeAll(all, bounds.writer(TextStyle.DEFAULT)));
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length < 4) {
            throw tooShort();
        }
        int count = i32(b, offset);
        int at = offset + 4;
        int end = offset + length;
        // each range takes five bytes at least: checked before anything is made for them
        if (count < 0 || count > (end - at) / 5) {
            throw tooShort();
        }
        List<Range> all = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int n = RangeCodec.size(b, at, end);
            all.add(range.range(b, at + 4, n));
            at += 4 + n;
        }
        if (at != end) {
            throw RangeCodec.leftOver();
        }
        into.setText(i, kind.writeAll(kind.normalized(all), bounds.writer(TextStyle.DEFAULT)));
    }

    @Override
    public boolean isStyled() {
        return bounds.isStyled();
    }
}
