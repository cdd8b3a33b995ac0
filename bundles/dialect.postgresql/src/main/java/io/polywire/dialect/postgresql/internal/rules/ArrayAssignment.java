package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Arrays with an element or a slice of them set (array_set_element and array_set_slice of arrayfuncs.c). */
final class ArrayAssignment {
    /** Most elements of an array (MaxArraySize). */
    private static final int MOST = 134_217_727;
    /** Elements that one assignment may add to what an array has. */
    private static final int MOST_ADDED = 10_000_000;

    private ArrayAssignment() {}

    static BoundExpression element(BoundExpression array, List<BoundExpression> indexes, BoundExpression value) {
        Elements of = Elements.within(array.type());
        ScalarFunction f = Functions.sharedLenient("array_set_" + of.type().name(), -1, (in, out) -> {
            int[] at = new int[in.size() - 2];
            for (int i = 0; i < at.length; i++) {
                at[i] = bound(in, i + 2);
            }
            String v = of.write(Casts.value(in, 1));
            ArrayValue a = in.isNull(0) ? ArrayValue.of(List.of()) : ArrayValue.read(in.getText(0));
            out.putText(set(a, at, v).toString());
        });
        List<BoundExpression> all = new ArrayList<>(List.of(array, value));
        all.addAll(indexes);
        return Functions.call(f, array.type(), all);
    }

    private static ArrayValue set(ArrayValue a, int[] at, String value) {
        if (a.dimensions() == 0) {
            int[] ones = new int[at.length];
            java.util.Arrays.fill(ones, 1);
            return new ArrayValue(ones, at, Collections.singletonList(value));
        }
        if (a.dimensions() != at.length) {
            throw wrong("wrong number of array subscripts");
        }
        if (at.length == 1) {
            return replaced(a, at[0], at[0], Collections.singletonList(value));
        }
        int place = 0;
        for (int d = 0; d < at.length; d++) {
            if (at[d] < a.lower(d) || at[d] > a.upper(d)) {
                throw wrong("array subscript out of range");
            }
            place = place * a.size(d) + at[d] - a.lower(d);
        }
        List<String> all = a.elements();
        all.set(place, value);
        return a.with(all);
    }

    /** The one dimension with a part of it replaced; it grows, with NULLs between. */
    private static ArrayValue replaced(ArrayValue a, int from, int to, List<String> values) {
        long low = Math.min(from, a.lower(0));
        long high = Math.max(to, a.upper(0));
        long size = high - low + 1;
        if (size > MOST) {
            throw SqlFailure.of(FailureKind.LIMIT, "array size exceeds the maximum allowed (" + MOST + ")");
        }
        if (size - a.count() > MOST_ADDED) {
            throw SqlFailure.of(FailureKind.LIMIT, "an assignment would add too many elements to an array");
        }
        List<String> all = new ArrayList<>(Collections.nCopies((int) size, null));
        for (int i = 0; i < a.count(); i++) {
            all.set((int) (a.lower(0) - low) + i, a.element(i));
        }
        for (int i = 0; i <= to - from; i++) {
            all.set((int) (from - low) + i, values.get(i));
        }
        return new ArrayValue(new int[] {(int) size}, new int[] {(int) low}, all);
    }

    /** @param open for each bound g, or o where it was left open */
    static BoundExpression slice(
            BoundExpression array, List<BoundExpression> bounds, String open, BoundExpression value) {
        Elements.within(array.type());
        ScalarFunction f = Functions.sharedLenient("array_set_slice_" + open, -1, (in, out) -> {
            Integer[] given = new Integer[open.length()];
            for (int i = 0; i < given.length; i++) {
                given[i] = open.charAt(i) == 'g' ? (Integer) bound(in, i + 2) : null;
            }
            if (in.isNull(1)) {
                if (!in.isNull(0)) {
                    out.putText(in.getText(0));
                }
                return;
            }
            ArrayValue a = in.isNull(0) ? ArrayValue.of(List.of()) : ArrayValue.read(in.getText(0));
            out.putText(set(a, given, ArrayValue.read(in.getText(1)).elements()).toString());
        });
        List<BoundExpression> all = new ArrayList<>(List.of(array, value));
        all.addAll(bounds);
        return Functions.call(f, array.type(), all);
    }

    private static ArrayValue set(ArrayValue a, Integer[] given, List<String> values) {
        int dimensions = given.length / 2;
        if (a.dimensions() == 0) {
            return made(given, values);
        }
        if (a.dimensions() < dimensions) {
            throw wrong("wrong number of array subscripts");
        }
        int[] from = a.lowers();
        int[] to = new int[from.length];
        int count = 1;
        for (int d = 0; d < from.length; d++) {
            to[d] = a.upper(d);
            if (d < dimensions) {
                from[d] = given[2 * d] == null ? from[d] : given[2 * d];
                to[d] = given[2 * d + 1] == null ? to[d] : given[2 * d + 1];
            }
            if (from[d] > to[d]) {
                throw wrong("upper bound cannot be less than lower bound");
            }
            if (from.length > 1 && (from[d] < a.lower(d) || to[d] > a.upper(d))) {
                throw wrong("array subscript out of range");
            }
            count = (int) Math.min(MOST, (long) count * ((long) to[d] - from[d] + 1));
        }
        if (values.size() < count) {
            throw wrong("source array too small");
        }
        if (from.length == 1) {
            return replaced(a, from[0], to[0], values);
        }
        List<String> all = a.elements();
        fill(a, from, to, 0, 0, values.iterator(), all);
        return a.with(all);
    }

    private static void fill(
            ArrayValue a, int[] from, int[] to, int d, int at, java.util.Iterator<String> values, List<String> all) {
        for (int i = from[d]; i <= to[d]; i++) {
            int next = at * a.size(d) + i - a.lower(d);
            if (d == from.length - 1) {
                all.set(next, values.next());
            } else {
                fill(a, from, to, d + 1, next, values, all);
            }
        }
    }

    /** What was no array, or an empty one. */
    private static ArrayValue made(Integer[] given, List<String> values) {
        int[] sizes = new int[given.length / 2];
        int[] lower = new int[sizes.length];
        long count = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (given[2 * d] == null || given[2 * d + 1] == null) {
                throw SqlFailure.build(FailureKind.DATA, "array slice subscript must provide both boundaries")
                        .sqlState("2202E")
                        .detail("When assigning to a slice of an empty array value, slice boundaries must be fully"
                                + " specified.")
                        .build();
            }
            lower[d] = given[2 * d];
            long size = (long) given[2 * d + 1] - lower[d] + 1;
            if (size < 1) {
                throw wrong("upper bound cannot be less than lower bound");
            }
            sizes[d] = (int) Math.min(MOST, size);
            count = Math.min(MOST, count * sizes[d]);
        }
        if (values.size() < count) {
            throw wrong("source array too small");
        }
        return new ArrayValue(sizes, lower, values.subList(0, (int) count));
    }

    private static int bound(FunctionArguments in, int i) {
        if (in.isNull(i)) {
            throw SqlFailure.build(FailureKind.DATA, "array subscript in assignment must not be null")
                    .sqlState("22004")
                    .build();
        }
        return (int) in.getLong(i);
    }

    private static SqlFailure wrong(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("2202E").build();
    }
}
