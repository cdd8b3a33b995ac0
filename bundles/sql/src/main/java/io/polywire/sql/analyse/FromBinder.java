package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.DerivedTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.FunctionItem;
import io.polywire.sql.tree.FunctionTable;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.TableReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Finds out what FROM means, and puts its columns into a query's scope. */
final class FromBinder {
    private final Analysis analysis;
    /** The query's own scope, which owns all sources. */
    private final Scope query;
    /** What stands before in FROM. */
    private final Scope items;
    /** What stands outside of FROM, which nothing in it may read: the table that UPDATE changes. */
    private final Scope outside;
    /** What stands before, within the joins around. */
    private final Deque<Scope> before = new ArrayDeque<>();

    /** Functions of users that give rows. */
    private final RoutineTables routines;

    FromBinder(Analysis analysis, Scope query) {
        this.analysis = analysis;
        this.query = query;
        this.items = Scope.beside(query);
        this.outside = Scope.beside(query);
        outside.takeNames(query);
        outside.visible.addAll(query.visible);
        this.routines = new RoutineTables(analysis, query, this::seen);
    }

    /** All of a FROM clause; null for none. */
    BoundSource bind(List<TableReference> from) {
        BoundSource all = null;
        for (TableReference t : from) {
            Scope side = new Scope(query);
            if (t instanceof DerivedTable d && d.lateral() && all != null) {
                all = lateral(d, BoundSource.Kind.INNER, all, seen(), side);
            } else if (all != null && t instanceof FunctionTable f && routines.dependent(f) != null) {
                all = dependent(f, BoundSource.Kind.INNER, all, side);
            } else {
                BoundSource s = bind(t, side);
                all = all == null ? s : beside(all, s);
            }
            query.takeNames(side);
            query.visible.addAll(side.visible);
            items.takeNames(side);
            items.visible.addAll(side.visible);
        }
        return all;
    }

    /** A join whose rows are made of what stands before it too has that within, as storages see no further than a join. */
    private static BoundSource beside(BoundSource all, BoundSource s) {
        return s instanceof BoundSource.Joined j
                        && (j.kind() == BoundSource.Kind.INNER || j.kind() == BoundSource.Kind.LEFT)
                        && hasCall(j)
                ? new BoundSource.Joined(j.kind(), beside(all, j.left()), j.right(), j.on())
                : new BoundSource.Joined(BoundSource.Kind.INNER, all, s, null);
    }

    private static boolean hasCall(BoundSource s) {
        return s instanceof BoundSource.Call
                || s instanceof BoundSource.Joined j && (hasCall(j.left()) || hasCall(j.right()));
    }

    private BoundSource bind(TableReference t, Scope into) {
        if (t instanceof NamedTable n) {
            return named(n, into);
        }
        if (t instanceof DerivedTable d) {
            return derived(d, into);
        }
        if (t instanceof Join j) {
            return join(j, into);
        }
        return function((FunctionTable) t, into);
    }

    // --- functions ------------------------------------------------------------------------------------------------

    /** Functions and LATERAL queries see what stands before them in FROM. */
    private Scope seen() {
        Scope seen = Scope.beside(query);
        seen.takeNames(outside);
        seen.visible.addAll(outside.visible);
        seen.takeNames(items);
        seen.visible.addAll(items.visible);
        for (Scope s : before) {
            seen.takeNames(s);
            seen.visible.addAll(s.visible);
        }
        return seen;
    }

    /** A function that gives the rows of a system relation; null for any other. */
    private BoundSource system(FunctionTable t, Scope into) {
        if (t.functions().size() != 1
                || t.ordinality()
                || !t.columns().isEmpty()
                || !t.functions().get(0).columns().isEmpty()
                || !(t.functions().get(0).call() instanceof FunctionCall f)
                || !f.arguments().isEmpty()
                || f.star()
                || f.name().parts().size() > 2) {
            return null;
        }
        List<Identifier> parts = f.name().parts();
        SystemRelation r = analysis.rules()
                .systemRows(
                        parts.size() == 1 ? null : parts.get(0).name(),
                        f.name().last().name());
        if (r == null) {
            return null;
        }
        String alias = t.alias() == null || t.alias().name() == null
                ? f.name().last().name()
                : t.alias().name().name();
        List<Identifier> aliases = t.alias() == null ? List.of() : t.alias().columns();
        return system(r, new NamedTable(f.name(), false, t.alias(), null, t.start(), t.end()), alias, aliases, into);
    }

    private BoundSource function(FunctionTable t, Scope into) {
        BoundSource rowsOfSystem = system(t, into);
        if (rowsOfSystem != null) {
            return rowsOfSystem;
        }
        RoutineCalls.Rows ofUser = routines.rows(t);
        if (ofUser != null) {
            BoundSource.Derived given = rows(
                    ofUser.query(),
                    routines.alias(t),
                    routines.names(t, ofUser),
                    RoutineTables.aliases(t),
                    Origin.NONE,
                    into);
            routines.show(t, ofUser, into);
            Lateral lateral = new Lateral(analysis, query);
            if (!lateral.isDependent(ofUser.query())) {
                return given;
            }
            lateral.refuse(
                    new BoundSubquery(true, ofUser.query(), analysis.rules().booleanType()), outside, false);
            return lateral.collected(given.number(), ofUser.query());
        }
        Place at = analysis.at(t);
        Scope seen = seen();
        String alias = t.alias() == null || t.alias().name() == null
                ? null
                : t.alias().name().name();
        List<RowsCall> calls = new ArrayList<>();
        List<String> names = new ArrayList<>();
        DefinedRows defined = new DefinedRows(analysis);
        List<Type.Field> read = new ArrayList<>();
        for (FunctionItem item : t.functions()) {
            RowsCall records = defined.call(item, t.columns(), seen, read);
            if (records != null) {
                names.addAll(records.names());
                calls.add(records);
                continue;
            }
            if (!t.columns().isEmpty() || !item.columns().isEmpty()) {
                call(item.call(), seen);
                ColumnDefinition first = t.columns().isEmpty()
                        ? item.columns().get(0)
                        : t.columns().get(0);
                throw analysis.at(first)
                        .failure(
                                FailureKind.SYNTAX,
                                "a column definition list is only allowed for functions returning \"record\"");
            }
            for (Expression e : apart(item.call())) {
                RowsCall call = call(e, seen);
                String own = t.functions().size() == 1
                                && alias != null
                                && call.names().size() == 1
                        ? alias
                        : analysis.rules().columnName(item.call());
                String given = routines.name(t);
                call.names().forEach(n -> names.add(n != null ? n : given != null ? given : own));
                call.types().forEach(x -> read.add(null));
                calls.add(call);
            }
        }
        if (alias == null) {
            alias = analysis.rules().columnName(t.functions().get(0).call());
        }
        int source = analysis.newSource(null);
        analysis.own(source, query);
        BoundSource.Call rows = RowsBinder.beside(source, calls);
        new Lateral(analysis, query).refuse(rows.rows(), outside, false);
        List<Type> types = new ArrayList<>(rows.columns());
        if (t.ordinality()) {
            names.add("ordinality");
            types.add(analysis.rules().rowCountType());
        }
        List<Identifier> aliases = t.alias() == null ? List.of() : t.alias().columns();
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            boolean plain = i < aliases.size() && types.stream().allMatch(x -> x.fields() == null);
            String name = plain ? aliases.get(i).name() : names.get(i);
            entries.add(new Scope.Entry(name, new BoundColumn(source, QueryBinder.columnOf(i), types.get(i), true)));
        }
        analysis.show(source, alias, entries);
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i) != null) {
                Scope.Entry text = entries.get(i);
                entries.set(
                        i,
                        new Scope.Entry(text.name(), analysis.rules().arrays().ofJson(text.value(), read.get(i), at)));
            }
        }
        List<Scope.Entry> shown = fields(entries, read, aliases, at);
        columnCount(aliases, shown.size(), alias);
        into.add(alias, shown);
        query.ranges().add(alias, t.alias() != null, 0, null, shown);
        if (t.functions().size() == 1 && entries.size() == 1 && read.get(0) == null) {
            into.rowIs(
                    alias,
                    filled(
                            entries.get(0).value(),
                            new BoundColumn(
                                    source,
                                    QueryBinder.columnOf(rows.columns().size()),
                                    analysis.rules().rowCountType(),
                                    true),
                            at));
        }
        return rows;
    }

    /** The whole row of a function of rows: where one of them is NULL a row of NULLs, unless an outer join has none. */
    private BoundExpression filled(BoundExpression row, BoundColumn number, Place at) {
        Type type = row.type();
        if (type.fields() == null) {
            return row;
        }
        TypeRules rules = analysis.rules();
        List<BoundExpression> nulls = new ArrayList<>();
        type.fields().forEach(f -> nulls.add(new BoundConstant(null, f.type())));
        BoundExpression nothing = new OperationValue(
                Operation.AND,
                List.of(
                        new OperationValue(Operation.IS_NULL, List.of(row), rules.booleanType()),
                        new OperationValue(Operation.IS_NOT_NULL, List.of(number), rules.booleanType())),
                rules.booleanType());
        return new BoundCase(List.of(nothing), List.of(rules.row(type, nulls, at)), row, type);
    }

    /** A function that gives rows of a composite type has its fields as columns. */
    private List<Scope.Entry> fields(
            List<Scope.Entry> entries, List<Type.Field> read, List<Identifier> aliases, Place at) {
        List<Scope.Entry> shown = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Scope.Entry e = entries.get(i);
            List<Type.Field> fields =
                    i < read.size() && read.get(i) == null ? e.value().type().fields() : null;
            if (fields == null) {
                int n = shown.size();
                shown.add(n < aliases.size() ? new Scope.Entry(aliases.get(n).name(), e.value()) : e);
                continue;
            }
            for (Type.Field f : fields) {
                int n = shown.size();
                shown.add(new Scope.Entry(
                        n < aliases.size() ? aliases.get(n).name() : f.name(),
                        analysis.rules().field(e.value(), f.name(), at)));
            }
        }
        return shown;
    }

    /** unnest of several arrays is one of each, side by side. */
    private static List<Expression> apart(Expression e) {
        if (!(e instanceof FunctionCall f)
                || !f.name().last().name().equals("unnest")
                || f.arguments().size() < 2
                || f.arguments().stream().anyMatch(a -> a.variadic() || a.name() != null)) {
            return List.of(e);
        }
        List<Expression> each = new ArrayList<>();
        f.arguments()
                .forEach(a -> each.add(new FunctionCall(
                        f.name(), List.of(a), false, false, List.of(), List.of(), null, null, f.start(), f.end())));
        return each;
    }

    private RowsCall call(Expression e, Scope seen) {
        RowsCall call =
                e instanceof FunctionCall f ? analysis.expressions().calls().rows(f, seen) : null;
        if (call != null) {
            return call;
        }
        BoundExpression value = analysis.settled(analysis.expressions().plain(e, seen, "functions in FROM"), e);
        return new RowsCall(RowsBinder.row(value), Collections.singletonList(null), List.of(value.type()));
    }

    private BoundSource named(NamedTable n, Scope into) {
        if (n.sample() != null) {
            throw analysis.at(n.sample()).unsupported("TABLESAMPLE");
        }
        String name = n.name().last().name();
        CommonQuery common = n.name().parts().size() == 1 ? query.commonTable(name) : null;
        String alias = n.alias() == null ? name : n.alias().name().name();
        List<Identifier> aliases = n.alias() == null ? List.of() : n.alias().columns();
        if (common != null) {
            if (common.changed != null) {
                return changed(common, n, alias, aliases, into);
            }
            if (common.query == null) {
                throw analysis.at(n)
                        .unsupported("a statement of WITH RECURSIVE that changes rows and is named before it");
            }
            if (common.recursion != null && common.scope.common.get(name) == common) {
                return working(common, n, alias, aliases, into);
            }
            BoundQuery q = new CommonTables(analysis).rows(common, name);
            if (common.namedBefore() && Columns.isVolatile(q)) {
                throw analysis.at(n).unsupported("a common table with a volatile function that is named twice");
            }
            return rows(q, alias, common.columns, aliases, new Origin(n.alias() != null, null, common), into);
        }
        SystemRelation system = analysis.system(n.name());
        if (system != null) {
            BoundSource rows = system(system, n, alias, aliases, into);
            if (n.alias() == null && n.name().parts().size() == 2) {
                into.schema(alias, n.name().parts().get(0).name());
            }
            return rows;
        }
        Relation r = relation(n);
        if (analysis.viewText() != null) {
            analysis.viewText().table(n, r);
        }
        if (r.kind() == Relation.Kind.SEQUENCE) {
            BoundSource.Derived d = rows(
                    analysis.rules().sequenceRows(r),
                    alias,
                    List.of(),
                    aliases,
                    new Origin(n.alias() != null, null, null),
                    into);
            return new BoundSource.Derived(d.number(), d.query(), d.once(), r);
        }
        if (Views.isOwn(r)) {
            List<String> names = r.columns().stream().map(RelationColumn::name).toList();
            BoundSource rows = rows(
                    Views.query(r, analysis, analysis.at(n)),
                    alias,
                    names,
                    aliases,
                    new Origin(n.alias() != null, r, null),
                    into);
            if (ViewText.isBare(n, analysis)) {
                into.schema(alias, r.schema());
            }
            return rows;
        }
        Views.requireRows(r);
        int source = analysis.newSource(r);
        analysis.own(source, query);
        columnCount(aliases, r.columns().size(), alias);
        List<Scope.Entry> entries = analysis.entries(r, source, aliases);
        analysis.show(source, alias, entries);
        if (analysis.viewText() != null) {
            analysis.viewText().source(source, r, aliases.size());
        }
        into.add(alias, entries);
        query.ranges().add(alias, n.alias() != null, r.id(), null, entries);
        if (ViewText.isBare(n, analysis)) {
            into.schema(alias, r.schema());
        }
        into.hide(alias, HiddenColumns.ofSource(r, source, entries, analysis.rules()));
        return new BoundSource.Table(source, r, analysis.programs().added(r));
    }

    private Relation relation(NamedTable n) {
        try {
            return analysis.relation(n.name());
        } catch (SqlFailure f) {
            String name = n.name().last().name();
            if (f.kind() != FailureKind.UNDEFINED_TABLE || n.name().parts().size() > 1 || !query.isLater(name)) {
                throw f;
            }
            throw analysis.at(n)
                    .build(f.kind(), f.getMessage())
                    .detail("There is a WITH item named \"" + name
                            + "\", but it cannot be referenced from this part of the query.")
                    .hint("Use WITH RECURSIVE, or re-order the WITH items to remove forward references.")
                    .build();
        }
    }

    /** The rows that a statement of WITH has returned. */
    private BoundSource changed(CommonQuery common, NamedTable n, String alias, List<Identifier> aliases, Scope into) {
        CommonQuery.Changed c = common.changed;
        common.namedBefore();
        if (c.outputs().isEmpty()) {
            throw analysis.at(n)
                    .failure(
                            FailureKind.UNSUPPORTED,
                            "WITH query \"" + n.name().last().name() + "\" does not have a RETURNING clause");
        }
        int source = analysis.newSource(null);
        analysis.own(source, query);
        columnCount(aliases, c.outputs().size(), alias);
        List<Type> types = new ArrayList<>();
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = 0; i < c.outputs().size(); i++) {
            BoundOutput o = c.outputs().get(i);
            types.add(o.value().type());
            String name = i < common.columns.size() ? common.columns.get(i) : o.name();
            name = i < aliases.size() ? aliases.get(i).name() : name;
            entries.add(new Scope.Entry(
                    name,
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true)));
        }
        analysis.show(source, alias, entries);
        into.add(alias, entries);
        query.ranges().add(alias, n.alias() != null, 0, common, entries);
        return new BoundSource.Call(source, new CapturedRows(c.slot()), types);
    }

    private BoundSource system(SystemRelation r, NamedTable at, String alias, List<Identifier> aliases, Scope into) {
        if (r.view() != null) {
            return view(r, at, alias, aliases, into);
        }
        int source = analysis.newSource(null);
        analysis.own(source, query);
        columnCount(aliases, r.columns().size(), alias);
        List<Scope.Entry> entries = analysis.entries(r, source, aliases);
        analysis.show(source, alias, entries);
        into.add(alias, entries);
        query.ranges().add(alias, at.alias() != null, r.id(), null, entries);
        into.hide(alias, HiddenColumns.witnessed(r.id(), entries, analysis.rules()));
        return new BoundSource.System(source, r);
    }

    /** A system relation that is a query over others. */
    private BoundSource view(SystemRelation r, NamedTable n, String alias, List<Identifier> aliases, Scope into) {
        BoundQuery q;
        try {
            q = analysis.readingSystem(
                    r.view().text(),
                    () -> analysis.expressions()
                            .calls()
                            .inner(() -> analysis.queries().bind(r.view().query(), null)));
            if (q.outputs().size() != r.columns().size()) {
                throw SqlFailure.of(
                        FailureKind.INTERNAL,
                        q.outputs().size() + " columns for " + r.columns().size());
            }
        } catch (SqlFailure f) {
            // what it lacks is named, at the place where the relation is
            throw analysis.at(n)
                    .build(FailureKind.UNSUPPORTED, "system relation " + r.name() + " is not supported")
                    .detail(f.getMessage())
                    .build();
        }
        int source = analysis.newSource(null);
        analysis.own(source, query);
        columnCount(aliases, r.columns().size(), alias);
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = 0; i < r.columns().size(); i++) {
            SystemRelation.Column c = r.columns().get(i);
            entries.add(new Scope.Entry(
                    i < aliases.size() ? aliases.get(i).name() : c.name(),
                    new BoundColumn(source, QueryBinder.columnOf(i), c.type(), c.nullable())));
        }
        analysis.show(source, alias, entries);
        into.add(alias, entries);
        query.ranges().add(alias, n.alias() != null, r.id(), null, entries);
        into.hide(alias, HiddenColumns.witnessed(r.id(), entries, analysis.rules()));
        return new BoundSource.Derived(
                source, q, false, analysis.isReadingSystem() ? null : r.view().guarded());
    }

    /** The rows of the round before. */
    private BoundSource working(CommonQuery common, NamedTable n, String alias, List<Identifier> aliases, Scope into) {
        Place at = analysis.at(n);
        Recursion r = common.recursion;
        int source = analysis.newSource(null);
        r.named(n, source, common, query, analysis.barred().inside(), at);
        analysis.own(source, query);
        columnCount(aliases, r.shown(), alias);
        List<Scope.Entry> entries = new ArrayList<>();
        List<Scope.Entry> hidden = new ArrayList<>();
        for (int i = 0; i < r.outputs().size(); i++) {
            BoundOutput o = r.outputs().get(i);
            Scope.Entry e = new Scope.Entry(
                    i < Math.min(r.shown(), aliases.size()) ? aliases.get(i).name() : o.name(),
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true));
            // a further column that is called like another makes both ambiguous
            boolean known = entries.stream().anyMatch(x -> x.name().equals(e.name()));
            (i < r.shown() || known ? entries : hidden).add(e);
        }
        into.hide(alias, hidden);
        analysis.show(source, alias, entries);
        into.add(alias, entries);
        query.ranges().add(alias, n.alias() != null, 0, common, entries);
        return new BoundSource.Working(source, r.table());
    }

    private BoundSource derived(DerivedTable d, Scope into) {
        Alias alias = alias(d);
        if (d.lateral()) {
            BoundQuery q = lateral(d, seen());
            return lateral(q, alias, into);
        }
        // it sees what is around the query, and its common tables, but not its neighbours in FROM
        BoundQuery q = analysis.queries().bind(d.query(), Scope.beside(query));
        return rows(q, alias.name().name(), List.of(), alias.columns(), Origin.NONE, into);
    }

    private Alias alias(DerivedTable d) {
        if (d.alias() == null) {
            throw analysis.at(d)
                    .build(FailureKind.SYNTAX, "subquery in FROM must have an alias")
                    .hint("For example, FROM (SELECT ...) [AS] foo.")
                    .build();
        }
        return d.alias();
    }

    private BoundQuery lateral(DerivedTable d, Scope seen) {
        BoundQuery q = analysis.expressions()
                .calls()
                .within(
                        "FROM clause of their own query level",
                        () -> analysis.queries().bind(d.query(), seen));
        new Lateral(analysis, query)
                .refuse(new BoundSubquery(true, q, analysis.rules().booleanType()), outside, false);
        return q;
    }

    private BoundSource lateral(BoundQuery q, Alias alias, Scope into) {
        BoundSource.Derived rows = rows(q, alias.name().name(), List.of(), alias.columns(), Origin.NONE, into);
        Lateral lateral = new Lateral(analysis, query);
        return lateral.isDependent(q) ? lateral.collected(rows.number(), q) : rows;
    }

    /**
     * What a query in FROM is.
     *
     * @param aliased whether it goes by another name than its own
     * @param view the view that it is; null for none
     * @param common the common table that it is; null for none
     */
    private record Origin(boolean aliased, Relation view, CommonQuery common) {
        static final Origin NONE = new Origin(true, null, null);
    }

    /** The rows of a query as a source. */
    private BoundSource.Derived rows(
            BoundQuery q, String alias, List<String> names, List<Identifier> aliases, Origin of, Scope into) {
        Relation view = of.view();
        int source = analysis.newSource(null);
        analysis.own(source, query);
        columnCount(aliases, q.outputs().size(), alias);
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = 0; i < q.outputs().size(); i++) {
            BoundOutput o = q.outputs().get(i);
            String name = i < names.size() ? names.get(i) : o.name();
            name = i < aliases.size() ? aliases.get(i).name() : name;
            entries.add(new Scope.Entry(
                    name,
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true)));
        }
        if (view != null) {
            analysis.view(source, view);
        }
        if (names.size() > q.outputs().size()) {
            throw tooMany(alias, q.outputs().size(), names.size());
        }
        analysis.show(source, alias, entries);
        if (analysis.viewText() != null && view != null) {
            analysis.viewText().source(source, view, aliases.size());
        }
        into.add(alias, entries);
        query.ranges().add(alias, of.aliased(), view == null ? 0 : view.id(), of.common(), entries);
        return new BoundSource.Derived(source, q, Columns.isVolatile(q), view);
    }

    private static void columnCount(List<Identifier> aliases, int columns, String alias) {
        if (aliases.size() > columns) {
            throw tooMany(alias, columns, aliases.size());
        }
    }

    private static RuntimeException tooMany(String alias, int columns, int given) {
        return SqlFailure.build(
                        FailureKind.SEMANTIC,
                        "table \"" + alias + "\" has " + columns + " columns available but " + given
                                + " columns specified")
                .sqlState("42P10")
                .build();
    }

    // --- joins ----------------------------------------------------------------------------------------------------

    /** A join with an alias hides the names inside; what its columns are called is the alias's to say. */
    private BoundSource join(Join j, Scope into) {
        if (j.alias() == null) {
            return joined(j, into);
        }
        Scope inside = new Scope(query);
        BoundSource source = joined(j, inside);
        List<Identifier> aliases = j.alias().columns();
        String alias = j.alias().name().name();
        columnCount(aliases, inside.visible.size(), alias);
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = 0; i < inside.visible.size(); i++) {
            Scope.Entry e = inside.visible.get(i);
            entries.add(new Scope.Entry(i < aliases.size() ? aliases.get(i).name() : e.name(), e.value()));
        }
        into.add(alias, entries);
        JoinColumns.note(j.alias(), analysis);
        return source;
    }

    private BoundSource joined(Join j, Scope into) {
        Scope left = new Scope(query);
        Scope right = new Scope(query);
        BoundSource l = filled(j, Join.Kind.RIGHT, () -> bind(j.left(), left));
        if (j.right() instanceof DerivedTable d && d.lateral() && isAlways(j)) {
            return lateralJoin(
                    j,
                    l,
                    left,
                    right,
                    into,
                    (kind, sides) -> filled(j, Join.Kind.LEFT, () -> lateral(d, kind, l, sides, right)));
        }
        boolean seen = j.kind() != Join.Kind.RIGHT && j.kind() != Join.Kind.FULL;
        if (seen) {
            before.push(left);
        }
        if (isAlways(j) && j.right() instanceof FunctionTable f && routines.dependent(f) != null) {
            before.pop();
            return lateralJoin(j, l, left, right, into, (kind, sides) -> dependent(f, kind, l, right));
        }
        BoundSource r = filled(
                j,
                Join.Kind.LEFT,
                () -> seen || !(j.right() instanceof DerivedTable d && d.lateral())
                        ? bind(j.right(), right)
                        : apart((DerivedTable) j.right(), left, right));
        if (seen) {
            before.pop();
        }
        Place at = analysis.at(j);
        into.takeNames(left);
        into.takeNames(right);
        BoundSource.Kind kind = switch (j.kind()) {
            case CROSS, INNER -> BoundSource.Kind.INNER;
            case LEFT -> BoundSource.Kind.LEFT;
            case RIGHT -> BoundSource.Kind.RIGHT;
            case FULL -> BoundSource.Kind.FULL;
        };
        if (kind == BoundSource.Kind.LEFT || kind == BoundSource.Kind.FULL) {
            analysis.missing(r);
        }
        if (kind == BoundSource.Kind.RIGHT || kind == BoundSource.Kind.FULL) {
            analysis.missing(l);
        }
        List<String> using = j.natural()
                ? JoinColumns.shared(left, right)
                : j.using().stream().map(Identifier::name).toList();
        JoinColumns.note(j, using, analysis);
        if (!using.isEmpty()) {
            BoundSource both = new JoinColumns(analysis).join(kind, l, r, using, left, right, into, at);
            String alias = JoinColumns.alias(j, analysis);
            if (alias != null) {
                into.alias(alias, into.visible.subList(0, using.size()));
            }
            return both;
        }
        into.visible.addAll(left.visible);
        into.visible.addAll(right.visible);
        BoundExpression on = null;
        if (j.on() != null) {
            // names of both sides first, then what is around the query; not their neighbours in FROM
            Scope sides = Scope.beside(query);
            sides.takeNames(into);
            sides.visible.addAll(into.visible);
            on = analysis.expressions().condition(j.on(), sides, "JOIN/ON");
        }
        return new BoundSource.Joined(kind, l, r, on);
    }

    /** Binds a side of a join, which an outer join fills up with NULLs if it is of that kind, or FULL. */
    private BoundSource filled(Join j, Join.Kind kind, Supplier<BoundSource> side) {
        return j.kind() == kind || j.kind() == Join.Kind.FULL
                ? analysis.barred().in("an outer join", side)
                : side.get();
    }

    /** Rows of a function of users whose arguments are columns of what stands before it. */
    private BoundSource dependent(FunctionTable f, BoundSource.Kind kind, BoundSource left, Scope into) {
        BoundSource both = routines.join(f, kind, left, into);
        if (both != null) {
            return both;
        }
        BoundSource rows = function(f, into);
        if (kind == BoundSource.Kind.LEFT) {
            analysis.missing(rows);
        }
        return new BoundSource.Joined(kind, left, rows, null);
    }

    /** A join that keeps all pairs and whose right side sees its left one. */
    private BoundSource lateralJoin(
            Join j,
            BoundSource l,
            Scope left,
            Scope right,
            Scope into,
            BiFunction<BoundSource.Kind, Scope, BoundSource> join) {
        boolean outer = j.kind() == Join.Kind.LEFT;
        into.takeNames(left);
        into.visible.addAll(left.visible);
        Scope sides = seen();
        sides.takeNames(left);
        sides.visible.addAll(left.visible);
        BoundSource both = join.apply(outer ? BoundSource.Kind.LEFT : BoundSource.Kind.INNER, sides);
        into.takeNames(right);
        into.visible.addAll(right.visible);
        return both;
    }

    private static boolean isAlways(Join j) {
        boolean always = j.on() instanceof Literal x
                && x.kind() == Literal.Kind.BOOLEAN
                && x.value().equalsIgnoreCase("true");
        return j.kind() == Join.Kind.CROSS || always && (j.kind() == Join.Kind.LEFT || j.kind() == Join.Kind.INNER);
    }

    private BoundSource lateral(DerivedTable d, BoundSource.Kind kind, BoundSource left, Scope seen, Scope into) {
        Alias alias = alias(d);
        BoundQuery q = lateral(d, seen);
        Lateral lateral = new Lateral(analysis, query);
        BoundSource both = lateral.isDependent(q) ? lateral.join(kind, left, q, alias, into) : null;
        if (both != null) {
            return both;
        }
        BoundSource rows = lateral(q, alias, into);
        if (kind == BoundSource.Kind.LEFT) {
            analysis.missing(rows);
        }
        return new BoundSource.Joined(kind, left, rows, null);
    }

    /** LATERAL on the right side of RIGHT or FULL JOIN, where it may not read the left side. */
    private BoundSource apart(DerivedTable d, Scope left, Scope into) {
        Scope sides = seen();
        sides.takeNames(left);
        sides.visible.addAll(left.visible);
        BoundQuery q = lateral(d, sides);
        new Lateral(analysis, query)
                .refuse(new BoundSubquery(true, q, analysis.rules().booleanType()), left, true);
        return lateral(q, alias(d), into);
    }
}
