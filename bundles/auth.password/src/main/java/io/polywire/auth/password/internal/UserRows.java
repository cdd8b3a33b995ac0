package io.polywire.auth.password.internal;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.RoleSetting;
import io.polywire.api.auth.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Users out of rows. */
final class UserRows {
    private static final String COLUMNS = "SELECT id, name, login, superuser, locked, expires, inherit, create_role,"
            + " create_database, replication, bypass_rls, connection_limit FROM users";

    private UserRows() {}

    static User find(Connection c, String name) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(COLUMNS + " WHERE name = ?")) {
            s.setString(1, name);
            try (ResultSet r = s.executeQuery()) {
                if (!r.next()) {
                    return null;
                }
                long id = r.getLong(1);
                return user(
                        r,
                        roles(c, id).getOrDefault(id, Set.of()),
                        verifiers(c, id).getOrDefault(id, Map.of()));
            }
        }
    }

    /** All of them by name in the order of code points, as SQLite sorts. */
    static List<User> all(Connection c) throws SQLException {
        Map<Long, Set<String>> roles = roles(c, null);
        Map<Long, Map<String, String>> verifiers = verifiers(c, null);
        List<User> users = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(COLUMNS + " ORDER BY name");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                long id = r.getLong(1);
                users.add(user(r, roles.getOrDefault(id, Set.of()), verifiers.getOrDefault(id, Map.of())));
            }
        }
        return users;
    }

    private static User user(ResultSet r, Set<String> roles, Map<String, String> verifiers) throws SQLException {
        long millis = r.getLong(6);
        Instant expires = r.wasNull() ? null : Instant.ofEpochMilli(millis);
        return new User(
                r.getLong(1),
                r.getString(2),
                r.getBoolean(3),
                r.getBoolean(4),
                r.getBoolean(5),
                expires,
                roles,
                verifiers,
                new RoleAttributes(
                        r.getBoolean(7),
                        r.getBoolean(8),
                        r.getBoolean(9),
                        r.getBoolean(10),
                        r.getBoolean(11),
                        r.getInt(12)));
    }

    static List<Membership> memberships(Connection c) throws SQLException {
        List<Membership> result = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                        "SELECT role, member, grantor, admin FROM memberships ORDER BY role, member");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                result.add(new Membership(r.getLong(1), r.getLong(2), r.getLong(3), r.getBoolean(4)));
            }
        }
        return result;
    }

    static List<RoleSetting> settings(Connection c) throws SQLException {
        List<RoleSetting> result = new ArrayList<>();
        try (PreparedStatement s =
                        c.prepareStatement("SELECT role, database, name, value FROM settings ORDER BY rowid");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                result.add(new RoleSetting(r.getLong(1), r.getString(2), r.getString(3), r.getString(4)));
            }
        }
        return result;
    }

    private static Map<Long, Set<String>> roles(Connection c, Long member) throws SQLException {
        Map<Long, Set<String>> result = new HashMap<>();
        String query = "SELECT m.member, u.name FROM memberships m JOIN users u ON u.id = m.role";
        try (PreparedStatement s = statement(c, query, "m.member", member);
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                result.computeIfAbsent(r.getLong(1), id -> new TreeSet<>()).add(r.getString(2));
            }
        }
        return result;
    }

    private static Map<Long, Map<String, String>> verifiers(Connection c, Long user) throws SQLException {
        Map<Long, Map<String, String>> result = new HashMap<>();
        try (PreparedStatement s = statement(c, "SELECT user, mechanism, verifier FROM verifiers", "user", user);
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                result.computeIfAbsent(r.getLong(1), id -> new TreeMap<>()).put(r.getString(2), r.getString(3));
            }
        }
        return result;
    }

    private static PreparedStatement statement(Connection c, String query, String column, Long id) throws SQLException {
        if (id == null) {
            return c.prepareStatement(query);
        }
        PreparedStatement s = c.prepareStatement(query + " WHERE " + column + " = ?");
        s.setLong(1, id);
        return s;
    }
}
