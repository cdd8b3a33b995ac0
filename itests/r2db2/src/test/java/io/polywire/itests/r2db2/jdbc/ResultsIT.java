package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.SharedServer;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Several results, metadata, changes of the schema")
class ResultsIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private Connection connection;
    private String database;

    @BeforeEach
    void connect() throws SQLException {
        database = SHARED.database();
        connection = SHARED.connect(database);
        Rows.run(
                connection,
                "CREATE TABLE parent(id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL DEFAULT 'x')",
                "CREATE TABLE child(p INT REFERENCES parent(id) ON DELETE CASCADE, at TIMESTAMP, PRIMARY KEY(p, at))",
                "CREATE UNIQUE INDEX parent_name ON parent(name)",
                "CREATE VIEW both AS SELECT name, at FROM parent JOIN child ON p = id");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    @DisplayName("several results of one call, in order")
    void several() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(
                            statement.execute(
                                    "SELECT 1; INSERT INTO parent(name) VALUES('a'),('b'); SELECT name FROM parent; SELECT 'last'"))
                    .isTrue();
            assertThat(Rows.all(statement.getResultSet())).containsExactly("1");
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(Rows.all(statement.getResultSet())).containsExactly("a", "b");
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(Rows.all(statement.getResultSet())).containsExactly("last");
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("columns of a result say their name and declared type, before it is run")
    void columns() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id, name AS n, at FROM parent, child")) {
            ResultSetMetaData columns = select.getMetaData();
            assertThat(columns.getColumnCount()).isEqualTo(3);
            assertThat(columns.getColumnLabel(2)).isEqualTo("n");
            assertThat(columns.getColumnType(1)).isEqualTo(java.sql.Types.BIGINT);
            assertThat(columns.getColumnType(2)).isEqualTo(java.sql.Types.VARCHAR);
            // SQLite keeps text or numbers there as the writer liked: no promise
            assertThat(columns.getColumnType(3)).isEqualTo(java.sql.Types.OTHER);
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO parent(id, name) VALUES(?, ?)")) {
            assertThat(insert.getMetaData()).isNull();
            assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("DatabaseMetaData: tables, columns, keys, indexes")
    void databaseMetaData() throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        assertThat(data.getDriverName()).isNotBlank();
        assertThat(data.getDatabaseProductName()).isNotBlank();
        assertThat(names(data.getTables(null, null, "%", new String[] {"TABLE"}), "TABLE_NAME"))
                .isEqualTo("child parent");
        assertThat(names(data.getTables(null, null, "%", new String[] {"VIEW"}), "TABLE_NAME"))
                .isEqualTo("both");
        assertThat(names(data.getColumns(null, null, "par%", "%"), "COLUMN_NAME"))
                .isEqualTo("id name");
        assertThat(names(data.getPrimaryKeys(null, null, "child"), "COLUMN_NAME"))
                .isEqualTo("at p");
        assertThat(names(data.getImportedKeys(null, null, "child"), "PKTABLE_NAME"))
                .isEqualTo("parent");
        assertThat(names(data.getIndexInfo(null, null, "parent", true, false), "INDEX_NAME"))
                .contains("parent_name");
        assertThat(names(data.getCatalogs(), "TABLE_CAT")).contains(database);
    }

    private static String names(ResultSet rows, String column) throws SQLException {
        StringBuilder names = new StringBuilder();
        try (rows) {
            while (rows.next()) {
                names.append(names.isEmpty() ? "" : " ").append(rows.getString(column));
            }
        }
        return names.toString();
    }

    @Test
    @DisplayName("a prepared statement lives through a change of its table by somebody else")
    void schemaChange() throws SQLException {
        Rows.run(connection, "INSERT INTO parent VALUES(1, 'one')");
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM parent WHERE id = ?");
                Connection other = SHARED.connect(database)) {
            select.setInt(1, 1);
            assertThat(Rows.all(select.executeQuery())).containsExactly("1,one");
            Rows.run(other, "ALTER TABLE parent ADD COLUMN extra TEXT DEFAULT 'new'");
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString("extra")).isEqualTo("new");
            }
            Rows.run(other, "ALTER TABLE parent RENAME TO elsewhere");
            SQLException gone = catchThrowableOfType(SQLException.class, select::executeQuery);
            assertThat(gone.getSQLState()).isEqualTo("42P01");
            Rows.run(other, "CREATE TABLE parent(id INTEGER, v)", "INSERT INTO parent VALUES(1, x'00ff')");
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBytes(2)).containsExactly(0, 255);
            }
        }
    }

    @Test
    @DisplayName("RETURNING gives rows and writes")
    void returning() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO parent(name) VALUES(?), (?) RETURNING id, name")) {
            insert.setString(1, "a");
            insert.setString(2, "b");
            assertThat(Rows.all(insert.executeQuery())).containsExactly("1,a", "2,b");
        }
        assertThat(Rows.number(connection, "SELECT count(*) FROM parent")).isEqualTo(2);
    }
}
