package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;

/**
 * money: cents as eight bytes; text as in the locale C ("-$1,234.50", manual 8.2). Travels inside as an integer of cents
 * or as that text.
 */
final class MoneyCodec extends TypeCodec {
    static final MoneyCodec MONEY = new MoneyCodec();

    private MoneyCodec() {
        super("money");
    }

    @Override
    public void textLong(long value, TextStyle style, Output out) {
        if (value < 0) {
            out.u8('-');
        }
        out.u8('$');
        String whole = Long.toUnsignedString(Long.divideUnsigned(Math.abs(value), 100));
        for (int k = 0; k < whole.length(); k++) {
            if (k > 0 && (whole.length() - k) % 3 == 0) {
                out.u8(',');
            }
            out.u8(whole.charAt(k));
        }
        out.u8('.').padded(Long.remainderUnsigned(Math.abs(value), 100), 2);
    }

    @Override
    public void binaryLong(long value, Output out) {
        out.i64(value);
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        textLong(cents(from, offset, length), style, out);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        out.i64(cents(from, offset, length));
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setLong(i, cents(b, offset, length));
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        exactly(length, 8);
        into.setLong(i, i64(b, offset));
    }

    /** Signs, parentheses and the currency may stand on either side; a third decimal rounds. */
    private long cents(byte[] b, int offset, int length) {
        String s = Blank.strip(b, offset, length);
        boolean negative = false;
        int p = 0;
        while (p < s.length() && "($-+ ".indexOf(s.charAt(p)) >= 0) {
            negative |= s.charAt(p) == '-' || s.charAt(p) == '(';
            p++;
        }
        long v = 0;
        int decimals = -1;
        boolean digits = false;
        try {
            for (; p < s.length(); p++) {
                char c = s.charAt(p);
                if (Digits.is(c)) {
                    digits = true;
                    if (decimals < 2) {
                        // below zero: the most negative amount has no positive one
                        v = Math.subtractExact(Math.multiplyExact(v, 10L), c - '0');
                        decimals += decimals >= 0 ? 1 : 0;
                    } else if (decimals == 2) {
                        v = c >= '5' ? Math.subtractExact(v, 1) : v;
                        decimals++;
                    }
                } else if (c == '.' && decimals < 0) {
                    decimals = 0;
                } else if (c != ',' || decimals >= 0) {
                    break;
                }
            }
            for (int k = Math.max(decimals, 0); k < 2; k++) {
                v = Math.multiplyExact(v, 10L);
            }
            for (; p < s.length(); p++) {
                char c = s.charAt(p);
                if (")-$ ".indexOf(c) < 0) {
                    throw badText(b, offset, length);
                }
                negative |= c == '-' || c == ')';
            }
            if (!digits && length > 0) {
                throw badText(b, offset, length);
            }
            return negative ? v : Math.negateExact(v);
        } catch (ArithmeticException over) {
            throw outOfRange(string(b, offset, length));
        }
    }
}
