package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.CursorRow;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.WindowValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.plan.Captured;
import io.polywire.sql.plan.CursorPosition;
import java.util.List;

/** Writes expressions. Every part is in parentheses of its own, so that precedence never matters. */
final class ExpressionRenderer {
    /** SQLITE_MAX_FUNCTION_ARG (limits.html, item 6) is 127 here. */
    private static final int MOST_ARGUMENTS = 100;

    private final SqlText out;
    private final QueryRenderer queries;
    private final WindowRenderer windows;

    /** How many conditions that stand twice may stand in one another. */
    private static final int MOST_TWICE = 3;

    private int twice;

    ExpressionRenderer(SqlText out, QueryRenderer queries) {
        this.out = out;
        this.queries = queries;
        this.windows = new WindowRenderer(out, this, queries);
    }

    void list(List<? extends BoundExpression> expressions) {
        for (int i = 0; i < expressions.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            write(expressions.get(i));
        }
    }

    void write(BoundExpression e) {
        if (e instanceof BoundColumn c) {
            column(c, true);
        } else if (e instanceof BoundConstant c) {
            out.constant(c.value());
        } else if (e instanceof BoundParameter p) {
            out.parameter(p.number());
        } else if (e instanceof SessionParameter p) {
            out.hidden(p.value());
        } else if (StrictNull.is(e)) {
            // what stands beside it is not worked out, and cannot fail; an aggregate there still makes one row of all
            if (hasAggregate(e)) {
                out.add("nullif(count(*), count(*))");
            } else {
                out.constant(null);
            }
        } else if (e instanceof OperationValue o) {
            operation(o);
        } else if (e instanceof FunctionValue f) {
            function(f.function(), f.arguments());
        } else if (e instanceof AggregateValue a) {
            aggregate(a);
        } else if (e instanceof WindowValue w) {
            windows.write(w);
        } else if (e instanceof BoundCase c) {
            branches(c);
        } else if (e instanceof CapturedRows c) {
            out.hidden(new Captured(c.slot()));
        } else if (e instanceof CursorRow c) {
            out.hidden(new CursorPosition(c.cursor(), c.relation(), c.table()));
        } else if (e instanceof BoundRow r) {
            write(r.text());
        } else if (e instanceof BoundSubquery s) {
            subquery(s);
        } else if (e instanceof InSubquery in) {
            out.add("(");
            write(in.operand());
            out.add(in.negated() ? " NOT IN (" : " IN (");
            queries.write(in.query());
            out.add("))");
        }
    }

    private static boolean hasAggregate(BoundExpression e) {
        return e instanceof AggregateValue
                || e instanceof WindowValue w && w.arguments().stream().anyMatch(ExpressionRenderer::hasAggregate)
                || Logic.parts(e).stream().anyMatch(ExpressionRenderer::hasAggregate);
    }

    /** A call, or several whose results are joined. */
    private void function(ScalarFunction f, List<BoundExpression> arguments) {
        if (arguments.size() > MOST_ARGUMENTS && f.joins() != null) {
            int half = arguments.size() / 2;
            out.function(f.joins()).add("(");
            function(f, arguments.subList(0, half));
            out.add(", ");
            function(f, arguments.subList(half, arguments.size()));
            out.add(")");
            return;
        }
        out.function(f);
        for (int i = 0; i < arguments.size(); i++) {
            out.add(i == 0 ? "(" : ", ");
            argument(arguments.get(i));
        }
        out.add(arguments.isEmpty() ? "()" : ")");
    }

    /** Without a collation, which makes nothing of a function's argument but a key that no index has. */
    private void argument(BoundExpression e) {
        if (e instanceof OperationValue o && o.operation() == Operation.AS_IS) {
            argument(o.operands().get(0));
        } else if (e instanceof BoundColumn c) {
            column(c, false);
        } else {
            write(e);
        }
    }

    private void column(BoundColumn c, boolean compared) {
        if (queries.isBare()) {
            out.add(queries.bareRow() == null ? "" : queries.bareRow() + ".").name(c.name());
            return;
        }
        if (queries.call(c.source()) != null) {
            called(c, queries.call(c.source()));
            return;
        }
        Relation table = queries.tableOf(c.source());
        RelationColumn converted = ForeignRenderer.converted(table, c.name());
        if (converted == null) {
            stored(c, table != null && compared);
        } else {
            queries.foreign().read(table, converted, c.type(), () -> stored(c, false));
        }
    }

    private void stored(BoundColumn c, boolean compared) {
        String renamed = queries.renamed(c.source());
        if (renamed == null) {
            out.add("t" + c.source());
        } else {
            out.name(renamed);
        }
        out.add(".").name(c.name());
        if (compared && isText(c.type().kind())) {
            // a column that another program declared with NOCASE still compares byte by byte here
            out.add(" COLLATE BINARY");
        }
    }

    /** A column of a function's rows ({@link io.polywire.sql.bound.JsonRows}). */
    private void called(BoundColumn c, BoundSource.Call call) {
        int i = Integer.parseInt(c.name().substring(1)) - 1;
        if (i == call.columns().size()) {
            out.add("(t" + c.source() + ".key + 1)");
            return;
        }
        if (SeriesRenderer.serves(call)) {
            out.add("t" + c.source() + ".value");
            return;
        }
        captured("t" + c.source() + ".value", i, c.type());
    }

    /** A value of a row of {@link io.polywire.sql.bound.JsonRows}. */
    void captured(String row, int i, Type type) {
        String value = "json_extract(" + row + ", '$[" + i + "]')";
        switch (type.kind().carrier()) {
            case BYTES -> out.add("unhex(" + value + ")");
            case DOUBLE -> out.function(Guards.DOUBLE_OF_BITS).add("(" + value + ")");
            default -> out.add(value);
        }
    }

    private static boolean isText(TypeKind kind) {
        return kind.carrier() == TypeKind.Carrier.UTF8 || kind == TypeKind.DECIMAL;
    }

    private void operation(OperationValue o) {
        List<BoundExpression> x = o.operands();
        switch (o.operation()) {
            case EQUAL -> between(x, " = ");
            case NOT_EQUAL -> between(x, " <> ");
            case LESS -> between(x, " < ");
            case LESS_EQUAL -> between(x, " <= ");
            case GREATER -> between(x, " > ");
            case GREATER_EQUAL -> between(x, " >= ");
            case DISTINCT -> between(x, " IS NOT ");
            case NOT_DISTINCT -> between(x, " IS ");
            case AND, OR -> logic(o);
            case CONCAT -> between(x, " || ");
            case NOT -> {
                out.add("(NOT ");
                write(x.get(0));
                out.add(")");
            }
            case IS_NULL -> behind(x.get(0), " IS NULL");
            case IS_NOT_NULL -> behind(x.get(0), " IS NOT NULL");
            case IS_TRUE -> behind(x.get(0), " IS TRUE");
            case IS_NOT_TRUE -> behind(x.get(0), " IS NOT TRUE");
            case IS_FALSE -> behind(x.get(0), " IS FALSE");
            case IS_NOT_FALSE -> behind(x.get(0), " IS NOT FALSE");
            case ROW -> between(x, ", ");
            case IN -> {
                out.add("(");
                write(x.get(0));
                out.add(" IN (");
                list(x.subList(1, x.size()));
                out.add("))");
            }
            case COALESCE -> {
                if (x.size() == 1) {
                    write(x.get(0));
                } else if (x.size() > MOST_ARGUMENTS) {
                    int half = x.size() / 2;
                    call(
                            "coalesce",
                            List.of(
                                    new OperationValue(Operation.COALESCE, x.subList(0, half), o.type()),
                                    new OperationValue(Operation.COALESCE, x.subList(half, x.size()), o.type())));
                } else {
                    call("coalesce", x);
                }
            }
            case AS_IS -> write(x.get(0));
            case LENGTH -> call("length", x);
            case TO_DOUBLE -> cast(x.get(0), "REAL");
            case INTEGER_TO_TEXT -> cast(x.get(0), "TEXT");
        }
    }

    /** AND or OR as a value. */
    private void logic(OperationValue o) {
        if (twice >= MOST_TWICE || !Logic.mayFail(o)) {
            between(o.operands(), o.operation() == Operation.AND ? " AND " : " OR ");
            return;
        }
        twice++;
        out.add("(CASE WHEN ");
        condition(o);
        out.add(" THEN 1 WHEN ");
        conditions(o.operands(), "NOT ", o.operation() == Operation.AND ? " OR " : " AND ");
        out.add(" THEN 0 END)");
        twice--;
    }

    /** A condition, where SQLite stops at the operand that settles it. */
    void condition(BoundExpression e) {
        if (!(e instanceof OperationValue o) || StrictNull.is(e)) {
            write(e);
        } else if (Logic.is(o)) {
            conditions(o.operands(), "", o.operation() == Operation.AND ? " AND " : " OR ");
        } else if (o.operation() == Operation.NOT) {
            out.add("(NOT ");
            condition(o.operands().get(0));
            out.add(")");
        } else {
            write(e);
        }
    }

    private void conditions(List<BoundExpression> operands, String before, String operator) {
        out.add("(");
        for (int i = 0; i < operands.size(); i++) {
            out.add(i == 0 ? before : operator + before);
            condition(operands.get(i));
        }
        out.add(")");
    }

    private void between(List<BoundExpression> operands, String operator) {
        out.add("(");
        for (int i = 0; i < operands.size(); i++) {
            out.add(i == 0 ? "" : operator);
            write(operands.get(i));
        }
        out.add(")");
    }

    private void behind(BoundExpression operand, String test) {
        out.add("(");
        write(operand);
        out.add(test).add(")");
    }

    private void call(String name, List<BoundExpression> arguments) {
        out.add(name).add("(");
        list(arguments);
        out.add(")");
    }

    private void cast(BoundExpression e, String type) {
        out.add("CAST(");
        write(e);
        out.add(" AS ").add(type).add(")");
    }

    static String name(Aggregate.Standard aggregate) {
        return switch (aggregate) {
            case COUNT -> "count";
            case MIN -> "min";
            case MAX -> "max";
            case SUM_INTEGERS -> "sum";
            case JOIN_TEXTS -> "group_concat";
        };
    }

    private void aggregate(AggregateValue a) {
        if (a.aggregate() instanceof Aggregate.Own own) {
            out.function(own.function());
        } else {
            out.add(name((Aggregate.Standard) a.aggregate()));
        }
        out.add(a.distinct() ? "(DISTINCT " : "(");
        if (a.arguments().isEmpty()) {
            out.add("*");
        }
        list(a.arguments());
        queries.order(a.orderBy());
        out.add(")");
        filter(a.filter());
    }

    void filter(BoundExpression filter) {
        if (filter != null) {
            out.add(" FILTER (WHERE ");
            condition(filter);
            out.add(")");
        }
    }

    private void branches(BoundCase c) {
        out.add("(CASE");
        for (int i = 0; i < c.conditions().size(); i++) {
            out.add(" WHEN ");
            condition(c.conditions().get(i));
            out.add(" THEN ");
            write(c.results().get(i));
        }
        if (c.otherwise() != null) {
            out.add(" ELSE ");
            write(c.otherwise());
        }
        out.add(" END)");
    }

    private void subquery(BoundSubquery s) {
        if (s.exists()) {
            out.add("(EXISTS (");
            queries.write(s.query());
            out.add("))");
            return;
        }
        BoundColumn known = OidLookups.known(s, queries);
        if (known != null) {
            column(known, true);
            return;
        }
        if (isOneRow(s.query()) || OidLookups.isOneRow(s.query())) {
            out.add("(");
            queries.write(s.query());
            out.add(")");
            return;
        }
        // max of one value is that value
        out.add("(SELECT CASE WHEN ")
                .function(Guards.SECOND_ROW)
                .add("(count(*)) = 0 THEN max(c1) END FROM (SELECT * FROM (");
        queries.write(s.query());
        out.add(") LIMIT 2))");
    }

    private static boolean isOneRow(BoundQuery q) {
        return q.body() instanceof BoundBody.Select s
                        && (s.grouped() && s.groupBy().isEmpty() || s.from() == null)
                || q.limit() instanceof BoundConstant c && c.value() instanceof Long n && n == 1;
    }
}
