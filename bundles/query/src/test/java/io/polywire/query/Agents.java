package io.polywire.query;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A table of agents in SQLite, and a backend over it that notes what it ran. */
final class Agents implements AutoCloseable {
    final List<Query> ran = new ArrayList<>();
    private final Connection connection;

    Agents(int count) {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE agent (id INTEGER PRIMARY KEY, name TEXT, ip TEXT, register_ip TEXT,"
                        + " internal_key TEXT, os_name TEXT, os_version TEXT, os_major TEXT, os_minor TEXT, os_codename"
                        + " TEXT, os_build TEXT, os_platform TEXT, os_uname TEXT, os_arch TEXT, version TEXT, config_sum"
                        + " TEXT, merged_sum TEXT, manager_host TEXT, node_name TEXT, date_add INTEGER, last_keepalive"
                        + " INTEGER, `group` TEXT, group_config_status TEXT, connection_status TEXT, disconnection_time"
                        + " INTEGER, status_code INTEGER)");
                statement.execute("INSERT INTO agent (id, name, ip, connection_status, os_platform, version, date_add,"
                        + " last_keepalive, `group`, os_major, os_minor) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT"
                        + " i + 1 FROM n WHERE i < " + count
                        + ") SELECT i, printf('agent-%04d', i), '10.0.0.' || i, CASE i"
                        + " % 3 WHEN 0 THEN 'active' WHEN 1 THEN 'pending' ELSE 'never_connected' END, CASE i % 4 WHEN 0"
                        + " THEN 'ubuntu' WHEN 1 THEN 'debian' WHEN 2 THEN '' END, 'Wazuh v4.14.' || (i % 2), 1000 + i, CASE"
                        + " WHEN i % 3 <> 2 THEN 2000 + i END, CASE i % 3 WHEN 0 THEN 'default' WHEN 1 THEN 'default,g1'"
                        + " END, 10 - i % 10, i % 7 FROM n");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<List<Map<String, Object>>> run(Query query) {
        ran.add(query);
        try {
            List<Map<String, Object>> rows = rows(query);
            // a wire without parameters has to give the same
            if (!rows.equals(rows(query.literal(), List.of()))) {
                throw new AssertionError("literals differ: " + query.literal());
            }
            return CompletableFuture.completedFuture(rows);
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    List<Map<String, Object>> rows(Query query) throws SQLException {
        return rows(query.text(), query.parameters());
    }

    List<Map<String, Object>> rows(String text, List<Object> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        if (result.getObject(i) != null) {
                            row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                        }
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
