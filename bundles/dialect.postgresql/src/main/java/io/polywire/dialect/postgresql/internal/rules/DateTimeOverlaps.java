package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;

/** OVERLAPS: whether two periods, each of two ends or of a begin and a length, have a moment in common. */
final class DateTimeOverlaps {
    private static final ScalarFunction NUMBERS = Functions.lenient("overlaps", 4, (in, out) -> {
        Long[] v = new Long[4];
        for (int i = 0; i < 4; i++) {
            v[i] = in.isNull(i) ? null : (Long) in.getLong(i);
        }
        put(out, overlap(v[0], v[1], v[2], v[3]));
    });
    private static final ScalarFunction TEXTS = Functions.lenient(
            "overlaps_text",
            4,
            (in, out) -> put(out, overlap(in.getText(0), in.getText(1), in.getText(2), in.getText(3))));

    private DateTimeOverlaps() {}

    static void register(Registry r) {
        Type i = PgTypes.INTERVAL;
        for (Type t : List.of(PgTypes.TIME, PgTypes.TIMESTAMP, PgTypes.TIMESTAMPTZ)) {
            for (Type first : List.of(t, i)) {
                for (Type second : List.of(t, i)) {
                    r.function(
                            "overlaps",
                            (a, b) -> {
                                List<BoundExpression> ends = new ArrayList<>(a);
                                end(ends, 0, first == i, t);
                                end(ends, 2, second == i, t);
                                return Functions.call(NUMBERS, b, ends);
                            },
                            PgTypes.BOOL,
                            t,
                            first,
                            t,
                            second);
                }
            }
        }
        Type z = PgTypes.TIMETZ;
        r.function(
                "overlaps",
                (a, b) -> Functions.call(TEXTS, b, a.stream().map(Keys::of).toList()),
                PgTypes.BOOL,
                z,
                z,
                z,
                z);
    }

    private static void end(List<BoundExpression> ends, int at, boolean length, Type t) {
        if (length) {
            Registry.Implementation plus = Registry.all().operatorOf("+", List.of(t.name(), "interval"));
            ends.set(at + 1, plus.maker().make(List.of(ends.get(at), ends.get(at + 1)), t));
        }
    }

    private static void put(io.polywire.api.function.FunctionResult out, Boolean b) {
        if (b == null) {
            out.putNull();
        } else {
            out.putLong(b ? 1 : 0);
        }
    }

    /** overlaps_timestamp: NULL where an end that is not known would decide. */
    private static <T extends Comparable<T>> Boolean overlap(T s1, T e1, T s2, T e2) {
        if (s1 == null && e1 == null || s2 == null && e2 == null) {
            return null;
        }
        boolean swap1 = s1 == null || e1 != null && s1.compareTo(e1) > 0;
        boolean swap2 = s2 == null || e2 != null && s2.compareTo(e2) > 0;
        T a = swap1 ? e1 : s1;
        T aEnd = swap1 ? s1 : e1;
        T b = swap2 ? e2 : s2;
        T bEnd = swap2 ? s2 : e2;
        int order = a.compareTo(b);
        if (order == 0) {
            return aEnd == null || bEnd == null ? null : Boolean.TRUE;
        }
        // the later begin against the end of the other one
        T later = order > 0 ? a : b;
        T end = order > 0 ? bEnd : aEnd;
        T laterEnd = order > 0 ? aEnd : bEnd;
        if (end == null) {
            return null;
        }
        return later.compareTo(end) < 0 ? Boolean.TRUE : laterEnd == null ? null : Boolean.FALSE;
    }
}
