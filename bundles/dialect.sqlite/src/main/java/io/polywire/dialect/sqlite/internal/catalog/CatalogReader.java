package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.sqlite.internal.foreign.Declaration;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the schema that SQLite itself keeps, one row for each column of each table and view. */
public final class CatalogReader implements RowSink {
    private static final int NAME = 0;
    private static final int TYPE = 1;
    private static final int COLUMN = 2;
    private static final int DECLARED = 3;
    private static final int NOT_NULL = 4;
    private static final int DEFAULT = 5;
    private static final int KEY = 6;
    private static final int HIDDEN = 7;
    private static final int WITHOUT_ROWID = 8;

    /** Hidden columns (1) belong to virtual tables; 2 and 3 are generated ones (pragma.html, table_xinfo). */
    private static StorageStatement columns(String which) {
        return new StorageStatement(
                // the list once: for one name SQLite goes through all tables
                "WITH l AS MATERIALIZED (SELECT name, wr FROM pragma_table_list WHERE schema = 'main')"
                        + " SELECT m.name, m.type, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden,"
                        + " coalesce((SELECT l.wr FROM l WHERE l.name = m.name), 0)"
                        + " FROM main.sqlite_schema AS m JOIN pragma_table_xinfo(m.name) AS x"
                        + " WHERE m." + which + " AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                        + " AND m.name NOT LIKE '\\_pw\\_%' ESCAPE '\\' AND x.hidden <> 1"
                        + " ORDER BY m.name, x.cid",
                Access.READ,
                0);
    }

    private static final StorageStatement COLUMNS = columns("type IN ('table', 'view')");
    private static final StorageStatement OF_TABLES = columns("type = 'table'");
    private static final StorageStatement VIEWS =
            new StorageStatement("SELECT name FROM main.sqlite_schema WHERE type = 'view'", Access.READ, 0);

    /** Indexes that were made by CREATE INDEX (origin c), one row for each key. */
    private static final StorageStatement INDEXES = new StorageStatement(
            "SELECT m.name, l.name, l.\"unique\", l.partial, x.name, x.cid, x.\"desc\""
                    + " FROM main.sqlite_schema AS m JOIN pragma_index_list(m.name) AS l"
                    + " JOIN pragma_index_xinfo(l.name) AS x"
                    + " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                    + " AND m.name NOT LIKE '\\_pw\\_%' ESCAPE '\\' AND l.origin = 'c' AND x.key"
                    + " ORDER BY m.name, l.name, x.seqno",
            Access.READ, 0);

    private static final StorageStatement OWN =
            new StorageStatement("SELECT 1 FROM main.sqlite_schema WHERE name = '_pw_meta'", Access.READ, 0);

    private final Map<String, Building> relations = new LinkedHashMap<>();
    private final Object[] row = new Object[WITHOUT_ROWID + 1];
    private int at;

    private CatalogReader() {}

    /** Reads what the lease's database holds now. */
    public static CatalogSnapshot read(Lease lease, long version, Set<Capability> capabilities) {
        CatalogReader reader = columns(lease);
        reader.relations.values().stream().filter(b -> b.view).forEach(b -> b.untyped(lease));
        boolean byName = capabilities.contains(Capability.DECLARED_TYPES);
        List<Relation> relations = new ArrayList<>();
        Map<String, List<TableIndex>> indexes = indexes(lease, reader.relations);
        reader.relations.values().forEach(b -> {
            Relation r = b.build(byName);
            relations.add(r.with(r.constraints(), indexes.getOrDefault(b.name, List.of())));
        });
        return Rows.of(lease, OWN).isEmpty()
                ? new CatalogSnapshot(version, relations)
                : MetadataReader.read(lease, version, relations);
    }

    private static CatalogReader columns(Lease lease) {
        CatalogReader all = new CatalogReader();
        try {
            all.read(lease, COLUMNS);
            return all;
        } catch (SqlFailure broken) {
            if (!broken.sqlState().startsWith("42")) {
                throw broken;
            }
        }
        // a view is of what is there no more: one after the other
        CatalogReader each = new CatalogReader();
        each.read(lease, OF_TABLES);
        for (Rows.Row view : Rows.of(lease, VIEWS)) {
            CatalogReader one = new CatalogReader();
            try {
                one.read(lease, columns("name = '" + view.text(0).replace("'", "''") + "'"));
                each.relations.putAll(one.relations);
            } catch (SqlFailure broken) {
                // SQLite cannot say what columns this one has, and nobody can read it
                if (!broken.sqlState().startsWith("42")) {
                    throw broken;
                }
            }
        }
        return each;
    }

    private void read(Lease lease, StorageStatement query) {
        try (Cursor c = lease.open(query, null)) {
            c.fetch(0, this);
        }
    }

    private static Map<String, List<TableIndex>> indexes(Lease lease, Map<String, Building> relations) {
        Map<String, List<TableIndex>> indexes = new LinkedHashMap<>();
        for (Rows.Row r : Rows.of(lease, INDEXES)) {
            Building table = relations.get(r.text(0));
            if (table == null) {
                continue;
            }
            List<TableIndex> of = indexes.computeIfAbsent(r.text(0), k -> new ArrayList<>());
            int column = 0;
            for (RelationColumn c : table.columns) {
                column = c.name().equals(r.text(4)) ? c.number() : column;
            }
            // of an expression SQLite gives no text here
            TableIndex.Key key = new TableIndex.Key(column, column == 0 ? "" : null, r.flag(6), !r.flag(6));
            List<TableIndex.Key> keys = new ArrayList<>();
            TableIndex last = of.isEmpty() ? null : of.get(of.size() - 1);
            if (last != null && last.name().equals(r.text(1))) {
                keys.addAll(last.keys());
                of.remove(last);
            }
            keys.add(key);
            of.add(new TableIndex(
                    Building.id("index " + r.text(1)),
                    r.text(1),
                    r.text(1),
                    r.flag(2),
                    false,
                    "btree",
                    keys,
                    List.of(),
                    r.flag(3) ? "" : null,
                    Map.of(),
                    null));
        }
        return indexes;
    }

    private static final class Building {
        final String name;
        final boolean view;
        final boolean withoutRowid;
        final List<RelationColumn> columns = new ArrayList<>();
        final Map<Long, String> key = new TreeMap<>();

        Building(String name, boolean view, boolean withoutRowid) {
            this.name = name;
            this.view = view;
            this.withoutRowid = withoutRowid;
        }

        /**
         * SQLite says BLOB of a view's column that can be anything; only of a column that was declared so it tells the
         * declaration for what is selected from the view too.
         */
        void untyped(Lease lease) {
            if (columns.stream().noneMatch(c -> c.declared().equalsIgnoreCase("BLOB"))) {
                return;
            }
            StringBuilder names = new StringBuilder();
            columns.forEach(c -> names.append(names.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(c.name().replace("\"", "\"\""))
                    .append('"'));
            List<Column> told = lease.describe(new StorageStatement(
                            "SELECT " + names + " FROM main.\"" + name.replace("\"", "\"\"") + '"', Access.READ, 0))
                    .columns();
            for (int i = 0; i < columns.size(); i++) {
                RelationColumn c = columns.get(i);
                if (c.declared().equalsIgnoreCase("BLOB") && told.get(i).type().kind() == TypeKind.UNKNOWN) {
                    columns.set(i, c.typed("", 0));
                }
            }
        }

        /** @param byName whether the names of types say what columns hold */
        Relation build(boolean byName) {
            List<RelationColumn> built = new ArrayList<>();
            for (RelationColumn c : columns) {
                boolean rowNumber = !withoutRowid
                        && key.size() == 1
                        && key.containsValue(c.name())
                        && c.declared().equalsIgnoreCase("INTEGER");
                Declaration d = Declaration.of(c.declared(), byName);
                built.add(new RelationColumn(
                                c.name(),
                                c.number(),
                                d.declared(),
                                c.notNull() || rowNumber,
                                false,
                                c.generated(),
                                rowNumber)
                        .defaulting(c.defaultValue())
                        .written(d.read() ? c.declared() : null));
            }
            // without the row number's rule a primary key can hold NULL in SQLite, and then groups nothing
            // and two spellings of one date are two keys to it
            boolean sound =
                    built.stream().allMatch(c -> !key.containsValue(c.name()) || c.notNull() && c.written() == null);
            Relation r = new Relation(
                    id(name),
                    view ? Relation.Kind.VIEW : Relation.Kind.TABLE,
                    name,
                    built,
                    sound ? List.copyOf(key.values()) : List.of());
            return withoutRowid ? r.optioned(Map.of(Relation.WITHOUT_ROW_NUMBER, "true")) : r;
        }

        /** Even: the number behind it is its primary key's. */
        private static int id(String name) {
            return CatalogSnapshot.FIRST_FOREIGN_ID + (name.hashCode() & 0x3fff_fffe);
        }
    }

    @Override
    public void startRow() {
        at = 0;
    }

    @Override
    public void putNull() {
        row[at++] = null;
    }

    @Override
    public void putLong(long value) {
        row[at++] = value;
    }

    @Override
    public void putDouble(double value) {
        row[at++] = value;
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        row[at++] = new String(from, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        row[at++] = new String(from, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public boolean endRow() {
        Building b = relations.computeIfAbsent(
                text(NAME), n -> new Building(n, text(TYPE).equals("view"), number(WITHOUT_ROWID) != 0));
        String column = text(COLUMN);
        b.columns.add(new RelationColumn(
                        column,
                        b.columns.size() + 1,
                        row[DECLARED] == null ? "" : text(DECLARED),
                        number(NOT_NULL) != 0,
                        false,
                        number(HIDDEN) != 0,
                        false)
                .defaulting(row[DEFAULT] == null ? null : new RelationColumn.Default(text(DEFAULT), true)));
        if (number(KEY) != 0) {
            b.key.put(number(KEY), column);
        }
        return true;
    }

    private String text(int column) {
        return (String) row[column];
    }

    private long number(int column) {
        return (Long) row[column];
    }
}
