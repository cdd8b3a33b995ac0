package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.ArrayRules;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.analyse.RowsCall;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.catalog.Routine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** PostgreSQL's arrays and functions that give rows. */
final class PgArrayRules implements ArrayRules {
    static final PgArrayRules INSTANCE = new PgArrayRules();

    private PgArrayRules() {}

    @Override
    public BoundExpression array(List<BoundExpression> elements, Type target, Place at, List<Place> places) {
        return ArrayTypes.array(elements, target, at, places);
    }

    @Override
    public boolean collects(Routine.DataType type) {
        return UserFunctions.collects(type);
    }

    @Override
    public boolean isArray(Type type) {
        return type.kind() == TypeKind.ARRAY;
    }

    private static void check(BoundExpression array, Place at) {
        if (array.type().kind() != TypeKind.ARRAY) {
            throw at.failure(
                    FailureKind.TYPE_MISMATCH,
                    "cannot subscript type " + PgTypes.display(array.type())
                            + " because it does not support subscripting");
        }
    }

    private static BoundExpression index(BoundExpression e, Place at) {
        if (e == null) {
            return null;
        }
        if (!Coercions.can(e, PgTypes.INT4, Casts.Context.ASSIGNMENT)) {
            throw at.of(e).failure(FailureKind.TYPE_MISMATCH, "array subscript must have type integer");
        }
        return Coercions.to(e, PgTypes.INT4, Casts.Context.ASSIGNMENT, at);
    }

    private static boolean isJsonb(BoundExpression e) {
        return e.type().name().equals("jsonb");
    }

    /** A subscript of jsonb: a number or a key (jsonb_subscript_transform). */
    private static BoundExpression step(BoundExpression e, Place at) {
        if (PgTypes.isUnknown(e.type()) || Coercions.can(e, PgTypes.TEXT, Casts.Context.IMPLICIT)) {
            return Coercions.to(e, PgTypes.TEXT, Casts.Context.IMPLICIT, at);
        }
        if (!Coercions.can(e, PgTypes.INT4, Casts.Context.IMPLICIT)) {
            throw at.of(e)
                    .build(
                            FailureKind.TYPE_MISMATCH,
                            "subscript type " + PgTypes.display(e.type()) + " is not supported")
                    .hint("jsonb subscript must be coercible to either integer or text.")
                    .build();
        }
        return Casts.text(Coercions.to(e, PgTypes.INT4, Casts.Context.IMPLICIT, at));
    }

    @Override
    public BoundExpression element(BoundExpression array, List<BoundExpression> indexes, Place at) {
        if (isJsonb(array)) {
            return JsonParts.subscript(
                    array, indexes.stream().map(i -> step(i, at)).toList());
        }
        if (array.type().name().equals("name") && indexes.size() == 1) {
            return CatalogTypes.letter(array, index(indexes.get(0), at));
        }
        check(CatalogTypes.array(array), at);
        return ArrayTypes.element(
                CatalogTypes.array(array),
                indexes.stream().map(i -> index(i, at)).toList());
    }

    @Override
    public BoundExpression assigned(
            BoundExpression before, List<BoundExpression> indexes, BoundExpression value, String column, Place at) {
        if (!isJsonb(before)) {
            check(before, at);
            return ArrayAssignment.element(
                    before,
                    indexes.stream().map(i -> index(i, at)).toList(),
                    target(value, PgTypes.plain(before.type().element()), column, at));
        }
        if (!Coercions.can(value, PgTypes.JSONB, Casts.Context.ASSIGNMENT)) {
            throw at.build(
                            FailureKind.TYPE_MISMATCH,
                            "subscripted assignment to \"" + column
                                    + "\" requires type jsonb but expression is of type "
                                    + PgTypes.display(value.type()))
                    .hint("You will need to rewrite or cast the expression.")
                    .build();
        }
        boolean array = PgTypes.isInteger(indexes.get(0).type());
        return JsonbAssignment.of(
                before,
                indexes.stream().map(i -> step(i, at)).toList(),
                array,
                Coercions.to(value, PgTypes.JSONB, Casts.Context.ASSIGNMENT, at));
    }

    /** A value that a part of a column is set to. */
    private static BoundExpression target(BoundExpression value, Type type, String column, Place at) {
        if (!Coercions.can(value, type, Casts.Context.ASSIGNMENT)) {
            throw at.build(
                            FailureKind.TYPE_MISMATCH,
                            "subscripted assignment to \"" + column + "\" requires type " + PgTypes.display(type)
                                    + " but expression is of type " + PgTypes.display(value.type()))
                    .hint("You will need to rewrite or cast the expression.")
                    .build();
        }
        return Coercions.to(value, type, Casts.Context.ASSIGNMENT, at);
    }

    @Override
    public BoundExpression assignedSlice(
            BoundExpression before, List<BoundExpression> bounds, BoundExpression value, String column, Place at) {
        if (isJsonb(before)) {
            throw at.failure(FailureKind.TYPE_MISMATCH, "jsonb subscript does not support slices");
        }
        check(before, at);
        List<BoundExpression> all = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (BoundExpression b : bounds) {
            open.append(b == null ? 'o' : 'g');
            all.add(b == null ? new BoundConstant(null, PgTypes.INT4) : index(b, at));
        }
        return ArrayAssignment.slice(
                before, all, open.toString(), target(value, PgTypes.plain(before.type()), column, at));
    }

    @Override
    public boolean givesRecords(String name) {
        return JsonRecordRows.isToRecord(name);
    }

    @Override
    public RowsCall records(
            String name, List<BoundExpression> arguments, List<String> columns, List<Type> types, Place at) {
        return JsonRecordRows.call(name, arguments, columns, types, at);
    }

    @Override
    public BoundExpression ofJson(BoundExpression text, Type.Field column, Place at) {
        Type type = column.type();
        return at.checked(
                Coercions.to(Coercions.cast(text, PgTypes.plain(type), at), type, Casts.Context.ASSIGNMENT, at),
                column.domain());
    }

    @Override
    public BoundExpression slice(BoundExpression array, List<BoundExpression> bounds, Place at) {
        if (isJsonb(array)) {
            Place bound = bounds.stream()
                    .filter(b -> b != null)
                    .findFirst()
                    .map(at::of)
                    .orElse(at);
            throw bound.failure(FailureKind.TYPE_MISMATCH, "jsonb subscript does not support slices");
        }
        check(CatalogTypes.array(array), at);
        StringBuilder open = new StringBuilder();
        List<BoundExpression> all = new ArrayList<>();
        for (BoundExpression b : bounds) {
            open.append(b == null ? 'o' : 'g');
            all.add(b == null ? new BoundConstant(null, PgTypes.INT4) : index(b, at));
        }
        return ArrayTypes.slice(CatalogTypes.array(array), all, open.toString());
    }

    @Override
    public BoundExpression quantified(BoundExpression array, BoundExpression operand, Place at) {
        if (PgTypes.isUnknown(array.type())) {
            Type t = PgTypes.plain(operand.type());
            if (t.kind() == TypeKind.ARRAY) {
                throw at.build(FailureKind.SEMANTIC, "could not find array type for data type " + PgTypes.display(t))
                        .sqlState("42704")
                        .build();
            }
            Type element = PgTypes.isUnknown(t) || t.kind() == TypeKind.VARCHAR ? PgTypes.TEXT : t;
            return Coercions.implicit(array, PgTypes.arrayOf(element), at);
        }
        if (CatalogTypes.isVector(array.type())) {
            return CatalogTypes.array(array);
        }
        if (array.type().kind() != TypeKind.ARRAY) {
            throw at.build(FailureKind.SEMANTIC, "op ANY/ALL (array) requires array on right side")
                    .sqlState("42809")
                    .build();
        }
        Elements.within(array.type());
        return array;
    }

    @Override
    public Type elementType(BoundExpression array) {
        return PgTypes.plain(array.type().element());
    }

    @Override
    public List<BoundExpression> listed(BoundExpression array) {
        return ArrayTypes.listed(array);
    }

    @Override
    public FunctionValue elements(BoundExpression array) {
        return RowsFunctions.unnest(array, true);
    }

    @Override
    public AggregateValue collected(BoundExpression value, Place at) {
        boolean arrays = value.type().kind() == TypeKind.ARRAY;
        Elements of = arrays ? Elements.within(value.type()) : Elements.of(value.type());
        if (of == null) {
            throw at.unsupported("an array of " + PgTypes.display(value.type()));
        }
        Registry.AggregateParts parts = RowsFunctions.aggregate(List.of(value), arrays ? null : of, true);
        // the modifier is that of the one column (exprTypmod of nodeFuncs.c)
        Type array = arrays ? value.type() : PgTypes.arrayOf(value.type());
        return new AggregateValue(parts.aggregate(), parts.arguments(), false, null, array);
    }

    /** The elements of an array with their places from 1, as information_schema._pg_expandarray gives them. */
    private static RowsCall expanded(List<BoundExpression> arguments, Place at) {
        if (arguments.size() != 1 || arguments.get(0).type().kind() != TypeKind.ARRAY) {
            throw at.unsupported("this call of _pg_expandarray");
        }
        BoundExpression array = arguments.get(0);
        Elements of = Elements.within(array.type());
        RowsFunction f = RowsFunction.shared("expanded_" + of.type().name(), 1, (in, out) -> {
            long n = 0;
            for (String e : in.isNull(0)
                    ? List.<String>of()
                    : io.polywire.api.value.ArrayValue.read(in.getText(0)).elements()) {
                out.row(of.read(e), ++n);
            }
        });
        return new RowsCall(
                new FunctionValue(f, List.of(array), PgTypes.TEXT),
                List.of("x", "n"),
                List.of(PgTypes.plain(array.type().element()), PgTypes.INT4));
    }

    // --- functions that give rows ---------------------------------------------------------------------------------

    @Override
    public boolean givesRows(String name) {
        return name.equals("_pg_expandarray")
                || ServerCatalog.all().functions(name).stream().anyMatch(f -> f.kind() == 's');
    }

    @Override
    public RowsCall rows(String name, List<BoundExpression> arguments, List<String> names, boolean variadic, Place at) {
        arguments = arguments.stream().map(CatalogTypes::array).toList();
        if (name.equals("_pg_expandarray")) {
            return expanded(arguments, at);
        }
        FunctionCalls.Chosen chosen = FunctionCalls.find(name, arguments, names, variadic, at);
        if (chosen.row() == null || chosen.row().kind() != 's') {
            return null;
        }
        List<String> takes = chosen.row().takes();
        if (name.equals("unnest") && takes.equals(List.of("anyarray"))) {
            BoundExpression array = chosen.brought(at).get(0);
            chosen.result();
            Elements.within(array.type());
            return new RowsCall(
                    RowsFunctions.unnest(array, false),
                    Collections.singletonList(null),
                    List.of(PgTypes.plain(array.type().element())));
        }
        Registry.RowsImplementation own = Registry.all().rows(name, takes);
        if (own == null) {
            throw at.unsupported("function " + chosen.signature());
        }
        try {
            List<BoundExpression> brought = new ArrayList<>(chosen.brought(at));
            if (takes.contains("timestamptz") || JsonPathFunctions.isZoned(name)) {
                brought.add(SessionStyle.style());
            }
            FunctionValue rows = new FunctionValue(own.function(), brought, PgTypes.TEXT);
            if (own.columns().isEmpty()) {
                return new RowsCall(rows, Collections.singletonList(null), List.of(chosen.result()));
            }
            List<String> columns = new ArrayList<>();
            List<Type> types = new ArrayList<>();
            own.columns().forEach(c -> {
                columns.add(c.name());
                types.add(c.type());
            });
            return new RowsCall(rows, columns, types);
        } catch (SqlFailure f) {
            throw f.position() > 0
                    ? f
                    : at.build(f.kind(), f.getMessage())
                            .sqlState(f.sqlState())
                            .detail(f.detail())
                            .hint(f.hint())
                            .build();
        }
    }
}
