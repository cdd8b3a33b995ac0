package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.ArrayList;
import java.util.List;

/** Arrays of regclass and its kin that are given as names: each is looked up in the catalogs. */
final class NamedArrays {
    private NamedArrays() {}

    /** An array as it came, if the elements of several dimensions need not be told apart. */
    private static final ScalarFunction FLAT = Functions.strict("reg_array", 1, (in, out) -> {
        ArrayValue a = ArrayValue.read(in.getText(0));
        if (a.dimensions() > 1 || a.dimensions() == 1 && a.lower(0) != 1) {
            throw SqlFailure.unsupported(
                    "names of objects in an array of several dimensions or with bounds of its own");
        }
        out.putText(in.getText(0));
    });

    /** Whether a type is that of such arrays. */
    static boolean is(Type t) {
        return t.kind() == TypeKind.ARRAY && CatalogNames.is(t.element());
    }

    /** An array that is written as a literal; null where that is something else. */
    static BoundExpression constant(BoundConstant c, Type to, Place at) {
        if (!is(to) || !(c.value() instanceof String text) || !PgTypes.isUnknown(c.type())) {
            return null;
        }
        ArrayValue names = ArrayValue.read(text);
        List<String> numbers = new ArrayList<>();
        for (String name : names.elements()) {
            if (name == null) {
                numbers.add(null);
                continue;
            }
            BoundExpression found =
                    CatalogNames.constant(new BoundConstant(name, PgTypes.TEXT), PgTypes.plain(to.element()), at);
            if (!(found instanceof BoundConstant number)) {
                // it is known when the statement runs
                return found(new BoundConstant(text, PgTypes.arrayOf(PgTypes.TEXT)), to, at);
            }
            numbers.add(String.valueOf(number.value()));
        }
        return new BoundConstant(names.with(numbers).toString(), to);
    }

    /** An array as it is shown: with the names of the objects. */
    static BoundExpression shown(BoundExpression array, Place at) {
        if (!isPlain(array)) {
            throw at.unsupported("an array of " + PgTypes.display(array.type().element()) + " that is worked out here");
        }
        int source = at.newSource();
        BoundExpression number = new BoundColumn(source, "c1", PgTypes.OID, true);
        BoundExpression flat = Functions.call(FLAT, PgTypes.arrayOf(PgTypes.OID), array);
        BoundExpression named = CatalogNames.text(
                BaseTypes.same(number, PgTypes.plain(array.type().element())), PgTypes.TEXT, at);
        return collected(
                array,
                named,
                new BoundSource.Call(source, RowsFunctions.unnest(flat, false), List.of(PgTypes.OID)),
                PgTypes.TEXT,
                array.type(),
                at);
    }

    /** Whether a value can stand within a query in its place, which an aggregate cannot. */
    private static boolean isPlain(BoundExpression e) {
        return e == null
                || e instanceof BoundColumn
                || e instanceof BoundConstant
                || e instanceof BoundParameter
                || e instanceof BoundSubquery
                || e instanceof FunctionValue f && f.arguments().stream().allMatch(NamedArrays::isPlain)
                || e instanceof OperationValue o && o.operands().stream().allMatch(NamedArrays::isPlain)
                || e instanceof BoundCase c
                        && c.conditions().stream().allMatch(NamedArrays::isPlain)
                        && c.results().stream().allMatch(NamedArrays::isPlain)
                        && isPlain(c.otherwise());
    }

    /** Texts in an array as the objects that they name; NULL stays NULL. */
    static BoundExpression found(BoundExpression array, Type to, Place at) {
        Type element = PgTypes.plain(to.element());
        int source = at.newSource();
        BoundExpression name = new BoundColumn(source, "c1", PgTypes.TEXT, true);
        BoundExpression flat = Functions.call(FLAT, PgTypes.arrayOf(PgTypes.TEXT), array);
        return collected(
                array,
                CatalogNames.found(name, element, CatalogNames.How.INPUT, at),
                new BoundSource.Call(source, RowsFunctions.unnest(flat, false), List.of(PgTypes.TEXT)),
                PgTypes.OID,
                to,
                at);
    }

    private static BoundExpression collected(
            BoundExpression array, BoundExpression each, BoundSource from, Type element, Type to, Place at) {
        BoundBody body =
                new BoundBody.Select(false, List.of(new BoundOutput("c1", each)), from, null, false, List.of(), null);
        int around = at.newSource();
        AggregateValue all = PgArrayRules.INSTANCE.collected(new BoundColumn(around, "c1", element, true), at);
        BoundBody objects = new BoundBody.Select(
                false,
                List.of(new BoundOutput("array", all)),
                new BoundSource.Derived(around, new BoundQuery(body, List.of(), null, null)),
                null,
                true,
                List.of(),
                null);
        BoundExpression made = BaseTypes.same(
                new BoundSubquery(false, new BoundQuery(objects, List.of(), null, null), all.type()), to);
        return new BoundCase(
                List.of(Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, array)),
                List.of(made),
                new BoundConstant(null, to),
                to);
    }
}
