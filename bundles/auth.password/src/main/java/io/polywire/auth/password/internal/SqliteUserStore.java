package io.polywire.auth.password.internal;

import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The user store in {@link UserDatabase}. What other processes change in the file counts at once. */
final class SqliteUserStore implements UserStore, VerifiedStore, AutoCloseable {
    private final UserDatabase database;
    private final VerifierForms forms;
    private final UserCache cache;
    private final ReentrantLock hashing = new ReentrantLock();

    SqliteUserStore(UserDatabase database, VerifierForms forms, int cacheUsers) {
        this.database = database;
        this.forms = forms;
        this.cache = database.read(c -> new UserCache(c, cacheUsers));
    }

    VerifierForms forms() {
        return forms;
    }

    @Override
    public User find(String name) {
        return database.read(c -> cache.find(name));
    }

    @Override
    public List<User> list() {
        return database.read(UserRows::all);
    }

    @Override
    public User create(String name, boolean login, boolean superuser) {
        UserNames.check(name);
        return database.write(c -> {
            insert(c, name, login, superuser);
            return UserRows.find(c, name);
        });
    }

    /** Creates a user with a verifier from elsewhere, unless it exists. */
    boolean createWith(String name, boolean superuser, Mechanism mechanism, String verifier) {
        UserNames.check(name);
        return database.write(c -> {
            if (UserRows.find(c, name) != null) {
                return false;
            }
            insert(c, name, true, superuser);
            put(c, id(c, name), mechanism.key(), verifier);
            return true;
        });
    }

    @Override
    public void setPassword(String name, char[] password) {
        Map<Mechanism, String> made = password == null ? Map.of() : verifiers(name, password);
        database.write(c -> {
            long id = id(c, name);
            run(c, "DELETE FROM verifiers WHERE user = ?", id);
            for (Map.Entry<Mechanism, String> v : made.entrySet()) {
                put(c, id, v.getKey().key(), v.getValue());
            }
            return null;
        });
    }

    /** One at a time, so that changes of passwords do not multiply the memory of argon2. */
    private Map<Mechanism, String> verifiers(String name, char[] password) {
        byte[] bytes = Secrets.newPassword(password);
        hashing.lock();
        try {
            return forms.make(name, bytes);
        } finally {
            hashing.unlock();
            Secrets.wipe(bytes);
        }
    }

    @Override
    public void update(User user) {
        UserNames.check(user.name());
        database.write(c -> {
            String before = name(c, user.id());
            if (before == null) {
                throw missing(user.name());
            }
            try {
                run(
                        c,
                        "UPDATE users SET name = ?, login = ?, superuser = ?, locked = ?, expires = ? WHERE id = ?",
                        user.name(),
                        user.login(),
                        user.superuser(),
                        user.locked(),
                        user.expires() == null ? null : user.expires().toEpochMilli(),
                        user.id());
            } catch (SQLiteException e) {
                throw duplicate(e, user.name());
            }
            for (Mechanism bound : forms.boundToName(before, user.name())) {
                run(c, "DELETE FROM verifiers WHERE user = ? AND mechanism = ?", user.id(), bound.key());
            }
            setRoles(c, user);
            return null;
        });
    }

    private static void setRoles(Connection c, User user) throws SQLException {
        run(c, "DELETE FROM memberships WHERE member = ?", user.id());
        for (String role : user.roles()) {
            run(c, "INSERT INTO memberships(member, role) VALUES (?, ?)", user.id(), id(c, role));
        }
        String cycle = "WITH RECURSIVE above(role) AS (SELECT role FROM memberships WHERE member = ?1"
                + " UNION SELECT m.role FROM memberships m JOIN above a ON m.member = a.role)"
                + " SELECT 1 FROM above WHERE role = ?1";
        try (PreparedStatement s = c.prepareStatement(cycle)) {
            s.setLong(1, user.id());
            try (ResultSet r = s.executeQuery()) {
                if (r.next()) {
                    throw SqlFailure.build(
                                    FailureKind.SEMANTIC,
                                    "user \"" + user.name() + "\" would become a member of itself")
                            .sqlState("0LP01")
                            .build();
                }
            }
        }
    }

    @Override
    public void addVerifier(String name, String mechanism, String verifier) {
        database.write(c -> {
            put(c, id(c, name), mechanism, verifier);
            return null;
        });
    }

    @Override
    public boolean addVerifiers(User seen, Map<Mechanism, String> verifiers) {
        return database.write(c -> {
            User now = UserRows.find(c, seen.name());
            if (now == null || now.id() != seen.id() || !now.verifiers().equals(seen.verifiers())) {
                return false;
            }
            for (Map.Entry<Mechanism, String> v : verifiers.entrySet()) {
                put(c, now.id(), v.getKey().key(), v.getValue());
            }
            return true;
        });
    }

    /** Deletes the verifiers of mechanisms of this bundle that are not enabled; those of others are not ours. */
    int forgetDisabled(Set<Mechanism> enabled) {
        return database.write(c -> {
            int gone = 0;
            for (Mechanism m : Mechanism.values()) {
                if (!enabled.contains(m)) {
                    gone += run(c, "DELETE FROM verifiers WHERE mechanism = ?", m.key());
                }
            }
            return gone;
        });
    }

    @Override
    public void drop(String name) {
        database.write(c -> run(c, "DELETE FROM users WHERE id = ?", id(c, name)));
    }

    /** A secret of this installation, made at its first use. */
    byte[] secret(String name, Supplier<byte[]> maker) {
        byte[] kept = database.read(c -> secret(c, name));
        if (kept != null) {
            return kept;
        }
        byte[] made = maker.get();
        return database.write(c -> {
            byte[] first = secret(c, name);
            if (first != null) {
                // another process was quicker
                return first;
            }
            run(c, "INSERT INTO secrets(name, value) VALUES (?, ?)", name, made);
            return made;
        });
    }

    private static byte[] secret(Connection c, String name) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT value FROM secrets WHERE name = ?")) {
            s.setString(1, name);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getBytes(1) : null;
            }
        }
    }

    private static void insert(Connection c, String name, boolean login, boolean superuser) throws SQLException {
        try {
            run(c, "INSERT INTO users(name, login, superuser) VALUES (?, ?, ?)", name, login, superuser);
        } catch (SQLiteException e) {
            throw duplicate(e, name);
        }
    }

    private static void put(Connection c, long id, String mechanism, String verifier) throws SQLException {
        run(
                c,
                "INSERT INTO verifiers(user, mechanism, verifier) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET verifier = excluded.verifier",
                id,
                mechanism,
                verifier);
    }

    private static long id(Connection c, String name) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT id FROM users WHERE name = ?")) {
            s.setString(1, name);
            try (ResultSet r = s.executeQuery()) {
                if (!r.next()) {
                    throw missing(name);
                }
                return r.getLong(1);
            }
        }
    }

    private static String name(Connection c, long id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT name FROM users WHERE id = ?")) {
            s.setLong(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getString(1) : null;
            }
        }
    }

    private static int run(Connection c, String statement, Object... values) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                s.setObject(i + 1, values[i]);
            }
            return s.executeUpdate();
        }
    }

    static SqlFailure missing(String name) {
        return SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "user \"" + UserNames.printable(name) + "\" does not exist");
    }

    private static SqlFailure duplicate(SQLiteException e, String name) throws SQLiteException {
        if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
            return SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "user \"" + name + "\" already exists");
        }
        throw e;
    }

    @Override
    public void close() {
        database.read(c -> {
            cache.close();
            return null;
        });
        database.close();
    }
}
