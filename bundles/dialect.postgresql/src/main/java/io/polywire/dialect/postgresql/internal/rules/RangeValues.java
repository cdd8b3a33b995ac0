package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.type.Type;
import io.polywire.api.value.MultirangeLiteral;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.api.value.RangeLiteral;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** Ranges between their text inside and their bounds. */
final class RangeValues {
    private RangeValues() {}

    /** A value of the bounds' type as a function gets it; null for NULL. */
    static Object element(RangeKind k, FunctionArguments in, int i) {
        if (in.isNull(i)) {
            return null;
        }
        return k == RangeKind.NUM ? in.getText(i) : (Object) in.getLong(i);
    }

    private static Elements bounds(RangeKind k) {
        return Elements.of(RangeTypes.element(k));
    }

    /** Reads what a client has written, in the default style. */
    static Range read(RangeKind k, String text) {
        return k.read(text, bounds(k)::read);
    }

    /** The same for a multirange. */
    static List<Range> readAll(RangeKind k, String text) {
        return k.readAll(text, bounds(k)::read);
    }

    /** Reads a text that was written here. */
    static Range stored(RangeKind k, String text) {
        return k.stored(text, s -> bound(k, s));
    }

    /** The same for a multirange. */
    static List<Range> storedAll(RangeKind k, String text) {
        return k.storedAll(text, s -> bound(k, s));
    }

    /** A bound as it is written here; most are read without the type's whole input function. */
    private static Object bound(RangeKind k, String text) {
        Object quick = switch (k) {
            case NUM -> text;
            case INT4, INT8 -> Long.parseLong(text);
            case DATE -> quickDate(text, text.length());
            case TS -> quickMoment(text, text.length());
            case TSTZ -> text.endsWith(UTC) ? quickMoment(text, text.length() - UTC.length()) : null;
        };
        return quick == null ? bounds(k).read(text) : quick;
    }

    private static final String UTC = "+00";
    private static final int DATE_LENGTH = "2000-01-01".length();
    private static final int MOMENT_LENGTH = "2000-01-01 00:00:00".length();

    /** Days of a date with a year of four digits; null for any other. */
    private static Long quickDate(String s, int length) {
        if (length != DATE_LENGTH || s.charAt(4) != '-' || s.charAt(7) != '-') {
            return null;
        }
        int year = digits(s, 0, 4);
        int month = digits(s, 5, 7);
        int day = digits(s, 8, 10);
        return year < 0 || month < 0 || day < 0
                ? null
                : LocalDate.of(year, month, day).toEpochDay();
    }

    /** Microseconds of such a date with a time without fractions; null for any other. */
    private static Long quickMoment(String s, int length) {
        if (length != MOMENT_LENGTH || s.charAt(10) != ' ') {
            return null;
        }
        Long day = quickDate(s.substring(0, DATE_LENGTH), DATE_LENGTH);
        int hour = digits(s, 11, 13);
        int minute = digits(s, 14, 16);
        int second = digits(s, 17, 19);
        if (day == null || hour < 0 || minute < 0 || second < 0) {
            return null;
        }
        return day * Times.DAY + hour * Times.HOUR + minute * Times.MINUTE + second * Times.SECOND;
    }

    /** A number of digits; -1 if it is none. */
    private static int digits(String s, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            int d = s.charAt(i) - '0';
            if (d < 0 || d > 9) {
                return -1;
            }
            n = n * 10 + d;
        }
        return n;
    }

    /** A value of a type of ranges or multiranges as the ranges in it, of which none is empty. */
    static List<Range> ranges(Type type, String text) {
        RangeKind k = RangeTypes.kind(type);
        if (RangeTypes.isMultirange(type)) {
            return storedAll(k, text);
        }
        Range r = stored(k, text);
        return r.isEmpty() ? List.of() : List.of(r);
    }

    static String write(RangeKind k, Range r) {
        return k.write(r, bounds(k)::write);
    }

    static String writeAll(RangeKind k, List<Range> ranges) {
        return k.writeAll(ranges, bounds(k)::write);
    }

    /** Whether the bounds in a text are all such as a test says; of a multirange where {@code many}. */
    static boolean allBounds(String text, boolean many, java.util.function.Predicate<String> test) {
        return (many ? MultirangeLiteral.read(text) : List.of(text))
                .stream()
                        .map(RangeLiteral::read)
                        .allMatch(l -> (l.lower() == null || test.test(l.lower()))
                                && (l.upper() == null || test.test(l.upper())));
    }

    // --- keys -----------------------------------------------------------------------------------------------------

    /** Bytes that compare as ranges do (range_cmp). */
    static byte[] key(RangeKind k, Range r) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        key(k, r, out);
        return out.toByteArray();
    }

    /** Bytes that compare as multiranges do (multirange_cmp). */
    static byte[] key(RangeKind k, List<Range> ranges) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Range r : ranges) {
            key(k, r, out);
        }
        out.write(0);
        return out.toByteArray();
    }

    private static void key(RangeKind k, Range r, ByteArrayOutputStream out) {
        if (r.isEmpty()) {
            out.write(0);
            return;
        }
        out.write(1);
        bound(k, r.low(), out);
        bound(k, r.high(), out);
    }

    private static void bound(RangeKind k, Range.Bound b, ByteArrayOutputStream out) {
        if (b.isInfinite()) {
            out.write(b.isLower() ? 0 : 2);
            return;
        }
        out.write(1);
        if (k == RangeKind.NUM) {
            // digits and a few letters: zero ends it
            out.writeBytes(Numeric.key((String) b.value()).getBytes(StandardCharsets.US_ASCII));
            out.write(0);
        } else {
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .putLong((Long) b.value() ^ Long.MIN_VALUE)
                    .array());
        }
        // a lower bound that is left out lies behind its value, an upper one before it
        out.write(b.inclusive() == b.isLower() ? 0 : 1);
    }
}
