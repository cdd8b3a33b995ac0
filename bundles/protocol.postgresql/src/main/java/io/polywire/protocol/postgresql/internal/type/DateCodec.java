package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.DateTimeReader;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/** date: days since 2000-01-01 in four bytes, the extremes are the infinities; inside days since 1970-01-01. */
final class DateCodec extends TypeCodec {
    static final DateCodec DATE = new DateCodec();
    /** 4714-11-24 BC and 5874898-01-01, from 1970-01-01. */
    private static final long FIRST = -2_440_588;

    private static final long END = 2_145_042_906L;

    private DateCodec() {
        super("date");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        if (value == Long.MAX_VALUE) {
            out.text("infinity");
        } else if (value == Long.MIN_VALUE) {
            out.text("-infinity");
        } else {
            check(value);
            DateTimeText.date(value, style, out);
        }
    }

    @Override
    public void binaryLong(long value, Output out) {
        if (value == Long.MAX_VALUE) {
            out.i32(Integer.MAX_VALUE);
        } else if (value == Long.MIN_VALUE) {
            out.i32(Integer.MIN_VALUE);
        } else {
            check(value);
            out.i32((int) (value - Calendar.EPOCH_DAYS));
        }
    }

    private static void check(long days) {
        if (days < FIRST || days >= END) {
            throw outOfRange();
        }
    }

    private static SqlFailure outOfRange() {
        return SqlFailure.build(FailureKind.OUT_OF_RANGE, "date out of range")
                .sqlState("22008")
                .build();
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        long plain = PlainForms.date(b, offset, length);
        if (plain != PlainForms.NONE) {
            into.setLong(i, plain);
            return;
        }
        DateTimeReader r = new DateTimeReader(string(b, offset, length), typeName(), style);
        r.read(true);
        if (r.infinity() != 0) {
            into.setLong(i, r.infinity() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
            return;
        }
        long days = r.days();
        if (days < FIRST || days >= END) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "date out of range: \"" + r.text() + '"')
                    .sqlState("22008")
                    .build();
        }
        into.setLong(i, days);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 4);
        int v = i32(b, offset);
        if (v == Integer.MAX_VALUE || v == Integer.MIN_VALUE) {
            into.setLong(i, v > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
        } else {
            check((long) v + Calendar.EPOCH_DAYS);
            into.setLong(i, (long) v + Calendar.EPOCH_DAYS);
        }
    }

    @Override
    public boolean isStyled() {
        return true;
    }
}
