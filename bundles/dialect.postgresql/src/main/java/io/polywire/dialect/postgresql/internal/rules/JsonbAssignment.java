package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value of jsonb with what a subscript names set: what is missing on the way is made (jsonb_subscript_assign, setPath). */
final class JsonbAssignment {
    /** Elements that one assignment may add to an array. */
    private static final int MOST_ADDED = 1_000_000;

    private static final ScalarFunction ASSIGNED = Functions.lenient("jsonb_assigned", -1, (in, out) -> {
        List<String> path = new ArrayList<>();
        for (int i = 3; i < in.size(); i++) {
            if (in.isNull(i)) {
                throw SqlFailure.build(FailureKind.DATA, "jsonb subscript in assignment must not be null")
                        .sqlState("22004")
                        .build();
            }
            path.add(in.getText(i));
        }
        Object value = in.isNull(1) ? Jsonb.NULL : Jsonb.read(in.getText(1));
        Object before = in.isNull(0) ? in.getLong(2) != 0 ? List.of() : Jsonb.object() : Jsonb.read(in.getText(0));
        out.putText(Jsonb.text(assigned(before, path, 0, value)));
    });

    private JsonbAssignment() {}

    /**
     * The value with a part of it set.
     *
     * @param array whether NULL becomes an array first, not an object
     * @param path steps as text
     */
    static BoundExpression of(
            BoundExpression before, List<BoundExpression> path, boolean array, BoundExpression value) {
        List<BoundExpression> all = new ArrayList<>();
        all.add(before);
        all.add(value);
        all.add(new BoundConstant(array ? 1L : 0L, PgTypes.BOOL));
        all.addAll(path);
        return Functions.call(ASSIGNED, PgTypes.JSONB, all);
    }

    private static Object assigned(Object v, List<String> path, int level, Object value) {
        if (level == path.size()) {
            return value;
        }
        String step = path.get(level);
        if (v instanceof Map<?, ?>) {
            TreeMap<String, Object> all = Jsonb.object();
            all.putAll(Jsonb.map(v));
            Object child = all.get(step);
            all.put(step, child == null ? made(path, level + 1, value) : assigned(child, path, level + 1, value));
            return all;
        }
        if (!(v instanceof List<?> l)) {
            throw SqlFailure.build(FailureKind.DATA, "cannot replace existing key")
                    .sqlState("22023")
                    .detail("The path assumes key is a composite object, but it is a scalar value.")
                    .build();
        }
        Integer given = JsonParts.integer(step);
        if (given == null) {
            throw JsonbChanges.noInteger(path, level);
        }
        if (given < 0 && -(long) given > l.size()) {
            throw Jsonb.invalid("path element at position " + (level + 1) + " is out of range: " + given);
        }
        int i = given < 0 ? l.size() + given : given;
        List<Object> all = new ArrayList<>(l);
        if (i < all.size()) {
            all.set(i, assigned(all.get(i), path, level + 1, value));
        } else {
            fill(all, i);
            all.add(made(path, level + 1, value));
        }
        return all;
    }

    /** What the rest of a path leads through. */
    private static Object made(List<String> path, int level, Object value) {
        if (level == path.size()) {
            return value;
        }
        Integer i = JsonParts.integer(path.get(level));
        if (i == null) {
            TreeMap<String, Object> object = Jsonb.object();
            object.put(path.get(level), made(path, level + 1, value));
            return object;
        }
        List<Object> array = new ArrayList<>();
        fill(array, i);
        array.add(made(path, level + 1, value));
        return array;
    }

    private static void fill(List<Object> array, int until) {
        int missing = until - array.size();
        if (missing > MOST_ADDED) {
            throw SqlFailure.of(FailureKind.LIMIT, "an assignment would add too many elements to an array of jsonb");
        }
        if (missing > 0) {
            array.addAll(Collections.nCopies(missing, Jsonb.NULL));
        }
    }
}
