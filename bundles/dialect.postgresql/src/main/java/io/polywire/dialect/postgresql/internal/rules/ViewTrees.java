package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.DerivedTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.TableReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What pg_rewrite.ev_action tells of a view: of the tree of its query the columns that it gives, each with the column of a
 * table or view that it is, if it is nothing but that (markTargetListOrigin of parse_target.c). That is what tools read of
 * it that follow keys through views. A view's kept text names all that it reads in full.
 */
final class ViewTrees {
    private static final long[] NONE = {0, 0};

    private final CatalogSnapshot catalog;

    private ViewTrees(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    private record Parsed(Query query) {}

    /** The tree. */
    static String of(Relation view, CatalogSnapshot catalog) {
        Query query = view.definition() == null
                ? null
                : catalog.derived(Parsed.class, view, () -> parsed(view)).query();
        ViewTrees trees = new ViewTrees(catalog);
        StringBuilder b = new StringBuilder("({QUERY :commandType 1 :querySource 0 :canSetTag true :targetList ");
        String before = "(";
        for (int i = 0; i < view.columns().size(); i++) {
            RelationColumn c = view.columns().get(i);
            long[] origin = query == null ? NONE : trees.ofQuery(query, i, Map.of());
            b.append(before)
                    .append("{TARGETENTRY :resno ")
                    .append(i + 1)
                    .append(" :resname ")
                    .append(token(c.name()))
                    .append(" :ressortgroupref 0 :resorigtbl ")
                    .append(origin[0])
                    .append(" :resorigcol ")
                    .append(origin[1])
                    .append(" :resjunk false}");
            before = " ";
        }
        return b.append(view.columns().isEmpty() ? "<>" : ")").append("})").toString();
    }

    /** A name with its signs escaped that mean something in a tree (outToken of outfuncs.c). */
    private static String token(String name) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean first = i == 0
                    && (c == '<'
                            || c == '"'
                            || c >= '0' && c <= '9'
                            || (c == '+' || c == '-')
                                    && name.length() > 1
                                    && (Character.isDigit(name.charAt(1)) || name.charAt(1) == '.'));
            if (first || " \n\t(){}\\".indexOf(c) >= 0) {
                b.append('\\');
            }
            b.append(c);
        }
        return b.toString();
    }

    private static Parsed parsed(Relation view) {
        try {
            return new Parsed((Query) ((ParsedStatement) PgDialect.parsed(view.definition())).body());
        } catch (SqlFailure | ClassCastException ofAnotherDialect) {
            return new Parsed(null);
        }
    }

    /** Number of the relation and of its column behind a column of a query. */
    private long[] ofQuery(Query q, int column, Map<String, CommonTable> outer) {
        Map<String, CommonTable> common = outer;
        if (q.with() != null) {
            common = new HashMap<>(outer);
            for (CommonTable t : q.with().tables()) {
                // of one that reads itself the columns are those of rows put together
                common.put(t.name().name(), t);
            }
        }
        return ofBody(q.body(), column, common);
    }

    private long[] ofBody(QueryBody body, int column, Map<String, CommonTable> common) {
        if (body instanceof NestedQuery n) {
            return ofQuery(n.query(), column, common);
        }
        if (body instanceof SetOperation
                || !(body instanceof Select s)
                || column < 0
                || column >= s.items().size()) {
            return NONE;
        }
        Expression e = s.items().get(column).expression();
        if (!(e instanceof ColumnReference c) || c.parts().size() < 2) {
            return NONE;
        }
        String name = c.parts().get(c.parts().size() - 1).name();
        String source = c.parts().get(c.parts().size() - 2).name();
        for (TableReference t : s.from()) {
            long[] found = ofSource(t, source, name, common);
            if (found != null) {
                return found;
            }
        }
        return NONE;
    }

    /**
     * A column of something in FROM; null if it is of something else.
     *
     * @param source the name that it is called by; null if only its own counts
     */
    private long[] ofSource(TableReference t, String source, String name, Map<String, CommonTable> common) {
        if (t instanceof Join j) {
            if (j.alias() != null) {
                return j.alias().name().name().equals(source) ? NONE : null;
            }
            boolean put = j.using().stream().anyMatch(u -> u.name().equals(name))
                    && (source == null
                            || j.usingAlias() != null && j.usingAlias().name().equals(source));
            if (put) {
                // it is the column of the side of which no row is missing
                return j.kind() == Join.Kind.FULL
                        ? NONE
                        : ofSource(j.kind() == Join.Kind.RIGHT ? j.right() : j.left(), null, name, common);
            }
            long[] left = ofSource(j.left(), source, name, common);
            return left != null ? left : ofSource(j.right(), source, name, common);
        }
        if (t instanceof DerivedTable d) {
            if (source != null && (d.alias() == null || !d.alias().name().name().equals(source))) {
                return null;
            }
            int place =
                    place(d.query(), d.alias() == null ? List.of() : d.alias().columns(), name);
            return place < 0 ? missing(source) : ofQuery(d.query(), place, common);
        }
        if (!(t instanceof NamedTable n)) {
            return null;
        }
        List<Identifier> parts = n.name().parts();
        String last = parts.get(parts.size() - 1).name();
        if (source != null
                && !source.equals(n.alias() == null ? last : n.alias().name().name())) {
            return null;
        }
        List<Identifier> renamed = n.alias() == null ? List.of() : n.alias().columns();
        CommonTable c = parts.size() == 1 ? common.get(last) : null;
        if (c != null) {
            Query q = c.body() instanceof Query query ? query : null;
            int place = q == null ? -1 : place(q, renamed.isEmpty() ? c.columns() : renamed, name);
            return place < 0 ? missing(source) : ofQuery(q, place, common);
        }
        Relation r = parts.size() < 2
                ? catalog.relation(last)
                : catalog.relation(parts.get(parts.size() - 2).name(), last);
        int place = r == null ? -1 : place(r, renamed, name);
        return place < 0
                ? missing(source)
                : new long[] {r.id(), r.columns().get(place).number()};
    }

    private static long[] missing(String source) {
        return source == null ? null : NONE;
    }

    private static int place(Relation r, List<Identifier> renamed, String name) {
        for (int i = 0; i < r.columns().size(); i++) {
            String has = i < renamed.size()
                    ? renamed.get(i).name()
                    : r.columns().get(i).name();
            if (has.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int place(Query q, List<Identifier> renamed, String name) {
        for (int i = 0; i < renamed.size(); i++) {
            if (renamed.get(i).name().equals(name)) {
                return i;
            }
        }
        QueryBody body = q.body();
        while (body instanceof NestedQuery n) {
            body = n.query().body();
        }
        if (body instanceof Select s) {
            for (int i = renamed.size(); i < s.items().size(); i++) {
                SelectItem item = s.items().get(i);
                String has = item.alias() != null
                        ? item.alias().name()
                        : item.expression() instanceof ColumnReference c
                                ? c.parts().get(c.parts().size() - 1).name()
                                : null;
                if (name.equals(has)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
