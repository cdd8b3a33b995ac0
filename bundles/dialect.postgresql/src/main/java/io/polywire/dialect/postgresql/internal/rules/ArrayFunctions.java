package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Operators and functions of arrays (9.19 of the manual; arrayfuncs.c and array_userfuncs.c). */
final class ArrayFunctions {
    private static final Type ANY = PgTypes.ANYARRAY;
    private static final Type COMPATIBLE = PgTypes.ANYCOMPATIBLEARRAY;
    private static final Type ELEMENT = PgTypes.ANYCOMPATIBLE;
    private static final Type INT4 = PgTypes.INT4;

    /** One array behind another. */
    static final ScalarFunction CAT = Functions.lenient("array_cat", 2, (in, out) -> {
        ArrayValue a = array(in, 0);
        ArrayValue b = array(in, 1);
        if (a != null || b != null) {
            out.putText((a == null ? b : b == null ? a : joined(a, b)).toString());
        }
    });

    private ArrayFunctions() {}

    /** The array with its elements as the session sees them, and what follows. */
    private static List<BoundExpression> shown(List<BoundExpression> arguments) {
        List<BoundExpression> all = new ArrayList<>(arguments);
        all.set(0, DateTimeArrays.shown(all.get(0), all.get(0).type()));
        return all;
    }

    /** What a function does with arrays whose elements are of one type. */
    private interface Body {
        void call(Elements of, FunctionArguments in, FunctionResult out);
    }

    /** A function whose body needs to know the type of the elements, which argument {@code array} tells. */
    private static Registry.Maker typed(String name, boolean strict, int array, Body body) {
        return (a, result) -> {
            Elements of = Elements.within(a.get(array).type());
            String whole = name + "_" + RowLayout.tag(of.type());
            Functions.Body b = (in, out) -> body.call(of, in, out);
            ScalarFunction f = strict ? Functions.sharedStrict(whole, -1, b) : Functions.sharedLenient(whole, -1, b);
            return Functions.call(f, result, a);
        };
    }

    static void register(Registry r) {
        shape(r);
        building(r);
        searching(r);
        texts(r);
    }

    private static ArrayValue array(FunctionArguments in, int i) {
        return in.isNull(i) ? null : ArrayValue.read(in.getText(i));
    }

    // --- shape ----------------------------------------------------------------------------------------------------

    private interface Dimension {
        long of(ArrayValue a, int d);
    }

    private static ScalarFunction dimension(String name, Dimension value) {
        return Functions.strict(name, 2, (in, out) -> {
            ArrayValue a = array(in, 0);
            long d = in.getLong(1);
            if (d >= 1 && d <= a.dimensions()) {
                out.putLong(value.of(a, (int) d - 1));
            }
        });
    }

    /** @param ofNone what a vector without elements has, which has one dimension all the same */
    private static void dimension(Registry r, String name, Dimension value, long ofNone) {
        ScalarFunction f = dimension(name, value);
        r.java(
                f,
                name,
                (a, t) -> {
                    BoundExpression call = Functions.call(f, t, a);
                    BoundExpression vector = CatalogTypes.vectorOf(a.get(0));
                    if (vector == null) {
                        return call;
                    }
                    BoundExpression none = Functions.operation(
                            Operation.AND,
                            PgTypes.BOOL,
                            Functions.operation(
                                    Operation.EQUAL,
                                    PgTypes.BOOL,
                                    BaseTypes.same(vector, PgTypes.TEXT),
                                    new BoundConstant("", PgTypes.TEXT)),
                            Functions.operation(Operation.EQUAL, PgTypes.BOOL, a.get(1), new BoundConstant(1L, INT4)));
                    return new BoundCase(List.of(none), List.of(new BoundConstant(ofNone, t)), call, t);
                },
                INT4,
                ANY,
                INT4);
    }

    private static void shape(Registry r) {
        dimension(r, "array_length", ArrayValue::size, 0);
        dimension(r, "array_lower", ArrayValue::lower, 0);
        dimension(r, "array_upper", ArrayValue::upper, -1);
        r.java(
                Functions.strict(
                        "cardinality", 1, (in, out) -> out.putLong(array(in, 0).count())),
                "cardinality",
                INT4,
                ANY);
        ScalarFunction ndims = Functions.strict("array_ndims", 1, (in, out) -> {
            int n = array(in, 0).dimensions();
            if (n > 0) {
                out.putLong(n);
            }
        });
        r.java(ndims, "array_ndims", INT4, ANY);
        ScalarFunction dims = Functions.strict("array_dims", 1, (in, out) -> {
            ArrayValue a = array(in, 0);
            StringBuilder b = new StringBuilder();
            for (int d = 0; d < a.dimensions(); d++) {
                b.append('[').append(a.lower(d)).append(':').append(a.upper(d)).append(']');
            }
            if (b.length() > 0) {
                out.putText(b.toString());
            }
        });
        r.java(dims, "array_dims", PgTypes.TEXT, ANY);
    }

    // --- building -------------------------------------------------------------------------------------------------

    private static void building(Registry r) {
        Registry.Maker append = typed(
                "array_append",
                false,
                0,
                (of, in, out) -> out.putText(extended(array(in, 0), of.write(Casts.value(in, 1)), false)
                        .toString()));
        Registry.Maker prepend = typed(
                "array_prepend",
                false,
                1,
                (of, in, out) -> out.putText(extended(array(in, 1), of.write(Casts.value(in, 0)), true)
                        .toString()));
        r.function("array_append", append, COMPATIBLE, COMPATIBLE, ELEMENT);
        r.operator("||", append, COMPATIBLE, COMPATIBLE, ELEMENT);
        r.function("array_prepend", prepend, COMPATIBLE, ELEMENT, COMPATIBLE);
        r.operator("||", prepend, COMPATIBLE, ELEMENT, COMPATIBLE);
        r.java(CAT, "array_cat", COMPATIBLE, COMPATIBLE, COMPATIBLE);
        r.javaOperator(CAT, "||", COMPATIBLE, COMPATIBLE, COMPATIBLE);
        fill(r);
        ScalarFunction trim = Functions.strict("trim_array", 2, (in, out) -> {
            ArrayValue a = array(in, 0);
            long n = in.getLong(1);
            int size = a.dimensions() == 0 ? 0 : a.size(0);
            if (n < 0 || n > size) {
                throw SqlFailure.build(FailureKind.DATA, "number of elements to trim must be between 0 and " + size)
                        .sqlState("2202E")
                        .build();
            }
            if (size == n) {
                out.putText("{}");
                return;
            }
            int[] sizes = a.sizes();
            int each = a.count() / size;
            sizes[0] -= (int) n;
            int[] ones = new int[sizes.length];
            Arrays.fill(ones, 1);
            out.putText(new ArrayValue(sizes, ones, a.elements().subList(0, each * sizes[0])).toString());
        });
        r.java(trim, "trim_array", ANY, ANY, INT4);
    }

    private static ArrayValue extended(ArrayValue a, String element, boolean before) {
        if (a == null || a.count() == 0) {
            List<String> one = new ArrayList<>();
            one.add(element);
            return ArrayValue.of(one);
        }
        if (a.dimensions() != 1) {
            throw SqlFailure.build(FailureKind.DATA, "argument must be empty or one-dimensional array")
                    .build();
        }
        List<String> all = a.elements();
        all.add(before ? 0 : all.size(), element);
        return new ArrayValue(new int[] {all.size()}, a.lowers(), all);
    }

    /** array_cat. */
    private static ArrayValue joined(ArrayValue a, ArrayValue b) {
        if (a.count() == 0) {
            return b;
        }
        if (b.count() == 0) {
            return a;
        }
        int da = a.dimensions();
        int db = b.dimensions();
        if (Math.abs(da - db) > 1) {
            throw incompatible("Arrays of " + da + " and " + db + " dimensions are not compatible for concatenation.");
        }
        ArrayValue large = da >= db ? a : b;
        int[] sizes = large.sizes();
        int[] lower = large.lowers();
        if (da == db) {
            for (int d = 1; d < da; d++) {
                if (a.size(d) != b.size(d) || a.lower(d) != b.lower(d)) {
                    throw incompatible(
                            "Arrays with differing element dimensions are not compatible for concatenation.");
                }
            }
            sizes[0] = a.size(0) + b.size(0);
        } else {
            ArrayValue small = large == a ? b : a;
            for (int d = 0; d < small.dimensions(); d++) {
                if (large.size(d + 1) != small.size(d) || large.lower(d + 1) != small.lower(d)) {
                    throw incompatible("Arrays with differing dimensions are not compatible for concatenation.");
                }
            }
            sizes[0]++;
        }
        List<String> all = a.elements();
        all.addAll(b.elements());
        return new ArrayValue(sizes, lower, all);
    }

    private static SqlFailure incompatible(String detail) {
        return SqlFailure.build(FailureKind.DATA, "cannot concatenate incompatible arrays")
                .sqlState("2202E")
                .detail(detail)
                .build();
    }

    private static void fill(Registry r) {
        Registry.Maker fill = (a, result) -> {
            Elements of = Elements.within(result);
            ScalarFunction f = Functions.sharedLenient("array_fill_" + RowLayout.tag(of.type()), -1, (in, out) -> {
                if (in.isNull(1) || in.size() > 2 && in.isNull(2)) {
                    throw SqlFailure.build(FailureKind.DATA, "dimension array or low bound array cannot be null")
                            .sqlState("22004")
                            .build();
                }
                out.putText(filled(of.write(Casts.value(in, 0)), array(in, 1), in.size() > 2 ? array(in, 2) : null)
                        .toString());
            });
            return Functions.call(f, result, a);
        };
        Type ints = PgTypes.arrayOf(INT4);
        r.function("array_fill", fill, ANY, PgTypes.ANYELEMENT, ints);
        r.function("array_fill", fill, ANY, PgTypes.ANYELEMENT, ints, ints);
    }

    private static ArrayValue filled(String element, ArrayValue sizes, ArrayValue lower) {
        if (sizes.dimensions() > 1 || lower != null && lower.dimensions() > 1) {
            throw wrongSubscripts("Dimension array must be one dimensional.");
        }
        if (lower != null && lower.count() != sizes.count()) {
            throw wrongSubscripts("Low bound array has different size than dimensions array.");
        }
        if (sizes.count() > ArrayValue.MOST_DIMENSIONS) {
            throw ArrayValue.tooDeep(sizes.count());
        }
        int[] n = new int[sizes.count()];
        int[] low = new int[n.length];
        long all = n.length == 0 ? 0 : 1;
        for (int d = 0; d < n.length; d++) {
            String size = sizes.element(d);
            String from = lower == null ? "1" : lower.element(d);
            if (size == null || from == null) {
                throw SqlFailure.build(FailureKind.DATA, "dimension values cannot be null")
                        .sqlState("22004")
                        .build();
            }
            n[d] = Integer.parseInt(size);
            low[d] = Integer.parseInt(from);
            all *= n[d];
            if (n[d] < 0 || all > 134_217_727) {
                throw SqlFailure.build(FailureKind.LIMIT, "array size exceeds the maximum allowed (134217727)")
                        .build();
            }
        }
        return new ArrayValue(n, low, java.util.Collections.nCopies((int) all, element));
    }

    private static SqlFailure wrongSubscripts(String detail) {
        return SqlFailure.build(FailureKind.DATA, "wrong number of array subscripts")
                .sqlState("2202E")
                .detail(detail)
                .build();
    }

    // --- searching ------------------------------------------------------------------------------------------------

    private static void searching(Registry r) {
        Type bool = PgTypes.BOOL;
        Registry.Maker contains = typed(
                "array_contains",
                true,
                0,
                (of, in, out) -> out.putLong(within(of, array(in, 1), array(in, 0)) ? 1 : 0));
        Registry.Maker contained = typed(
                "array_contained",
                true,
                0,
                (of, in, out) -> out.putLong(within(of, array(in, 0), array(in, 1)) ? 1 : 0));
        Registry.Maker overlap = typed("array_overlap", true, 0, (of, in, out) -> {
            Set<java.nio.ByteBuffer> a = keys(of, array(in, 0));
            a.retainAll(keys(of, array(in, 1)));
            out.putLong(a.isEmpty() ? 0 : 1);
        });
        r.operator("@>", contains, bool, ANY, ANY);
        r.operator("<@", contained, bool, ANY, ANY);
        r.operator("&&", overlap, bool, ANY, ANY);
        Registry.Maker position = typed("array_position", false, 0, (of, in, out) -> {
            ArrayValue a = flat(array(in, 0), "searching for elements in multidimensional arrays is not supported");
            if (a == null) {
                return;
            }
            if (in.size() > 2 && in.isNull(2)) {
                throw SqlFailure.build(FailureKind.DATA, "initial position must not be null")
                        .sqlState("22004")
                        .build();
            }
            long from = in.size() > 2 ? in.getLong(2) : Long.MIN_VALUE;
            String sought = of.write(Casts.value(in, 1));
            for (int i = 0; i < a.count(); i++) {
                if (a.lower(0) + i >= from && of.equal(a.element(i), sought)) {
                    out.putLong(a.lower(0) + i);
                    return;
                }
            }
        });
        r.function("array_position", position, INT4, COMPATIBLE, ELEMENT);
        r.function("array_position", position, INT4, COMPATIBLE, ELEMENT, INT4);
        Registry.Maker positions = typed("array_positions", false, 0, (of, in, out) -> {
            ArrayValue a = flat(array(in, 0), "searching for elements in multidimensional arrays is not supported");
            if (a == null) {
                return;
            }
            String sought = of.write(Casts.value(in, 1));
            List<String> all = new ArrayList<>();
            for (int i = 0; i < a.count(); i++) {
                if (of.equal(a.element(i), sought)) {
                    all.add(Integer.toString(a.lower(0) + i));
                }
            }
            out.putText(ArrayValue.of(all).toString());
        });
        r.function("array_positions", positions, PgTypes.arrayOf(INT4), COMPATIBLE, ELEMENT);
        Registry.Maker remove = typed("array_remove", false, 0, (of, in, out) -> {
            ArrayValue a = flat(array(in, 0), "removing elements from multidimensional arrays is not supported");
            if (a == null) {
                return;
            }
            String sought = of.write(Casts.value(in, 1));
            List<String> all = a.elements();
            all.removeIf(x -> of.equal(x, sought));
            out.putText(new ArrayValue(new int[] {all.size()}, a.count() == 0 ? new int[] {1} : a.lowers(), all)
                    .toString());
        });
        r.function("array_remove", remove, COMPATIBLE, COMPATIBLE, ELEMENT);
        Registry.Maker replace = typed("array_replace", false, 0, (of, in, out) -> {
            ArrayValue a = array(in, 0);
            if (a != null) {
                String sought = of.write(Casts.value(in, 1));
                String by = of.write(Casts.value(in, 2));
                List<String> all = a.elements();
                all.replaceAll(x -> of.equal(x, sought) ? by : x);
                out.putText(a.with(all).toString());
            }
        });
        r.function("array_replace", replace, COMPATIBLE, COMPATIBLE, ELEMENT, ELEMENT);
    }

    private static ArrayValue flat(ArrayValue a, String refusal) {
        if (a != null && a.dimensions() > 1) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, refusal);
        }
        return a;
    }

    private static Set<java.nio.ByteBuffer> keys(Elements of, ArrayValue a) {
        Set<java.nio.ByteBuffer> keys = new HashSet<>();
        for (String e : a.elements()) {
            if (e != null) {
                keys.add(java.nio.ByteBuffer.wrap(of.key(e)));
            }
        }
        return keys;
    }

    /** Whether each element of one is in another; a NULL is in none. */
    private static boolean within(Elements of, ArrayValue small, ArrayValue large) {
        return !small.elements().contains(null) && keys(of, large).containsAll(keys(of, small));
    }

    // --- texts ----------------------------------------------------------------------------------------------------

    private static void texts(Registry r) {
        Type text = PgTypes.TEXT;
        ScalarFunction toString = Functions.lenient("array_to_string", -1, (in, out) -> {
            if (in.isNull(0) || in.isNull(1)) {
                return;
            }
            String nulls = in.size() > 2 ? in.getText(2) : null;
            List<String> all = new ArrayList<>();
            for (String e : array(in, 0).elements()) {
                if (e != null || nulls != null) {
                    all.add(e == null ? nulls : e);
                }
            }
            out.putText(String.join(in.getText(1), all));
        });
        r.function(
                "array_to_string",
                (a, t) -> {
                    List<BoundExpression> all = shown(a);
                    return JoinedArrays.of(
                            all.get(0), all.get(1), array -> Functions.call(toString, t, array, all.get(1)));
                },
                text,
                ANY,
                text);
        r.function("array_to_string", (a, t) -> Functions.call(toString, t, shown(a)), text, ANY, text, text);
        Type texts = PgTypes.arrayOf(text);
        ScalarFunction parts = Functions.lenient("string_to_array", -1, (in, out) -> {
            if (!in.isNull(0)) {
                out.putText(ArrayValue.of(parts(in)).toString());
            }
        });
        r.java(parts, "string_to_array", texts, text, text);
        r.java(parts, "string_to_array", texts, text, text, text);
        RowsFunction table = RowsFunction.lenient("string_to_table", -1, (in, out) -> {
            if (!in.isNull(0)) {
                parts(in).forEach(out::row);
            }
        });
        r.rows(table, "string_to_table", text, text);
        r.rows(table, "string_to_table", text, text, text);
    }

    /** split_text: no delimiter takes each character, an empty one the whole. */
    private static List<String> parts(FunctionArguments in) {
        String s = in.getText(0);
        String by = in.getText(1);
        String none = in.size() > 2 ? in.getText(2) : null;
        List<String> all = new ArrayList<>();
        if (s.isEmpty()) {
            return all;
        }
        if (by == null) {
            s.codePoints().forEach(c -> all.add(Character.toString(c)));
        } else if (by.isEmpty()) {
            all.add(s);
        } else {
            int at = 0;
            for (int next = s.indexOf(by); next >= 0; next = s.indexOf(by, at)) {
                all.add(s.substring(at, next));
                at = next + by.length();
            }
            all.add(s.substring(at));
        }
        all.replaceAll(x -> x.equals(none) ? null : x);
        return all;
    }
}
