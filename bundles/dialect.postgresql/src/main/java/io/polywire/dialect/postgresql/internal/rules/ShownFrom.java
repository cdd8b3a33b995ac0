package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.DerivedTable;
import io.polywire.sql.tree.FunctionTable;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.TableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** FROM of a query that is shown (get_from_clause of ruleutils.c): what it names, and its text. */
final class ShownFrom {
    private static final List<String> OF_SEQUENCE = List.of("last_value", "log_cnt", "is_called");

    private final ShownQueries queries;
    private final ShownExpressions expressions;
    private final ShownFunctions functions;
    private final CatalogSnapshot catalog;
    private final boolean pretty;
    /** What is kept of the view; null elsewhere. */
    private final String kept;

    ShownFrom(ShownQueries queries, ShownExpressions expressions, boolean pretty, String kept) {
        this.queries = queries;
        this.expressions = expressions;
        this.functions = new ShownFunctions(queries, expressions);
        this.catalog = queries.catalog();
        this.pretty = pretty;
        this.kept = kept;
    }

    static String list(List<String> columns) {
        return columns.stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", ", "(", ")"));
    }

    // --- what it names
    // ------------------------------------------------------------------------------------------------

    /** Names all that stands in FROM, so that it can be written. */
    void open(List<TableReference> items, ShownScope scope) {
        for (TableReference t : items) {
            scope.tops.add(enter(t, scope));
        }
        ShownNames.name(scope.tables, scope.tops);
    }

    private ShownTable enter(TableReference t, ShownScope scope) {
        if (t instanceof Join j) {
            return join(j, scope);
        }
        if (t instanceof NamedTable n) {
            return table(n, scope);
        }
        if (t instanceof DerivedTable d) {
            ShownExpressions.requirePlain(d.alias() != null && d.alias().name() != null);
            ShownQueries.Result shape = queries.shape(d.query(), d.lateral());
            String name = d.alias().name().name();
            ShownTable made = new ShownTable(
                    d, ShownTable.Kind.QUERY, name, given(d.alias()), shape.names(), shape.types(), null);
            made.row = RowTypes.record(made.read, made.types);
            scope.add(made, name, name);
            return made;
        }
        if (t instanceof FunctionTable f) {
            return functions.enter(f, scope);
        }
        throw Deparser.unknown();
    }

    /** Whether something of what is kept was written by nobody. */
    private boolean isOwn(int start) {
        return kept != null && start > 0 && kept.charAt(start - 1) == Relation.OWN;
    }

    static List<String> given(Alias alias) {
        return alias == null
                ? List.of()
                : alias.columns().stream().map(Identifier::name).toList();
    }

    private ShownTable table(NamedTable n, ShownScope scope) {
        Alias alias = n.alias();
        List<Identifier> parts = n.name().parts();
        ShownExpressions.requirePlain(
                n.sample() == null && parts.size() <= 2 && (alias == null || alias.name() != null));
        String bare = parts.get(parts.size() - 1).name();
        String called = alias == null ? bare : alias.name().name();
        boolean byItself = alias == null || isOwn(alias.name().start());
        String name = byItself ? null : called;
        ShownQueries.Result common = parts.size() == 1 ? scope.common.get(bare) : null;
        ShownTable made;
        if (common != null) {
            made = new ShownTable(
                    n,
                    ShownTable.Kind.COMMON,
                    name,
                    given(alias),
                    common.names(),
                    common.types(),
                    CatalogFunctions.quoted(bare));
            made.row = RowTypes.record(made.read, made.types);
        } else {
            // relations of the system have no schema in what is kept
            made = relation(n, parts.size() == 2 ? parts.get(0).name() : Visibility.SYSTEM, bare, name);
        }
        scope.add(made, called, byItself ? bare : called);
        return made;
    }

    private ShownTable relation(NamedTable n, String schema, String bare, String name) {
        Relation r = catalog.relation(schema, bare);
        String written;
        List<String> columns;
        List<Type> types = new ArrayList<>();
        if (r == null) {
            SystemRelation s = CatalogRelations.find(schema, bare, catalog);
            ShownExpressions.requirePlain(s != null);
            boolean seen = schema.equals(Visibility.SYSTEM) && Visibility.hiding(bare, catalog) == null;
            written = (seen ? "" : CatalogFunctions.quoted(schema) + ".") + CatalogFunctions.quoted(bare);
            columns = s.columns().stream().map(SystemRelation.Column::name).toList();
            s.columns().forEach(c -> types.add(c.type()));
        } else {
            written = (Visibility.of(r, catalog) ? "" : CatalogFunctions.quoted(r.schema()) + ".")
                    + CatalogFunctions.quoted(r.name());
            boolean sequence = r.kind() == Relation.Kind.SEQUENCE;
            columns = sequence
                    ? OF_SEQUENCE
                    : r.columns().stream().map(RelationColumn::name).toList();
            r.columns().stream().filter(c -> !sequence).forEach(c -> types.add(ShownTypes.of(c, catalog)));
            types.addAll(sequence ? List.of(PgTypes.INT8, PgTypes.INT8, PgTypes.BOOL) : List.of());
        }
        ShownTable made = new ShownTable(
                n,
                ShownTable.Kind.RELATION,
                name,
                given(n.alias()),
                columns,
                types,
                (n.only() ? "ONLY " : "") + written);
        made.row = r == null ? null : PgTypeRules.of(catalog).rowType(r);
        return made;
    }

    private ShownTable join(Join j, ShownScope scope) {
        ShownExpressions.requirePlain(
                !j.natural() && (j.alias() == null || j.alias().name() != null));
        Set<String> before = scope.visible();
        ShownTable left = enter(j.left(), scope);
        ShownTable right = enter(j.right(), scope);
        List<String> using = j.using().stream().map(Identifier::name).toList();
        List<String> own = new ArrayList<>(using);
        List<Type> types = new ArrayList<>();
        int most = left.read.size() + right.read.size();
        int[] lefts = new int[most];
        int[] rights = new int[most];
        boolean[] plain = new boolean[most];
        boolean[] ofRight = new boolean[most];
        for (int i = 0; i < using.size(); i++) {
            lefts[i] = ShownScope.only(left.read, using.get(i));
            rights[i] = ShownScope.only(right.read, using.get(i));
            ShownExpressions.requirePlain(lefts[i] >= 0 && rights[i] >= 0);
            Type l = left.types.get(lefts[i]);
            Type r = right.types.get(rights[i]);
            Type both = l.equals(r) ? l : common(l, r);
            types.add(both);
            boolean byLeft = l.equals(both) && j.kind() != Join.Kind.RIGHT && j.kind() != Join.Kind.FULL;
            boolean byRight = r.equals(both) && j.kind() != Join.Kind.LEFT && j.kind() != Join.Kind.FULL;
            plain[i] = byLeft || byRight;
            ofRight[i] = !byLeft && byRight;
        }
        for (ShownTable side : List.of(left, right)) {
            int[] of = side == left ? lefts : rights;
            for (int i = 0; i < side.read.size(); i++) {
                if (!isAmong(i, of, using.size())) {
                    int at = own.size();
                    lefts[at] = side == left ? i : ShownTable.NONE;
                    rights[at] = side == left ? ShownTable.NONE : i;
                    plain[at] = true;
                    ofRight[at] = side == right;
                    own.add(side.read.get(i));
                    types.add(side.types.get(i));
                }
            }
        }
        String name = j.alias() == null ? null : j.alias().name().name();
        ShownTable made = new ShownTable(j, ShownTable.Kind.JOIN, name, given(j.alias()), own, types, null);
        made.left = left;
        made.right = right;
        made.using = using;
        made.lefts = lefts;
        made.rights = rights;
        made.plain = plain;
        made.ofRight = ofRight;
        if (name != null) {
            made.row = RowTypes.record(made.read, types);
            scope.hideAllBut(before);
        }
        scope.add(made, name, name);
        if (j.usingAlias() != null && name == null) {
            scope.alias(j.usingAlias().name(), made);
        }
        return made;
    }

    private Type common(Type left, Type right) {
        return PgTypes.plain(expressions.common(List.of(
                ShownExpressions.plain("", ShownTypes.based(left, catalog)),
                ShownExpressions.plain("", ShownTypes.based(right, catalog)))));
    }

    private static boolean isAmong(int i, int[] all, int n) {
        for (int k = 0; k < n; k++) {
            if (all[k] == i) {
                return true;
            }
        }
        return false;
    }

    // --- columns
    // ------------------------------------------------------------------------------------------------------

    /** A column as it is written (get_variable of ruleutils.c). */
    static ShownExpressions.Shown column(ShownTable t, int i) {
        if (t.isOpen() && t.plain[i]) {
            return t.ofRight[i] ? column(t.right, t.rights[i]) : column(t.left, t.lefts[i]);
        }
        return ShownExpressions.column(t.isOpen() ? null : t.shown, t.name(i), t.types.get(i));
    }

    // --- text
    // ---------------------------------------------------------------------------------------------------------

    /** FROM with all that is in it, which has been named before; null without it. */
    String write(ShownScope scope) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < scope.tops.size(); i++) {
            String before = i == 0 ? queries.clause(" FROM ", 2) : ", ";
            String item = item(scope.tops.get(i));
            b.append(before);
            if (i > 0 && !item.startsWith("\n")) {
                b.append(queries.clause("", 4));
            }
            b.append(item);
        }
        return b.isEmpty() ? null : b.toString();
    }

    private String item(ShownTable t) {
        if (t.node instanceof Join j) {
            return join(j, t);
        }
        if (t.node instanceof DerivedTable d) {
            return (d.lateral() ? "LATERAL (" : "(") + queries.text(d.query(), d.lateral()) + ") "
                    + CatalogFunctions.quoted(t.shown) + t.list();
        }
        if (t.node instanceof FunctionTable f) {
            return functions.write(f, t);
        }
        NamedTable n = (NamedTable) t.node;
        boolean called =
                t.alias != null || t.listed || !t.shown.equals(n.name().last().name());
        return t.written + (called ? " " + CatalogFunctions.quoted(t.shown) : "") + t.list();
    }

    private String join(Join j, ShownTable t) {
        boolean open = !pretty || t.alias != null;
        StringBuilder b = new StringBuilder(open ? "(" : "").append(item(t.left));
        // NATURAL without a common name has no condition
        boolean on = j.on() != null && !isOwn(j.on().start());
        boolean conditional = on || !j.using().isEmpty();
        b.append(queries.line(
                switch (j.kind()) {
                    case INNER, CROSS -> conditional ? " JOIN " : " CROSS JOIN ";
                    default -> " " + j.kind().name() + " JOIN ";
                },
                -ShownQueries.STEP,
                ShownQueries.STEP,
                4));
        String right = item(t.right);
        b.append(pretty && t.right.isOpen() ? "(" + right + ")" : right);
        if (!t.using.isEmpty()) {
            b.append(" USING ").append(list(t.assigned));
            if (j.usingAlias() != null && !isOwn(j.usingAlias().start())) {
                b.append(" AS ").append(CatalogFunctions.quoted(j.usingAlias().name()));
            }
        } else if (on) {
            String condition = expressions.condition(j.on());
            b.append(" ON ").append(pretty ? condition : "(" + condition + ")");
        } else if (j.kind() != Join.Kind.INNER && j.kind() != Join.Kind.CROSS) {
            b.append(" ON TRUE");
        }
        b.append(open ? ")" : "");
        return t.alias == null ? b.toString() : b + " " + CatalogFunctions.quoted(t.shown) + t.list();
    }
}
