package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.session.Parameters;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rights that were given in a file, and who owns what, in its table {@code _pw_grant}; a file in which none were given
 * has no such table.
 *
 * <p>Objects are kept by number: one that gets another name keeps its rights, and a new one never has those of one that was
 * dropped, since numbers do not come back. Rows of what is no more are cleared away with the next change.
 */
public final class GrantTable {
    private static final String TABLE = "_pw_grant";

    private static final StorageStatement EXISTS = new StorageStatement(
            "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '" + TABLE + "'", Access.READ, 0);

    private static final StorageStatement READ = new StorageStatement(
            "SELECT kind, object, part, grantee, grantor, rights, options FROM main." + TABLE
                    + " ORDER BY kind, object, part, seq",
            Access.READ,
            0);

    private static final StorageStatement CREATE = new StorageStatement(
            "CREATE TABLE IF NOT EXISTS main." + TABLE
                    + "(seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, object INTEGER NOT NULL, part INTEGER NOT NULL,"
                    + " grantee INTEGER NOT NULL, grantor INTEGER NOT NULL, rights INTEGER NOT NULL,"
                    + " options INTEGER NOT NULL, UNIQUE(kind, object, part, grantee, grantor))",
            Access.SCHEMA,
            0);

    private static final StorageStatement PUT = new StorageStatement(
            "INSERT INTO main." + TABLE + "(kind, object, part, grantee, grantor, rights, options)"
                    + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(kind, object, part, grantee, grantor)"
                    + " DO UPDATE SET rights = excluded.rights, options = excluded.options",
            Access.SCHEMA,
            7);

    private static final StorageStatement CLEAN = new StorageStatement(
            "DELETE FROM main." + TABLE + " WHERE kind = ?1 AND object = ?2 AND part = ?3 AND grantee = ?4"
                    + " AND grantor = ?5 AND rights = 0 AND (SELECT count(*) FROM main." + TABLE
                    + " AS o WHERE o.kind = ?1 AND o.object = ?2) > 1",
            Access.SCHEMA,
            5);

    private static final StorageStatement REMOVE =
            new StorageStatement("DELETE FROM main." + TABLE + " WHERE kind = ?1 AND object = ?2", Access.SCHEMA, 2);

    private static final StorageStatement FORGET = new StorageStatement(
            "DELETE FROM main." + TABLE + " WHERE kind = ?1 AND object = ?2 AND part = ?3 AND grantee = ?4"
                    + " AND grantor = ?5",
            Access.SCHEMA,
            5);

    private GrantTable() {}

    /**
     * What was given. Rights on columns of a table that another program has changed are gone: its numbers say nothing now.
     *
     * @param relations as they are now
     */
    static Grants read(Lease lease, List<Relation> relations) {
        if (Rows.of(lease, EXISTS).isEmpty()) {
            return Grants.NONE;
        }
        Set<Integer> changed = new HashSet<>();
        relations.stream()
                .filter(r -> r.kind() == Relation.Kind.TABLE && !r.own())
                .forEach(r -> changed.add(r.id()));
        List<GrantRow> all = new ArrayList<>();
        for (Rows.Row r : Rows.of(lease, READ)) {
            if (r.integer(2) != 0 && changed.contains(r.integer(1))) {
                continue;
            }
            all.add(new GrantRow(
                    Kind.valueOf(r.text(0)),
                    r.integer(1),
                    r.integer(2),
                    r.number(3),
                    r.number(4),
                    r.integer(5),
                    r.integer(6)));
        }
        return new Grants(all);
    }

    /** Keeps rows in place of those with the same key; see {@link io.polywire.sql.Dialect#keepGrants}. */
    public static void keep(Lease lease, CatalogSnapshot catalog, String front, List<GrantRow> rows) {
        if (!catalog.isKept()) {
            MetadataWriter.create().forEach(s -> run(lease, new StorageStatement(s, Access.SCHEMA, 0)));
        }
        run(lease, CREATE);
        for (int object : catalog.grants().objects()) {
            if (object != GrantRow.DATABASE && !catalog.has(object)) {
                for (Kind kind : Kind.values()) {
                    run(lease, REMOVE, kind.name(), object);
                }
            }
        }
        rows.stream().mapToInt(GrantRow::object).distinct().forEach(o -> adopt(lease, catalog, front, o));
        for (GrantRow r : rows) {
            if (r.rights() == GrantRow.FORGOTTEN) {
                run(lease, FORGET, r.kind().name(), r.object(), r.column(), r.grantee(), r.grantor());
                continue;
            }
            if (r.kind() == Kind.OWNER) {
                // one owner at a time
                run(lease, REMOVE, r.kind().name(), r.object());
            }
            run(lease, PUT, r.kind().name(), r.object(), r.column(), r.grantee(), r.grantor(), r.rights(), r.options());
        }
        for (GrantRow r : rows) {
            if (r.rights() == 0 && r.kind() != Kind.OWNER && !r.kind().isOnNew()) {
                run(lease, CLEAN, r.kind().name(), r.object(), r.column(), r.grantee(), r.grantor());
            }
        }
    }

    /** A table of another program gets a number that stays when its name changes. */
    private static void adopt(Lease lease, CatalogSnapshot catalog, String front, int object) {
        Relation r = catalog.relation(object);
        if (r != null && !r.own() && r.kind() == Relation.Kind.TABLE) {
            MetadataWriter.put(r.adopted(front)).forEach(s -> run(lease, new StorageStatement(s, Access.SCHEMA, 0)));
        }
    }

    private static void run(Lease lease, StorageStatement statement, Object... values) {
        Parameters p = new Parameters();
        p.reset(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof String text) {
                p.setText(i, text);
            } else {
                p.setLong(i, ((Number) values[i]).longValue());
            }
        }
        try (Cursor c = lease.open(statement, p)) {
            c.fetch(0, null);
        }
    }
}
