package io.polywire.auth.password.internal;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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
        List<User> users = database.read(UserRows::all);
        users.removeIf(u -> isPredefined(u.name()));
        return users;
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
            RoleChanges.put(c, id(c, name), mechanism.key(), verifier);
            return true;
        });
    }

    @Override
    public void setPassword(String name, char[] password) {
        Map<Mechanism, String> made = password == null ? Map.of() : make(name, password);
        database.write(c -> {
            long id = id(c, name);
            RoleChanges.run(c, "DELETE FROM verifiers WHERE user = ?", id);
            for (Map.Entry<Mechanism, String> v : made.entrySet()) {
                RoleChanges.put(c, id, v.getKey().key(), v.getValue());
            }
            return null;
        });
    }

    /** One at a time, so that changes of passwords do not multiply the memory of argon2. */
    private Map<Mechanism, String> make(String name, char[] password) {
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
        database.write(c -> {
            if (!exists(c, user.id())) {
                throw missing(user.name());
            }
            RoleChanges changes = new RoleChanges(c, forms);
            changes.alter(user);
            Set<Long> wanted = new HashSet<>();
            for (String role : user.roles()) {
                wanted.add(id(c, role));
            }
            for (Membership m : UserRows.memberships(c)) {
                if (m.member() == user.id() && !wanted.remove(m.role())) {
                    changes.make(new RoleChange.Leave(m.role(), m.member()));
                }
            }
            for (long role : wanted) {
                changes.join(new Membership(role, user.id(), 0, false));
            }
            return null;
        });
    }

    @Override
    public Roles roles() {
        return database.read(c -> cache.roles());
    }

    @Override
    public long reserveId() {
        return database.write(c -> {
            // AUTOINCREMENT keeps the highest id that there ever was
            if (RoleChanges.run(c, "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'users'") == 0) {
                RoleChanges.run(c, "INSERT INTO sqlite_sequence(name, seq) VALUES ('users', 1)");
            }
            try (PreparedStatement s = c.prepareStatement("SELECT seq FROM sqlite_sequence WHERE name = 'users'");
                    ResultSet r = s.executeQuery()) {
                r.next();
                return r.getLong(1);
            }
        });
    }

    @Override
    public Map<String, String> verifiers(String name, char[] password) {
        Map<String, String> made = new TreeMap<>();
        String given = new String(password);
        Mechanism ready = ScramVerifier.parse(given).isPresent()
                ? Mechanism.SCRAM_SHA_256
                : Md5Form.isVerifier(given) ? Mechanism.MD5 : null;
        if (ready == null) {
            make(name, password).forEach((m, v) -> made.put(m.key(), v));
        } else if (forms.form(ready) == null) {
            throw SqlFailure.unsupported("a verifier of " + ready.key() + ", which is not enabled,");
        } else {
            made.put(ready.key(), given);
        }
        return made;
    }

    @Override
    public void apply(List<RoleChange> changes, Runnable last) {
        database.write(c -> {
            RoleChanges work = new RoleChanges(c, forms);
            for (RoleChange change : changes) {
                work.make(change);
            }
            last.run();
            return null;
        });
    }

    @Override
    public void addVerifier(String name, String mechanism, String verifier) {
        database.write(c -> {
            RoleChanges.put(c, id(c, name), mechanism, verifier);
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
                RoleChanges.put(c, now.id(), v.getKey().key(), v.getValue());
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
                    gone += RoleChanges.run(c, "DELETE FROM verifiers WHERE mechanism = ?", m.key());
                }
            }
            return gone;
        });
    }

    /** Roles that are there from the first start, for what only members of them may do. */
    private static boolean isPredefined(String name) {
        return name.startsWith("pg_");
    }

    @Override
    public void drop(String name) {
        if (isPredefined(name)) {
            UserNames.check(name);
        }
        database.write(c -> RoleChanges.run(c, "DELETE FROM users WHERE id = ?", id(c, name)));
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
            RoleChanges.run(c, "INSERT INTO secrets(name, value) VALUES (?, ?)", name, made);
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
            RoleChanges.run(c, "INSERT INTO users(name, login, superuser) VALUES (?, ?, ?)", name, login, superuser);
        } catch (SQLiteException e) {
            throw RoleChanges.duplicate(e, name);
        }
    }

    /** The number of a user that must be there. */
    static long id(Connection c, String name) throws SQLException {
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

    private static boolean exists(Connection c, long id) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT 1 FROM users WHERE id = ?")) {
            s.setLong(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next();
            }
        }
    }

    static SqlFailure missing(String name) {
        return SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "user \"" + UserNames.printable(name) + "\" does not exist");
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
