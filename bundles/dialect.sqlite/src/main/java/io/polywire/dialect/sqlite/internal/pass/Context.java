package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.dialect.sqlite.internal.foreign.Declaration;
import io.polywire.dialect.sqlite.internal.render.Fragments;
import io.polywire.dialect.sqlite.internal.syntax.Part;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.right.Need;
import io.polywire.sql.right.Needs;
import io.polywire.sql.right.Right;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the parts of a pass share: the catalog by SQLite's names, rights that are needed, pieces of text. */
final class Context {
    final String text;
    final CatalogSnapshot catalog;
    final Fragments fragments;
    /** Whether the statement does not run as it stands even if it calls nothing. */
    boolean rewritten;

    private final Function<String, Dialect> dialects;
    private final Map<String, Relation> stored = new HashMap<>();
    private final Map<Relation, Set<String>> read = new LinkedHashMap<>();
    private final List<Need> changes = new ArrayList<>();
    private boolean storage;
    private final Map<Relation, List<Type>> types = new HashMap<>();

    Context(String text, CatalogSnapshot catalog, Function<String, Dialect> dialects, Fragments fragments) {
        this.text = text;
        this.catalog = catalog;
        this.dialects = dialects;
        this.fragments = fragments;
        for (Relation r : catalog.relations()) {
            if (!r.temporary()) {
                stored.merge(lower(r.stored()), r, (a, b) -> isStored(a) ? a : b);
            }
        }
    }

    /** SQLite folds the letters of ASCII only. */
    static String lower(String name) {
        StringBuilder out = new StringBuilder(name);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                out.setCharAt(i, (char) (c + 32));
            }
        }
        return out.toString();
    }

    /** Whether SQLite itself has it. */
    static boolean isStored(Relation r) {
        return r.kind() == Relation.Kind.TABLE
                || r.kind() == Relation.Kind.MATERIALIZED_VIEW
                || r.kind() == Relation.Kind.VIEW && !r.own();
    }

    /**
     * The table or view that a name means in SQLite, or null.
     *
     * @throws SqlFailure 0A000 if only another dialect has it
     */
    Relation relation(String schema, String name) {
        if (schema != null && !schema.equalsIgnoreCase("main")) {
            return null;
        }
        Relation r = stored.get(lower(name));
        if (r != null && !isStored(r)) {
            throw SqlFailure.unsupported((r.kind() == Relation.Kind.SEQUENCE ? "sequence \"" : "view \"") + r.name()
                    + "\" of dialect " + r.dialect() + " in a statement of dialect sqlite");
        }
        return r;
    }

    /** Whether a name is that of a table or view in SQLite. */
    boolean isThere(String name) {
        Relation r = stored.get(lower(name));
        return r != null && isStored(r);
    }

    /** Whether another dialect made a table, so that all of its columns are as that one says. */
    static boolean isOther(Relation r) {
        return !r.isForeign();
    }

    /** Whether a column is kept in a form that only another dialect knows. */
    static boolean isOther(Relation r, RelationColumn c) {
        return isOther(r) || r.kind() == Relation.Kind.TABLE && c.written() == null && Declaration.isOurs(c.declared());
    }

    static boolean hasOther(Relation r) {
        return r != null && r.columns().stream().anyMatch(c -> isOther(r, c));
    }

    /** The forms of a table's columns. */
    OtherForms forms(Relation r) {
        return new OtherForms(dialects.apply(r.isForeign() ? "postgresql" : r.dialect()), catalog, fragments);
    }

    /** What a column holds; null if SQLite knows all about it. */
    Held held(Relation r, RelationColumn c, String alias) {
        return isOther(r, c)
                ? new Held(types.computeIfAbsent(r, x -> forms(x).types(x)).get(r.index(c.name())), r, c, alias)
                : null;
    }

    // --- rights -----------------------------------------------------------------------------------------------------

    /** Notes a table or a function of tables by a name; those of SQLite's own tell what the file holds. */
    void readsNamed(String name) {
        String n = lower(name);
        storage |= n.startsWith("sqlite_") || n.startsWith("pragma_");
    }

    /** What the statement needs. */
    Needs allNeeds(List<Relation> owned, boolean creates) {
        return new Needs(needs(), List.of(), catalog.grants(), owned, creates, storage);
    }

    /** Rows of it are seen. */
    void reads(Relation r) {
        read.computeIfAbsent(r, k -> new LinkedHashSet<>());
    }

    void reads(Relation r, String column) {
        int i = -1;
        for (int n = 0; n < r.columns().size(); n++) {
            i = r.columns().get(n).name().equalsIgnoreCase(column) ? n : i;
        }
        if (i >= 0) {
            read.computeIfAbsent(r, k -> new LinkedHashSet<>())
                    .add(r.columns().get(i).name());
        }
    }

    void changes(Relation r, Right right, Set<String> columns) {
        changes.add(new Need(r, right, columns));
    }

    List<Need> needs() {
        List<Need> all = new ArrayList<>(changes);
        read.forEach((r, columns) -> all.add(new Need(r, Right.SELECT, columns)));
        return all;
    }

    // --- text -------------------------------------------------------------------------------------------------------

    String text(Part p) {
        return text.substring(p.start(), p.end());
    }

    static SqlFailure unsupported(String what) {
        return SqlFailure.unsupported(what + " in a statement of dialect sqlite");
    }

    static SqlFailure semantic(String sqlState, String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState(sqlState)
                .build();
    }
}
