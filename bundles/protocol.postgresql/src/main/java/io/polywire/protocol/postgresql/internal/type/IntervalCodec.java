package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.Interval;
import io.polywire.api.value.IntervalReader;
import io.polywire.api.value.IntervalText;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/**
 * interval: microseconds, days and months, in 8 + 4 + 4 bytes; text by IntervalStyle (manual, 8.5.4 and 8.5.5). Travels
 * inside as ISO 8601 text.
 */
final class IntervalCodec extends TypeCodec {
    static final IntervalCodec INTERVAL = new IntervalCodec();

    private IntervalCodec() {
        super("interval");
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        Interval r = IntervalReader.read(string(from, offset, length), TextStyle.DEFAULT);
        IntervalText.write(r.months(), r.days(), r.micros(), style.intervals(), out);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        Interval r = IntervalReader.read(string(from, offset, length), TextStyle.DEFAULT);
        out.i64(r.micros()).i32(r.days()).i32(r.months());
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        Interval r = IntervalReader.read(string(b, offset, length), style);
        into.setText(i, r.iso());
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 16);
        into.setText(i, new Interval(i32(b, offset + 12), i32(b, offset + 8), i64(b, offset)).iso());
    }

    @Override
    public boolean isStyled() {
        return true;
    }
}
