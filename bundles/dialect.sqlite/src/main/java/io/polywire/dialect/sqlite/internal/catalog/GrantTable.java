package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The rights that were given in a file, in its table {@code _pw_grant}; a file in which none were given has no such table. */
public final class GrantTable {
    private static final String TABLE = "_pw_grant";

    private static final StorageStatement EXISTS = new StorageStatement(
            "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = '" + TABLE + "'", Access.READ, 0);

    private static final StorageStatement READ = new StorageStatement(
            "SELECT kind, object, part, grantee, grantor, rights, options FROM main." + TABLE
                    + " ORDER BY kind, object, part, seq",
            Access.READ,
            0);

    private static final StorageStatement CREATE = new StorageStatement(
            "CREATE TABLE IF NOT EXISTS main." + TABLE
                    + "(seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, object TEXT NOT NULL, part INTEGER NOT NULL,"
                    + " grantee INTEGER NOT NULL, grantor INTEGER NOT NULL, rights INTEGER NOT NULL,"
                    + " options INTEGER NOT NULL, UNIQUE(kind, object, part, grantee, grantor))",
            Access.SCHEMA,
            0);

    private static final StorageStatement PUT = new StorageStatement(
            "INSERT INTO main." + TABLE + "(kind, object, part, grantee, grantor, rights, options)"
                    + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(kind, object, part, grantee, grantor)"
                    + " DO UPDATE SET rights = excluded.rights, options = excluded.options",
            Access.WRITE,
            7);

    private static final StorageStatement CLEAN = new StorageStatement(
            "DELETE FROM main." + TABLE + " WHERE kind = ?1 AND object = ?2 AND part = ?3 AND grantee = ?4"
                    + " AND grantor = ?5 AND rights = 0 AND (SELECT count(*) FROM main." + TABLE
                    + " AS o WHERE o.kind = ?1 AND o.object = ?2) > 1",
            Access.WRITE,
            5);

    private static final StorageStatement DISOWN =
            new StorageStatement("DELETE FROM main." + TABLE + " WHERE kind = ?1 AND object = ?2", Access.WRITE, 2);

    private GrantTable() {}

    /** What was given. */
    public static Grants read(Lease lease) {
        List<Object[]> there = rows(lease, EXISTS, 1);
        if ((long) there.get(0)[0] == 0) {
            return Grants.NONE;
        }
        List<GrantRow> all = new ArrayList<>();
        for (Object[] r : rows(lease, READ, 7)) {
            all.add(new GrantRow(
                    Kind.values()[number(r[0])],
                    (String) r[1],
                    number(r[2]),
                    (long) r[3],
                    (long) r[4],
                    number(r[5]),
                    number(r[6])));
        }
        return new Grants(all);
    }

    private static int number(Object value) {
        return Math.toIntExact((long) value);
    }

    /** Keeps rows in place of those with the same key. */
    public static void keep(Lease lease, List<GrantRow> rows) {
        run(lease, CREATE);
        for (GrantRow r : rows) {
            if (r.kind() == Kind.OWNER) {
                // one owner at a time
                run(lease, DISOWN, r.kind().ordinal(), r.object());
            }
            run(
                    lease,
                    PUT,
                    r.kind().ordinal(),
                    r.object(),
                    r.column(),
                    r.grantee(),
                    r.grantor(),
                    r.rights(),
                    r.options());
        }
        for (GrantRow r : rows) {
            if (r.rights() == 0 && r.kind() != Kind.OWNER) {
                run(lease, CLEAN, r.kind().ordinal(), r.object(), r.column(), r.grantee(), r.grantor());
            }
        }
    }

    /** Forgets a relation. */
    public static void forget(Lease lease, String relation) {
        run(lease, CREATE);
        for (Kind kind : new Kind[] {Kind.RELATION, Kind.OWNER}) {
            run(lease, DISOWN, kind.ordinal(), relation);
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

    private static List<Object[]> rows(Lease lease, StorageStatement query, int columns) {
        List<Object[]> all = new ArrayList<>();
        try (Cursor c = lease.open(query, null)) {
            c.fetch(0, new Numbers(columns, all));
        }
        return all;
    }

    /** Rows of numbers and names. */
    private static final class Numbers implements RowSink {
        private final int columns;
        private final List<Object[]> all;
        private Object[] row;
        private int at;

        Numbers(int columns, List<Object[]> all) {
            this.columns = columns;
            this.all = all;
        }

        @Override
        public void startRow() {
            row = new Object[columns];
            at = 0;
        }

        @Override
        public void putNull() {
            throw notANumber();
        }

        @Override
        public void putLong(long value) {
            row[at++] = value;
        }

        @Override
        public void putDouble(double value) {
            throw notANumber();
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            row[at++] = new String(from, offset, length, StandardCharsets.UTF_8);
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            throw notANumber();
        }

        private static IllegalStateException notANumber() {
            return new IllegalStateException("table " + TABLE + " was changed by another program");
        }

        @Override
        public boolean endRow() {
            all.add(row);
            return true;
        }
    }
}
