package io.polywire.router.internal;

import io.polywire.api.session.TransactionMode.Isolation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Records which anomalies a PostgreSQL shows: {@code AnomaliesRecorder JDBC-URL FILE}, with PostgreSQL's driver on the class
 * path. What {@link AnomaliesTest} compares with was recorded from 15.
 */
final class AnomaliesRecorder {
    private AnomaliesRecorder() {}

    public static void main(String[] args) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Anomalies.Script s : Anomalies.ALL) {
            for (Isolation level : EnumSet.range(Isolation.READ_COMMITTED, Isolation.SERIALIZABLE)) {
                lines.add(s.name() + " | " + level + " | " + Anomalies.seen(s, level, () -> new Pg(args[0])));
            }
        }
        Files.write(Path.of(args[1]), lines);
    }

    private static final class Pg implements Anomalies.Conn {
        private final Connection connection;
        private final Statement statement;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        Pg(String url) {
            try {
                connection = DriverManager.getConnection(url);
                statement = connection.createStatement();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void begin(Isolation level) {
            run("BEGIN ISOLATION LEVEL " + level.name().replace('_', ' ')).join();
        }

        @Override
        public CompletableFuture<String> run(String sql) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return statement.execute(sql) ? rows() : "";
                        } catch (SQLException e) {
                            return "!" + e.getSQLState();
                        }
                    },
                    thread);
        }

        private String rows() throws SQLException {
            List<String> rows = new ArrayList<>();
            try (ResultSet r = statement.getResultSet()) {
                while (r.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                        row.add(r.getString(i));
                    }
                    rows.add(String.join(",", row));
                }
            }
            return String.join(";", rows);
        }

        @Override
        public void close() {
            try {
                thread.shutdownNow();
                connection.close();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
