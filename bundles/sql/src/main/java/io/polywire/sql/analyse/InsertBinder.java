package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.Parameter;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Subscript;
import io.polywire.sql.tree.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what INSERT means. */
final class InsertBinder {
    private final Analysis analysis;
    private final ChangeBinder changes;
    private Relation table;
    /** Whether the rows are looked at with the values of all columns, also of those that the storage gives defaults. */
    private boolean whole;
    /** Columns that the statement gives values for. */
    private List<RelationColumn> given = List.of();

    InsertBinder(Analysis analysis) {
        this.analysis = analysis;
        this.changes = new ChangeBinder(analysis);
    }

    BoundStatement insert(Insert s) {
        Relation r = changes.target(s.target(), ViewTarget.Change.INSERT);
        table = r;
        List<RelationColumn> columns = new ArrayList<>();
        List<Part> places = new ArrayList<>();
        if (s.columns().isEmpty() && s.source() != null) {
            columns.addAll(changes.columns(r));
        }
        for (Expression e : s.columns()) {
            boolean part = FieldTargets.isPart(e);
            RelationColumn c = changes.column(r, part ? FieldTargets.column(e) : e, true);
            int before = columns.indexOf(c);
            if (before >= 0 && !(part && FieldTargets.isPart((Expression) places.get(before)))) {
                throw analysis.at(e)
                        .failure(FailureKind.DUPLICATE_COLUMN, "column \"" + c.name() + "\" specified more than once");
            }
            columns.add(c);
            places.add(e);
        }
        if (s.overriding() == Insert.Overriding.USER && r.columns().stream().anyMatch(RelationColumn::rowNumber)) {
            throw analysis.at(s).unsupported("OVERRIDING");
        }
        boolean checked = changes.view() != null && changes.view().isChecked();
        if (checked && s.onConflict() != null) {
            throw analysis.at(s.onConflict()).unsupported("ON CONFLICT through a view that has a CHECK OPTION");
        }
        whole = checked || s.condition() != null;
        Scope none = changes.around(s.with());
        none.ranges()
                .add(
                        s.target().alias() == null
                                ? s.target().name().last().name()
                                : s.target().alias().name().name(),
                        s.target().alias() != null,
                        r.id(),
                        null,
                        analysis.entries(r, 0, List.of()));
        List<String> names = new ArrayList<>();
        BoundQuery source = null;
        if (s.source() != null) {
            source = s.source().body() instanceof Values v
                            && s.source().with() == null
                            && s.source().orderBy().isEmpty()
                            && s.source().limit() == null
                    ? values(v, columns, places, s, none, names)
                    : selected(s, columns, places, none, names);
        } else {
            source = row(s, names);
        }
        if (checked && source != null) {
            source = new ViewChecks(analysis, changes, s.target()).inserted(source, names);
        }
        Scope scope = changes.around(s.with());
        int number = changes.scoped(s.target(), r, scope);
        BoundStatement.Conflict conflict = s.onConflict() == null
                ? null
                : new ConflictBinder(changes, analysis, r).bind(s.onConflict(), names, source, scope, number);
        boolean updates = conflict != null && !conflict.columns().isEmpty();
        if (changes.view() == null && r.kind() == Relation.Kind.TABLE) {
            scope.hide(
                    s.target().alias() == null
                            ? r.name()
                            : s.target().alias().name().name(),
                    HiddenColumns.ofInserted(r, number, updates, analysis.rules()));
        }
        Place at = analysis.at(s.returning().isEmpty() ? s : s.returning().get(0));
        InsertedRows inserted =
                new InsertedRows(analysis, r, number, updates, () -> changes.returning(s.returning(), scope), at);
        List<BoundOutput> outputs = inserted.outputs();
        Collection<BoundExpression> telling = List.of();
        if (updates && r.rowNumber() != null) {
            UpsertedRows told = new UpsertedRows(r, number, analysis);
            telling = told.telling();
            if (told.areToldOf(outputs)) {
                source = told.before(source, analysis.at(s));
                conflict = told.noting(conflict);
            }
        }
        List<String> named = given.stream().map(RelationColumn::name).toList();
        return inserted.whole(
                new BoundStatement.Inserts(
                        r,
                        names,
                        source,
                        conflict,
                        outputs,
                        number,
                        changes.rights(named, number, null, List.of(), outputs)),
                telling);
    }

    /** Columns that are left out and whose default the storage does not apply by itself. */
    private List<RelationColumn> missing(List<String> names) {
        List<RelationColumn> all =
                changes.view() == null ? table.columns() : changes.view().columns(analysis.at(0));
        return all.stream()
                .filter(c -> (Defaults.isNeeded(c) || isDomain(c) || whole && !c.generated() && !c.rowNumber())
                        && !names.contains(c.name()))
                .toList();
    }

    private BoundExpression defaults(RelationColumn c, Type type, Part at) {
        return new Defaults(analysis).of(c, type, table, at);
    }

    /** One row of defaults, as far as the storage does not apply them by itself; null if it does. */
    private BoundQuery row(Insert s, List<String> names) {
        List<BoundExpression> row = new ArrayList<>();
        for (RelationColumn c : missing(names)) {
            names.add(c.name());
            row.add(defaults(c, changes.typeOf(c, s), s));
        }
        return row.isEmpty() ? null : new BoundQuery(QueryBinder.rows(List.of(row)), List.of(), null, null);
    }

    /** Whether what a column gets by default has to be checked. */
    private boolean isDomain(RelationColumn c) {
        UserType t = c.typeId() == 0 ? null : analysis.catalog().type(c.typeId());
        return t != null && t.isDomain();
    }

    private void width(int values, List<RelationColumn> columns, List<Part> places, Part at) {
        if (places.isEmpty()) {
            changes.refuseBeyond(values, columns.size());
        }
        given = columns.subList(0, Math.min(values, columns.size()));
        if (values > columns.size()) {
            throw analysis.at(at).failure(FailureKind.SYNTAX, "INSERT has more expressions than target columns");
        }
        if (values < columns.size() && !places.isEmpty()) {
            throw analysis.at(places.get(values))
                    .failure(FailureKind.SYNTAX, "INSERT has more target columns than expressions");
        }
    }

    /** A target that is a part of a column; null for a column. */
    private static Expression part(List<Part> places, int i) {
        return !places.isEmpty() && places.get(i) instanceof Expression e && FieldTargets.isPart(e) ? e : null;
    }

    /** Columns that are set part by part. */
    private static List<RelationColumn> parts(List<RelationColumn> columns, List<Part> places) {
        List<RelationColumn> out = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (part(places, i) != null && !out.contains(columns.get(i))) {
                out.add(columns.get(i));
            }
        }
        return out;
    }

    /** Adds a value, or puts it into the value that the column has so far. */
    private void part(Expression target, BoundExpression value, RelationColumn c, List<BoundExpression> row, int at) {
        BoundExpression before = at < row.size() ? row.get(at) : new BoundConstant(null, changes.typeOf(c, target));
        FieldTargets targets = new FieldTargets(analysis);
        BoundExpression whole = FieldTargets.is(target)
                ? targets.assigned(before, target, value, c, null)
                : targets.subscripted(before, (Subscript) target, value, c, new Scope(null), "INSERT");
        if (at < row.size()) {
            row.set(at, whole);
        } else {
            row.add(whole);
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
        int most = places.isEmpty() ? changes.width(columns.size()) : columns.size();
        Expression first = v.rows().get(0).fields().get(Math.min(width - 1, most));
        width(width, columns, places, first);
        List<List<BoundExpression>> rows = new ArrayList<>();
        v.rows().forEach(row -> rows.add(new ArrayList<>()));
        // parameters of one row have the types that they had before any of them is assigned
        Map<Expression, BoundExpression> early = new IdentityHashMap<>();
        if (v.rows().size() == 1) {
            for (Expression e : v.rows().get(0).fields()) {
                if (e instanceof Parameter) {
                    early.put(e, analysis.expressions().plain(e, scope, "VALUES"));
                }
            }
        }
        for (int c = 0; c < width; c++) {
            int column = c;
            Expression part = part(places, c);
            if (part != null) {
                RelationColumn of = columns.get(c);
                ChangeBinder.refuseValue(of, s.overriding() == Insert.Overriding.SYSTEM, false);
                if (!names.contains(of.name())) {
                    names.add(of.name());
                }
                for (int i = 0; i < rows.size(); i++) {
                    Expression e = v.rows().get(i).fields().get(c);
                    new FieldTargets(analysis).refuseDefault(part, e, part);
                    BoundExpression value = analysis.expressions().plain(e, scope, "VALUES");
                    part(part, value, of, rows.get(i), names.indexOf(of.name()));
                }
                continue;
            }
            long defaults = v.rows().stream()
                    .filter(row -> row.fields().get(column) instanceof DefaultValue)
                    .count();
            if (defaults == v.rows().size()) {
                // the storage gives the default where a column is left out
                continue;
            }
            RelationColumn target = columns.get(c);
            if (target.identity() != RelationColumn.Identity.NONE && s.overriding() == Insert.Overriding.USER) {
                v.rows().stream()
                        .map(row -> row.fields().get(column))
                        .filter(e -> !(e instanceof DefaultValue))
                        .forEach(e -> analysis.expressions().plain(e, scope, "VALUES"));
                continue;
            }
            ChangeBinder.refuseValue(target, s.overriding() == Insert.Overriding.SYSTEM, false);
            if (defaults > 0 && target.rowNumber()) {
                throw analysis.at(s).unsupported("DEFAULT beside other values of a column in one VALUES list");
            }
            Part place = places.isEmpty() ? v : places.get(c);
            Type type = changes.typeOf(target, place);
            names.add(target.name());
            for (int i = 0; i < rows.size(); i++) {
                Expression e = v.rows().get(i).fields().get(c);
                if (e instanceof DefaultValue) {
                    rows.get(i).add(defaults(target, type, e));
                    continue;
                }
                analysis.expressions().rows().aim(e, type);
                BoundExpression known = early.get(e);
                BoundExpression value =
                        known != null ? known : analysis.expressions().plain(e, scope, "VALUES");
                rows.get(i).add(changes.assigned(value, target, type, e));
            }
        }
        for (RelationColumn c : parts(columns, places)) {
            int i = names.indexOf(c.name());
            rows.forEach(row -> row.set(i, new FieldTargets(analysis).whole(row.get(i), c)));
        }
        for (RelationColumn c : missing(names)) {
            Type type = changes.typeOf(c, s);
            names.add(c.name());
            rows.forEach(row -> row.add(defaults(c, type, s)));
        }
        if (names.isEmpty() && rows.size() > 1) {
            // something has to stand in the rows
            RelationColumn c = table.columns().stream()
                    .filter(x -> !x.generated() && !x.rowNumber())
                    .findFirst()
                    .orElseThrow(() -> analysis.at(s).unsupported("several rows of nothing but DEFAULT"));
            Type type = changes.typeOf(c, s);
            names.add(c.name());
            rows.forEach(row -> row.add(defaults(c, type, s)));
        }
        if (s.condition() != null) {
            return new CopiedRows(analysis, table, changes).filtered(rows.get(0), names, s);
        }
        if (names.isEmpty()) {
            return null;
        }
        return new BoundQuery(QueryBinder.rows(rows), List.of(), null, null);
    }

    private BoundQuery selected(
            Insert s, List<RelationColumn> columns, List<Part> places, Scope scope, List<String> names) {
        SelectedRows rows = new SelectedRows(analysis, s.source(), scope);
        width(rows.width(), columns, places, s.source());
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < rows.width(); i++) {
            RelationColumn target = columns.get(i);
            if (target.identity() != RelationColumn.Identity.NONE && s.overriding() == Insert.Overriding.USER) {
                continue;
            }
            ChangeBinder.refuseValue(target, s.overriding() == Insert.Overriding.SYSTEM, false);
            Type type = changes.typeOf(target, places.isEmpty() ? s.source() : places.get(i));
            Expression part = part(places, i);
            if (part != null) {
                int before = names.indexOf(target.name());
                List<BoundExpression> row = new ArrayList<>();
                outputs.forEach(x -> row.add(x.value()));
                part(part, rows.value(i), target, row, before < 0 ? row.size() : before);
                BoundOutput whole = new BoundOutput(target.name(), row.get(before < 0 ? outputs.size() : before));
                if (before < 0) {
                    names.add(target.name());
                    outputs.add(whole);
                } else {
                    outputs.set(before, whole);
                }
                continue;
            }
            names.add(target.name());
            outputs.add(new BoundOutput(rows.name(i), rows.assigned(i, target, type, changes)));
        }
        for (RelationColumn c : parts(columns, places)) {
            int i = names.indexOf(c.name());
            outputs.set(
                    i,
                    new BoundOutput(
                            c.name(),
                            new FieldTargets(analysis).whole(outputs.get(i).value(), c)));
        }
        for (RelationColumn c : missing(names)) {
            Type type = changes.typeOf(c, s);
            names.add(c.name());
            outputs.add(new BoundOutput(c.name(), defaults(c, type, s)));
        }
        // a default that differs from call to call meets the rows in the order of the query
        boolean once = outputs.stream().anyMatch(o -> Columns.isVolatile(o.value()));
        BoundBody around = new BoundBody.Select(false, outputs, rows.source(once), null, false, List.of(), null);
        return new BoundQuery(around, List.of(), null, null);
    }
}
