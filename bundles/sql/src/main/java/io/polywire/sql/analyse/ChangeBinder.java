package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.ChangeRights;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CurrentOf;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.Update;
import io.polywire.sql.tree.With;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Finds out what UPDATE and DELETE mean, and what all changes have in common. */
final class ChangeBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    /** The view that the target is named by. */
    private ViewTarget view;

    ChangeBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** What is changed, as it is named: a table, or a view that stands for one. */
    Relation target(NamedTable t, ViewTarget.Change change) {
        Relation r = analysis.relation(t.name());
        if (Views.isOwn(r)) {
            view = new ViewTarget(r, change, analysis, new Scope(null), analysis.at(t));
            return view.table;
        }
        if (r.kind() == Relation.Kind.SEQUENCE) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "cannot change sequence \"" + r.name() + "\"")
                    .sqlState("42809")
                    .build();
        }
        if (r.kind() != Relation.Kind.TABLE) {
            String word = r.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            throw SqlFailure.build(FailureKind.SEMANTIC, "cannot change " + word + " \"" + r.name() + "\"")
                    .sqlState("42809")
                    .build();
        }
        return r;
    }

    /** The view that the target is named by; null for a table. */
    ViewTarget view() {
        return view;
    }

    /** The columns of what is named, in order, as the table has them. */
    List<RelationColumn> columns(Relation r) {
        if (view == null) {
            return r.columns();
        }
        List<RelationColumn> columns = new ArrayList<>();
        for (Scope.Entry e : view.entries) {
            if (!(e.value() instanceof BoundColumn c) || HiddenColumns.isPlace(view.table, c)) {
                // it matters only if it is given a value
                break;
            }
            columns.add(view.column(e.name(), analysis.at(0)));
        }
        return columns;
    }

    /** How many columns what is named has, of which so many are the table's. */
    int width(int columns) {
        return view == null ? columns : view.entries.size();
    }

    /** Refuses a value for a column of the view that is none of the table's, of those by their places. */
    void refuseBeyond(int values, int columns) {
        if (view != null && columns < values && values <= view.entries.size()) {
            view.column(view.entries.get(columns).name(), analysis.at(0));
        }
    }

    /** The target as a source of expressions. */
    int scoped(NamedTable t, Relation r, Scope scope) {
        if (view != null) {
            analysis.own(view.number, scope);
            String alias = t.alias() == null
                    ? t.name().last().name()
                    : t.alias().name().name();
            scope.add(alias, view.entries);
            scope.ranges().add(alias, t.alias() != null, r.id(), null, view.entries);
            return view.number;
        }
        int source = analysis.newSource(r);
        analysis.own(source, scope);
        String alias = t.alias() == null ? r.name() : t.alias().name().name();
        List<Scope.Entry> entries = analysis.entries(r, source, List.of());
        analysis.show(source, alias, entries);
        scope.add(alias, entries);
        scope.ranges().add(alias, t.alias() != null, r.id(), null, entries);
        scope.hide(alias, HiddenColumns.ofTarget(r, source, rules));
        if (t.alias() == null) {
            scope.schema(alias, r.schema());
        }
        return source;
    }

    /** What RETURNING gives. */
    List<BoundOutput> returning(List<SelectItem> items, Scope scope) {
        if (items.isEmpty()) {
            return List.of();
        }
        CallBinder calls = analysis.expressions().calls();
        boolean around = calls.startQuery();
        List<BoundOutput> outputs = analysis.queries().selects().outputs(items, scope, true);
        if (outputs.isEmpty()) {
            throw analysis.at(items.get(0)).failure(FailureKind.SYNTAX, "RETURNING must have at least one column");
        }
        if (calls.endQuery(around)) {
            throw analysis.at(items.get(0))
                    .build(FailureKind.SEMANTIC, "aggregate functions are not allowed in RETURNING")
                    .sqlState("42803")
                    .build();
        }
        return outputs;
    }

    Type typeOf(RelationColumn c, Part at) {
        Type t = rules.stored(c);
        if (t == null) {
            throw analysis.at(at)
                    .unsupported(
                            "column \"" + c.name() + "\" of type \"" + c.declared() + "\", made by another program,");
        }
        return t;
    }

    /** Refuses a value for a column that makes its own. */
    static void refuseValue(RelationColumn c, boolean overriding, boolean update) {
        boolean always = c.identity() == RelationColumn.Identity.ALWAYS && !overriding;
        if (!c.generated() && !always) {
            return;
        }
        String message = update
                ? "column \"" + c.name() + "\" can only be updated to DEFAULT"
                : "cannot insert a non-DEFAULT value into column \"" + c.name() + "\"";
        throw SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState("428C9")
                .detail("Column \"" + c.name() + "\" is "
                        + (c.generated() ? "a generated column." : "an identity column defined as GENERATED ALWAYS."))
                .hint(always && !update ? "Use OVERRIDING SYSTEM VALUE to override." : null)
                .build();
    }

    RelationColumn column(Relation r, Expression e, boolean insert) {
        if (!(e instanceof ColumnReference c) || c.parts().size() != 1) {
            throw analysis.at(e).unsupported("a part of a column as a target");
        }
        String name = c.parts().get(0).name();
        if (view != null) {
            return view.column(name, analysis.at(e));
        }
        int i = r.index(name);
        if (i < 0 && !insert && rules.isSystemColumn(name)) {
            throw analysis.at(e).failure(FailureKind.UNSUPPORTED, "cannot assign to system column \"" + name + "\"");
        }
        if (i < 0) {
            throw analysis.at(e)
                    .failure(
                            FailureKind.UNDEFINED_COLUMN,
                            "column \"" + name + "\" of relation \"" + r.name() + "\" does not exist");
        }
        return r.columns().get(i);
    }

    BoundExpression assigned(BoundExpression value, RelationColumn c, Type type, Part at) {
        if (c.rowNumber() && value instanceof BoundConstant k && k.isNull()) {
            // SQLite would make up a number for it
            throw SqlFailure.build(
                            FailureKind.NOT_NULL,
                            "null value in column \"" + c.name() + "\" violates not-null constraint")
                    .objects(null, null, c.name(), null)
                    .build();
        }
        Place where = at instanceof Expression e ? analysis.leftmost(e) : analysis.at(at);
        BoundExpression assigned = rules.assign(value, type, c.name(), where);
        // a parameter that has its type comes as the client sent it
        BoundExpression checked =
                assigned instanceof BoundParameter ? rules.checkedFields(assigned, analysis.at(at)) : assigned;
        return new Domains(analysis).checked(checked, c.typeId(), analysis.at(at));
    }

    // --- UPDATE, DELETE -------------------------------------------------------------------------------------------

    private BoundExpression where(Expression written, Relation r, int number, Scope scope) {
        if (written instanceof CurrentOf c) {
            return CursorRows.condition(c, r, number, view != null, analysis);
        }
        return written == null ? null : analysis.expressions().condition(written, scope, "WHERE");
    }

    BoundStatement update(Update s) {
        Relation r = target(s.target(), ViewTarget.Change.UPDATE);
        Scope scope = around(s.with());
        int number = scoped(s.target(), r, scope);
        BoundSource from = s.from().isEmpty() ? null : new FromBinder(analysis, scope).bind(s.from());
        Assignments set = new Assignments(this, analysis, r, number);
        set.bind(s.assignments(), scope, "UPDATE");
        if (set.names.isEmpty()) {
            // of generated columns alone: the rows are written all the same
            r.columns().stream().filter(c -> !c.generated()).findFirst().ifPresent(c -> {
                set.names.add(c.name());
                set.values.add(new BoundColumn(number, c.name(), typeOf(c, s), !c.notNull()));
            });
        }
        BoundExpression where = where(s.where(), r, number, scope);
        BoundExpression own = where;
        if (view != null) {
            where = view.where(where, analysis);
        }
        List<BoundExpression> written = List.copyOf(set.values);
        if (view != null && view.isChecked()) {
            List<BoundExpression> checked =
                    new ViewChecks(analysis, this, s.target()).updated(set.names, set.values, number);
            set.values.clear();
            set.values.addAll(checked);
        }
        List<BoundOutput> outputs = returning(s.returning(), scope);
        Reach reach = Reach.ofUpdate(r, set.names, analysis.catalog());
        ChangeRights rights = rights(set.names, number, own, written, outputs);
        if (ReturningJoined.needed(outputs, reach, number, scope, analysis)) {
            return new ReturningJoined(analysis, analysis.at(s.returning().get(0)))
                    .update(r, number, set, from, where, outputs, rights);
        }
        boolean reads =
                reach.returns() || reach.isReadBy(where) || set.values.stream().anyMatch(reach::isReadBy);
        return new BoundStatement.Updates(r, set.names, set.values, from, reads, where, outputs, number, rights);
    }

    BoundStatement delete(Delete s) {
        Relation r = target(s.target(), ViewTarget.Change.DELETE);
        Scope scope = around(s.with());
        int number = scoped(s.target(), r, scope);
        BoundSource using = s.using().isEmpty() ? null : new FromBinder(analysis, scope).bind(s.using());
        BoundExpression where = where(s.where(), r, number, scope);
        BoundExpression own = where;
        if (view != null) {
            where = view.where(where, analysis);
        }
        List<BoundOutput> outputs = returning(s.returning(), scope);
        Reach reach = Reach.ofDelete(r, analysis.catalog());
        ChangeRights rights = rights(List.of(), number, own, List.of(), outputs);
        if (ReturningJoined.needed(outputs, reach, number, scope, analysis)) {
            return new ReturningJoined(analysis, analysis.at(s.returning().get(0)))
                    .delete(r, number, using, where, outputs, rights);
        }
        if (using != null) {
            // a row goes if it meets any of the others
            BoundBody meets = new BoundBody.Select(
                    false,
                    List.of(new BoundOutput("?column?", new BoundConstant(1L, rules.rowCountType()))),
                    using,
                    where,
                    false,
                    List.of(),
                    null);
            where = new BoundSubquery(true, new BoundQuery(meets, List.of(), null, null), rules.booleanType());
        }
        BoundStatement.Deletes whole = new BoundStatement.Deletes(r, where, outputs, number, rights);
        return reach.removes() ? new ReturningJoined(analysis, analysis.at(s)).counted(whole) : whole;
    }

    /**
     * What a change asks rights for.
     *
     * @param given columns of the table that it gives values for
     * @param number number of the table as a source
     * @param where its own condition, without a view's; may be null
     */
    ChangeRights rights(
            Collection<String> given,
            int number,
            BoundExpression where,
            List<BoundExpression> values,
            List<BoundOutput> outputs) {
        if (view == null) {
            return ChangeRights.of(given);
        }
        Set<String> read = new HashSet<>();
        Consumer<BoundExpression> into = e -> Columns.each(e, x -> false, c -> {
            if (c.source() == number) {
                read.add(c.name());
            }
        });
        if (where != null) {
            into.accept(where);
        }
        values.forEach(into);
        outputs.forEach(o -> into.accept(o.value()));
        return new ChangeRights(view.chain(), Set.copyOf(given), read);
    }

    /** What stands around the statement: its common tables. */
    Scope around(With with) {
        Scope scope = new Scope(null);
        analysis.programs().around(scope);
        analysis.queries().commonTables(with, scope);
        return new Scope(scope);
    }
}
