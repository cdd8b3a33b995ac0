package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.DateTimeReader;
import io.polywire.api.value.TextStyle;
import io.polywire.api.value.TimeTz;
import io.polywire.protocol.postgresql.internal.io.Output;

/**
 * timetz: microseconds since midnight, then seconds west of Greenwich, in 8 + 4 bytes. Travels inside as text
 * "HH:MM:SS.ffffff+HH:MM".
 */
final class TimeTzCodec extends TypeCodec {
    static final TimeTzCodec TIMETZ = new TimeTzCodec();
    private static final int MOST_OFFSET = 16 * 3600;

    private TimeTzCodec() {
        super("time with time zone");
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        reader(from, offset, length, style).write(out);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        TimeTz t = reader(from, offset, length, TextStyle.DEFAULT);
        out.i64(t.micros()).i32(-t.east());
    }

    private TimeTz reader(byte[] b, int offset, int length, TextStyle style) {
        return TimeTz.read(new DateTimeReader(string(b, offset, length), typeName(), style));
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setText(i, reader(b, offset, length, style).carrier());
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 12);
        long time = i64(b, offset);
        TimeCodec.check(time);
        int west = i32(b, offset + 8);
        if (west <= -MOST_OFFSET || west >= MOST_OFFSET) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "time zone displacement out of range")
                    .sqlState("22009")
                    .build();
        }
        into.setText(i, new TimeTz(time, -west).carrier());
    }
}
