package io.polywire.client.r2db2.internal.meta;

import io.polywire.client.r2db2.internal.sql.SqlScanner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the server for its tables, columns, keys and indexes, through SQLite's own catalog. */
final class Catalog {
    private static final String COLUMNS =
            "SELECT x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden FROM pragma_table_xinfo(?) AS x ORDER BY x.cid";
    private static final String ALL_COLUMNS =
            "SELECT m.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden"
                    + " FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS x"
                    + " WHERE m.type IN ('table', 'view') AND m.name LIKE ? ESCAPE '\\' ORDER BY m.name, x.cid";
    private static final String TABLES = "SELECT name, type, sql FROM sqlite_schema"
            + " WHERE type IN ('table', 'view') AND name LIKE ? ESCAPE '\\' ORDER BY name";
    private static final String FOREIGN_KEYS = "SELECT f.id, f.seq, f.\"table\", f.\"from\", f.\"to\", f.on_update,"
            + " f.on_delete FROM pragma_foreign_key_list(?) AS f ORDER BY f.id, f.seq";
    private static final String INDEXES = "SELECT l.name, l.\"unique\", x.seqno, x.name, x.\"desc\""
            + " FROM pragma_index_list(?) AS l, pragma_index_xinfo(l.name) AS x WHERE x.\"key\" = 1"
            + " ORDER BY l.name, x.seqno";

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    /** A table or view. */
    record Table(String name, String type, String sql) {
        boolean system() {
            return name.regionMatches(true, 0, "sqlite_", 0, 7);
        }

        String jdbcType() {
            return type.equals("view") ? "VIEW" : system() ? "SYSTEM TABLE" : "TABLE";
        }

        /** Whether its rows have a row id. */
        boolean rowId() {
            return type.equals("table") && !withoutRowId();
        }

        private boolean withoutRowId() {
            if (sql == null) {
                return false;
            }
            SqlScanner scanner = new SqlScanner(sql, 0);
            boolean without = false;
            for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
                if (without && scanner.is("ROWID")) {
                    return true;
                }
                without = kind == SqlScanner.Kind.WORD && scanner.is("WITHOUT");
            }
            return false;
        }
    }

    /**
     * A column.
     *
     * @param position from 1
     * @param key its place in the primary key, from 1; 0: not in it
     */
    record TableColumn(
            String name,
            DeclaredType type,
            boolean notNull,
            String defaultText,
            int key,
            boolean generated,
            int position) {}

    /** A column of a foreign key. */
    record KeyColumn(
            String table,
            int id,
            int sequence,
            String parent,
            String from,
            String to,
            String onUpdate,
            String onDelete) {}

    /** A column of an index; {@code column} is null for an expression. */
    record IndexColumn(String index, boolean unique, int position, String column, boolean descending) {}

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, String parameter, Reader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** @param pattern of JDBC; null: all */
    List<Table> tables(String pattern) throws SQLException {
        List<Table> tables = new ArrayList<>();
        each(
                TABLES,
                pattern == null ? "%" : pattern,
                row -> tables.add(new Table(row.getString(1), row.getString(2), row.getString(3))));
        return tables;
    }

    /** The table of exactly that name, in any case; null: there is none. */
    Table table(String name) throws SQLException {
        List<Table> found = tables(escape(name));
        return found.isEmpty() ? null : found.get(0);
    }

    /** A name as a pattern that matches nothing else. */
    static String escape(String name) {
        return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** The columns of one table. */
    List<TableColumn> columns(String table) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        each(COLUMNS, table, row -> add(columns, row, 1));
        return columns;
    }

    /** The columns of all tables that match, by the table's name. */
    Map<String, List<TableColumn>> columnsOf(String pattern) throws SQLException {
        Map<String, List<TableColumn>> found = new LinkedHashMap<>();
        try {
            each(
                    ALL_COLUMNS,
                    pattern == null ? "%" : pattern,
                    row -> add(found.computeIfAbsent(row.getString(1), name -> new ArrayList<>()), row, 2));
            return found;
        } catch (SQLSyntaxErrorException e) {
            // a view over a table that is gone fails the whole query: ask for each table by itself
            return columnsOneByOne(pattern);
        }
    }

    private Map<String, List<TableColumn>> columnsOneByOne(String pattern) throws SQLException {
        Map<String, List<TableColumn>> found = new LinkedHashMap<>();
        for (Table table : tables(pattern)) {
            try {
                found.put(table.name(), columns(table.name()));
            } catch (SQLSyntaxErrorException e) {
                if (!table.type().equals("view")) {
                    throw e;
                }
                // a broken view has no columns to tell of
            }
        }
        return found;
    }

    private static void add(List<TableColumn> columns, ResultSet row, int from) throws SQLException {
        int hidden = row.getInt(from + 5);
        if (hidden == 1) {
            // of a virtual table, not part of SELECT *
            return;
        }
        columns.add(new TableColumn(
                row.getString(from),
                DeclaredType.of(row.getString(from + 1)),
                row.getBoolean(from + 2),
                row.getString(from + 3),
                row.getInt(from + 4),
                hidden > 1,
                columns.size() + 1));
    }

    /** The columns of the foreign keys of one table, those without a named target resolved to the parent's primary key. */
    List<KeyColumn> foreignKeys(String table) throws SQLException {
        List<KeyColumn> keys = new ArrayList<>();
        each(
                FOREIGN_KEYS,
                table,
                row -> keys.add(new KeyColumn(
                        table,
                        row.getInt(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7))));
        List<KeyColumn> resolved = new ArrayList<>();
        for (KeyColumn key : keys) {
            resolved.add(key.to() != null ? key : toPrimaryKey(key));
        }
        return resolved;
    }

    private KeyColumn toPrimaryKey(KeyColumn key) throws SQLException {
        for (TableColumn column : columns(key.parent())) {
            if (column.key() == key.sequence() + 1) {
                return new KeyColumn(
                        key.table(),
                        key.id(),
                        key.sequence(),
                        key.parent(),
                        key.from(),
                        column.name(),
                        key.onUpdate(),
                        key.onDelete());
            }
        }
        return key;
    }

    /** The columns of the indexes of one table. */
    List<IndexColumn> indexes(String table) throws SQLException {
        List<IndexColumn> columns = new ArrayList<>();
        each(
                INDEXES,
                table,
                row -> columns.add(new IndexColumn(
                        row.getString(1), row.getBoolean(2), row.getInt(3) + 1, row.getString(4), row.getBoolean(5))));
        return columns;
    }
}
