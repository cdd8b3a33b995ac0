package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.WindowValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the bodies of users' functions in place of their calls. What would then be worked out more or less often than by a
 * call is refused.
 */
final class RoutineCalls {
    /** How deep functions may call others. */
    private static final int DEPTH = 100;

    /** How many functions and views one statement may come to. */
    private static final int EXPANSIONS = 1000;

    /** How large an expression may become. */
    private static final int PARTS = 20_000;

    private final Analysis analysis;
    private final TypeRules rules;

    RoutineCalls(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    // --- bodies ---------------------------------------------------------------------------------------------------

    private record Parsed(int routine) {}

    private Query tree(Routine r) {
        if (!r.dialect().equals(rules.dialect())) {
            throw SqlFailure.unsupported("function \"" + r.name() + "\", which dialect " + r.dialect() + " made,");
        }
        return analysis.catalog().derived(new Parsed(r.id()), Query.class, () -> query(r, rules));
    }

    /**
     * The one query that a body has.
     *
     * @throws SqlFailure 0A000 if it has something else
     */
    static Query query(Routine r, TypeRules rules) {
        String name = r.name();
        List<StatementBody> all = rules.statements(r.body());
        if (all.size() > 1) {
            throw SqlFailure.unsupported("a function of several statements (\"" + name + "\")");
        }
        if (all.isEmpty()) {
            throw mismatch(
                    r.result() == null || r.result().user() != 0 ? null : rules.parameterType(r.result()),
                    "Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.",
                    rules);
        }
        if (!(all.get(0) instanceof Query q) || q.into()) {
            throw SqlFailure.unsupported("a function whose body is no query (\"" + name + "\")");
        }
        if (!q.locking().isEmpty() || q.with() != null && q.with().writes()) {
            throw SqlFailure.unsupported("a function that changes or locks rows (\"" + name + "\")");
        }
        return q;
    }

    /**
     * The rows of a body.
     *
     * @param arguments for its input parameters
     */
    static BoundQuery bound(Routine r, Query tree, List<BoundExpression> arguments, Analysis inner, TypeRules rules) {
        Scope around = new Scope(null);
        List<Scope.Entry> named = new ArrayList<>();
        List<Routine.Parameter> inputs = r.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name() != null) {
                named.add(new Scope.Entry(inputs.get(i).name(), arguments.get(i)));
            }
        }
        around.add(r.name(), named);
        return inner.queries().bind(tree, around);
    }

    private Analysis inside(Routine r, List<BoundExpression> arguments, Place at) {
        if (analysis.views().contains(r.id())) {
            throw at.unsupported("a function that calls itself");
        }
        if (analysis.views().size() >= DEPTH || analysis.expanded() > EXPANSIONS) {
            throw at.failure(
                    FailureKind.TOO_COMPLEX,
                    "functions within functions are deeper than " + DEPTH + " or more than " + EXPANSIONS);
        }
        return analysis.inRoutine(r, r.body(), arguments, null);
    }

    /** The arguments, defaults in place of those that the call leaves out. */
    private List<BoundExpression> arguments(RoutineCall c) {
        List<BoundExpression> all = new ArrayList<>();
        List<Routine.Parameter> inputs = c.routine().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            BoundExpression given = c.arguments().get(i);
            BoundExpression value = given != null ? given : byDefault(inputs.get(i));
            all.add(new Domains(analysis).checked(value, inputs.get(i).type().user(), analysis.at(0)));
        }
        return all;
    }

    private BoundExpression byDefault(Routine.Parameter p) {
        Analysis kept = analysis.of(p.defaultSource());
        return byDefault(p, kept, rules.expression(p.defaultSource()));
    }

    /** The value of a parameter's default. */
    static BoundExpression byDefault(Routine.Parameter p, Analysis in, io.polywire.sql.tree.Expression written) {
        BoundExpression value =
                in.expressions().plain(written, Scope.ofKept("DEFAULT expression", false), "DEFAULT expressions");
        return in.rules().coerce(value, in.rules().parameterType(p.type()), in.at(0));
    }

    /**
     * Refuses a change of what a volatile function reads: it would see the rows that the statement has changed so far. One
     * row of VALUES is worked out before it is there.
     */
    static void refuseFresh(BoundStatement s, Analysis analysis) {
        if (analysis.readFresh().isEmpty() || s instanceof BoundStatement.Inserts i && isOneRow(i.source())) {
            return;
        }
        List<Relation> changed = new ArrayList<>();
        changed.add(s.target());
        if (s instanceof BoundStatement.Program p) {
            p.steps().forEach(step -> changed.add(step.statement().target()));
        }
        if (changed.stream().anyMatch(r -> r != null && analysis.readFresh().contains(r))) {
            throw SqlFailure.unsupported("a VOLATILE function that reads the table which the statement changes");
        }
    }

    private static boolean isOneRow(BoundQuery q) {
        return q == null
                || q.body() instanceof BoundBody.Rows r && r.rows().size() == 1
                || q.body() instanceof BoundBody.Select s && s.from() == null;
    }

    // --- record ---------------------------------------------------------------------------------------------------

    /** A call of a function that returns record, with the columns that its body gives; any other as it is. */
    RoutineCall described(RoutineCall c, Place at) {
        if (!c.routine().isRecord()) {
            return c;
        }
        List<BoundOutput> outputs = columnsOf(c, at);
        if (outputs.size() == 1) {
            throw at.unsupported("a function that returns a record of one column in this place");
        }
        List<Routine.Parameter> columns = new ArrayList<>();
        for (BoundOutput o : outputs) {
            columns.add(new Routine.Parameter(
                    Routine.Mode.TABLE,
                    o.name(),
                    rules.parameterType(
                            analysis.settled(o.value(), tree(c.routine())).type()),
                    null));
        }
        return new RoutineCall(c.routine().giving(columns), c.arguments());
    }

    /** A call of a function that returns record, with the columns that the call says. */
    RoutineCall defined(RoutineCall c, List<ColumnDefinition> list, Place at) {
        List<Routine.Parameter> columns = new ArrayList<>();
        for (ColumnDefinition d : list) {
            if (!d.type().modifiers().isEmpty()) {
                throw analysis.at(d).unsupported("a type with a modifier in this column definition list");
            }
            columns.add(
                    new Routine.Parameter(Routine.Mode.TABLE, d.name().name(), rules.parameterType(d.type()), null));
        }
        columnsOf(c, at);
        return new RoutineCall(c.routine().giving(columns), c.arguments());
    }

    private List<BoundOutput> columnsOf(RoutineCall c, Place at) {
        Routine r = c.routine();
        List<BoundExpression> arguments = arguments(c);
        BoundQuery q = unplaced(() -> bound(r, tree(r), arguments, inside(r, arguments, at), rules));
        if (q.outputs().size() == 1 && rules.isRow(q.outputs().get(0).value().type())) {
            throw at.unsupported("a function that returns record and gives it as one value");
        }
        return q.outputs();
    }

    // --- values ---------------------------------------------------------------------------------------------------

    /** The value of a call. */
    BoundExpression value(RoutineCall c, Place at) {
        Routine r = c.routine();
        if (r.rows()) {
            throw at.unsupported("a function of users that gives rows in this place");
        }
        List<BoundExpression> arguments = arguments(c);
        // the same call means the same expression, so that GROUP BY knows it again
        return analysis.calls().computeIfAbsent(List.of(r.id(), arguments, r.outputs()), k -> {
            try {
                return made(r, arguments, at);
            } catch (SqlFailure f) {
                return later(r, arguments, f);
            }
        });
    }

    /** What stands for a call in a view that is only written down, where the body means nothing now. */
    private BoundExpression later(Routine r, List<BoundExpression> arguments, SqlFailure why) {
        refuseNow(why);
        Type type = resultType(r);
        BoundExpression nothing = new BoundConstant(null, type);
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> results = new ArrayList<>();
        for (BoundExpression a : arguments) {
            conditions.add(new OperationValue(Operation.IS_NULL, List.of(a), rules.booleanType()));
            results.add(nothing);
        }
        return conditions.isEmpty() ? nothing : new BoundCase(conditions, results, nothing, type);
    }

    private void refuseNow(SqlFailure why) {
        if (analysis.viewText() == null || !analysis.viewText().isLater() || why.kind() == FailureKind.UNSUPPORTED) {
            throw why;
        }
    }

    private BoundExpression made(Routine r, List<BoundExpression> arguments, Place at) {
        Analysis inner = inside(r, arguments, at);
        BoundQuery q = unplaced(() -> bound(r, tree(r), arguments, inner, rules));
        Type type = resultType(r);
        BoundExpression plain = isColumns(type, q) ? null : plain(q, arguments);
        check(r, arguments, inner, plain != null && !Columns.hasQuery(plain), at);
        BoundExpression value;
        if (plain != null) {
            value = unplaced(() -> result(plain, type, inner.at(0)));
        } else {
            // one that gives several rows means the first of them
            BoundQuery shaped = unplaced(() -> shapedValue(type, q, inner));
            value = new BoundSubquery(false, first(shaped), type);
        }
        if (r.result() != null && r.result().user() != 0) {
            boolean read = value instanceof BoundSubquery;
            BoundExpression checked =
                    new Domains(analysis).checked(value, r.result().user(), at);
            if (checked != value && read && Columns.isVolatile(q)) {
                throw at.unsupported("a volatile query as a value of a domain");
            }
            value = checked;
        }
        value = strict(r, arguments, value);
        bounded(value, at);
        return value;
    }

    /** The type of the value of a call. */
    Type resultType(Routine r) {
        return r.result() != null
                ? rules.parameterType(r.result())
                : rules.record(
                        names(r),
                        r.outputs().stream()
                                .map(p -> rules.parameterType(p.type()))
                                .toList());
    }

    /** Whether a body gives the fields of a row one by one (check_sql_fn_retval of functions.c). */
    private boolean isColumns(Type type, BoundQuery q) {
        if (type.fields() == null) {
            return false;
        }
        boolean row = q.outputs().size() == 1
                && rules.isRow(q.outputs().get(0).value().type());
        return !row;
    }

    /** Rows of one column, of the type of a function's value. */
    BoundQuery shapedValue(Type type, BoundQuery q, Analysis inner) {
        if (!isColumns(type, q)) {
            return shaped(q, List.of(type), inner);
        }
        BoundQuery fields = shapedFields(type, q, inner);
        int source = analysis.newSource(null);
        List<BoundExpression> values =
                columns(source, fields).stream().map(BoundOutput::value).toList();
        BoundBody around = new BoundBody.Select(
                false,
                List.of(new BoundOutput("", rules.row(type, values, inner.at(0)))),
                new BoundSource.Derived(source, fields, Columns.isVolatile(fields)),
                null,
                false,
                List.of(),
                null);
        return new BoundQuery(around, List.of(), null, null);
    }

    private BoundQuery shapedFields(Type type, BoundQuery q, Analysis inner) {
        try {
            List<Type> types = type.fields().stream().map(Type.Field::type).toList();
            if (types.size() == 1 && q.outputs().size() == 1) {
                return shaped(q, types, inner);
            }
            if (q.outputs().size() == types.size() || types.size() != 1) {
                return shaped(q, types, inner);
            }
            throw mismatch(null, "Final statement returns too many columns.");
        } catch (SqlFailure f) {
            String record = "return type mismatch in function declared to return record";
            throw f.getMessage().equals(record) ? mismatch(type, f.detail()) : f;
        }
    }

    /** The rows of a function that gives some: a row as its fields. */
    BoundQuery shapedRows(Routine r, BoundQuery q, Analysis inner) {
        List<Type> types = types(r);
        Type row = rowOf(r);
        if (row == null && r.result() == null && types.size() == 1) {
            return shapedFields(rules.record(names(r), types), q, inner);
        } else if (row == null) {
            return shaped(q, types, inner);
        }
        if (isColumns(row, q)) {
            return shapedFields(row, q, inner);
        }
        BoundQuery value = shaped(q, List.of(row), inner);
        int source = analysis.newSource(null);
        BoundExpression whole = new BoundColumn(source, QueryBinder.columnOf(0), row, true);
        List<BoundOutput> outputs = new ArrayList<>();
        row.fields().forEach(f -> outputs.add(new BoundOutput(f.name(), rules.field(whole, f.name(), inner.at(0)))));
        BoundBody around = new BoundBody.Select(
                false,
                outputs,
                new BoundSource.Derived(source, value, Columns.isVolatile(value)),
                null,
                false,
                List.of(),
                null);
        return new BoundQuery(around, List.of(), null, null);
    }

    /** The type of the rows of a function whose result is a row with a name; null for any other. */
    Type rowOf(Routine r) {
        Type type = r.result() == null ? null : rules.parameterType(r.result());
        return type == null || type.fields() == null ? null : type;
    }

    /** The value of a call in FROM that is a row, as its fields; null for any other. */
    Rows fields(RoutineCall c, Place at) {
        Type type = resultType(c.routine());
        if (type.fields() == null) {
            return null;
        }
        BoundExpression value = value(c, at);
        int source = analysis.newSource(null);
        BoundBody one =
                new BoundBody.Select(false, List.of(new BoundOutput("", value)), null, null, false, List.of(), null);
        BoundExpression whole = new BoundColumn(source, QueryBinder.columnOf(0), type, true);
        List<BoundOutput> outputs = new ArrayList<>();
        type.fields().forEach(f -> outputs.add(new BoundOutput(f.name(), rules.field(whole, f.name(), at))));
        BoundBody around = new BoundBody.Select(
                false,
                outputs,
                new BoundSource.Derived(source, new BoundQuery(one, List.of(), null, null), true),
                null,
                false,
                List.of(),
                null);
        return new Rows(
                new BoundQuery(around, List.of(), null, null),
                type.fields().stream().map(Type.Field::name).toList(),
                arguments(c),
                false,
                type.name().equals("record") ? null : type);
    }

    /** The expression that a body is no more than; null if it is more. */
    private static BoundExpression plain(BoundQuery q, List<BoundExpression> arguments) {
        boolean bare = q.body() instanceof BoundBody.Select s
                && s.from() == null
                && s.where() == null
                && !s.grouped()
                && s.having() == null
                && !s.distinct()
                && s.outputs().size() == 1
                && !has(s.outputs().get(0).value(), arguments)
                && q.orderBy().isEmpty()
                && q.limit() == null
                && q.offset() == null;
        return bare ? q.outputs().get(0).value() : null;
    }

    /** Whether an aggregate or a window function stands in it, apart from the arguments. */
    private static boolean has(BoundExpression e, List<BoundExpression> arguments) {
        boolean[] found = {false};
        Columns.each(
                e,
                x -> {
                    if (arguments.stream().anyMatch(a -> a == x)) {
                        return true;
                    }
                    found[0] |= x instanceof AggregateValue || x instanceof WindowValue;
                    return false;
                },
                x -> {});
        return found[0];
    }

    /** Refuses arguments that would be worked out otherwise than once. */
    private void check(Routine r, List<BoundExpression> arguments, Analysis inner, boolean plain, Place at) {
        for (BoundExpression a : arguments) {
            boolean once = plain && !r.strict() && inner.uses(a) == 1;
            if (Columns.isVolatile(a) && !once) {
                throw at.unsupported(
                        "a volatile argument of function \"" + r.name() + "\", which would not be worked out once,");
            }
            if (!plain && has(a, List.of()) && inner.uses(a) > 0) {
                throw at.unsupported("an aggregate or window function as an argument of function \"" + r.name()
                        + "\", which reads rows,");
            }
        }
    }

    private BoundExpression strict(Routine r, List<BoundExpression> arguments, BoundExpression value) {
        if (!r.strict() || arguments.isEmpty()) {
            return value;
        }
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> results = new ArrayList<>();
        for (BoundExpression a : arguments) {
            if (!(a instanceof BoundConstant c) || c.value() == null) {
                conditions.add(new OperationValue(Operation.IS_NULL, List.of(a), rules.booleanType()));
                results.add(new BoundConstant(null, value.type()));
            }
        }
        return conditions.isEmpty() ? value : new BoundCase(conditions, results, value, value.type());
    }

    private static void bounded(BoundExpression value, Place at) {
        int[] parts = {0};
        Columns.each(
                value,
                x -> {
                    if (++parts[0] > PARTS) {
                        throw at.failure(
                                FailureKind.TOO_COMPLEX,
                                "an expression of functions has more than " + PARTS + " parts");
                    }
                    return false;
                },
                c -> {});
    }

    private BoundQuery first(BoundQuery q) {
        BoundExpression one = new BoundConstant(1L, rules.rowCountType());
        if (q.limit() == null && q.offset() == null) {
            return new BoundQuery(q.body(), q.orderBy(), one, null);
        }
        int source = analysis.newSource(null);
        BoundBody around = new BoundBody.Select(
                false,
                columns(source, q),
                new BoundSource.Derived(source, q, Columns.isVolatile(q)),
                null,
                false,
                List.of(),
                null);
        return new BoundQuery(around, List.of(), one, null);
    }

    private static List<BoundOutput> columns(int source, BoundQuery q) {
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < q.outputs().size(); i++) {
            BoundOutput o = q.outputs().get(i);
            outputs.add(new BoundOutput(
                    o.name(),
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true)));
        }
        return outputs;
    }

    /** A value brought to the type that the function has. */
    private BoundExpression result(BoundExpression value, Type type, Place at) {
        try {
            return rules.assign(value, type, "", at);
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.TYPE_MISMATCH) {
                throw f;
            }
            throw mismatch(type, "Actual return type is " + rules.display(value.type()) + ".");
        }
    }

    private SqlFailure mismatch(Type type, String detail) {
        return mismatch(type, detail, rules);
    }

    private static SqlFailure mismatch(Type type, String detail, TypeRules rules) {
        return SqlFailure.build(
                        FailureKind.SEMANTIC,
                        "return type mismatch in function declared to return "
                                + (type == null ? "record" : rules.display(type)))
                .sqlState("42P13")
                .detail(detail)
                .build();
    }

    /** Rows whose columns have the types that the function gives. */
    BoundQuery shaped(BoundQuery q, List<Type> types, Analysis inner) {
        if (q.outputs().size() != types.size()) {
            if (types.size() == 1) {
                throw mismatch(types.get(0), "Final statement must return exactly one column.");
            }
            throw mismatch(
                    null,
                    q.outputs().size() < types.size()
                            ? "Final statement returns too few columns."
                            : "Final statement returns too many columns.");
        }
        List<BoundExpression> values = new ArrayList<>();
        boolean same = true;
        boolean direct = q.body() instanceof BoundBody.Select s && !s.distinct();
        int source = direct ? 0 : analysis.newSource(null);
        List<BoundOutput> from = direct ? q.outputs() : columns(source, q);
        for (int i = 0; i < types.size(); i++) {
            BoundExpression value = from.get(i).value();
            BoundExpression brought = types.size() == 1
                    ? result(value, types.get(i), inner.at(0))
                    : column(value, types.get(i), i, inner);
            same &= brought == value;
            values.add(brought);
        }
        if (same) {
            return q;
        }
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            outputs.add(new BoundOutput(q.outputs().get(i).name(), values.get(i)));
        }
        if (direct) {
            BoundBody.Select s = (BoundBody.Select) q.body();
            return new BoundQuery(
                    new BoundBody.Select(false, outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having()),
                    q.orderBy(),
                    q.limit(),
                    q.offset());
        }
        BoundBody around = new BoundBody.Select(
                false,
                outputs,
                new BoundSource.Derived(source, q, Columns.isVolatile(q)),
                null,
                false,
                List.of(),
                null);
        return new BoundQuery(around, List.of(), null, null);
    }

    private BoundExpression column(BoundExpression value, Type type, int i, Analysis inner) {
        try {
            return rules.assign(value, type, "", inner.at(0));
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.TYPE_MISMATCH) {
                throw f;
            }
            throw mismatch(
                    null,
                    "Final statement returns " + rules.display(value.type()) + " instead of " + rules.display(type)
                            + " at column " + (i + 1) + ".");
        }
    }

    // --- rows -----------------------------------------------------------------------------------------------------

    /**
     * The rows of a call in FROM.
     *
     * @param names of the columns; null for the only one of a function that does not name it
     * @param scalar whether a row is one value
     * @param row the type of a whole row; null where it has none of its own
     */
    record Rows(BoundQuery query, List<String> names, List<BoundExpression> arguments, boolean scalar, Type row) {}

    Rows rows(RoutineCall c, Place at) {
        List<BoundExpression> arguments = arguments(c);
        try {
            return rows(c.routine(), arguments, at);
        } catch (SqlFailure f) {
            refuseNow(f);
            List<BoundOutput> nothing = new ArrayList<>();
            types(c.routine()).forEach(t -> nothing.add(new BoundOutput("", new BoundConstant(null, t))));
            BoundBody none = new BoundBody.Select(false, nothing, null, null, false, List.of(), null);
            return new Rows(
                    new BoundQuery(none, List.of(), null, null),
                    names(c.routine()),
                    arguments,
                    nothing.size() == 1 && rowOf(c.routine()) == null,
                    rowOf(c.routine()));
        }
    }

    /** The rows of a call among the outputs of a query. */
    RowsCall collected(RoutineCall c, Place at) {
        Rows rows = rows(c, at);
        int source = analysis.newSource(null);
        List<BoundExpression> values =
                columns(source, rows.query()).stream().map(BoundOutput::value).toList();
        // a value that is NaN, or a whole number of a column of reals, is told by the column's type
        BoundExpression text = RowsAggregate.collected(source, rows.query(), values, true);
        return new RowsCall(
                RowsBinder.text(text),
                rows.names(),
                values.stream().map(BoundExpression::type).toList());
    }

    private Rows rows(Routine r, List<BoundExpression> arguments, Place at) {
        Analysis inner = inside(r, arguments, at);
        BoundQuery q = unplaced(() -> bound(r, tree(r), arguments, inner, rules));
        for (BoundExpression a : arguments) {
            if (Columns.isVolatile(a)) {
                throw at.unsupported("a volatile argument of function \"" + r.name() + "\", which gives rows,");
            }
        }
        List<Type> types = types(r);
        BoundQuery shaped = unplaced(() -> shapedRows(r, q, inner));
        if (r.strict() && !arguments.isEmpty()) {
            shaped = unlessNull(shaped, arguments);
        }
        return new Rows(shaped, names(r), arguments, types.size() == 1 && rowOf(r) == null, rowOf(r));
    }

    /** No rows where an argument is NULL. */
    private BoundQuery unlessNull(BoundQuery q, List<BoundExpression> arguments) {
        List<BoundExpression> there = new ArrayList<>();
        arguments.forEach(a -> there.add(new OperationValue(Operation.IS_NOT_NULL, List.of(a), rules.booleanType())));
        BoundExpression all =
                there.size() == 1 ? there.get(0) : new OperationValue(Operation.AND, there, rules.booleanType());
        int source = analysis.newSource(null);
        BoundBody around = new BoundBody.Select(
                false,
                columns(source, q),
                new BoundSource.Derived(source, q, Columns.isVolatile(q)),
                all,
                false,
                List.of(),
                null);
        return new BoundQuery(around, List.of(), null, null);
    }

    /** Types of the columns of a function that gives rows. */
    List<Type> types(Routine r) {
        Type row = rowOf(r);
        if (row != null) {
            return row.fields().stream().map(Type.Field::type).toList();
        }
        return r.result() != null
                ? List.of(rules.parameterType(r.result()))
                : r.outputs().stream().map(p -> rules.parameterType(p.type())).toList();
    }

    private List<String> names(Routine r) {
        Type row = rowOf(r);
        if (row != null) {
            return row.fields().stream().map(Type.Field::name).toList();
        }
        List<String> names = new ArrayList<>();
        if (r.outputs().isEmpty()) {
            names.add(null);
        }
        for (Routine.Parameter p : r.outputs()) {
            names.add(p.name() != null ? p.name() : r.outputs().size() == 1 ? null : "column" + (names.size() + 1));
        }
        return names;
    }

    /** A failure within a body has its place in another text. */
    private static <T> T unplaced(java.util.function.Supplier<T> what) {
        try {
            return what.get();
        } catch (SqlFailure f) {
            throw Views.unplaced(f);
        }
    }
}
