package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which views pass changes on to a table, and in which of their columns (relation_is_updatable and view_query_is_auto_updatable
 * of rewriteHandler.c).
 */
final class UpdatableViews {
    /** INSERT, UPDATE and DELETE as pg_relation_is_updatable has them. */
    static final long ALL = 8 + 4 + 16;

    private static final long DELETE = 16;

    private UpdatableViews() {}

    /** Number of the view; 0, and what the view passes on; number of a column, and what it does if only that one is asked for. */
    static List<Object[]> rows(CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>();
        for (Relation r : catalog.relations()) {
            if (r.kind() == Relation.Kind.VIEW && r.definition() != null) {
                List<RelationColumn> columns = r.columns();
                boolean[] passed = passed(r, catalog, 0);
                if (passed == null) {
                    continue;
                }
                boolean any = false;
                for (int i = 0; i < passed.length; i++) {
                    any |= passed[i];
                    rows.add(new Object[] {(long) r.id(), (long) columns.get(i).number(), passed[i] ? ALL : DELETE});
                }
                rows.add(new Object[] {(long) r.id(), 0L, any ? ALL : DELETE});
            }
        }
        return rows;
    }

    /** Views are so deep at most: what is deeper cannot be changed. */
    private static final int DEPTH = 100;

    /** Columns of a relation that can be changed; null where it passes nothing on. */
    private static boolean[] passed(Relation r, CatalogSnapshot catalog, int depth) {
        boolean[] passed = new boolean[r.columns().size()];
        if (r.kind() == Relation.Kind.TABLE) {
            Arrays.fill(passed, true);
            return passed;
        }
        Select s = r.kind() == Relation.Kind.VIEW && r.definition() != null && depth < DEPTH ? simple(r) : null;
        if (s == null || !(s.from().get(0) instanceof NamedTable from) || from.sample() != null) {
            return null;
        }
        int parts = from.name().parts().size();
        Relation base = parts != 2
                ? null
                : catalog.relation(
                        from.name().parts().get(0).name(), from.name().last().name());
        boolean[] below = base == null ? null : passed(base, catalog, depth + 1);
        if (below == null) {
            return null;
        }
        for (int i = 0; i < passed.length && i < s.items().size(); i++) {
            if (s.items().get(i).expression() instanceof ColumnReference c
                    && c.parts().size() == 2) {
                int at = base.index(c.parts().get(1).name());
                passed[i] = at >= 0 && below[at];
            }
        }
        return passed;
    }

    /** The query of a view that is one over one relation, row by row; null for any other. */
    private static Select simple(Relation view) {
        Query q;
        try {
            q = (Query) ((ParsedStatement) PgDialect.parsed(view.definition())).body();
        } catch (SqlFailure f) {
            // cannot be read, and so not be changed
            return null;
        }
        return q.with() == null
                        && q.limit() == null
                        && q.body() instanceof Select s
                        && !s.distinct()
                        && s.distinctOn().isEmpty()
                        && s.groupBy() == null
                        && s.having() == null
                        && s.from().size() == 1
                        && s.items().stream().map(SelectItem::expression).allMatch(e -> isOfRow(e, view))
                ? s
                : null;
    }

    private static final Pattern CALLED = Pattern.compile("([a-z_][a-z0-9_]*)\\s*\\(", Pattern.CASE_INSENSITIVE);

    /** Names of functions that are not of one row: aggregates, functions of windows, those that give rows. */
    private static final class Holder {
        static final Set<String> NOT_OF_ROW = named();

        private static Set<String> named() {
            CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_proc");
            return CatalogData.rows("pg_proc").stream()
                    .filter(r -> !"f".equals(r[d.index("prokind")])
                            || Long.valueOf(1).equals(r[d.index("proretset")]))
                    .map(r -> (String) r[d.index("proname")])
                    .collect(Collectors.toSet());
        }
    }

    /** Whether an output is made of one row; of a sub-query's functions it is taken that they are the output's own. */
    private static boolean isOfRow(Expression e, Relation view) {
        Matcher m = CALLED.matcher(view.definition().substring(e.start(), e.end()));
        while (m.find()) {
            if (Holder.NOT_OF_ROW.contains(m.group(1).toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }
}
