package io.polywire.auth.password.internal;

import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * All users in memory, as long as they are few and the file does not change. It holds all or none: a cache of those who
 * logged in would answer for them faster than for names that do not exist. Used under the lock of the reading connection.
 */
final class UserCache implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement version;
    private final int most;
    private Map<String, User> users;
    private Roles roles;
    private long seen = Long.MIN_VALUE;

    UserCache(Connection connection, int most) throws SQLException {
        this.connection = connection;
        this.most = most;
        this.version = connection.prepareStatement("PRAGMA data_version");
    }

    User find(String name) throws SQLException {
        refresh();
        if (users == null) {
            users = load();
        }
        return users.isEmpty() ? UserRows.find(connection, name) : users.get(name);
    }

    /** All of them, however many; the same object as long as the file does not change. */
    Roles roles() throws SQLException {
        refresh();
        if (roles == null) {
            roles = new Roles(
                    UserRows.all(connection), UserRows.memberships(connection), UserRows.settings(connection));
        }
        return roles;
    }

    private void refresh() throws SQLException {
        // changes with each commit of another connection, also one of another process
        long now;
        try (ResultSet r = version.executeQuery()) {
            r.next();
            now = r.getLong(1);
        }
        if (now != seen) {
            users = null;
            roles = null;
            // a commit between the two reads is seen next time
            seen = now;
        }
    }

    private Map<String, User> load() throws SQLException {
        Map<String, User> result = new HashMap<>();
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT count(*) FROM users")) {
            if (!r.next() || r.getInt(1) > most) {
                return result;
            }
        }
        for (User user : UserRows.all(connection)) {
            result.put(user.name(), user);
        }
        return result;
    }

    @Override
    public void close() throws SQLException {
        version.close();
    }
}
