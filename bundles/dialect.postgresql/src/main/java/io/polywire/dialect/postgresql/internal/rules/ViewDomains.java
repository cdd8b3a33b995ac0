package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Cast;
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
import io.polywire.sql.tree.TypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns of views that are of a domain. Where a value goes through nothing but names it keeps its domain; what is worked out
 * is of the type under it, as the analyser has all of them. A view's kept text names all that it reads in full.
 */
final class ViewDomains {
    private final CatalogSnapshot catalog;

    private ViewDomains(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    private record Parsed(Query query) {}

    /** The columns of a relation as the catalogs show them. */
    static List<RelationColumn> columns(Relation r, CatalogSnapshot catalog) {
        boolean any = CatalogRows.isView(r)
                && r.own()
                && r.definition() != null
                && catalog.types().stream().anyMatch(UserType::isDomain);
        if (!any) {
            return r.columns();
        }
        ViewDomains domains = new ViewDomains(catalog);
        return r.columns().stream().map(c -> domains.shown(r, c)).toList();
    }

    private RelationColumn shown(Relation view, RelationColumn c) {
        RelationColumn of = c.typeId() == 0 ? ofView(view, c) : null;
        return of == null
                ? c
                : new RelationColumn(
                        c.name(),
                        c.number(),
                        of.declared(),
                        of.typeId(),
                        c.notNull(),
                        c.defaultValue(),
                        c.identity(),
                        c.generation(),
                        c.rowNumber(),
                        c.comment());
    }

    private RelationColumn ofView(Relation view, RelationColumn c) {
        Parsed parsed = catalog.derived(Parsed.class, view, () -> parsed(view));
        return parsed.query() == null
                ? null
                : ofQuery(parsed.query(), view.columns().indexOf(c), Map.of());
    }

    private static Parsed parsed(Relation view) {
        try {
            return new Parsed((Query) ((ParsedStatement) PgDialect.parsed(view.definition())).body());
        } catch (SqlFailure | ClassCastException ofAnotherDialect) {
            // its values are as the analyser has them
            return new Parsed(null);
        }
    }

    /** The column of a table that is behind a column of a query, if it is of a domain; else null. */
    private RelationColumn ofQuery(Query q, int column, Map<String, CommonTable> outer) {
        Map<String, CommonTable> common = outer;
        if (q.with() != null) {
            if (q.with().recursive()) {
                return null;
            }
            common = new HashMap<>(outer);
            for (CommonTable t : q.with().tables()) {
                common.put(t.name().name(), t);
            }
        }
        return ofBody(q.body(), column, common);
    }

    private RelationColumn ofBody(QueryBody body, int column, Map<String, CommonTable> common) {
        if (body instanceof NestedQuery n) {
            return ofQuery(n.query(), column, common);
        }
        if (body instanceof SetOperation s) {
            RelationColumn left = ofBody(s.left(), column, common);
            RelationColumn right = left == null ? null : ofBody(s.right(), column, common);
            return right != null && right.typeId() == left.typeId() ? left : null;
        }
        if (!(body instanceof Select s) || column < 0 || column >= s.items().size()) {
            return null;
        }
        SelectItem item = s.items().get(column);
        Expression e = item.expression();
        if (e instanceof Cast cast) {
            return ofCast(cast.type());
        }
        if (!(e instanceof ColumnReference c) || c.parts().size() < 2) {
            return null;
        }
        String name = c.parts().get(c.parts().size() - 1).name();
        String source = c.parts().get(c.parts().size() - 2).name();
        for (TableReference t : s.from()) {
            RelationColumn found = ofSource(t, source, name, common);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A column of the domain that a value is cast to; null for another type. */
    private RelationColumn ofCast(TypeName type) {
        if (type.name() == null || !type.dimensions().isEmpty()) {
            return null;
        }
        List<Identifier> parts = type.name().parts();
        String last = parts.get(parts.size() - 1).name();
        UserType t = parts.size() < 2
                ? catalog.type(last)
                : catalog.type(parts.get(parts.size() - 2).name(), last);
        return t == null || !t.isDomain()
                ? null
                : new RelationColumn(
                        last, 1, t.base(), t.id(), false, null, RelationColumn.Identity.NONE, null, false, null);
    }

    private RelationColumn ofSource(TableReference t, String source, String name, Map<String, CommonTable> common) {
        if (t instanceof Join j) {
            RelationColumn left = ofSource(j.left(), source, name, common);
            return left != null ? left : ofSource(j.right(), source, name, common);
        }
        if (t instanceof DerivedTable d) {
            boolean named = d.alias() != null && d.alias().name().name().equals(source);
            return named ? ofQuery(d.query(), place(d.query(), d.alias().columns(), name), common) : null;
        }
        if (!(t instanceof NamedTable n)) {
            return null;
        }
        List<Identifier> parts = n.name().parts();
        String last = parts.get(parts.size() - 1).name();
        if (!source.equals(n.alias() == null ? last : n.alias().name().name())) {
            return null;
        }
        List<Identifier> renamed = n.alias() == null ? List.of() : n.alias().columns();
        CommonTable c = parts.size() == 1 ? common.get(last) : null;
        if (c != null) {
            Query q = c.body() instanceof Query query ? query : null;
            List<Identifier> names = renamed.isEmpty() ? c.columns() : renamed;
            return q == null ? null : ofQuery(q, place(q, names, name), common);
        }
        Relation r = parts.size() < 2
                ? catalog.relation(last)
                : catalog.relation(parts.get(parts.size() - 2).name(), last);
        return r == null ? null : ofRelation(r, place(r, renamed, name));
    }

    private RelationColumn ofRelation(Relation r, int place) {
        if (place < 0) {
            return null;
        }
        RelationColumn c = r.columns().get(place);
        UserType t = c.typeId() == 0 ? null : catalog.type(c.typeId());
        if (t != null) {
            return t.isDomain() ? c : null;
        }
        return CatalogRows.isView(r) && r.own() && r.definition() != null ? ofView(r, c) : null;
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
        while (body instanceof SetOperation || body instanceof NestedQuery) {
            body = body instanceof SetOperation s
                    ? s.left()
                    : ((NestedQuery) body).query().body();
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
