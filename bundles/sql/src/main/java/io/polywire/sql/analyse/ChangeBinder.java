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
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Assignment;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.Update;
import io.polywire.sql.tree.Values;
import java.util.ArrayList;
import java.util.List;

/** Finds out what INSERT, UPDATE and DELETE mean. */
final class ChangeBinder {
    private final Analysis analysis;
    private final TypeRules rules;

    ChangeBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    private Relation target(NamedTable t) {
        Relation r = analysis.relation(t.name());
        if (r.kind() != Relation.Kind.TABLE) {
            throw analysis.at(t).unsupported("a change through a view");
        }
        return r;
    }

    /** The target as a source of expressions. */
    private int scoped(NamedTable t, Relation r, Scope scope) {
        int source = analysis.newSource(r);
        analysis.own(source, scope);
        String alias = t.alias() == null ? r.name() : t.alias().name().name();
        List<Scope.Entry> entries = analysis.entries(r, source, List.of());
        analysis.show(source, alias, entries);
        scope.add(alias, entries);
        return source;
    }

    private List<BoundOutput> returning(List<SelectItem> items, Scope scope) {
        if (items.isEmpty()) {
            return List.of();
        }
        ExpressionBinder expressions = analysis.expressions();
        boolean around = expressions.calls().startQuery();
        List<BoundOutput> outputs = analysis.queries().selects().outputs(items, scope, true);
        if (expressions.calls().endQuery(around)) {
            throw analysis.at(items.get(0))
                    .build(FailureKind.SEMANTIC, "aggregate functions are not allowed in RETURNING")
                    .sqlState("42803")
                    .build();
        }
        return outputs;
    }

    private Type typeOf(RelationColumn c, Part at) {
        Type t = rules.stored(c);
        if (t == null) {
            throw analysis.at(at)
                    .unsupported(
                            "column \"" + c.name() + "\" of type \"" + c.declared() + "\", made by another program,");
        }
        if (c.generated()) {
            throw analysis.at(at)
                    .build(FailureKind.SEMANTIC, "cannot insert a non-DEFAULT value into column \"" + c.name() + "\"")
                    .sqlState("428C9")
                    .detail("Column \"" + c.name() + "\" is a generated column.")
                    .build();
        }
        return t;
    }

    private RelationColumn column(Relation r, Expression e) {
        if (!(e instanceof ColumnReference c) || c.parts().size() != 1) {
            throw analysis.at(e).unsupported("a part of a column as a target");
        }
        String name = c.parts().get(0).name();
        int i = r.index(name);
        if (i < 0) {
            throw analysis.at(e)
                    .failure(
                            FailureKind.UNDEFINED_COLUMN,
                            "column \"" + name + "\" of relation \"" + r.name() + "\" does not exist");
        }
        return r.columns().get(i);
    }

    private BoundExpression assigned(BoundExpression value, RelationColumn c, Type type, Part at) {
        if (c.rowNumber() && value instanceof BoundConstant k && k.isNull()) {
            // SQLite would make up a number for it
            throw SqlFailure.build(
                            FailureKind.NOT_NULL,
                            "null value in column \"" + c.name() + "\" violates not-null constraint")
                    .objects(null, null, c.name(), null)
                    .build();
        }
        return rules.assign(value, type, c.name(), analysis.at(at));
    }

    // --- INSERT ---------------------------------------------------------------------------------------------------

    BoundStatement insert(Insert s) {
        refuseWith(s.with());
        if (s.onConflict() != null) {
            throw analysis.at(s.onConflict()).unsupported("ON CONFLICT");
        }
        if (s.overriding() != Insert.Overriding.NONE) {
            throw analysis.at(s).unsupported("OVERRIDING");
        }
        Relation r = target(s.target());
        List<RelationColumn> columns = new ArrayList<>();
        List<Part> places = new ArrayList<>();
        if (s.columns().isEmpty()) {
            columns.addAll(r.columns());
        }
        for (Expression e : s.columns()) {
            RelationColumn c = column(r, e);
            if (columns.contains(c)) {
                throw analysis.at(e)
                        .failure(FailureKind.DUPLICATE_COLUMN, "column \"" + c.name() + "\" specified more than once");
            }
            columns.add(c);
            places.add(e);
        }
        Scope none = new Scope(null);
        List<String> names = new ArrayList<>();
        BoundQuery source = null;
        if (s.source() != null) {
            source = s.source().body() instanceof Values v
                            && s.source().with() == null
                            && s.source().orderBy().isEmpty()
                            && s.source().limit() == null
                    ? values(v, columns, places, s, none, names)
                    : selected(s, columns, places, none, names);
        }
        Scope scope = new Scope(null);
        int number = scoped(s.target(), r, scope);
        return new BoundStatement.Inserts(r, names, source, returning(s.returning(), scope), number);
    }

    private void width(int values, List<RelationColumn> columns, List<Part> places, Part at) {
        if (values > columns.size()) {
            throw analysis.at(at).failure(FailureKind.SYNTAX, "INSERT has more expressions than target columns");
        }
        if (values < columns.size() && !places.isEmpty()) {
            throw analysis.at(places.get(values))
                    .failure(FailureKind.SYNTAX, "INSERT has more target columns than expressions");
        }
    }

    private BoundQuery values(
            Values v, List<RelationColumn> columns, List<Part> places, Insert s, Scope scope, List<String> names) {
        int width = v.rows().get(0).fields().size();
        for (RowExpression row : v.rows()) {
            if (row.fields().size() != width) {
                throw analysis.at(row.fields().get(0))
                        .failure(FailureKind.SYNTAX, "VALUES lists must all be the same length");
            }
        }
        Expression first = v.rows().get(0).fields().get(Math.min(width - 1, columns.size()));
        width(width, columns, places, first);
        List<List<BoundExpression>> rows = new ArrayList<>();
        v.rows().forEach(row -> rows.add(new ArrayList<>()));
        for (int c = 0; c < width; c++) {
            int column = c;
            long defaults = v.rows().stream()
                    .filter(row -> row.fields().get(column) instanceof DefaultValue)
                    .count();
            if (defaults == v.rows().size()) {
                // the storage gives the default where a column is left out
                continue;
            }
            if (defaults > 0) {
                throw analysis.at(s).unsupported("DEFAULT beside other values of a column in one VALUES list");
            }
            RelationColumn target = columns.get(c);
            Part place = places.isEmpty() ? v : places.get(c);
            Type type = typeOf(target, place);
            names.add(target.name());
            for (int i = 0; i < rows.size(); i++) {
                Expression e = v.rows().get(i).fields().get(c);
                BoundExpression value = analysis.expressions().plain(e, scope, "VALUES");
                rows.get(i).add(assigned(value, target, type, e));
            }
        }
        if (names.isEmpty()) {
            if (rows.size() > 1) {
                throw analysis.at(s).unsupported("several rows of nothing but DEFAULT");
            }
            return null;
        }
        return new BoundQuery(QueryBinder.rows(rows), List.of(), null, null);
    }

    private BoundQuery selected(
            Insert s, List<RelationColumn> columns, List<Part> places, Scope scope, List<String> names) {
        BoundQuery q = analysis.queries().bind(s.source(), scope);
        width(q.outputs().size(), columns, places, s.source());
        int source = analysis.newSource(null);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < q.outputs().size(); i++) {
            RelationColumn target = columns.get(i);
            Part place = places.isEmpty() ? s.source() : places.get(i);
            Type type = typeOf(target, place);
            if (target.rowNumber()) {
                throw analysis.at(place).unsupported("INSERT ... SELECT into an INTEGER PRIMARY KEY");
            }
            names.add(target.name());
            BoundOutput o = q.outputs().get(i);
            BoundExpression value =
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true);
            outputs.add(new BoundOutput(o.name(), assigned(value, target, type, place)));
        }
        BoundBody around =
                new BoundBody.Select(false, outputs, new BoundSource.Derived(source, q), null, false, List.of(), null);
        return new BoundQuery(around, List.of(), null, null);
    }

    // --- UPDATE, DELETE -------------------------------------------------------------------------------------------

    BoundStatement update(Update s) {
        refuseWith(s.with());
        if (!s.from().isEmpty()) {
            throw analysis.at(s.from().get(0)).unsupported("UPDATE ... FROM");
        }
        Relation r = target(s.target());
        Scope scope = new Scope(null);
        int number = scoped(s.target(), r, scope);
        List<String> names = new ArrayList<>();
        List<BoundExpression> values = new ArrayList<>();
        for (Assignment a : s.assignments()) {
            if (a.row() || a.targets().size() != 1) {
                throw analysis.at(a).unsupported("an assignment to several columns");
            }
            RelationColumn c = column(r, a.targets().get(0));
            if (names.contains(c.name())) {
                throw SqlFailure.of(FailureKind.SYNTAX, "multiple assignments to same column \"" + c.name() + "\"");
            }
            Type type = typeOf(c, a.targets().get(0));
            names.add(c.name());
            if (a.value() instanceof DefaultValue) {
                if (c.hasDefault() || c.rowNumber()) {
                    throw analysis.at(a).unsupported("SET ... = DEFAULT");
                }
                values.add(new BoundConstant(null, type));
                continue;
            }
            BoundExpression value = analysis.expressions().plain(a.value(), scope, "UPDATE");
            values.add(assigned(value, c, type, a.value()));
        }
        BoundExpression where =
                s.where() == null ? null : analysis.expressions().condition(s.where(), scope, "WHERE");
        return new BoundStatement.Updates(r, names, values, where, returning(s.returning(), scope), number);
    }

    BoundStatement delete(Delete s) {
        refuseWith(s.with());
        if (!s.using().isEmpty()) {
            throw analysis.at(s.using().get(0)).unsupported("DELETE ... USING");
        }
        Relation r = target(s.target());
        Scope scope = new Scope(null);
        int number = scoped(s.target(), r, scope);
        BoundExpression where =
                s.where() == null ? null : analysis.expressions().condition(s.where(), scope, "WHERE");
        return new BoundStatement.Deletes(r, where, returning(s.returning(), scope), number);
    }

    private void refuseWith(io.polywire.sql.tree.With with) {
        if (with != null) {
            throw analysis.at(with).unsupported("WITH before a statement that changes rows");
        }
    }
}
