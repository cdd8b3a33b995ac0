package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.DateTimeReader;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.TextStyle;
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
        DateTimeReader r = reader(from, offset, length, style);
        DateTimeText.time(r.time(), out);
        DateTimeText.offset(r.offset(), out);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        DateTimeReader r = reader(from, offset, length, TextStyle.DEFAULT);
        out.i64(r.time()).i32(-r.offset());
    }

    private DateTimeReader reader(byte[] b, int offset, int length, TextStyle style) {
        DateTimeReader r = new DateTimeReader(string(b, offset, length), typeName(), style);
        r.readTime();
        return r;
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        DateTimeReader r = reader(b, offset, length, style);
        into.setText(i, carrier(r.time(), r.offset()));
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
        into.setText(i, carrier(time, -west));
    }

    private static String carrier(long micros, int east) {
        StringBuilder s = new StringBuilder(24);
        long seconds = micros / 1_000_000;
        two(s, seconds / 3600).append(':');
        two(s, seconds / 60 % 60).append(':');
        two(s, seconds % 60);
        String fraction = Long.toString(1_000_000 + micros % 1_000_000);
        s.append('.').append(fraction, 1, 7).append(east < 0 ? '-' : '+');
        int e = Math.abs(east);
        two(s, e / 3600).append(':');
        two(s, e / 60 % 60);
        if (e % 60 != 0) {
            two(s.append(':'), e % 60);
        }
        return s.toString();
    }

    private static StringBuilder two(StringBuilder s, long v) {
        return s.append((char) ('0' + v / 10)).append((char) ('0' + v % 10));
    }
}
