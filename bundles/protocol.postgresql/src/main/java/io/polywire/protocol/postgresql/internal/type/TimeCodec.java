package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.DateTimeReader;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** time: microseconds since midnight in eight bytes, 24:00:00 included. */
final class TimeCodec extends TypeCodec {
    static final TimeCodec TIME = new TimeCodec();

    private TimeCodec() {
        super("time");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        check(value);
        DateTimeText.time(value, out);
    }

    @Override
    public void binaryLong(long value, Output out) {
        check(value);
        out.i64(value);
    }

    static void check(long micros) {
        if (micros < 0 || micros > Calendar.MICROS_PER_DAY) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "time out of range")
                    .sqlState("22008")
                    .build();
        }
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        DateTimeReader r = new DateTimeReader(string(b, offset, length), typeName(), style);
        r.readTime();
        into.setLong(i, r.time());
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 8);
        long v = i64(b, offset);
        check(v);
        into.setLong(i, v);
    }
}
