package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.AllFields;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.QueryExpression;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Star;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what rows mean where they stand for values: comparisons of fields, tests, fields of whole rows. */
final class RowBinder {
    private static final List<String> COMPARISONS = List.of("=", "<>", "!=", "<", "<=", ">", ">=");

    /** A row that an expression is. */
    private record Row(List<BoundExpression> fields, List<String> names, boolean ofTable, Type type) {
        Row(List<BoundExpression> fields, List<String> names, boolean ofTable) {
            this(fields, names, ofTable, null);
        }
    }

    private final Analysis analysis;
    private final TypeRules rules;

    /** What rows are about to become, where that is known before they are bound: it gives their parameters types. */
    private final Map<Expression, Type> aims = new IdentityHashMap<>();

    RowBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** Says what an expression is about to become. */
    void aim(Expression e, Type type) {
        if (!(e instanceof RowExpression row) || type.fields() == null) {
            return;
        }
        aims.put(e, type);
        for (int i = 0; i < Math.min(row.fields().size(), type.fields().size()); i++) {
            aim(row.fields().get(i), type.fields().get(i).type());
        }
    }

    // --- which expressions are rows
    // -----------------------------------------------------------------------------------

    /** The columns of a table that a name, which is no column's, stands for; null if it is none. */
    private List<Scope.Entry> whole(ColumnReference c, Scope scope) {
        if (c.parts().size() != 1) {
            return null;
        }
        String name = c.parts().get(0).name();
        return scope.column(name, analysis.at(c)) == null ? scope.table(name) : null;
    }

    /** The fields of an expression that is a row; null for any other. */
    private Row row(Expression e, Scope scope) {
        if (e instanceof RowExpression r) {
            List<BoundExpression> fields = new ArrayList<>();
            for (Expression f : r.fields()) {
                if (f instanceof Star s && !s.qualifier().isEmpty()) {
                    Place at = analysis.at(s);
                    analysis.table(s.qualifier(), scope, at)
                            .forEach(x -> fields.add(analysis.expressions().starEntry(x.value(), at)));
                } else if (f instanceof AllFields all) {
                    all(all, scope).forEach(o -> fields.add(o.value()));
                } else {
                    fields.add(analysis.literals().note(analysis.expressions().bind(f, scope), f.start()));
                }
            }
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= fields.size(); i++) {
                names.add("f" + i);
            }
            return new Row(fields, names, false);
        }
        List<Scope.Entry> table = e instanceof ColumnReference c
                ? whole(c, scope)
                : e instanceof Star s && !s.qualifier().isEmpty()
                        ? analysis.table(s.qualifier(), scope, analysis.at(s))
                        : null;
        Row row = table == null ? null : row(table, analysis.at(e));
        String alias = e instanceof ColumnReference c && table != null
                ? c.parts().get(0).name()
                : null;
        Type type = alias == null ? null : scope.rowType(alias);
        return type == null || type.fields().size() != row.fields().size()
                ? row
                : new Row(row.fields(), row.names(), row.ofTable(), type);
    }

    private Row row(List<Scope.Entry> table, Place at) {
        List<BoundExpression> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean ofTable = false;
        for (Scope.Entry x : table) {
            fields.add(analysis.expressions().starEntry(x.value(), at));
            names.add(x.name());
            ofTable |= x.value() instanceof BoundColumn c && analysis.rowsOf(c.source()) != null;
        }
        return new Row(fields, names, ofTable);
    }

    /** Whether an expression is a row. */
    boolean isRow(Expression e, Scope scope) {
        return e instanceof RowExpression
                || e instanceof ColumnReference c && whole(c, scope) != null
                || e instanceof Star s && !s.qualifier().isEmpty();
    }

    // --- a row as a value
    // ----------------------------------------------------------------------------------------------

    /** A row as one value; null if the expression is none. */
    BoundExpression value(Expression e, Scope scope) {
        Row r = row(e, scope);
        return r == null ? null : value(e, r, analysis.at(e));
    }

    /** A whole row as one value. */
    BoundExpression whole(List<Scope.Entry> table, Place at) {
        return value(null, row(table, at), at);
    }

    private BoundExpression value(Expression e, Row r, Place at) {
        BoundExpression present = e instanceof RowExpression ? null : present(r, at);
        Type aim = aims.get(e);
        List<BoundExpression> written = new ArrayList<>();
        List<BoundExpression> fields = new ArrayList<>();
        for (int i = 0; i < r.fields().size(); i++) {
            BoundExpression f = r.fields().get(i);
            if (f instanceof BoundParameter && aim != null && i < aim.fields().size()) {
                f = rules.coerce(f, aim.fields().get(i).type(), at);
            }
            written.add(f);
            fields.add(f instanceof BoundRow ? f : rules.settle(f, at));
        }
        Type of = r.type() != null ? r.type() : r.ofTable() ? type(r) : null;
        BoundExpression text = of == null ? rules.row(r.names(), fields, at) : rules.row(of, fields, at);
        Type type = text.type();
        BoundExpression whole = present == null
                ? text
                : new BoundCase(List.of(present), List.of(text), new BoundConstant(null, type), type);
        // as one value a row of a table has the names of its columns, whatever an alias calls them
        List<String> names = r.type() == null && of != null
                ? of.fields().stream().map(Type.Field::name).toList()
                : r.names();
        return new BoundRow(fields, names, of != null, present, written, whole, type);
    }

    /** The type of a whole row of a table; null where it is not known. */
    private Type type(Row r) {
        Relation relation = relation(r);
        Type type = relation == null ? null : rules.rowType(relation);
        return type == null || type.fields().size() != r.fields().size() ? null : type;
    }

    /** The relation that a whole row is of. */
    private Relation relation(Row r) {
        return r.fields().get(0) instanceof BoundColumn c ? analysis.rowsOf(c.source()) : null;
    }

    /** What tells that there is a row; null if there always is one. */
    private BoundExpression present(Row r, Place at) {
        if (r.fields().stream().noneMatch(this::missing)) {
            return null;
        }
        for (BoundExpression f : r.fields()) {
            if (f instanceof BoundColumn c && !c.nullable()) {
                return new OperationValue(Operation.IS_NOT_NULL, List.of(f), rules.booleanType());
            }
        }
        BoundColumn number =
                r.fields().get(0) instanceof BoundColumn c ? analysis.presence().of(c.source(), r.fields()) : null;
        if (number != null) {
            return new OperationValue(Operation.IS_NOT_NULL, List.of(number), rules.booleanType());
        }
        Relation table = relation(r);
        if (table != null && table.kind() == Relation.Kind.TABLE && table.own()) {
            // a row that is missing has no number
            int source = ((BoundColumn) r.fields().get(0)).source();
            return new OperationValue(
                    Operation.IS_NOT_NULL,
                    List.of(ReturningJoined.number(table, source, rules.rowCountType(), at)),
                    rules.booleanType());
        }
        throw at.unsupported(
                "a whole row of the side of an outer join that may be missing, without a column NOT NULL,");
    }

    /** A field of a row, by its name; null if the base is no row. */
    BoundExpression field(FieldSelection e, Scope scope) {
        Row r = row(e.base(), scope);
        if (r == null) {
            return null;
        }
        int i = r.names().indexOf(e.field().name());
        if (i < 0) {
            throw analysis.at(e.base())
                    .failure(
                            FailureKind.UNDEFINED_COLUMN,
                            e.base() instanceof ColumnReference c
                                    ? "column " + c.parts().get(0).name() + "."
                                            + e.field().name() + " does not exist"
                                    : "could not identify column \"" + e.field().name() + "\" in record data type");
        }
        return r.fields().get(i);
    }

    /** All fields of a row as outputs. */
    List<BoundOutput> all(AllFields e, Scope scope) {
        Row r = row(e.base(), scope);
        List<BoundOutput> outputs = new ArrayList<>();
        if (r == null) {
            BoundExpression base = analysis.expressions().bind(e.base(), scope);
            Place at = analysis.at(e);
            if (base.type().fields() == null) {
                throw rules.isRow(base.type())
                        ? at.build(FailureKind.SEMANTIC, "record type has not been registered")
                                .sqlState("42809")
                                .build()
                        : SqlFailure.build(
                                        FailureKind.SEMANTIC,
                                        "type " + rules.display(base.type()) + " is not composite")
                                .sqlState("42809")
                                .build();
            }
            for (Type.Field f : base.type().fields()) {
                outputs.add(new BoundOutput(f.name(), rules.field(base, f.name(), at)));
            }
            return outputs;
        }
        for (int i = 0; i < r.fields().size(); i++) {
            outputs.add(
                    new BoundOutput(r.names().get(i), rules.settle(r.fields().get(i), analysis.at(e))));
        }
        return outputs;
    }

    // --- comparisons
    // ---------------------------------------------------------------------------------------------------

    /** Two expressions of which one is a row; null if none is. */
    BoundExpression compare(String operator, Expression left, Expression right, Scope scope, Place at) {
        Row l = row(left, scope);
        Row r = row(right, scope);
        if (l != null && r != null) {
            if (left instanceof RowExpression && right instanceof RowExpression) {
                return compare(operator, l.fields(), r.fields(), at);
            }
            BoundExpression whole = whole(operator, l.fields(), r.fields(), at);
            if (whole != null) {
                return whole;
            }
        }
        if (l != null && right instanceof QueryExpression q && q.kind() == QueryExpression.Kind.SCALAR) {
            return query(operator, l.fields(), q, scope, at);
        }
        if (l != null || r != null) {
            return rules.operator(
                    operator,
                    analysis.expressions().bind(left, scope),
                    analysis.expressions().bind(right, scope),
                    at);
        }
        return null;
    }

    /**
     * Whole rows of tables are values: NULLs in them are equal (record_eq of rowtypes.c). Null where they have to be
     * compared as values.
     */
    private BoundExpression whole(String operator, List<BoundExpression> left, List<BoundExpression> right, Place at) {
        boolean equal = operator.equals("=");
        if (!equal && !operator.equals("<>") && !operator.equals("!=") || left.size() != right.size()) {
            return null;
        }
        List<BoundExpression> tests = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).type().name().equals(right.get(i).type().name())
                    || left.get(i).type().fields() != null
                    || missing(left.get(i))
                    || missing(right.get(i))) {
                return null;
            }
            tests.add(analysis.expressions().operators().distinct(left.get(i), right.get(i), equal, at));
        }
        return all(tests, equal ? Operation.AND : Operation.OR, equal);
    }

    private boolean missing(BoundExpression e) {
        return e instanceof BoundColumn c && analysis.mayBeMissing(c.source());
    }

    /** A row and the only one of a query. */
    private BoundExpression query(
            String operator, List<BoundExpression> left, QueryExpression e, Scope scope, Place at) {
        BoundQuery q =
                analysis.expressions().calls().inner(() -> analysis.queries().bind(e.query(), scope));
        int source = analysis.newSource(null);
        width(left.size(), q.outputs().size(), at);
        BoundExpression test = compare(operator, left, columns(source, q), at);
        return new BoundSubquery(false, selection(test, new BoundSource.Derived(source, q)), rules.booleanType());
    }

    private static void width(int left, int right, Place at) {
        if (right > left) {
            throw at.failure(FailureKind.SYNTAX, "subquery has too many columns");
        }
        if (right < left) {
            throw at.failure(FailureKind.SYNTAX, "subquery has too few columns");
        }
    }

    private static List<BoundExpression> columns(int source, BoundQuery q) {
        List<BoundExpression> columns = new ArrayList<>();
        for (int i = 0; i < q.outputs().size(); i++) {
            columns.add(new BoundColumn(
                    source, QueryBinder.columnOf(i), q.outputs().get(i).value().type(), true));
        }
        return columns;
    }

    private static BoundQuery selection(BoundExpression output, BoundSource from) {
        return new BoundQuery(
                new BoundBody.Select(false, List.of(new BoundOutput("", output)), from, null, false, List.of(), null),
                List.of(),
                null,
                null);
    }

    /** make_row_comparison_op of parse_expr.c: = and <> look at all fields, the others at the first that differ. */
    BoundExpression compare(String operator, List<BoundExpression> left, List<BoundExpression> right, Place at) {
        if (left.size() != right.size()) {
            throw at.failure(FailureKind.SYNTAX, "unequal number of entries in row expressions");
        }
        if (left.isEmpty()) {
            throw at.failure(FailureKind.UNSUPPORTED, "cannot compare rows of zero length");
        }
        if (left.size() == 1) {
            return rules.operator(operator, left.get(0), right.get(0), at);
        }
        if (!COMPARISONS.contains(operator)) {
            for (int i = 0; i < left.size(); i++) {
                rules.operator(operator, left.get(i), right.get(i), at);
            }
            throw at.build(
                            FailureKind.UNSUPPORTED,
                            "could not determine interpretation of row comparison operator " + operator)
                    .hint("Row comparison operators must be associated with btree operator families.")
                    .build();
        }
        if (operator.equals("=") || operator.equals("<>") || operator.equals("!=")) {
            List<BoundExpression> pairs = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                pairs.add(
                        rules.condition(rules.operator(operator, left.get(i), right.get(i), at), "row comparison", at));
            }
            return new OperationValue(operator.equals("=") ? Operation.AND : Operation.OR, pairs, rules.booleanType());
        }
        OperationValue own = own(operator, left, right, at);
        return own == null ? first(operator, left, right, 0, at) : own;
    }

    /** The comparison that the storage makes itself, where all fields compare as their carriers do; else null. */
    private OperationValue own(String operator, List<BoundExpression> left, List<BoundExpression> right, Place at) {
        List<BoundExpression> l = new ArrayList<>();
        List<BoundExpression> r = new ArrayList<>();
        Operation operation = null;
        for (int i = 0; i < left.size(); i++) {
            if (!(rules.operator(operator, left.get(i), right.get(i), at) instanceof OperationValue o)
                    || !isOrder(o.operation())) {
                return null;
            }
            operation = o.operation();
            l.add(o.operands().get(0));
            r.add(o.operands().get(1));
        }
        return new OperationValue(operation, List.of(side(l), side(r)), rules.booleanType());
    }

    private static boolean isOrder(Operation o) {
        return switch (o) {
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
            default -> false;
        };
    }

    private static OperationValue side(List<BoundExpression> fields) {
        return new OperationValue(Operation.ROW, fields, fields.get(0).type());
    }

    /** The first fields that differ decide; where they are not known to, nothing is known. */
    private BoundExpression first(
            String operator, List<BoundExpression> left, List<BoundExpression> right, int i, Place at) {
        BoundExpression l = left.get(i);
        BoundExpression r = right.get(i);
        if (Columns.isVolatile(l) || Columns.isVolatile(r)) {
            throw at.unsupported("a volatile function in a comparison of rows of these types");
        }
        if (i == left.size() - 1) {
            return rules.operator(operator, l, r, at);
        }
        BoundExpression less = rules.operator(operator.substring(0, 1), l, r, at);
        BoundExpression equal = rules.operator("=", l, r, at);
        return new OperationValue(
                Operation.OR,
                List.of(
                        less,
                        new OperationValue(
                                Operation.AND,
                                List.of(equal, first(operator, left, right, i + 1, at)),
                                rules.booleanType())),
                rules.booleanType());
    }

    // --- tests
    // -----------------------------------------------------------------------------------------------------------

    /** Whether all fields are NULL, or none is; null if the operand is no row. */
    BoundExpression isNull(Expression operand, boolean negated, Scope scope) {
        Row r = row(operand, scope);
        if (r == null) {
            return null;
        }
        List<BoundExpression> tests = new ArrayList<>();
        for (BoundExpression f : r.fields()) {
            tests.add(new OperationValue(
                    negated ? Operation.IS_NOT_NULL : Operation.IS_NULL,
                    List.of(rules.settle(f, analysis.at(operand))),
                    rules.booleanType()));
        }
        return all(tests, Operation.AND, true);
    }

    private BoundExpression all(List<BoundExpression> tests, Operation how, boolean none) {
        return tests.isEmpty()
                ? new io.polywire.sql.bound.BoundConstant(none ? 1L : 0L, rules.booleanType())
                : tests.size() == 1 ? tests.get(0) : new OperationValue(how, tests, rules.booleanType());
    }

    /** IS DISTINCT FROM; null if they have to be compared as values. */
    BoundExpression distinct(Expression left, Expression right, boolean negated, Scope scope, Place at) {
        Row l = row(left, scope);
        Row r = row(right, scope);
        if (l == null || r == null) {
            return null;
        }
        if (!(left instanceof RowExpression) || !(right instanceof RowExpression)) {
            boolean alike = l.fields().size() == r.fields().size();
            for (int i = 0; alike && i < l.fields().size(); i++) {
                BoundExpression a = l.fields().get(i);
                BoundExpression b = r.fields().get(i);
                alike = a.type().name().equals(b.type().name()) && !missing(a) && !missing(b);
            }
            if (!alike) {
                return null;
            }
        }
        if (l.fields().size() != r.fields().size()) {
            throw at.failure(FailureKind.SYNTAX, "unequal number of entries in row expressions");
        }
        List<BoundExpression> tests = new ArrayList<>();
        for (int i = 0; i < l.fields().size(); i++) {
            tests.add(analysis.expressions()
                    .operators()
                    .distinct(l.fields().get(i), r.fields().get(i), negated, at));
        }
        return all(tests, negated ? Operation.AND : Operation.OR, negated);
    }

    /** A row among others; null if the operand is no row. */
    BoundExpression in(Expression operand, List<Expression> items, boolean negated, Scope scope, Place at) {
        if (!isRow(operand, scope)) {
            return null;
        }
        List<BoundExpression> any = new ArrayList<>();
        for (Expression item : items) {
            any.add(compare(negated ? "<>" : "=", operand, item, scope, at));
        }
        return all(any, negated ? Operation.AND : Operation.OR, negated);
    }

    /** A row among those of a query; null if the operand is no row. */
    BoundExpression in(Expression operand, BoundQuery q, boolean negated, Scope scope, Place at) {
        Row l = row(operand, scope);
        if (l == null) {
            return null;
        }
        boolean whole = !(operand instanceof RowExpression)
                && q.outputs().size() == 1
                && rules.isRow(q.outputs().get(0).value().type());
        if (whole) {
            throw at.unsupported("a row as one value in IN with a query");
        }
        width(l.fields().size(), q.outputs().size(), at);
        int source = analysis.newSource(null);
        List<BoundExpression> columns = columns(source, q);
        List<OperationValue> equalities = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            equalities.addAll(equalities(rules.operator("=", l.fields().get(i), columns.get(i), at), at));
        }
        return in(equalities, source, q, negated);
    }

    /** A value that is looked for among the rows of a query, by several comparisons at once. */
    InSubquery in(List<OperationValue> equalities, int source, BoundQuery q, boolean negated) {
        List<BoundExpression> left = new ArrayList<>();
        List<BoundOutput> right = new ArrayList<>();
        for (OperationValue equal : equalities) {
            left.add(equal.operands().get(0));
            right.add(new BoundOutput("", equal.operands().get(1)));
        }
        BoundBody rows =
                new BoundBody.Select(false, right, new BoundSource.Derived(source, q), null, false, List.of(), null);
        return new InSubquery(
                left.size() == 1 ? left.get(0) : side(left),
                new BoundQuery(rows, List.of(), null, null),
                negated,
                rules.booleanType());
    }

    /** The comparisons of the two sides that "=" consists of, which a query of IN makes for each of its rows. */
    static List<OperationValue> equalities(BoundExpression equal, Place at) {
        if (equal instanceof OperationValue o && o.operation() == Operation.EQUAL) {
            return List.of(o);
        }
        List<OperationValue> all = new ArrayList<>();
        if (equal instanceof OperationValue o && o.operation() == Operation.AND) {
            for (BoundExpression e : o.operands()) {
                all.addAll(equalities(e, at));
            }
            return all;
        }
        throw at.unsupported("IN with a query of these types");
    }

    /** The comparison of a row with each of a query's, for ANY and ALL; null if the operand is no row. */
    BoundExpression each(String operator, Expression operand, BoundQuery q, int source, Scope scope, Place at) {
        Row l = row(operand, scope);
        if (l == null) {
            return null;
        }
        width(l.fields().size(), q.outputs().size(), at);
        return compare(operator, l.fields(), columns(source, q), at);
    }
}
