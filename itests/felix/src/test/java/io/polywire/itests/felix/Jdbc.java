package io.polywire.itests.felix;

import io.polywire.client.r2db2.R2db2Driver;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Connections of our driver. */
final class Jdbc {
    private Jdbc() {}

    static Connection open(int port, String database) throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", "test");
        who.setProperty("password", "test");
        return new R2db2Driver().connect("jdbc:r2db2://127.0.0.1:" + port + "/" + database, who);
    }

    /** The first value of the first row. */
    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
