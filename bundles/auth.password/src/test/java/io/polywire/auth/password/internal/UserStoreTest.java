package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.SqlFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserStoreTest {
    @TempDir
    Path home;

    private SqliteUserStore open(int cache) {
        return new SqliteUserStore(
                UserDatabase.open(home.resolve("data/users")), new VerifierForms(Configurations.settings()), cache);
    }

    private static User with(User u, String name, boolean locked, Instant expires, Set<String> roles) {
        return new User(u.id(), name, u.login(), u.superuser(), locked, expires, roles, u.verifiers());
    }

    private static void fails(String state, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo(state));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void createsChangesAndDrops(int cache) {
        try (SqliteUserStore store = open(cache)) {
            User alice = store.create("alice", true, false);
            assertThat(alice.login()).isTrue();
            assertThat(store.find("alice")).isEqualTo(alice);
            assertThat(store.find("ALICE")).as("names are told apart by case").isNull();
            fails("42710", () -> store.create("alice", true, false));
            store.setPassword("alice", "secret".toCharArray());
            assertThat(store.find("alice").verifiers())
                    .containsOnlyKeys("argon2", "scram-sha-256", "caching_sha2_password", "srp256");
            assertThat(store.find("alice").toString()).doesNotContain("argon2");

            store.create("staff", false, false);
            store.create("boss", false, true);
            Instant end = Instant.ofEpochSecond(2_000_000_000);
            store.update(with(store.find("alice"), "alicia", true, end, Set.of("staff", "boss")));
            User alicia = store.find("alicia");
            assertThat(alicia.id()).isEqualTo(alice.id());
            assertThat(alicia.locked()).isTrue();
            assertThat(alicia.expires()).isEqualTo(end);
            assertThat(alicia.roles()).containsExactlyInAnyOrder("staff", "boss");
            assertThat(alicia.verifiers()).containsOnlyKeys("argon2", "scram-sha-256", "caching_sha2_password");
            assertThat(store.find("alice")).isNull();
            fails("42710", () -> store.update(with(alicia, "staff", false, null, Set.of())));
            fails("42704", () -> store.update(with(alicia, "alicia", false, null, Set.of("nobody"))));
            assertThat(store.find("alicia").roles())
                    .as("a failed change is undone")
                    .hasSize(2);
            fails("0LP01", () -> store.update(with(store.find("staff"), "staff", false, null, Set.of("alicia"))));
            fails("0LP01", () -> store.update(with(store.find("staff"), "staff", false, null, Set.of("staff"))));

            store.setPassword("alicia", null);
            assertThat(store.find("alicia").verifiers()).isEmpty();
            store.addVerifier("alicia", "theirs", "x");
            assertThat(store.find("alicia").verifiers()).isEqualTo(Map.of("theirs", "x"));
            assertThat(store.list()).extracting(User::name).containsExactly("alicia", "boss", "staff");
            store.drop("boss");
            assertThat(store.find("alicia").roles()).containsExactly("staff");
            store.drop("alicia");
            fails("42704", () -> store.drop("alicia"));
            fails("42704", () -> store.setPassword("alicia", "x".toCharArray()));
            fails("42704", () -> store.addVerifier("alicia", "md5", "x"));
            fails("42704", () -> store.update(alicia));
            assertThat(store.create("next", true, false).id())
                    .as("a number is never used again")
                    .isGreaterThan(3);
        }
    }

    @Test
    void namesAndPasswordsHaveBounds() {
        try (SqliteUserStore store = open(10)) {
            for (String name : new String[] {"", "a\nb", "\u0000", "é".repeat(32), "\ud800"}) {
                fails("42602", () -> store.create(name, true, false));
            }
            for (String name : new String[] {"public", "NONE", "pg_monitor"}) {
                fails("42939", () -> store.create(name, true, false));
            }
            String longest = "é".repeat(31) + "a";
            assertThat(store.create(longest, true, false).name()).isEqualTo(longest);
            fails("22P02", () -> store.setPassword(longest, new char[0]));
            fails("22P02", () -> store.setPassword(longest, "a\0b".toCharArray()));
            fails("22P02", () -> store.setPassword(longest, "é".repeat(2049).toCharArray()));
            fails("22021", () -> store.setPassword(longest, "\ud800".toCharArray()));
            store.setPassword(longest, "é".repeat(2048).toCharArray());
            assertThat(store.find("x'; DROP TABLE users; --")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void whatAnotherProcessChangesCountsAtOnce(int cache) {
        try (SqliteUserStore server = open(cache);
                SqliteUserStore tool = open(0)) {
            assertThat(server.find("alice")).isNull();
            tool.create("alice", true, false);
            assertThat(server.find("alice")).isNotNull();
            tool.create("bob", true, false);
            assertThat(server.find("bob")).isNotNull();
            tool.setPassword("alice", "secret".toCharArray());
            assertThat(server.find("alice").verifiers()).isNotEmpty();
            tool.drop("alice");
            assertThat(server.find("alice")).isNull();
            server.drop("bob");
            assertThat(server.find("bob")).isNull();
            assertThat(tool.find("bob")).isNull();
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        try (SqliteUserStore store = open(0)) {
            store.create("alice", true, false);
            Path directory = home.resolve("data/users");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(directory)) {
                assertThat(files.toList())
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
        Path file = home.resolve("data/users/users.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        open(0).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileThatIsNoUserStore() throws Exception {
        Path directory = Files.createDirectories(home.resolve("data/users"));
        Files.writeString(directory.resolve("users.db"), "this is not a database at all, only text");
        fails("XX001", () -> open(0));
        Files.delete(directory.resolve("users.db"));
        org.sqlite.SQLiteDataSource other = new org.sqlite.SQLiteDataSource();
        other.setUrl("jdbc:sqlite:" + directory.resolve("users.db"));
        try (var c = other.getConnection();
                var s = c.createStatement()) {
            s.execute("CREATE TABLE accounts(a)");
        }
        fails("F0000", () -> open(0));
    }

    @Test
    void theDevelopmentUserBecomesAnOrdinaryOneWhenItIsChanged() {
        try (SqliteUserStore stored = open(10)) {
            UserStore store = new DevelopmentStore(stored, stored.forms());
            assertThat(store.find("test").id()).isZero();
            assertThat(store.list()).extracting(User::name).containsExactly("test");
            assertThat(stored.list()).isEmpty();
            fails("42710", () -> store.create("test", true, false));
            fails("0A000", () -> store.drop("test"));
            fails("0A000", () -> store.addVerifier("test", "x", "y"));
            store.update(with(store.find("test"), "test", true, null, Set.of()));
            assertThat(store.find("test").locked()).isTrue();
            assertThat(store.find("test").superuser()).isTrue();
            assertThat(store.find("test").id()).isPositive();
            assertThat(store.find("test").verifiers()).containsKey("argon2");
            store.drop("test");
            store.setPassword("test", "another".toCharArray());
            User test = store.find("test");
            assertThat(test.id()).isGreaterThan(1);
            assertThat(stored.forms().matchesAny(test, "another".getBytes())).isTrue();
            assertThat(stored.forms().matchesAny(test, "test".getBytes())).isFalse();
        }
    }
}
