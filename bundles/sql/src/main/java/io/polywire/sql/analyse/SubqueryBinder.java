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
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.InQuery;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.QuantifiedQuery;
import io.polywire.sql.tree.QueryExpression;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what queries in place of values mean. */
final class SubqueryBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    /** The queries within each selection so far, by their text. */
    private final Map<Scope, Map<String, BoundQuery>> written = new IdentityHashMap<>();

    SubqueryBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    private BoundExpression value(Expression e, Scope scope) {
        return analysis.expressions().bind(e, scope);
    }

    private SqlFailure unsupported(String what, Part p) {
        return analysis.at(p).unsupported(what);
    }

    private BoundQuery inner(io.polywire.sql.tree.Query query, Scope scope) {
        BoundQuery q =
                analysis.expressions().calls().inner(() -> analysis.queries().bind(query, scope));
        Map<String, BoundQuery> alike = written.get(scope);
        BoundQuery first = alike == null ? null : alike.putIfAbsent(analysis.text(query), q);
        return first == null ? q : first;
    }

    /**
     * The names of a scope are all known. From now on a query that is written as another one before is that one, so that
     * what is in the select list can be found in GROUP BY and ORDER BY.
     */
    void alike(Scope scope) {
        written.put(scope, new HashMap<>());
    }

    BoundExpression bind(QueryExpression e, Scope scope) {
        BoundQuery q = inner(e.query(), scope);
        return switch (e.kind()) {
            case EXISTS -> new BoundSubquery(true, q, rules.booleanType());
            case SCALAR -> {
                oneColumn(q, e);
                yield new BoundSubquery(false, q, q.outputs().get(0).value().type());
            }
            case ARRAY -> {
                oneColumn(q, e);
                yield analysis.expressions().arrays().collected(q, analysis.at(e));
            }
        };
    }

    private void oneColumn(BoundQuery q, Part at) {
        if (q.outputs().size() != 1) {
            throw analysis.at(at).failure(FailureKind.SYNTAX, "subquery must return only one column");
        }
    }

    BoundExpression bind(InQuery e, Scope scope) {
        if (analysis.expressions().rows().isRow(e.operand(), scope)) {
            return analysis.expressions()
                    .rows()
                    .in(e.operand(), inner(e.query(), scope), e.negated(), scope, analysis.behind(e.operand()));
        }
        BoundExpression operand = value(e.operand(), scope);
        BoundQuery q = inner(e.query(), scope);
        if (q.outputs().size() != 1) {
            throw analysis.behind(e.operand()).failure(FailureKind.SYNTAX, "subquery has too many columns");
        }
        BoundExpression column = q.outputs().get(0).value();
        Type inside = column.type();
        int source = analysis.newSource(null);
        BoundExpression probe = new BoundColumn(source, QueryBinder.columnOf(0), inside, true);
        List<OperationValue> equalities =
                RowBinder.equalities(rules.operator("=", operand, probe, analysis.behind(e.operand())), analysis.at(e));
        if (equalities.size() > 1) {
            return analysis.expressions().rows().in(equalities, source, q, e.negated());
        }
        OperationValue equal = equalities.get(0);
        BoundExpression compared = equal.operands().get(1);
        if (!compared.equals(probe)) {
            // the rows are brought to what is compared, in a query around
            q = new BoundQuery(
                    new BoundBody.Select(
                            false,
                            List.of(new BoundOutput(q.outputs().get(0).name(), compared)),
                            new BoundSource.Derived(source, q),
                            null,
                            false,
                            List.of(),
                            null),
                    List.of(),
                    null,
                    null);
        }
        return new InSubquery(equal.operands().get(0), q, e.negated(), rules.booleanType());
    }

    BoundExpression bind(QuantifiedQuery e, Scope scope) {
        if (e.operator().name().equals("=") && !e.all()) {
            return bind(new InQuery(e.operand(), e.query(), false, e.start(), e.end()), scope);
        }
        boolean row = analysis.expressions().rows().isRow(e.operand(), scope);
        BoundExpression operand = row ? null : value(e.operand(), scope);
        BoundQuery q = inner(e.query(), scope);
        if (!row && q.outputs().size() != 1) {
            throw analysis.at(e).failure(FailureKind.SYNTAX, "subquery has too many columns");
        }
        if (Columns.isVolatile(q)) {
            throw unsupported("a volatile function in a query of ANY or ALL", e);
        }
        int source = analysis.newSource(null);
        BoundExpression column = new BoundColumn(
                source, QueryBinder.columnOf(0), q.outputs().get(0).value().type(), true);
        Place at = analysis.at(e.operator());
        BoundExpression compared = row
                ? analysis.expressions().rows().each(e.operator().name(), e.operand(), q, source, scope, at)
                : rules.operator(e.operator().name(), operand, column, at);
        BoundExpression test = rules.condition(compared, e.all() ? "ALL" : "ANY", at);
        // a row that decides, else one that leaves it open, else none
        BoundExpression decides = e.all() ? operation(Operation.IS_FALSE, test) : operation(Operation.IS_TRUE, test);
        BoundSource from = new BoundSource.Derived(source, q);
        return new BoundCase(
                List.of(some(from, decides), some(from, operation(Operation.IS_NULL, test))),
                List.of(truth(!e.all()), new BoundConstant(null, rules.booleanType())),
                truth(e.all()),
                rules.booleanType());
    }

    private BoundExpression operation(Operation operation, BoundExpression of) {
        return new OperationValue(operation, List.of(of), rules.booleanType());
    }

    private BoundExpression truth(boolean value) {
        return new BoundConstant(value ? 1L : 0L, rules.booleanType());
    }

    private BoundExpression some(BoundSource from, BoundExpression where) {
        BoundBody rows = new BoundBody.Select(
                false, List.of(new BoundOutput("", truth(true))), from, where, false, List.of(), null);
        return new BoundSubquery(true, new BoundQuery(rows, List.of(), null, null), rules.booleanType());
    }
}
