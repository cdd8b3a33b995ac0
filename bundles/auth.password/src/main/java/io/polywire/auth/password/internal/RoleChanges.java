package io.polywire.auth.password.internal;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Makes changes within a transaction of the store. */
final class RoleChanges {
    private static final String CYCLE = "WITH RECURSIVE above(role) AS (SELECT role FROM memberships WHERE member = ?1"
            + " UNION SELECT m.role FROM memberships m JOIN above a ON m.member = a.role)"
            + " SELECT 1 FROM above WHERE role = ?1";

    private final Connection c;
    private final VerifierForms forms;

    RoleChanges(Connection c, VerifierForms forms) {
        this.c = c;
        this.forms = forms;
    }

    void make(RoleChange change) throws SQLException {
        if (change instanceof RoleChange.Create create) {
            create(create.user());
        } else if (change instanceof RoleChange.Alter alter) {
            alter(alter.user());
        } else if (change instanceof RoleChange.Password password) {
            name(password.id());
            run(c, "DELETE FROM verifiers WHERE user = ?", password.id());
            for (Map.Entry<String, String> v : password.verifiers().entrySet()) {
                put(c, password.id(), v.getKey(), v.getValue());
            }
        } else if (change instanceof RoleChange.Drop drop) {
            name(drop.id());
            run(c, "DELETE FROM users WHERE id = ?", drop.id());
        } else if (change instanceof RoleChange.Join join) {
            join(join.membership());
        } else if (change instanceof RoleChange.Setting setting) {
            set(setting);
        } else if (change instanceof RoleChange.Database d && d.name() == null) {
            run(c, "DELETE FROM settings WHERE database = ?", d.database());
        } else if (change instanceof RoleChange.Database d) {
            run(c, "UPDATE settings SET database = ? WHERE database = ?", d.name(), d.database());
        } else if (change instanceof RoleChange.Leave leave) {
            run(c, "DELETE FROM memberships WHERE role = ? AND member = ?", leave.role(), leave.member());
        }
    }

    private void set(RoleChange.Setting s) throws SQLException {
        if (s.role() != 0) {
            name(s.role());
        }
        if (s.name() == null) {
            // owners and comments stay: their names begin with a blank (Roles.isSetting)
            run(
                    c,
                    "DELETE FROM settings WHERE role = ? AND database = ? AND substr(name, 1, 1) <> ' '",
                    s.role(),
                    s.database());
        } else if (s.value() == null) {
            run(
                    c,
                    "DELETE FROM settings WHERE role = ? AND database = ? AND name = ?",
                    s.role(),
                    s.database(),
                    s.name());
        } else {
            run(
                    c,
                    "INSERT INTO settings(role, database, name, value) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT DO UPDATE SET value = excluded.value",
                    s.role(),
                    s.database(),
                    s.name(),
                    s.value());
        }
    }

    private void create(User u) throws SQLException {
        UserNames.check(u.name());
        try {
            run(
                    c,
                    "INSERT INTO users(name, login, superuser, locked, expires, inherit, create_role, create_database,"
                            + " replication, bypass_rls, connection_limit, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values(u));
        } catch (SQLiteException e) {
            throw duplicate(e, u.name());
        }
        for (Map.Entry<String, String> v : u.verifiers().entrySet()) {
            put(c, u.id(), v.getKey(), v.getValue());
        }
    }

    void alter(User u) throws SQLException {
        UserNames.check(u.name());
        String before = name(u.id());
        try {
            run(
                    c,
                    "UPDATE users SET name = ?, login = ?, superuser = ?, locked = ?, expires = ?, inherit = ?,"
                            + " create_role = ?, create_database = ?, replication = ?, bypass_rls = ?,"
                            + " connection_limit = ? WHERE id = ?",
                    values(u));
        } catch (SQLiteException e) {
            throw duplicate(e, u.name());
        }
        for (Mechanism bound : forms.boundToName(before, u.name())) {
            run(c, "DELETE FROM verifiers WHERE user = ? AND mechanism = ?", u.id(), bound.key());
        }
    }

    private static Object[] values(User u) {
        RoleAttributes a = u.attributes();
        return new Object[] {
            u.name(),
            u.login(),
            u.superuser(),
            u.locked(),
            u.expires() == null ? null : u.expires().toEpochMilli(),
            a.inherit(),
            a.createRole(),
            a.createDatabase(),
            a.replication(),
            a.bypassRls(),
            a.connectionLimit(),
            u.id()
        };
    }

    void join(Membership m) throws SQLException {
        String role = name(m.role());
        String member = name(m.member());
        run(
                c,
                "INSERT INTO memberships(role, member, grantor, admin) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET grantor = excluded.grantor, admin = excluded.admin",
                m.role(),
                m.member(),
                m.grantor(),
                m.admin());
        try (PreparedStatement s = c.prepareStatement(CYCLE)) {
            s.setLong(1, m.member());
            try (ResultSet r = s.executeQuery()) {
                if (r.next()) {
                    throw SqlFailure.build(
                                    FailureKind.SEMANTIC, "role \"" + role + "\" is a member of role \"" + member + '"')
                            .sqlState("0LP01")
                            .build();
                }
            }
        }
    }

    /** The name of a role that must be there; another session or the tool may have dropped it. */
    private String name(long id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT name FROM users WHERE id = ?")) {
            s.setLong(1, id);
            try (ResultSet r = s.executeQuery()) {
                if (!r.next()) {
                    throw SqlFailure.of(
                            FailureKind.UNDEFINED_OBJECT, "role with OID " + id + " was concurrently dropped");
                }
                return r.getString(1);
            }
        }
    }

    static void put(Connection c, long id, String mechanism, String verifier) throws SQLException {
        run(
                c,
                "INSERT INTO verifiers(user, mechanism, verifier) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET verifier = excluded.verifier",
                id,
                mechanism,
                verifier);
    }

    static int run(Connection c, String statement, Object... values) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                s.setObject(i + 1, values[i]);
            }
            return s.executeUpdate();
        }
    }

    static SqlFailure duplicate(SQLiteException e, String name) throws SQLiteException {
        if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
            return SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "role \"" + name + "\" already exists");
        }
        throw e;
    }
}
