package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.DateTimeReader;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;

/**
 * timestamp and timestamptz: microseconds since 2000-01-01 in eight bytes, the extremes are the infinities; inside
 * microseconds since 1970-01-01.
 */
final class TimestampCodec extends TypeCodec {
    static final TimestampCodec TIMESTAMP = new TimestampCodec("timestamp", false);
    static final TimestampCodec TIMESTAMPTZ = new TimestampCodec("timestamp with time zone", true);

    /** 4714-11-24 BC, in microseconds since 1970. */
    private static final long FIRST = -2_440_588L * Calendar.MICROS_PER_DAY;
    /**
     * The api's infinity. It lies in January 294247: the last thirty years of PostgreSQL's range, which counts from 2000,
     * cannot travel inside and are out of range here.
     */
    private static final long END = Long.MAX_VALUE;

    private static final long MOST_DAYS = END / Calendar.MICROS_PER_DAY - 1;

    private final boolean zoned;

    private TimestampCodec(String name, boolean zoned) {
        super(name);
        this.zoned = zoned;
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        if (value == Long.MAX_VALUE) {
            out.text("infinity");
        } else if (value == Long.MIN_VALUE) {
            out.text("-infinity");
        } else {
            check(value, null);
            if (zoned) {
                DateTimeText.timestampTz(value, style, out);
            } else {
                DateTimeText.timestamp(value, style, out);
            }
        }
    }

    @Override
    public void binaryLong(long value, Output out) {
        if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
            out.i64(value);
        } else {
            check(value, null);
            out.i64(value - Calendar.EPOCH_MICROS);
        }
    }

    private static void check(long micros, String text) {
        if (micros < FIRST || micros >= END) {
            throw SqlFailure.build(
                            FailureKind.OUT_OF_RANGE,
                            text == null ? "timestamp out of range" : "timestamp out of range: \"" + text + '"')
                    .sqlState("22008")
                    .build();
        }
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        long plain = zoned ? PlainForms.NONE : PlainForms.timestamp(b, offset, length);
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
        if (Math.abs(days) > MOST_DAYS) {
            check(Long.MAX_VALUE, r.text());
        }
        long micros = days * Calendar.MICROS_PER_DAY + r.time();
        if (zoned) {
            micros -= r.offset() * 1_000_000L;
        }
        check(micros, r.text());
        into.setLong(i, micros);
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 8);
        long v = i64(b, offset);
        if (v != Long.MAX_VALUE && v != Long.MIN_VALUE) {
            if (v < FIRST - Calendar.EPOCH_MICROS || v >= END - Calendar.EPOCH_MICROS) {
                check(Long.MAX_VALUE, null);
            }
            v += Calendar.EPOCH_MICROS;
        }
        into.setLong(i, v);
    }

    @Override
    public boolean isStyled() {
        return true;
    }
}
