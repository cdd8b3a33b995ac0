package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Assignment;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Parameter;
import io.polywire.sql.tree.QueryExpression;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Subscript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What SET sets, in UPDATE and in ON CONFLICT DO UPDATE. */
final class Assignments {
    private final ChangeBinder changes;
    private final Analysis analysis;
    private final Relation target;
    /** Columns that are set. */
    final List<String> names = new ArrayList<>();

    private final int source;
    /** Columns of which elements are set. */
    private final Set<String> parts = new HashSet<>();

    private final Map<Expression, BoundExpression> early = new IdentityHashMap<>();

    /** As many values, of their types. */
    final List<BoundExpression> values = new ArrayList<>();

    /** @param source the number of the relation that is changed; 0 where its columns cannot be read */
    Assignments(ChangeBinder changes, Analysis analysis, Relation target, int source) {
        this.source = source;
        this.changes = changes;
        this.analysis = analysis;
        this.target = target;
    }

    void bind(List<Assignment> assignments, Scope scope, String clause) {
        try {
            parameters(assignments, scope, clause);
            each(assignments, scope, clause);
            for (String part : parts) {
                int i = names.indexOf(part);
                RelationColumn c = target.columns().get(target.index(part));
                values.set(i, new FieldTargets(analysis).whole(values.get(i), c));
            }
        } catch (SqlFailure f) {
            if (f.kind() == FailureKind.UNDEFINED_COLUMN) {
                values(assignments, scope, clause);
            }
            throw f;
        }
    }

    /** Parameters that stand for whole values: their types are those that they have before any is assigned. */
    private void parameters(List<Assignment> assignments, Scope scope, String clause) {
        for (Assignment a : assignments) {
            List<Expression> each = a.row() && a.value() instanceof RowExpression r ? r.fields() : List.of(a.value());
            for (Expression e : each) {
                if (e instanceof Parameter) {
                    early.put(e, analysis.expressions().plain(e, scope, clause));
                }
            }
        }
    }

    /** What is wrong with the values is told before what is wrong with the targets. */
    private void values(List<Assignment> assignments, Scope scope, String clause) {
        for (Assignment a : assignments) {
            List<Expression> each = a.row() && a.value() instanceof RowExpression r ? r.fields() : List.of(a.value());
            for (Expression e : each) {
                if (!(e instanceof DefaultValue) && !a.row() || a.value() instanceof RowExpression) {
                    analysis.expressions().plain(e, scope, clause);
                }
            }
        }
    }

    private void each(List<Assignment> assignments, Scope scope, String clause) {
        for (Assignment a : assignments) {
            if (!a.row()) {
                one(a.targets().get(0), a.value(), scope, clause);
            } else if (a.value() instanceof QueryExpression q && q.kind() == QueryExpression.Kind.SCALAR) {
                query(a, q, scope);
            } else if (a.value() instanceof RowExpression row) {
                width(a, row.fields().size());
                for (int i = 0; i < a.targets().size(); i++) {
                    one(a.targets().get(i), row.fields().get(i), scope, clause);
                }
            } else {
                throw analysis.at(a.value())
                        .failure(
                                FailureKind.UNSUPPORTED,
                                "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression");
            }
        }
    }

    private void width(Assignment a, int values) {
        if (a.targets().size() != values) {
            throw analysis.at(a.value())
                    .failure(FailureKind.SYNTAX, "number of columns does not match number of values");
        }
    }

    private RelationColumn named(Expression e) {
        RelationColumn c = changes.column(target, e, false);
        if (names.contains(c.name())) {
            throw SqlFailure.of(FailureKind.SYNTAX, "multiple assignments to same column \"" + c.name() + "\"");
        }
        names.add(c.name());
        return c;
    }

    private void one(Expression to, Expression from, Scope scope, String clause) {
        if (FieldTargets.is(to)) {
            field(to, from, scope, clause);
            return;
        }
        if (to instanceof Subscript s && !(from instanceof DefaultValue)) {
            part(s, from, scope, clause);
            return;
        }
        RelationColumn c = named(to);
        Type type = changes.typeOf(c, to);
        if (from instanceof DefaultValue && c.generated()) {
            names.remove(c.name());
            return;
        }
        if (from instanceof DefaultValue) {
            if (c.rowNumber()) {
                throw analysis.at(from).unsupported("SET ... = DEFAULT of an INTEGER PRIMARY KEY");
            }
            // the default is that of what is named, and a view has none
            values.add(
                    changes.view() == null || changes.view().gives(c.name())
                            ? new Defaults(analysis).of(c, type, target, from)
                            : changes.assigned(new BoundConstant(null, Type.UNKNOWN), c, type, from));
            return;
        }
        analysis.expressions().rows().aim(from, type);
        BoundExpression known = early.get(from);
        BoundExpression value = known != null ? known : analysis.expressions().plain(from, scope, clause);
        ChangeBinder.refuseValue(c, false, true);
        values.add(changes.assigned(value, c, type, from));
    }

    /** A field of a column; several of one column are set one after another. */
    private void field(Expression to, Expression from, Scope scope, String clause) {
        if (source == 0) {
            throw analysis.at(to).unsupported("a part of a column as a target");
        }
        FieldTargets targets = new FieldTargets(analysis);
        targets.refuseDefault(to, from, to);
        Expression base = FieldTargets.column(to);
        RelationColumn c = changes.column(target, base, false);
        Type type = changes.typeOf(c, to);
        int before = parts.contains(c.name()) ? names.indexOf(c.name()) : -1;
        BoundExpression value = analysis.expressions().plain(from, scope, clause);
        BoundExpression old = before < 0 ? new BoundColumn(source, c.name(), type, true) : values.get(before);
        ChangeBinder.refuseValue(c, false, true);
        BoundExpression whole = targets.assigned(old, to, value, c, scope);
        if (before < 0) {
            named(base);
            parts.add(c.name());
            values.add(whole);
        } else {
            values.set(before, whole);
        }
    }

    /** An element of a column; several of one column are set one after another. */
    private void part(Subscript to, Expression from, Scope scope, String clause) {
        if (source == 0) {
            throw analysis.at(to).unsupported("a part of a column as a target");
        }
        Expression base = FieldTargets.column(to);
        RelationColumn c = changes.column(target, base, false);
        Type type = changes.typeOf(c, to);
        int before = parts.contains(c.name()) ? names.indexOf(c.name()) : -1;
        BoundExpression value = analysis.expressions().plain(from, scope, clause);
        BoundExpression old = before < 0 ? new BoundColumn(source, c.name(), type, true) : values.get(before);
        BoundExpression whole = new FieldTargets(analysis).subscripted(old, to, value, c, scope, clause);
        if (before < 0) {
            named(base);
            parts.add(c.name());
            values.add(whole);
        } else {
            values.set(before, whole);
        }
    }

    /** Each column is a query of its own over the rows of the one that is written. */
    private void query(Assignment a, QueryExpression e, Scope scope) {
        for (int i = 0; i < a.targets().size(); i++) {
            BoundQuery q = analysis.expressions()
                    .calls()
                    .inner(() -> analysis.queries().bind(e.query(), scope));
            width(a, q.outputs().size());
            if (Columns.isVolatile(q)) {
                throw analysis.at(e).unsupported("a volatile function in a query that several columns are set to");
            }
            RelationColumn c = named(a.targets().get(i));
            ChangeBinder.refuseValue(c, false, true);
            Type type = changes.typeOf(c, a.targets().get(i));
            int source = analysis.newSource(null);
            BoundOutput o = q.outputs().get(i);
            BoundBody one = new BoundBody.Select(
                    false,
                    List.of(new BoundOutput(
                            o.name(),
                            new BoundColumn(
                                    source, QueryBinder.columnOf(i), o.value().type(), true))),
                    new BoundSource.Derived(source, q),
                    null,
                    false,
                    List.of(),
                    null);
            BoundExpression value = new BoundSubquery(
                    false, new BoundQuery(one, List.of(), null, null), o.value().type());
            values.add(changes.assigned(value, c, type, e));
        }
    }
}
