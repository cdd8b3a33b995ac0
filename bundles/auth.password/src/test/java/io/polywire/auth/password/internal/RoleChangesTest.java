package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.SqlFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleChangesTest {
    @TempDir
    Path home;

    private SqliteUserStore open() {
        Settings settings = Settings.of(ToolConfiguration.of(new Properties()));
        return new SqliteUserStore(
                UserDatabase.open(home.resolve("data/users")), new VerifierForms(settings), settings.cacheUsers());
    }

    private static User role(long id, String name, boolean inherit) {
        RoleAttributes a = new RoleAttributes(inherit, false, true, false, false, 7);
        return new User(id, name, false, false, false, null, Set.of(), Map.of(), a);
    }

    private static void fails(String state, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo(state));
    }

    @Test
    void changesAreMadeTogetherOrNotAtAll() {
        try (SqliteUserStore store = open()) {
            long a = store.reserveId();
            long b = store.reserveId();
            assertThat(b).isGreaterThan(a);
            store.apply(List.of(
                    new RoleChange.Create(role(b, "b", true)),
                    new RoleChange.Create(role(a, "a", true)),
                    new RoleChange.Join(new Membership(a, b, 0, true))));
            Roles roles = store.roles();
            assertThat(roles).isSameAs(store.roles());
            assertThat(roles.find(b).attributes().connectionLimit()).isEqualTo(7);
            assertThat(roles.find("b").roles()).containsExactly("a");
            assertThat(roles.membership(a, b).admin()).isTrue();
            long c = store.reserveId();
            fails(
                    "42710",
                    () -> store.apply(List.of(
                            new RoleChange.Create(role(c, "c", true)),
                            new RoleChange.Alter(roles.find(a).withName("b")))));
            assertThat(store.find("c")).isNull();
            fails("0LP01", () -> store.apply(List.of(new RoleChange.Join(new Membership(b, a, 0, false)))));
            fails("42704", () -> store.apply(List.of(new RoleChange.Drop(c))));
            store.apply(List.of(new RoleChange.Leave(a, b), new RoleChange.Drop(a)));
            assertThat(store.roles().all())
                    .extracting(User::name)
                    .containsExactly("b", "pg_read_all_data", "pg_write_all_data");
            assertThat(store.list()).extracting(User::name).containsExactly("b");
            fails("42939", () -> store.drop("pg_read_all_data"));
            // an id is never used again
            assertThat(store.create("d", true, false).id()).isGreaterThan(c);
        }
    }

    @Test
    void aMembershipKeepsItsAdminOptionWhenTheUserIsUpdated() {
        try (SqliteUserStore store = open()) {
            User a = store.create("a", false, false);
            User b = store.create("b", true, false);
            store.apply(List.of(new RoleChange.Join(new Membership(a.id(), b.id(), 0, true))));
            store.update(store.find("b").withLocked(true));
            assertThat(store.roles().membership(a.id(), b.id()).admin()).isTrue();
        }
    }

    @Test
    void rightsPassThroughMembersThatInherit() {
        List<User> users = List.of(
                role(1, "a", true), role(2, "b", false), role(3, "c", true), role(4, "d", true), role(5, "e", true));
        // e in d in b in a; b does not inherit
        Roles roles = new Roles(
                users,
                List.of(new Membership(1, 2, 0, true), new Membership(2, 4, 0, false), new Membership(4, 5, 0, false)));
        assertThat(roles.rightsOf(5)).containsExactlyInAnyOrder(5L, 4L, 2L);
        assertThat(roles.isMember(5, 1)).isTrue();
        assertThat(roles.hasRightsOf(5, 1)).isFalse();
        assertThat(roles.isMember(3, 1)).isFalse();
        assertThat(roles.isAdmin(5, 1)).isTrue();
        assertThat(roles.isAdmin(5, 2)).isFalse();
        assertThat(roles.isAdmin(5, 5)).isFalse();
    }

    @Test
    void aReadyVerifierIsKeptAsItIs() {
        try (SqliteUserStore store = open()) {
            String scram = store.verifiers("x", "secret".toCharArray()).get("scram-sha-256");
            assertThat(store.verifiers("x", scram.toCharArray())).isEqualTo(Map.of("scram-sha-256", scram));
            fails("0A000", () -> store.verifiers("x", ("md5" + "0".repeat(32)).toCharArray()));
            // what only looks like one is a password
            assertThat(store.verifiers("x", "md5abc".toCharArray())).hasSizeGreaterThan(2);
        }
    }

    @Test
    void theDevelopmentUserIsAmongTheRoles() {
        try (SqliteUserStore stored = open()) {
            UserStore store = new DevelopmentStore(stored, stored.forms());
            assertThat(store.roles().find("test").superuser()).isTrue();
            assertThat(store.roles()).isSameAs(store.roles());
            fails("0A000", () -> store.apply(List.of(new RoleChange.Drop(0))));
            store.setPassword("test", "other".toCharArray());
            assertThat(store.roles().find("test").id()).isPositive();
        }
    }

    @Test
    void aStoreOfTheFirstVersionIsBroughtUpToDate() throws Exception {
        Path directory = Files.createDirectories(home.resolve("data/users"));
        org.sqlite.SQLiteDataSource old = new org.sqlite.SQLiteDataSource();
        old.setUrl("jdbc:sqlite:" + directory.resolve("users.db"));
        try (var c = old.getConnection();
                var s = c.createStatement()) {
            s.execute(
                    "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, login INTEGER"
                            + " NOT NULL, superuser INTEGER NOT NULL, locked INTEGER NOT NULL DEFAULT 0, expires INTEGER) STRICT");
            s.execute("CREATE TABLE memberships(member INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,"
                    + " role INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, PRIMARY KEY(member, role))"
                    + " STRICT, WITHOUT ROWID");
            s.execute("CREATE TABLE verifiers(user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, mechanism TEXT"
                    + " NOT NULL, verifier TEXT NOT NULL, PRIMARY KEY(user, mechanism)) STRICT, WITHOUT ROWID");
            s.execute("CREATE TABLE secrets(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID");
            s.execute("INSERT INTO users(name, login, superuser) VALUES ('a', 0, 0), ('b', 1, 1)");
            s.execute("INSERT INTO memberships VALUES (2, 1)");
            s.execute("PRAGMA application_id = " + 0x50577573);
            s.execute("PRAGMA user_version = 1");
        }
        try (SqliteUserStore store = open()) {
            assertThat(store.find("b").roles()).containsExactly("a");
            assertThat(store.find("b").attributes()).isEqualTo(RoleAttributes.DEFAULT);
            assertThat(store.roles().membership(1, 2).admin()).isFalse();
        }
        open().close();
    }
}
