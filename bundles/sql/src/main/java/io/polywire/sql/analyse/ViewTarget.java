package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.ChangeRights;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table behind a view that is changed through it: PostgreSQL's automatically updatable views (manual, CREATE VIEW),
 * of one table or such a view, and nothing that puts rows together.
 */
final class ViewTarget {
    /** What changes rows; the texts are PostgreSQL's. */
    enum Change {
        INSERT("insert into", "inserting into", "INSTEAD OF INSERT", "ON INSERT"),
        UPDATE("update", "updating", "INSTEAD OF UPDATE", "ON UPDATE"),
        DELETE("delete from", "deleting from", "INSTEAD OF DELETE", "ON DELETE");

        private final String verb;
        private final String doing;
        private final String trigger;
        private final String rule;

        Change(String verb, String doing, String trigger, String rule) {
            this.verb = verb;
            this.doing = doing;
            this.trigger = trigger;
            this.rule = rule;
        }
    }

    /** A condition of a view that rows written through it, or through one above, have to meet. */
    record Check(Relation view, BoundExpression condition) {}

    /** Values in the places of the table's columns. */
    private record Base(int number, List<Scope.Entry> columns) {}

    private final Relation view;
    private final Change change;
    /** The table. */
    final Relation table;
    /** Its number as a source. */
    final int number;
    /** The view's columns over the table's. */
    final List<Scope.Entry> entries = new ArrayList<>();
    /** Which rows show in the view; null for all. */
    private BoundExpression where;
    /** What rows written through the view have to meet, the views below first. */
    private final List<Check> checks = new ArrayList<>();

    /** Defaults that views give columns of the table, by these columns' names. */
    private final Map<String, RelationColumn.Default> defaults = new HashMap<>();

    /** Columns of the table that this view itself gives a default. */
    private final Set<String> given = new HashSet<>();

    /** The views on the way to the table, this one first. */
    private final List<ChangeRights.View> chain = new ArrayList<>();

    /**
     * Takes a view apart.
     *
     * @param scope owns the table
     */
    ViewTarget(Relation view, Change change, Analysis analysis, Scope scope, Place at) {
        this(view, change, analysis, scope, at, false, null);
    }

    /**
     * @param cascaded whether a view above has a CHECK OPTION that those below are held to
     * @param base null for the columns of the table
     */
    private ViewTarget(
            Relation view, Change change, Analysis analysis, Scope scope, Place at, boolean cascaded, Base base) {
        this.view = view;
        this.change = change;
        Query q = Views.tree(view, analysis);
        String why = obstacle(q);
        if (why != null) {
            throw refused(why);
        }
        Select s = (Select) q.body();
        NamedTable from = (NamedTable) s.from().get(0);
        Analysis inner = Views.within(view, analysis, at);
        Relation below = inner.relation(from.name());
        String option = view.options().get(Relation.CHECK_OPTION);
        boolean down = cascaded || "cascaded".equals(option);
        List<Scope.Entry> columns;
        if (Views.isOwn(below)) {
            ViewTarget further = new ViewTarget(below, change, inner, scope, at, down, base);
            table = further.table;
            number = further.number;
            where = further.where;
            checks.addAll(further.checks);
            chain.addAll(further.chain);
            defaults.putAll(further.defaults);
            columns = further.entries;
        } else if (below.kind() == Relation.Kind.TABLE) {
            table = below;
            number = base == null ? analysis.newSource(below) : base.number();
            if (base == null) {
                analysis.own(number, scope);
            }
            columns = base == null ? inner.entries(below, number, List.of()) : base.columns();
        } else {
            throw at.unsupported("a change of a view over \"" + below.name() + "\"");
        }
        Scope seen = new Scope(null);
        String alias = from.alias() == null
                ? from.name().last().name()
                : from.alias().name().name();
        List<Scope.Entry> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean own = from.alias() != null && i < from.alias().columns().size();
            String name =
                    own ? from.alias().columns().get(i).name() : columns.get(i).name();
            named.add(new Scope.Entry(name, columns.get(i).value()));
        }
        seen.add(alias, named);
        if (base == null && below.kind() == Relation.Kind.TABLE) {
            seen.hide(alias, HiddenColumns.ofTarget(below, number, analysis.rules()));
        }
        if (s.where() != null) {
            BoundExpression own = inner.expressions().condition(s.where(), seen, "WHERE");
            where = and(where, own, analysis);
            if (option != null || cascaded) {
                checks.add(new Check(view, own));
            }
        }
        CallBinder calls = inner.expressions().calls();
        boolean around = calls.startQuery();
        List<BoundOutput> outputs = inner.queries().selects().outputs(s.items(), seen, true);
        if (calls.endQuery(around)) {
            throw refused("Views that return aggregate functions are not automatically updatable.");
        }
        if (ExpressionBinder.hasWindow(outputs, List.of())) {
            throw refused("Views that return window functions are not automatically updatable.");
        }
        for (int i = 0; i < outputs.size(); i++) {
            entries.add(
                    new Scope.Entry(view.columns().get(i).name(), outputs.get(i).value()));
        }
        Map<String, String> shown = new HashMap<>();
        for (Scope.Entry e : entries) {
            if (e.value() instanceof BoundColumn c) {
                shown.putIfAbsent(c.name(), e.name());
                RelationColumn.Default own =
                        view.columns().get(view.index(e.name())).defaultValue();
                if (own != null) {
                    defaults.put(c.name(), own);
                    given.add(c.name());
                }
            }
        }
        chain.add(0, new ChangeRights.View(view, shown));
    }

    List<ChangeRights.View> chain() {
        return chain;
    }

    private SqlFailure refused(String why) {
        return SqlFailure.build(FailureKind.SEMANTIC, "cannot " + change.verb + " view \"" + view.name() + "\"")
                .sqlState("55000")
                .detail(why)
                .hint("To enable " + change.doing + " the view, provide an " + change.trigger
                        + " trigger or an unconditional " + change.rule + " DO INSTEAD rule.")
                .build();
    }

    private static BoundExpression and(BoundExpression a, BoundExpression b, Analysis analysis) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return new OperationValue(Operation.AND, List.of(a, b), analysis.rules().booleanType());
    }

    /** A condition of the statement's own beside the view's. */
    BoundExpression where(BoundExpression own, Analysis analysis) {
        return and(where, own, analysis);
    }

    /** The view's name. */
    String name() {
        return view.name();
    }

    /** Whether rows that are written through the view are held against conditions. */
    boolean isChecked() {
        return !checks.isEmpty();
    }

    /** These conditions over values in the places of the table's columns, which are all there, in order. */
    List<Check> checks(List<Scope.Entry> columns, int base, Analysis analysis, Place at) {
        return over(columns, base, analysis, at).checks;
    }

    /** The view's columns over such values. */
    List<Scope.Entry> entries(List<Scope.Entry> columns, int base, Analysis analysis, Place at) {
        return over(columns, base, analysis, at).entries;
    }

    private ViewTarget over(List<Scope.Entry> columns, int base, Analysis analysis, Place at) {
        return new ViewTarget(view, change, analysis, new Scope(null), at, false, new Base(base, columns));
    }

    /** Name of the table's column behind a column of the view; null if it has none. */
    String shown(String name) {
        for (Scope.Entry e : entries) {
            if (e.name().equals(name) && e.value() instanceof BoundColumn c) {
                return c.name();
            }
        }
        return null;
    }

    /** Whether the view itself, and none below it, gives a column of the table a default. */
    boolean gives(String column) {
        return given.contains(column);
    }

    /** The table's columns with the defaults that the view gives them. */
    List<RelationColumn> columns(Place at) {
        for (Scope.Entry e : entries) {
            // such a default would be a value for what takes none (rewriteTargetListIU of rewriteHandler.c)
            boolean taken = e.value() instanceof BoundColumn c && !HiddenColumns.isPlace(table, c);
            if (!taken && view.columns().get(view.index(e.name())).defaultValue() != null) {
                column(e.name(), at);
            }
        }
        return table.columns().stream().map(c -> defaulting(c, at)).toList();
    }

    private RelationColumn defaulting(RelationColumn c, Place at) {
        RelationColumn.Default own = defaults.get(c.name());
        if (own == null) {
            return c;
        }
        if (c.generated() || c.identity() != RelationColumn.Identity.NONE) {
            throw at.unsupported("a default of a view for column \"" + c.name() + "\", which makes its own values");
        }
        return c.defaulting(own);
    }

    /** The table's column behind a column of the view. */
    RelationColumn column(String name, Place at) {
        for (Scope.Entry e : entries) {
            if (e.name().equals(name)) {
                boolean place = e.value() instanceof BoundColumn p && HiddenColumns.isPlace(table, p);
                if (e.value() instanceof BoundColumn c && !place) {
                    return defaulting(table.columns().get(table.index(c.name())), at);
                }
                throw SqlFailure.build(
                                FailureKind.UNSUPPORTED,
                                "cannot " + change.verb + " column \"" + name + "\" of view \"" + view.name() + "\"")
                        .detail(
                                place
                                        ? "View columns that refer to system columns are not updatable."
                                        : "View columns that are not columns of their base relation are not updatable.")
                        .build();
            }
        }
        throw at.failure(
                FailureKind.UNDEFINED_COLUMN,
                "column \"" + name + "\" of relation \"" + view.name() + "\" does not exist");
    }

    /** Why a view of a query cannot be changed through, or null if it can (view_query_is_auto_updatable). */
    static String obstacle(Query q) {
        if (q.with() != null) {
            return "Views containing WITH are not automatically updatable.";
        }
        if (!(q.body() instanceof Select s)) {
            return "Views containing UNION, INTERSECT, or EXCEPT are not automatically updatable.";
        }
        if (s.distinct() || !s.distinctOn().isEmpty()) {
            return "Views containing DISTINCT are not automatically updatable.";
        }
        if (s.groupBy() != null) {
            return "Views containing GROUP BY are not automatically updatable.";
        }
        if (s.having() != null) {
            return "Views containing HAVING are not automatically updatable.";
        }
        if (q.limit() != null) {
            return "Views containing LIMIT or OFFSET are not automatically updatable.";
        }
        if (s.from().size() != 1 || !(s.from().get(0) instanceof NamedTable n)) {
            return "Views that do not select from a single table or view are not automatically updatable.";
        }
        return n.sample() == null ? null : "Views containing TABLESAMPLE are not automatically updatable.";
    }
}
