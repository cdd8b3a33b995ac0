package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.number.PlainDecimal;
import io.polywire.api.value.Zone;
import io.polywire.dialect.postgresql.internal.regex.Regex;
import io.polywire.dialect.postgresql.internal.regex.RegexText;
import io.polywire.dialect.postgresql.internal.rules.JsonPathItem.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what a path of SQL/JSON finds in a value (jsonpath_exec.c). Items are values of {@link Jsonb}, and
 * {@link JsonPathTime}s. Made for one execution.
 *
 * <p>A part gives each of its items to the part behind it, the last one to the list of what was found. Without a list it is
 * enough to know whether there is an item. A failure is either thrown or the result {@link Result#ERROR}: in a predicate,
 * and in a silent execution.
 */
final class JsonPathExecutor {
    /** What became of a part. */
    enum Result {
        OK,
        NOT_FOUND,
        ERROR
    }

    /** What a predicate is. */
    private enum Truth {
        TRUE,
        FALSE,
        UNKNOWN;

        static Truth of(boolean b) {
            return b ? TRUE : FALSE;
        }
    }

    /** Tells whether a predicate holds for an item, or a pair of items. */
    private interface Test {
        Truth test(Object left, Object right);
    }

    /** Parts within parts, and levels of the value that are gone down; the server's bound is the size of its stack. */
    private static final int MOST_DEPTH = 2_500;

    private static final int MOST_ITEMS = 10_000_000;
    private static final int BETWEEN_CHECKS = 1_024;

    private final JsonPath path;
    private final Object root;
    private final Map<?, ?> variables;
    private final Zone zone;
    private final Runnable check;

    private boolean throwing;
    private boolean lenient;
    private Object current;
    private int arraySize = -1;
    private int depth;
    private int steps;
    private int items;
    /** Where the objects are from that keyvalue() gives numbers to. */
    private Base base = new Base(null, 0);

    private int generated = 2;

    private record Base(Object container, long number) {}

    /**
     * An execution.
     *
     * @param variables an object
     * @param zone the session's zone, or null where none may be used
     * @param throwing whether failures are thrown
     * @param check is called now and then and throws if the statement was cancelled
     */
    JsonPathExecutor(JsonPath path, Object value, Object variables, Zone zone, boolean throwing, Runnable check) {
        if (!(variables instanceof Map)) {
            throw SqlFailure.build(FailureKind.DATA, "\"vars\" argument is not an object")
                    .sqlState("22023")
                    .detail("Jsonpath parameters should be encoded as key-value pairs of \"vars\" object.")
                    .build();
        }
        this.path = path;
        this.root = value;
        this.current = value;
        this.variables = (Map<?, ?>) variables;
        this.zone = zone;
        this.throwing = throwing;
        this.check = check;
        this.lenient = path.lax();
    }

    /**
     * Runs it.
     *
     * @param found takes the items; null where only their being there matters
     */
    Result run(List<Object> found) {
        if (found == null && !path.lax()) {
            // only all of them tell that there is no error
            List<Object> all = new ArrayList<>();
            Result r = item(path.first(), root, all);
            return r == Result.ERROR ? r : all.isEmpty() ? Result.NOT_FOUND : Result.OK;
        }
        return item(path.first(), root, found);
    }

    // --- failures -------------------------------------------------------------------------------------------------

    private Result error(String state, String message) {
        return error(state, message, null);
    }

    private Result error(String state, String message, String hint) {
        if (throwing) {
            throw SqlFailure.build(FailureKind.DATA, message)
                    .sqlState(state)
                    .hint(hint)
                    .build();
        }
        return Result.ERROR;
    }

    private Result error(SqlFailure f) {
        if (throwing) {
            throw f;
        }
        return Result.ERROR;
    }

    private void step() {
        if (++steps % BETWEEN_CHECKS == 0) {
            check.run();
        }
        if (depth > MOST_DEPTH) {
            throw SqlFailure.build(FailureKind.LIMIT, "stack depth limit exceeded")
                    .sqlState("54001")
                    .build();
        }
    }

    private void add(List<Object> found, Object item) {
        if (++items > MOST_ITEMS) {
            throw SqlFailure.of(FailureKind.LIMIT, "a path of SQL/JSON finds too many items");
        }
        found.add(item);
    }

    // --- items ----------------------------------------------------------------------------------------------------

    private static boolean isArray(Object v) {
        return v instanceof List;
    }

    private Result item(JsonPathItem p, Object v, List<Object> found) {
        return item(p, v, found, path.lax());
    }

    private Result item(JsonPathItem p, Object v, List<Object> found, boolean unwrap) {
        depth++;
        step();
        Result r = part(p, v, found, unwrap);
        depth--;
        return r;
    }

    /** What is behind a part is applied to an item; at the end it is found. */
    private Result next(JsonPathItem p, Object v, List<Object> found) {
        if (p.next != null) {
            return item(p.next, v, found);
        }
        if (found != null) {
            add(found, v);
        }
        return Result.OK;
    }

    private Result part(JsonPathItem p, Object v, List<Object> found, boolean unwrap) {
        if (p.kind.isPredicate()) {
            Truth t = truth(p, v);
            if (p.next == null && found == null) {
                return Result.OK;
            }
            return next(p, t == Truth.UNKNOWN ? Jsonb.NULL : (Object) (t == Truth.TRUE), found);
        }
        if (unwrap && isArray(v)) {
            switch (p.kind) {
                case KEY, ANY_KEY, FILTER, ABS, FLOOR, CEILING, DOUBLE, DATETIME, KEYVALUE -> {
                    return children(p, v, found, 1, 1, 1, false, false);
                }
                default -> {
                    // takes an array as it is
                }
            }
        }
        return switch (p.kind) {
            case ROOT -> {
                Base before = base;
                base = new Base(root, 0);
                Result r = next(p, root, found);
                base = before;
                yield r;
            }
            case CURRENT -> next(p, current, found);
            case KEY -> key(p, v, found);
            case ANY_KEY -> anyKey(p, v, found);
            case ANY_ARRAY -> anyArray(p, v, found);
            case INDEX_ARRAY -> indexes(p, v, found);
            case ANY -> anyLevel(p, v, found);
            case FILTER -> filter(p, v, found);
            case LAST ->
                p.next == null && found == null ? Result.OK : next(p, BigDecimal.valueOf(arraySize - 1L), found);
            case NULL, BOOL, NUMERIC, STRING ->
                p.next == null && found == null
                        ? Result.OK
                        : next(p, p.kind == Kind.NULL ? Jsonb.NULL : p.value, found);
            case VARIABLE -> variable(p, found);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> arithmetic(p, v, found);
            case PLUS, MINUS -> signed(p, v, found);
            case TYPE ->
                next(
                        p,
                        v instanceof JsonPathTime t
                                ? t.typeName()
                                : Jsonb.kind(v).label(),
                        found);
            case SIZE -> size(p, v, found);
            case ABS, FLOOR, CEILING -> numeric(p, v, found);
            case DOUBLE -> asDouble(p, v, found);
            case DATETIME -> datetime(p, v, found);
            case KEYVALUE -> keyValue(p, v, found);
            default -> throw new IllegalStateException(p.kind.name());
        };
    }

    private Result key(JsonPathItem p, Object v, List<Object> found) {
        if (v instanceof Map<?, ?> m) {
            Object field = m.get(p.text());
            if (field != null) {
                return next(p, field, found);
            }
            return lenient ? Result.NOT_FOUND : error("2203A", "JSON object does not contain key \"" + p.text() + "\"");
        }
        return lenient ? Result.NOT_FOUND : error("2203A", "jsonpath member accessor can only be applied to an object");
    }

    private Result anyKey(JsonPathItem p, Object v, List<Object> found) {
        if (v instanceof Map) {
            return children(p.next, v, found, 1, 1, 1, false, path.lax());
        }
        return lenient
                ? Result.NOT_FOUND
                : error("2203C", "jsonpath wildcard member accessor can only be applied to an object");
    }

    private Result anyArray(JsonPathItem p, Object v, List<Object> found) {
        if (isArray(v)) {
            return children(p.next, v, found, 1, 1, 1, false, path.lax());
        }
        if (path.lax()) {
            return next(p, v, found);
        }
        return lenient
                ? Result.NOT_FOUND
                : error("22039", "jsonpath wildcard array accessor can only be applied to an array");
    }

    private Result indexes(JsonPathItem p, Object v, List<Object> found) {
        if (!isArray(v) && !path.lax()) {
            return lenient
                    ? Result.NOT_FOUND
                    : error("22039", "jsonpath array accessor can only be applied to an array");
        }
        List<?> all = isArray(v) ? (List<?>) v : List.of(v);
        int outer = arraySize;
        arraySize = all.size();
        Result r = Result.NOT_FOUND;
        int[] range = new int[2];
        for (JsonPathItem.Subscript s : p.subscripts) {
            r = index(s.from(), v, range, 0);
            if (r != Result.ERROR && s.to() != null) {
                r = index(s.to(), v, range, 1);
            } else {
                range[1] = range[0];
            }
            if (r == Result.ERROR) {
                break;
            }
            if (!lenient && (range[0] < 0 || range[0] > range[1] || range[1] >= all.size())) {
                return error("22033", "jsonpath array subscript is out of bounds");
            }
            r = Result.NOT_FOUND;
            for (int i = Math.max(range[0], 0); i <= Math.min(range[1], all.size() - 1); i++) {
                r = next(p, all.get(i), found);
                if (r == Result.ERROR || r == Result.OK && found == null) {
                    arraySize = outer;
                    return r;
                }
            }
        }
        arraySize = outer;
        return r;
    }

    private Result index(JsonPathItem of, Object v, int[] into, int at) {
        List<Object> values = new ArrayList<>();
        Result r = item(of, v, values);
        if (r == Result.ERROR) {
            return r;
        }
        if (values.size() != 1 || !(values.get(0) instanceof BigDecimal n)) {
            return error("22033", "jsonpath array subscript is not a single numeric value");
        }
        BigDecimal whole = n.setScale(0, RoundingMode.DOWN);
        if (whole.precision() > 10 || whole.longValue() != whole.intValue()) {
            return error("22033", "jsonpath array subscript is out of integer range");
        }
        into[at] = whole.intValue();
        return Result.OK;
    }

    private Result anyLevel(JsonPathItem p, Object v, List<Object> found) {
        Result r = Result.NOT_FOUND;
        if (p.first == 0) {
            boolean before = lenient;
            lenient = true;
            r = next(p, v, found);
            lenient = before;
            if (r == Result.OK && found == null) {
                return r;
            }
        }
        return isContainer(v) ? children(p.next, v, found, 1, p.first, p.last, true, path.lax()) : r;
    }

    private static boolean isContainer(Object v) {
        return v instanceof List || v instanceof Map;
    }

    /**
     * Applies a part to what an array or object has (executeAnyItem).
     *
     * @param p null for nothing: they are found
     * @param level of these children
     * @param first level from which on they count
     * @param last level to which on they count
     * @param forgiving whether structural errors are left out
     */
    private Result children(
            JsonPathItem p,
            Object container,
            List<Object> found,
            long level,
            long first,
            long last,
            boolean forgiving,
            boolean unwrap) {
        Result r = Result.NOT_FOUND;
        if (level > last) {
            return r;
        }
        depth++;
        step();
        Collection<?> all = container instanceof List<?> l ? l : ((Map<?, ?>) container).values();
        boolean leaves = first == JsonPathItem.LAST_LEVEL && last == JsonPathItem.LAST_LEVEL;
        for (Object v : all) {
            if (level >= first || leaves && !isContainer(v)) {
                if (p != null) {
                    boolean before = lenient;
                    lenient |= forgiving;
                    r = item(p, v, found, unwrap);
                    lenient = before;
                    if (r == Result.ERROR || r == Result.OK && found == null) {
                        break;
                    }
                } else if (found != null) {
                    add(found, v);
                    r = Result.OK;
                } else {
                    r = Result.OK;
                    break;
                }
            }
            if (level < last && isContainer(v)) {
                r = children(p, v, found, level + 1, first, last, forgiving, unwrap);
                if (r == Result.ERROR || r == Result.OK && found == null) {
                    break;
                }
            }
        }
        depth--;
        return r;
    }

    private Result filter(JsonPathItem p, Object v, List<Object> found) {
        Object before = current;
        current = v;
        Truth t = truth(p.left, v);
        current = before;
        return t == Truth.TRUE ? next(p, v, found) : Result.NOT_FOUND;
    }

    private Result variable(JsonPathItem p, List<Object> found) {
        Base before = base;
        Object v = variables.get(p.text());
        if (v == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "could not find jsonpath variable \"" + p.text() + "\"");
        }
        base = new Base(variables, 1);
        Result r = next(p, v, found);
        base = before;
        return r;
    }

    /** With arrays among the items taken apart. */
    private Result operand(JsonPathItem p, Object v, boolean unwrap, List<Object> found) {
        if (!unwrap || !path.lax()) {
            return item(p, v, found);
        }
        List<Object> all = new ArrayList<>();
        if (item(p, v, all) == Result.ERROR) {
            return Result.ERROR;
        }
        for (Object o : all) {
            if (o instanceof List<?> l) {
                l.forEach(e -> add(found, e));
            } else {
                add(found, o);
            }
        }
        return Result.OK;
    }

    // --- arithmetic -----------------------------------------------------------------------------------------------

    private Result arithmetic(JsonPathItem p, Object v, List<Object> found) {
        List<Object> left = new ArrayList<>();
        List<Object> right = new ArrayList<>();
        if (operand(p.left, v, true, left) == Result.ERROR || operand(p.right, v, true, right) == Result.ERROR) {
            return Result.ERROR;
        }
        if (left.size() != 1 || !(left.get(0) instanceof BigDecimal a)) {
            return error(
                    "22038", "left operand of jsonpath operator " + p.kind.word() + " is not a single numeric value");
        }
        if (right.size() != 1 || !(right.get(0) instanceof BigDecimal b)) {
            return error(
                    "22038", "right operand of jsonpath operator " + p.kind.word() + " is not a single numeric value");
        }
        BigDecimal r;
        try {
            r = switch (p.kind) {
                case ADD -> a.add(b);
                case SUBTRACT -> a.subtract(b);
                case MULTIPLY -> NumericFunctions.multiply(a, b);
                case DIVIDE -> Numeric.divide(a, b);
                default -> NumericFunctions.modulo(a, b);
            };
            PlainDecimal.checked(r);
        } catch (SqlFailure f) {
            return error(f);
        }
        return p.next == null && found == null ? Result.OK : next(p, r, found);
    }

    private Result signed(JsonPathItem p, Object v, List<Object> found) {
        List<Object> all = new ArrayList<>();
        if (operand(p.left, v, true, all) == Result.ERROR) {
            return Result.ERROR;
        }
        Result r = Result.NOT_FOUND;
        boolean asked = p.next == null && found == null;
        for (Object o : all) {
            if (!(o instanceof BigDecimal n)) {
                if (asked) {
                    continue;
                }
                return error(
                        "2203B", "operand of unary jsonpath operator " + p.kind.word() + " is not a numeric value");
            }
            if (asked) {
                return Result.OK;
            }
            Result one = next(p, p.kind == Kind.MINUS ? n.negate() : n, found);
            if (one == Result.ERROR) {
                return one;
            }
            if (one == Result.OK) {
                if (found == null) {
                    return one;
                }
                r = one;
            }
        }
        return r;
    }

    // --- methods --------------------------------------------------------------------------------------------------

    private Result size(JsonPathItem p, Object v, List<Object> found) {
        if (!isArray(v) && !path.lax()) {
            return lenient
                    ? Result.NOT_FOUND
                    : error("22039", "jsonpath item method .size() can only be applied to an array");
        }
        return next(p, BigDecimal.valueOf(v instanceof List<?> l ? l.size() : 1), found);
    }

    private Result numeric(JsonPathItem p, Object v, List<Object> found) {
        if (!(v instanceof BigDecimal n)) {
            return error(
                    "22036", "jsonpath item method ." + p.kind.word() + "() can only be applied to a numeric value");
        }
        BigDecimal r = switch (p.kind) {
            case ABS -> n.abs();
            case FLOOR -> n.setScale(0, RoundingMode.FLOOR);
            default -> n.setScale(0, RoundingMode.CEILING);
        };
        return p.next == null && found == null ? Result.OK : next(p, r, found);
    }

    private Result asDouble(JsonPathItem p, Object v, List<Object> found) {
        if (v instanceof BigDecimal n) {
            double d = n.doubleValue();
            if (Double.isInfinite(d) || d == 0 && n.signum() != 0) {
                return error(
                        "22036",
                        "numeric argument of jsonpath item method .double() is out of range for type double"
                                + " precision");
            }
            return next(p, v, found);
        }
        if (!(v instanceof String s)) {
            return error("22036", "jsonpath item method .double() can only be applied to a string or numeric value");
        }
        double d;
        try {
            d = FloatFunctions.parse(s, PgTypes.FLOAT8);
        } catch (SqlFailure f) {
            d = Double.NaN;
        }
        if (!Double.isFinite(d)) {
            return error(
                    "22036",
                    "string argument of jsonpath item method .double() is not a valid representation of a double"
                            + " precision number");
        }
        return next(p, NumberCasts.numeric(d), found);
    }

    private Result datetime(JsonPathItem p, Object v, List<Object> found) {
        if (!(v instanceof String s)) {
            return error("22031", "jsonpath item method .datetime() can only be applied to a string");
        }
        JsonPathTime t;
        if (p.value == null) {
            t = JsonPathTime.of(s);
            if (t == null) {
                return error(
                        "22031",
                        "datetime format is not recognized: \"" + s + "\"",
                        "Use a datetime template argument to specify the input data format.");
            }
        } else {
            // a template that is none is an error wherever it stands
            List<DateTimeTemplates.Part> template = DateTimeTemplates.standard(p.text());
            try {
                t = JsonPathTime.read(s, template);
            } catch (SqlFailure f) {
                return error(f);
            }
        }
        return p.next == null && found == null ? Result.OK : next(p, t, found);
    }

    private Result keyValue(JsonPathItem p, Object v, List<Object> found) {
        if (!(v instanceof Map<?, ?> m)) {
            return error("2203C", "jsonpath item method .keyvalue() can only be applied to an object");
        }
        Result r = Result.NOT_FOUND;
        BigDecimal id = BigDecimal.valueOf(JsonbLayout.offset(base.container(), v) + base.number() * 10_000_000_000L);
        for (Map.Entry<?, ?> e : m.entrySet()) {
            r = Result.OK;
            if (p.next == null && found == null) {
                break;
            }
            TreeMap<String, Object> pair = Jsonb.object();
            pair.put("key", e.getKey());
            pair.put("value", e.getValue());
            pair.put("id", id);
            Base before = base;
            base = new Base(pair, generated++);
            r = next(p, pair, found);
            base = before;
            if (r == Result.ERROR || r == Result.OK && found == null) {
                break;
            }
        }
        return r;
    }

    // --- predicates -----------------------------------------------------------------------------------------------

    private Truth truth(JsonPathItem p, Object v) {
        depth++;
        step();
        Truth t = switch (p.kind) {
            case AND -> {
                Truth a = truth(p.left, v);
                if (a == Truth.FALSE) {
                    yield a;
                }
                Truth b = truth(p.right, v);
                yield b == Truth.TRUE ? a : b;
            }
            case OR -> {
                Truth a = truth(p.left, v);
                if (a == Truth.TRUE) {
                    yield a;
                }
                Truth b = truth(p.right, v);
                yield b == Truth.FALSE ? a : b;
            }
            case NOT -> {
                Truth a = truth(p.left, v);
                yield a == Truth.UNKNOWN ? a : Truth.of(a == Truth.FALSE);
            }
            case IS_UNKNOWN -> Truth.of(truth(p.left, v) == Truth.UNKNOWN);
            case EXISTS -> exists(p, v);
            case STARTS_WITH ->
                tested(
                        p,
                        v,
                        false,
                        (a, b) -> a instanceof String s && b instanceof String begin
                                ? Truth.of(s.startsWith(begin))
                                : Truth.UNKNOWN);
            case LIKE_REGEX -> {
                Regex regex = Regex.of(p.text(), p.flags.engine());
                yield tested(
                        p,
                        v,
                        false,
                        (a, b) -> a instanceof String s
                                ? Truth.of(regex.matches(new RegexText(s, check)))
                                : Truth.UNKNOWN);
            }
            default -> tested(p, v, true, (a, b) -> compared(p.kind, a, b));
        };
        depth--;
        return t;
    }

    /** Without throwing: what a failure is to a predicate. */
    private Result quietly(JsonPathItem p, Object v, boolean unwrap, List<Object> found) {
        boolean before = throwing;
        throwing = false;
        Result r = found == null ? item(p, v, null) : operand(p, v, unwrap, found);
        throwing = before;
        return r;
    }

    private Truth exists(JsonPathItem p, Object v) {
        List<Object> all = path.lax() ? null : new ArrayList<>();
        Result r = quietly(p.left, v, false, all);
        return r == Result.ERROR ? Truth.UNKNOWN : Truth.of(all == null ? r == Result.OK : !all.isEmpty());
    }

    private Truth tested(JsonPathItem p, Object v, boolean unwrapRight, Test test) {
        List<Object> left = new ArrayList<>();
        List<Object> right = new ArrayList<>();
        if (quietly(p.left, v, true, left) == Result.ERROR) {
            return Truth.UNKNOWN;
        }
        if (p.right == null) {
            right.add(Jsonb.NULL);
        } else if (quietly(p.right, v, unwrapRight, right) == Result.ERROR) {
            return Truth.UNKNOWN;
        }
        boolean wrong = false;
        boolean found = false;
        for (Object a : left) {
            for (Object b : right) {
                step();
                steps++;
                Truth t = test.test(a, b);
                if (t == Truth.UNKNOWN) {
                    if (!path.lax()) {
                        return t;
                    }
                    wrong = true;
                } else if (t == Truth.TRUE) {
                    if (path.lax()) {
                        return t;
                    }
                    found = true;
                }
            }
        }
        return found ? Truth.TRUE : wrong ? Truth.UNKNOWN : Truth.FALSE;
    }

    /** compareItems. */
    private Truth compared(Kind op, Object a, Object b) {
        int c;
        if (a == Jsonb.NULL || b == Jsonb.NULL) {
            if (a != b) {
                return Truth.of(op == Kind.NOT_EQUAL);
            }
            c = 0;
        } else if (a instanceof Boolean x && b instanceof Boolean y) {
            c = Boolean.compare(x, y);
        } else if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            c = x.compareTo(y);
        } else if (a instanceof String x && b instanceof String y) {
            c = Extremes.compare(x, y);
        } else if (a instanceof JsonPathTime x && b instanceof JsonPathTime y) {
            Integer known = x.compare(y, zone);
            if (known == null) {
                return Truth.UNKNOWN;
            }
            c = known;
        } else {
            return Truth.UNKNOWN;
        }
        return Truth.of(
                switch (op) {
                    case EQUAL -> c == 0;
                    case NOT_EQUAL -> c != 0;
                    case LESS -> c < 0;
                    case GREATER -> c > 0;
                    case LESS_OR_EQUAL -> c <= 0;
                    default -> c >= 0;
                });
    }
}
