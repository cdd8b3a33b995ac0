package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Arrays as types: how they are read, compared and cast, and what is written with brackets (8.15 of the manual). */
final class ArrayTypes {
    private static final Map<Type, TypeSupport> KNOWN = new ConcurrentHashMap<>();

    private ArrayTypes() {}

    static void register(Registry r) {
        r.types(TypeKind.ARRAY, ArrayTypes::support);
    }

    private static TypeSupport support(Type t) {
        Type plain = PgTypes.plain(t);
        TypeSupport known = KNOWN.get(plain);
        // vectors have a text form of their own
        if (known != null || !plain.name().startsWith("_") || Elements.of(plain.element()) == null) {
            return known;
        }
        Elements e = Elements.of(plain.element());
        ScalarFunction key = Functions.sharedStrict(
                "array_key" + RowLayout.tag(plain),
                1,
                (in, out) -> out.putBytes(e.arrayKey(ArrayValue.read(in.getText(0)))));
        Registry.Conversion output = DateTimeArrays.output(plain);
        if (RowLayout.hasRows(plain)) {
            output = RowTypes::output;
        }
        TypeSupport made = TypeSupport.of(plain, s -> read(s, e), output == null ? BaseTypes::same : output)
                .withKey(key);
        if (!Elements.isOfUser(plain)) {
            KNOWN.put(plain, made);
        }
        return made;
    }

    private static String read(String text, Elements e) {
        ArrayValue a = ArrayValue.read(text);
        List<String> all = a.elements();
        all.replaceAll(e::canonical);
        return a.with(all).toString();
    }

    // --- casts ----------------------------------------------------------------------------------------------------

    /** Element by element; null if the elements have no cast that is served. */
    static BoundExpression cast(BoundExpression e, Type to) {
        Elements from = Elements.within(e.type());
        Elements into = Elements.within(to);
        if (CatalogNames.is(from.type()) != CatalogNames.is(into.type())
                && !PgTypes.isInteger(into.type())
                && !into.type().equals(PgTypes.OID)
                && CatalogNames.is(from.type())) {
            // names stand in the catalogs, which a function over single values does not see
            throw SqlFailure.unsupported("the cast from " + PgTypes.display(e.type()) + " to " + PgTypes.display(to));
        }
        BoundExpression one =
                Casts.convert(new BoundParameter(1, from.type()), into.type(), Casts.Context.EXPLICIT, null);
        if (!Evaluator.can(one)) {
            throw SqlFailure.unsupported("the cast from " + PgTypes.display(e.type()) + " to " + PgTypes.display(to));
        }
        ScalarFunction f =
                Functions.sharedStrict("array_cast" + RowLayout.tag(e.type()) + RowLayout.tag(to), 1, (in, out) -> {
                    ArrayValue a = ArrayValue.read(in.getText(0));
                    List<String> all = a.elements();
                    all.replaceAll(x -> x == null ? null : into.write(Evaluator.value(one, from.read(x))));
                    out.putText(a.with(all).toString());
                });
        return Functions.call(f, to, e);
    }

    /** The length, or precision and scale, of each element. */
    static BoundExpression fitted(BoundExpression e, Type to, Casts.Context context) {
        Elements of = Elements.within(to);
        TypeSupport s = Registry.all().type(of.type());
        Type element = to.element();
        if (s.fitter() == null || element.equals(of.type())) {
            return BaseTypes.same(e, to);
        }
        String name = "array_fit" + to.name() + "_" + element.length() + "_" + element.precision() + "_"
                + element.scale() + "_" + context.ordinal();
        ScalarFunction f = Functions.sharedStrict(name.replace("-", "m"), 1, (in, out) -> {
            ArrayValue a = ArrayValue.read(in.getText(0));
            List<String> all = a.elements();
            all.replaceAll(x -> x == null ? null : of.write(s.fitter().fit(of.read(x), element, context)));
            out.putText(a.with(all).toString());
        });
        if (e instanceof BoundConstant c) {
            return new BoundConstant(c.isNull() ? null : Evaluator.call(f, c.value()), to);
        }
        return Functions.call(f, to, e);
    }

    // --- ARRAY[...] -----------------------------------------------------------------------------------------------

    /** transformArrayExpr of parse_expr.c; {@code target} null where no cast says the type. */
    static BoundExpression array(List<BoundExpression> elements, Type target, Place at, List<Place> places) {
        if (elements.isEmpty() && target == null) {
            throw at.build(FailureKind.SEMANTIC, "cannot determine type of empty array")
                    .sqlState("42P18")
                    .hint("Explicitly cast to the desired type, for example ARRAY[]::integer[].")
                    .build();
        }
        boolean nested = elements.stream().anyMatch(x -> x.type().kind() == TypeKind.ARRAY);
        Type common = target == null ? Coercions.common(elements, "ARRAY", places) : nested ? target : target.element();
        Type array = nested ? common : PgTypes.arrayOf(common);
        List<BoundExpression> brought = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            BoundExpression e = elements.get(i);
            brought.add(
                    target == null
                            ? Coercions.implicit(e, common, places.get(i))
                            : Coercions.cast(e, common, places.get(i)));
        }
        Elements of = Elements.within(array);
        return Functions.call(nested ? NESTED : constructor(of), target == null ? array : target, brought);
    }

    private static ScalarFunction constructor(Elements of) {
        return new Constructor(Functions.sharedLenient("array_of_" + RowLayout.tag(of.type()), -1, (in, out) -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < in.size(); i++) {
                all.add(of.write(Casts.value(in, i)));
            }
            out.putText(ArrayValue.of(all).toString());
        }));
    }

    /** Makes an array of its arguments; two of them one behind the other are an array of all. */
    private record Constructor(ScalarFunction of) implements ScalarFunction {
        @Override
        public String name() {
            return of.name();
        }

        @Override
        public int arity() {
            return of.arity();
        }

        @Override
        public ScalarFunction joins() {
            return ArrayFunctions.CAT;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            of.call(in, out);
        }
    }

    private static final ScalarFunction NESTED = new Constructor(Functions.lenient("array_of_arrays", -1, (in, out) -> {
        ArrayCollector all = new ArrayCollector(
                "multidimensional arrays must have array expressions with matching dimensions", null, true);
        for (int i = 0; i < in.size(); i++) {
            all.add(in.isNull(i) ? ArrayValue.EMPTY : ArrayValue.read(in.getText(i)));
        }
        out.putText(all.array().toString());
    }));

    /** The elements of an array that is a constant or written out; null for any other. */
    static List<BoundExpression> listed(BoundExpression array) {
        if (array instanceof BoundConstant c && !c.isNull() && array.type().kind() == TypeKind.ARRAY) {
            Elements of = Elements.within(array.type());
            List<BoundExpression> all = new ArrayList<>();
            for (String e : ArrayValue.read((String) c.value()).elements()) {
                all.add(new BoundConstant(of.read(e), of.type()));
            }
            return all;
        }
        if (array instanceof io.polywire.sql.bound.FunctionValue f
                && f.function().name().startsWith("pw_pg_array_of_")
                && f.function() != NESTED) {
            return f.arguments();
        }
        return null;
    }

    // --- subscripts -----------------------------------------------------------------------------------------------

    /** a[i][j]: NULL where there is no such element. */
    static BoundExpression element(BoundExpression array, List<BoundExpression> indexes) {
        Elements of = Elements.within(array.type());
        ScalarFunction f = Functions.sharedStrict("array_element_" + RowLayout.tag(of.type()), -1, (in, out) -> {
            ArrayValue a = ArrayValue.read(in.getText(0));
            if (a.dimensions() != in.size() - 1) {
                return;
            }
            int at = 0;
            for (int d = 0; d < a.dimensions(); d++) {
                long i = in.getLong(d + 1);
                if (i < a.lower(d) || i > a.upper(d)) {
                    return;
                }
                at = at * a.size(d) + (int) (i - a.lower(d));
            }
            Registry.put(out, of.read(a.element(at)));
        });
        List<BoundExpression> all = new ArrayList<>(List.of(array));
        all.addAll(indexes);
        return Functions.call(f, array.type().element(), all);
    }

    /** a[i:j][k:l]; a bound of NULL here means one that was left open, as {@code open} says. */
    static BoundExpression slice(BoundExpression array, List<BoundExpression> bounds, String open) {
        Elements.within(array.type());
        ScalarFunction f = Functions.sharedLenient("array_slice_" + open, -1, (in, out) -> {
            if (in.isNull(0)) {
                return;
            }
            ArrayValue a = ArrayValue.read(in.getText(0));
            for (int i = 1; i < in.size(); i++) {
                if (in.isNull(i) && open.charAt(i - 1) == 'g') {
                    return;
                }
            }
            int dimensions = (in.size() - 1) / 2;
            if (a.dimensions() < dimensions || a.dimensions() == 0) {
                out.putText("{}");
                return;
            }
            int[] from = new int[a.dimensions()];
            int[] sizes = new int[a.dimensions()];
            for (int d = 0; d < a.dimensions(); d++) {
                boolean low = d < dimensions && open.charAt(2 * d) == 'g';
                boolean high = d < dimensions && open.charAt(2 * d + 1) == 'g';
                long l = low ? Math.max(in.getLong(1 + 2 * d), a.lower(d)) : a.lower(d);
                long u = high ? Math.min(in.getLong(2 + 2 * d), a.upper(d)) : a.upper(d);
                if (l > u) {
                    out.putText("{}");
                    return;
                }
                from[d] = (int) (l - a.lower(d));
                sizes[d] = (int) (u - l + 1);
            }
            List<String> all = new ArrayList<>();
            collect(a, from, sizes, 0, 0, all);
            int[] lower = new int[sizes.length];
            java.util.Arrays.fill(lower, 1);
            out.putText(new ArrayValue(sizes, lower, all).toString());
        });
        List<BoundExpression> all = new ArrayList<>(List.of(array));
        all.addAll(bounds);
        return Functions.call(f, array.type(), all);
    }

    private static void collect(ArrayValue a, int[] from, int[] sizes, int d, int at, List<String> to) {
        for (int i = 0; i < sizes[d]; i++) {
            int next = at * a.size(d) + from[d] + i;
            if (d == sizes.length - 1) {
                to.add(a.element(next));
            } else {
                collect(a, from, sizes, d + 1, next, to);
            }
        }
    }
}
