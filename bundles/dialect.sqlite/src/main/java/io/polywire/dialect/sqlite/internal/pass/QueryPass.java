package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.type.Type;
import io.polywire.dialect.sqlite.internal.syntax.Expression;
import io.polywire.dialect.sqlite.internal.syntax.Query;
import io.polywire.dialect.sqlite.internal.syntax.Source;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds queries. */
class QueryPass extends Rewriting {
    /**
     * What a query gives.
     *
     * @param columns null where they are not known
     */
    record Result(List<Scope.Column> columns) {}

    private final Views views;
    private final Map<Query, Result> results = new IdentityHashMap<>();
    private Map<String, List<Scope.Column>> commons = Map.of();
    /** Columns that the next query's outputs are written to; null if they are written to none. */
    private List<Held> targets;
    /** Types of columns that the statement returns as they are stored, by their places. */
    final Map<Integer, Type> types = new LinkedHashMap<>();

    QueryPass(Context context, Views views) {
        super(context);
        this.views = views;
    }

    @Override
    final List<Held> nested(Query q) {
        Result r = results.get(q);
        if (r == null) {
            r = query(q, false);
            results.put(q, r);
        }
        return r.columns() == null
                ? List.of()
                : r.columns().stream().map(Scope.Column::held).collect(java.util.stream.Collectors.toList());
    }

    @Override
    final List<Held> inTable(Expression.In in) {
        Scope before = scope;
        scope = new Scope(before);
        source(in.table(), scope);
        Scope.Given g = scope.sources.get(0);
        scope = before;
        if (g.columns() == null) {
            return List.of();
        }
        if (g.relation() != null) {
            g.columns().forEach(c -> context.reads(g.relation(), c.name()));
        }
        return g.columns().stream()
                .map(c -> c.held() == null ? null : c.held().given())
                .collect(java.util.stream.Collectors.toList());
    }

    /** The same for a query whose rows are written to columns: what these take as it is stored stays so. */
    final List<Held> written(Query q, List<Held> to) {
        targets = to;
        Result r = query(q, false);
        targets = null;
        return r.columns() == null
                ? List.of()
                : r.columns().stream().map(Scope.Column::held).collect(java.util.stream.Collectors.toList());
    }

    final boolean isNoDomain(RelationColumn c) {
        return c.typeId() == 0 || context.catalog.type(c.typeId()).isEnumeration();
    }

    // --- WITH -------------------------------------------------------------------------------------------------------

    /** Makes the tables of WITH known; returns what was known before. */
    final Map<String, List<Scope.Column>> with(Query.With with) {
        Map<String, List<Scope.Column>> before = commons;
        if (with != null) {
            commons = new HashMap<>(before);
            for (Query.CommonTable t : with.tables()) {
                common(t);
            }
        }
        return before;
    }

    final void withoutCommons(Map<String, List<Scope.Column>> before) {
        commons = before;
    }

    private void common(Query.CommonTable t) {
        String name = Context.lower(t.name());
        if (t.query().cores().size() > 1) {
            // it may read itself: what that gives the first part says
            commons.remove(name);
            commons.put(name, null);
            Result first = core(t.query().cores().get(0), false, t.query().operators(), null)
                    .result();
            commons.put(name, named(first, t.columns()));
        }
        List<Scope.Column> assumed = commons.get(name);
        Result r = query(t.query(), false);
        results.put(t.query(), r);
        List<Scope.Column> columns = named(r, t.columns());
        if (t.query().cores().size() > 1 && Views.names(t.query()).contains(name) && !alike(assumed, columns)) {
            throw Context.unsupported("a recursive query whose parts give values of different types");
        }
        commons.put(name, columns);
    }

    private static boolean alike(List<Scope.Column> a, List<Scope.Column> b) {
        if (a == null || b == null || a.size() != b.size()) {
            return a == b;
        }
        for (int i = 0; i < a.size(); i++) {
            Held x = a.get(i).held();
            Held y = b.get(i).held();
            if (x == null ? y != null : !x.like(y)) {
                return false;
            }
        }
        return true;
    }

    private static List<Scope.Column> named(Result r, List<String> names) {
        if (names.isEmpty() || r.columns() == null) {
            return r.columns();
        }
        List<Scope.Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Held h = i < r.columns().size() ? r.columns().get(i).held() : null;
            columns.add(new Scope.Column(names.get(i), h, true));
        }
        return columns;
    }

    // --- queries ----------------------------------------------------------------------------------------------------

    /** A query that is the statement. */
    final Result top(Query q) {
        return query(q, true);
    }

    /** @param outputs null for VALUES */
    private record Core(Result result, Scope scope, Outputs outputs) {}

    private Result query(Query q, boolean top) {
        List<Held> to = q.cores().size() == 1 ? targets : null;
        targets = null;
        Map<String, List<Scope.Column>> before = with(q.with());
        Result result = null;
        Core of = null;
        for (Query.Core c : q.cores()) {
            Core core = core(c, top && q.cores().size() == 1, q.operators(), to);
            of = core;
            result = result == null ? core.result() : both(result, core.result());
        }
        if (q.cores().size() == 1) {
            order(q, of);
        } else if (!q.orderBy().isEmpty() && result.columns() != null) {
            for (Scope.Column c : result.columns()) {
                if (c.held() != null && !c.held().sorts()) {
                    throw Context.unsupported("ORDER BY of a compound query with values of type "
                            + c.held().type().name());
                }
            }
            // it names columns of the result, which keep their names
            q.orderBy().forEach(s -> done.put(s.key(), context.text(s.key())));
        }
        for (Expression e : new Expression[] {q.limit(), q.offset()}) {
            if (e != null) {
                done.put(e, value(e));
            }
        }
        done.put(q, copied(q));
        withoutCommons(before);
        return result;
    }

    /** What two parts of a compound query give: of another dialect's type where both do. */
    private static Result both(Result a, Result b) {
        if (a.columns() == null || b.columns() == null) {
            return new Result(null);
        }
        List<Scope.Column> columns = new ArrayList<>();
        for (int i = 0; i < a.columns().size(); i++) {
            Scope.Column c = a.columns().get(i);
            Held other = i < b.columns().size() ? b.columns().get(i).held() : null;
            boolean like = c.held() != null && c.held().like(other);
            columns.add(new Scope.Column(c.name(), like ? c.held() : null, true));
        }
        return new Result(columns);
    }

    /**
     * @param operators those of the compound query that it is a part of
     * @param to columns that its outputs are written to, or null
     */
    private Core core(Query.Core c, boolean raw, List<String> operators, List<Held> to) {
        Scope before = scope;
        Scope own = new Scope(before);
        scope = own;
        try {
            if (c instanceof Query.Select s) {
                Outputs outputs = select(s, own, raw, operators, to);
                return new Core(new Result(outputs.columns()), own, outputs);
            }
            return new Core(values((Query.Values) c), own, null);
        } finally {
            scope = before;
        }
    }

    private Result values(Query.Values v) {
        for (Expression.Row row : v.rows()) {
            row.items().forEach(e -> done.put(e, value(e)));
        }
        List<Scope.Column> columns = new ArrayList<>();
        for (int i = 0; i < v.rows().get(0).items().size(); i++) {
            columns.add(new Scope.Column("column" + (i + 1), null, true));
        }
        done.put(v, copied(v));
        return new Result(columns);
    }

    private Outputs select(Query.Select s, Scope own, boolean raw, List<String> operators, List<Held> to) {
        if (s.from() != null) {
            from(s.from(), own);
        }
        boolean equal = s.distinct() || operators.stream().anyMatch(o -> !o.equals("UNION ALL"));
        Outputs outputs = new Outputs(this, own, raw && !s.distinct(), s.distinct() ? null : to);
        s.outputs().forEach(outputs::add);
        Result r = new Result(outputs.columns());
        if (equal && r.columns() != null) {
            for (Scope.Column c : r.columns()) {
                if (c.held() != null && !c.held().equals()) {
                    throw Context.unsupported(
                            "DISTINCT over values of type " + c.held().type().name());
                }
            }
        }
        own.outputs = s.outputs();
        if (s.where() != null) {
            done.put(s.where(), value(s.where()));
        }
        for (Expression e : s.groupBy()) {
            int n = output(e, s, outputs, false);
            done.put(e, n < 0 ? key(e, false) : key(outputs, n, e, false));
        }
        if (s.having() != null) {
            done.put(s.having(), value(s.having()));
        }
        for (Query.Window w : s.windows()) {
            window(w);
            done.put(w, copied(w));
        }
        done.put(s, copied(s));
        return outputs;
    }

    /** The output that a key means by its number or, of an order, its alias; -1 if it is an expression. */
    private static int output(Expression key, Query.Select s, Outputs outputs, boolean alias) {
        if (key instanceof Expression.Constant c && c.text().chars().allMatch(Character::isDigit)) {
            if (outputs.columns() == null) {
                throw Context.unsupported("a column's number beside *");
            }
            int n = c.text().length() > 5 ? 0 : Integer.parseInt(c.text());
            return n >= 1 && n <= outputs.size() ? n - 1 : -1;
        }
        if (alias && key instanceof Expression.Name n && n.names().size() == 1) {
            for (Query.Output o : s.outputs()) {
                if (o.alias() != null && o.alias().equalsIgnoreCase(n.column())) {
                    for (int i = 0; i < outputs.size(); i++) {
                        if (outputs.expression(i) == o.value()) {
                            return i;
                        }
                    }
                }
            }
        }
        return -1;
    }

    /** A key that stands for an output. */
    private String key(Outputs outputs, int n, Expression key, boolean sorted) {
        Held h = outputs.held(n);
        return h == null || h.plain() ? context.text(key) : key(h, sorted, context.text(key));
    }

    private void order(Query q, Core of) {
        if (!(q.cores().get(0) instanceof Query.Select s)) {
            q.orderBy().forEach(k -> done.put(k.key(), context.text(k.key())));
            return;
        }
        boolean other = of.scope().sources.stream().anyMatch(Outputs::hasHeld);
        Scope before = scope;
        scope = of.scope();
        for (Query.Sort k : q.orderBy()) {
            if (!other) {
                done.put(k.key(), plainKey(k.key(), s));
                continue;
            }
            if (k.key() instanceof Expression.Collate c && held(c.operand()) != null) {
                throw Context.unsupported("ORDER BY ... COLLATE over a column of another dialect");
            }
            int n = output(k.key(), s, of.outputs(), true);
            done.put(k.key(), n < 0 ? key(k.key(), true) : key(of.outputs(), n, k.key(), true));
        }
        scope = before;
    }

    /** A key where nothing of another dialect is read: it may be an alias or a number, and stays. */
    private String plainKey(Expression key, Query.Select s) {
        boolean alias = key instanceof Expression.Name n
                && s.outputs().stream().anyMatch(o -> n.column().equalsIgnoreCase(o.alias()));
        return alias || key instanceof Expression.Constant ? context.text(key) : value(key);
    }

    // --- FROM -------------------------------------------------------------------------------------------------------

    /** Binds what stands in FROM, and makes its names known in a scope. */
    final void from(Source source, Scope to) {
        source(source, to);
        conditions(source, to);
    }

    private void source(Source source, Scope to) {
        if (source instanceof Source.Table t) {
            to.sources.add(table(t));
            done.put(t, context.text(t));
        } else if (source instanceof Source.Function f) {
            f.arguments().forEach(a -> done.put(a, value(a)));
            context.readsNamed(f.name());
            to.sources.add(new Scope.Given(f.alias() == null ? f.name() : f.alias(), null, null));
            done.put(f, copied(f));
        } else if (source instanceof Source.Derived d) {
            // it does not see what stands beside it
            Scope before = scope;
            scope = to.outer == null ? new Scope(null) : to.outer;
            nested(d.query());
            scope = before;
            to.sources.add(
                    new Scope.Given(d.alias(), null, results.get(d.query()).columns()));
            done.put(d, copied(d));
        } else if (source instanceof Source.Joined j) {
            joined(j, to);
        }
    }

    private void joined(Source.Joined j, Scope to) {
        Scope within = j.alias() == null ? to : new Scope(to.outer);
        for (Source.Item i : j.items()) {
            int first = within.sources.size();
            source(i.source(), within);
            if (i.natural() || !i.using().isEmpty()) {
                compared(i, within, first);
            }
        }
        if (j.alias() != null) {
            if (within.sources.stream().anyMatch(Outputs::hasHeld)) {
                throw Context.unsupported("an alias of a join with a table of another dialect");
            }
            conditions(j, within);
            to.sources.add(new Scope.Given(j.alias(), null, null));
        }
    }

    /** Columns that USING and NATURAL compare: as SQLite does it, so they must not be of another dialect. */
    private void compared(Source.Item item, Scope to, int first) {
        boolean held = to.sources.stream().anyMatch(Outputs::hasHeld);
        if (held && (item.operator().contains("RIGHT") || item.operator().contains("FULL"))) {
            throw Context.unsupported(item.operator() + " by names of columns over a table of another dialect");
        }
        for (int g = first; g < to.sources.size(); g++) {
            Scope.Given right = to.sources.get(g);
            if (right.columns() == null) {
                continue;
            }
            List<Scope.Column> columns = new ArrayList<>();
            for (Scope.Column c : right.columns()) {
                boolean compared = false;
                for (Scope.Given left : to.sources.subList(0, first)) {
                    Scope.Column same = left.column(c.name());
                    boolean named = item.natural() || item.using().stream().anyMatch(u -> u.equalsIgnoreCase(c.name()));
                    if (same != null && named) {
                        compared = true;
                        refuse(java.util.Arrays.asList(same.held(), c.held()));
                        reads(left, same);
                        reads(right, c);
                    }
                }
                columns.add(compared ? new Scope.Column(c.name(), c.held(), false) : c);
            }
            to.sources.set(g, new Scope.Given(right.name(), right.relation(), columns));
        }
    }

    final void reads(Scope.Given g, Scope.Column c) {
        if (g.relation() != null) {
            context.reads(g.relation(), c.name());
        }
    }

    private void conditions(Source source, Scope of) {
        if (!(source instanceof Source.Joined j)) {
            return;
        }
        Scope before = scope;
        for (Source.Item i : j.items()) {
            if (i.source() instanceof Source.Joined inner && inner.alias() == null) {
                conditions(inner, of);
            }
            if (i.on() != null) {
                scope = of;
                done.put(i.on(), value(i.on()));
                scope = before;
            }
        }
        done.put(j, copied(j));
    }

    private Scope.Given table(Source.Table t) {
        String alias = t.alias() == null ? t.name() : t.alias();
        String name = Context.lower(t.name());
        if (t.schema() == null && commons.containsKey(name)) {
            return new Scope.Given(alias, null, commons.get(name));
        }
        Relation r = context.relation(t.schema(), t.name());
        if (r == null) {
            context.readsNamed(t.name());
            return new Scope.Given(alias, null, null);
        }
        context.reads(r);
        if (r.kind() == Relation.Kind.VIEW) {
            views.refuseOther(r.stored());
        }
        if (t.indexed() != null && Context.hasOther(r)) {
            throw Context.unsupported("INDEXED BY on a table of another dialect");
        }
        return new Scope.Given(alias, r, columns(r, alias));
    }

    final List<Scope.Column> columns(Relation r, String alias) {
        List<Scope.Column> columns = new ArrayList<>();
        for (RelationColumn c : r.columns()) {
            columns.add(new Scope.Column(c.name(), context.held(r, c, alias), true));
        }
        return columns;
    }
}
