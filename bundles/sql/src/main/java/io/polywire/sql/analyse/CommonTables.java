package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.With;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what WITH means. */
final class CommonTables {
    private final Analysis analysis;
    private final TypeRules rules;

    CommonTables(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** Puts the tables of a WITH, which may be null, into a scope. */
    void bind(With with, Scope scope) {
        if (with == null) {
            return;
        }
        List<String> later = with.tables().stream().map(t -> t.name().name()).toList();
        Map<String, CommonQuery> ahead = with.recursive() ? ahead(with, scope) : Map.of();
        for (int i = 0; i < later.size(); i++) {
            CommonTable t = with.tables().get(i);
            if (!with.recursive()) {
                scope.later(later.subList(i, later.size()));
            }
            if (!(t.body() instanceof Query inner) || isKept(t, with)) {
                Scope seen = Scope.beside(scope);
                seen.common.putAll(ahead);
                CommonQuery changed = analysis.programs().changed(t, seen);
                add(t, changed, scope);
                ahead.values().forEach(c -> c.scope.common.put(t.name().name(), changed));
                continue;
            }
            String name = t.name().name();
            CommonQuery common = with.recursive() ? ahead.get(name) : common(t, inner, scope);
            // bound once here, so that what is wrong with it shows also if nobody names it
            int given = checked(common, name, scope).outputs().size();
            if (common.further != null && !with.recursive()) {
                throw common.further.notRecursive();
            }
            if (common.columns.size() > given) {
                throw common.at
                        .build(
                                FailureKind.SEMANTIC,
                                "WITH query \"" + name + "\" has " + given + " columns available but "
                                        + common.columns.size() + " columns specified")
                        .sqlState("42P10")
                        .build();
            }
            add(t, common, scope);
        }
        scope.later(List.of());
    }

    /** The rows of a common table that nobody has named yet; what it names itself counts when somebody names it. */
    private BoundQuery checked(CommonQuery common, String name, Scope scope) {
        Map<CommonQuery, Integer> before = new IdentityHashMap<>();
        scope.common.values().forEach(c -> before.put(c, c.uses()));
        common.scope.common.values().forEach(c -> before.put(c, c.uses()));
        BoundQuery rows = rows(common, name);
        before.forEach(CommonQuery::uses);
        return rows;
    }

    /**
     * Whether a query of WITH is worked out once, before what others there change: one that is written so beside them. They may
     * then change what it has read.
     */
    private static boolean isKept(CommonTable t, With with) {
        return t.materialized() == CommonTable.Materialized.ALWAYS
                && !with.recursive()
                && with.tables().stream().anyMatch(o -> !(o.body() instanceof Query));
    }

    private CommonQuery common(CommonTable t, Query inner, Scope scope) {
        CommonQuery common = new CommonQuery(
                        inner, t.columns().stream().map(Identifier::name).toList(), Scope.beside(scope), analysis.at(t))
                .owning();
        common.barred = analysis.barred().inside();
        if (t.search() != null || t.cycle() != null) {
            common.further = new SearchAndCycle(analysis, t, common.scope);
        }
        return common;
    }

    /** The queries of WITH RECURSIVE, each of which can name itself and all others. */
    private Map<String, CommonQuery> ahead(With with, Scope scope) {
        Map<String, CommonQuery> all = new LinkedHashMap<>();
        for (CommonTable t : with.tables()) {
            // null stands for a statement that changes rows, which runs in its turn
            Query inner = t.body() instanceof Query q ? q : null;
            if (all.put(t.name().name(), common(t, inner, scope)) != null) {
                throw twice(t);
            }
        }
        all.values().forEach(c -> c.scope.common.putAll(all));
        return all;
    }

    private SqlFailure twice(CommonTable t) {
        return analysis.at(t)
                .build(FailureKind.SEMANTIC, "WITH query name \"" + t.name().name() + "\" specified more than once")
                .sqlState("42712")
                .build();
    }

    private void add(CommonTable t, CommonQuery common, Scope scope) {
        String name = t.name().name();
        if (scope.common.put(name, common) != null) {
            throw twice(t);
        }
    }

    /** The rows of a common table. */
    BoundQuery rows(CommonQuery c, String name) {
        return analysis.barred().elsewhere(c.barred, () -> bound(c, name));
    }

    private BoundQuery bound(CommonQuery c, String name) {
        if (!c.scope.common.containsKey(name) || c.scope.common.get(name) != c) {
            return analysis.queries().bind(c.query, c.scope);
        }
        Recursion around = c.recursion;
        try {
            return analysis.barred().elsewhere(null, () -> recursive(c, name));
        } finally {
            c.recursion = around;
        }
    }

    private static SqlFailure wrong(Place at, String message) {
        return at.build(FailureKind.SEMANTIC, message).sqlState("42P19").build();
    }

    /** A table of WITH RECURSIVE, which may name itself. */
    private BoundQuery recursive(CommonQuery c, String name) {
        int table = analysis.newSource(null);
        Query q = c.query;
        if (!(q.body() instanceof SetOperation s) || s.kind() != SetOperation.Kind.UNION) {
            c.recursion = Recursion.of(Recursion.Part.FORMLESS);
            return notRecursive(c);
        }
        Scope scope = new Scope(c.scope);
        c.recursion = Recursion.of(Recursion.Part.WITHIN);
        bind(q.with(), scope);
        c.recursion = Recursion.of(Recursion.Part.FIRST);
        BoundBody left = analysis.queries().body(s.left(), scope);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < left.outputs().size(); i++) {
            BoundOutput o = left.outputs().get(i);
            String shown = i < c.columns.size() ? c.columns.get(i) : o.name();
            outputs.add(new BoundOutput(shown, analysis.settled(o.value(), s.left())));
        }
        scope.ranges().addSide(outputs.stream().map(BoundOutput::name).toList());
        int width = outputs.size();
        BoundBody.Select start = null;
        if (c.further != null && c.further.fits(outputs)) {
            start = c.further.first(analysis.queries().brought(left, types(outputs), s.left()), outputs);
        }
        List<BoundOutput> working = start == null ? outputs : start.outputs();
        Recursion recursion = Recursion.next(table, working, width);
        c.recursion = recursion;
        BoundBody right = analysis.queries().body(s.right(), scope);
        if (recursion.uses() == 0) {
            c.recursion = Recursion.of(Recursion.Part.FIRST);
            return notRecursive(c);
        }
        if (!q.orderBy().isEmpty() || q.limit() != null) {
            throw analysis.at(q.orderBy().isEmpty() ? q.limit() : q.orderBy().get(0))
                    .failure(
                            FailureKind.UNSUPPORTED,
                            q.orderBy().isEmpty()
                                    ? "LIMIT in a recursive query is not implemented"
                                    : "ORDER BY in a recursive query is not implemented");
        }
        if (!q.locking().isEmpty()) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "FOR UPDATE/SHARE in a recursive query is not implemented");
        }
        if (recursion.uses() > 1) {
            throw wrong(
                    analysis.at(s.right()),
                    "recursive reference to query \"" + name + "\" must not appear more than once");
        }
        if (Rounds.aggregates(right, table)) {
            throw wrong(itemOf(s.right()), "aggregate functions are not allowed in a recursive query's recursive term");
        }
        if (left.outputs().size() != right.outputs().size()) {
            throw itemOf(s.right())
                    .failure(FailureKind.SYNTAX, "each UNION query must have the same number of columns");
        }
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            BoundOutput o = outputs.get(i);
            Type own = o.value().type();
            Place at = analysis.at(item(s.left(), i));
            Type overall = rules.common(
                    List.of(o.value(), right.outputs().get(i).value()), "UNION", List.of(at, itemOf(s.right())));
            if (!overall.equals(own)) {
                throw at.build(
                                FailureKind.TYPE_MISMATCH,
                                "recursive query \"" + name + "\" column " + (i + 1) + " has type "
                                        + rules.displayFull(own) + " in non-recursive term but type "
                                        + rules.displayFull(overall) + " overall")
                        .hint("Cast the output of the non-recursive term to the correct type.")
                        .build();
            }
            // of two scales, equal decimals are written differently
            boolean alike = rules.ordersItself(own) || rules.equalsItself(own) && own.kind() != TypeKind.DECIMAL;
            if (!s.all() && (!alike || c.further != null && !c.further.isPlain(outputs))) {
                throw at.unsupported("a recursive UNION of columns of type " + rules.display(own));
            }
            types.add(own);
        }
        BoundBody next = analysis.queries().brought(right, types, s.right());
        if (c.further != null) {
            c.further.check(outputs.stream().map(BoundOutput::name).toList(), selects(s.left()), selects(s.right()));
            if (!Rounds.isByRow(next, table)) {
                throw next instanceof BoundBody.Select n && !Rounds.direct(n.from(), table)
                        ? SqlFailure.of(
                                FailureKind.UNSUPPORTED,
                                "with a SEARCH or CYCLE clause, the recursive reference to WITH query \"" + name
                                        + "\" must be at the top level of its right-hand SELECT")
                        : itemOf(s.right()).unsupported("SEARCH or CYCLE beside DISTINCT, GROUP BY or a window");
            }
            BoundBody.Select round =
                    c.further.next((BoundBody.Select) next, working, recursion.source(), itemOf(s.right()));
            int shown = width + c.further.names().size();
            BoundBody rounds = new BoundBody.Recursive(table, s.all(), plain(start), plain(round));
            return plain(new Layers(analysis).narrowed(rounds, shown));
        }
        BoundBody first = analysis.queries().brought(left, types, s.left());
        return plain(
                Rounds.isByRow(next, table)
                        ? new BoundBody.Recursive(table, s.all(), plain(first), plain(next))
                        : new Rounds(analysis, table, types).rows(s.all(), first, next, left.outputs()));
    }

    private BoundQuery notRecursive(CommonQuery c) {
        BoundQuery q = analysis.queries().bind(c.query, c.scope);
        if (c.further != null) {
            throw c.further.notRecursive();
        }
        return q;
    }

    private static List<Type> types(List<BoundOutput> outputs) {
        return outputs.stream().map(o -> o.value().type()).toList();
    }

    /** Whether a side is one selection, between parentheses or not. */
    private static boolean selects(QueryBody side) {
        return !(side instanceof SetOperation)
                && !(side instanceof NestedQuery n
                        && n.query().with() == null
                        && n.query().orderBy().isEmpty()
                        && n.query().limit() == null
                        && n.query().locking().isEmpty()
                        && !selects(n.query().body()));
    }

    private static BoundQuery plain(BoundBody body) {
        return new BoundQuery(body, List.of(), null, null);
    }

    private Place itemOf(Part body) {
        return analysis.at(item(body, 0));
    }

    private static Part item(Part body, int column) {
        return body instanceof Select s && column < s.items().size() ? s.items().get(column) : body;
    }
}
