package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.answer;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.storage.sqlite.internal.Fixture.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are databases, and what becomes of odd ones. */
class FilesTest {
    @TempDir
    Path home;

    private Path directory;
    private SqliteStorage storage;

    @BeforeEach
    void open() {
        directory = home.resolve("databases");
        storage = new SqliteStorage(Fixture.settings(directory));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static SqlFailure failure(Runnable r) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, r::run);
        assertThat(f).isNotNull();
        return f;
    }

    private void create(String name) {
        Answer<Void> a = answer();
        storage.create(name, Map.of(), a);
        a.await();
    }

    private void drop(String name) {
        Answer<Void> a = answer();
        storage.drop(name, a);
        a.await();
    }

    private static void foreign(Path file, String... statements) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    private void reopen(Place... places) {
        storage.close();
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("places", List.of(places))));
    }

    @Test
    void databasesOfSomeNamesHavePlacesOfTheirOwn() throws Exception {
        Path queue = home.resolve("queue/db");
        Place agents = new Place("agent_*", queue.resolve("*.db"));
        Place global = new Place("global", queue.resolve("global.db"));
        reopen(agents, global);
        create("agent_001");
        create("global");
        create("other");

        assertThat(queue.resolve("001.db")).exists();
        assertThat(queue.resolve("global.db")).exists();
        assertThat(directory.resolve("other.db")).exists();
        assertThat(storage.databases()).containsExactlyInAnyOrder("main", "other", "agent_001", "global");
        assertThat(failure(() -> create("agent_001")).sqlState()).isEqualTo("42P04");
        assertThat(storage.database("agent_global")).isNull();

        // what others put there is found, what is beside a database is none
        foreign(queue.resolve("77.db"), "CREATE TABLE t (a)");
        assertThat(storage.database("agent_77")).isNotNull();
        Files.writeString(queue.resolve("wdb"), "");
        Files.createFile(queue.resolve("77.db-journal"));
        reopen(agents, global);
        assertThat(storage.databases()).containsExactlyInAnyOrder("main", "other", "agent_001", "agent_77", "global");

        drop("agent_001");
        assertThat(queue.resolve("001.db")).doesNotExist();
        assertThat(storage.database("agent_001")).isNull();
        create("agent_001");
        assertThat(queue.resolve("001.db")).exists();

        // two files for one name: neither is served
        foreign(directory.resolve("agent_001.db"), "CREATE TABLE t (a)");
        assertThat(failure(() -> storage.database("agent_001")).getMessage()).contains("two files have its name");
    }

    @Test
    void amongManyFilesOneIsFoundWithoutTheRest() throws Exception {
        for (int i = 0; i < 150; i++) {
            Files.createFile(directory.resolve("many_" + i + ".db"));
        }
        assertThat(storage.databases()).hasSize(151);
        create("late");
        assertThat(storage.database("late")).isNotNull();
        drop("late");
        assertThat(storage.database("late")).isNull();
        Files.createFile(directory.resolve("twice.db"));
        Files.createFile(directory.resolve("twice.sqlite"));
        assertThat(failure(() -> storage.database("twice")).getMessage())
                .contains("two files have its name, twice.db and twice.sqlite");
        assertThat(storage.databases()).hasSize(151).doesNotContain("twice");
    }

    private StatusEntry status(String name) {
        return storage.entries().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void filesAreDatabasesAsLongAsTheyAreThere() throws Exception {
        assertThat(storage.databases()).containsExactly("main");
        foreign(directory.resolve("a.sqlite"), "CREATE TABLE t(x)", "INSERT INTO t VALUES(1)");
        foreign(directory.resolve("b.sqlite3"), "CREATE TABLE t(x)");
        foreign(directory.resolve("c.other"), "CREATE TABLE t(x)");
        foreign(directory.resolve(".hidden.db"), "CREATE TABLE t(x)");
        Files.createDirectory(directory.resolve("folder.db"));
        assertThat(storage.databases()).containsExactly("a", "b", "main");
        assertThat(storage.database("a").name()).isEqualTo("a");
        assertThat(run(storage.database("a"), "SELECT x FROM t").only()).isEqualTo(1L);
        assertThat(storage.database("c")).isNull();
        Files.delete(directory.resolve("b.sqlite3"));
        assertThat(storage.database("b")).isNull();
        assertThat(storage.databases()).containsExactly("a", "main");
    }

    @Test
    void aFileThatTakesThePlaceOfAnotherIsServed() throws Exception {
        Path a = directory.resolve("a.db");
        foreign(a, "CREATE TABLE t(x)", "INSERT INTO t VALUES(1)");
        Path other = home.resolve("other");
        foreign(other, "CREATE TABLE t(x)", "INSERT INTO t VALUES(2)");
        assertThat(run(storage.database("a"), "SELECT x FROM t").only()).isEqualTo(1L);
        Files.move(other, a, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        assertThat(run(storage.database("a"), "SELECT x FROM t").only()).isEqualTo(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../main",
                "a/b",
                "a\\b",
                "/etc/passwd",
                ".x",
                "a\0b",
                "a\nb",
                "a..b",
                "c:x",
                "\u0085",
                "\ud800",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
                        + "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
            })
    void noNameLeadsElsewhere(String name) throws Exception {
        foreign(home.resolve("main.db"), "CREATE TABLE outside(x)");
        assertThat(storage.database(name)).isNull();
        assertThat(failure(() -> create(name)).sqlState()).isEqualTo("42602");
        assertThat(failure(() -> drop(name)).sqlState()).isEqualTo("3D000");
    }

    @Test
    void linksStayInTheDirectory() throws Exception {
        foreign(home.resolve("outside.db"), "CREATE TABLE t(x)");
        Files.createSymbolicLink(directory.resolve("link.db"), home.resolve("outside.db"));
        Files.createSymbolicLink(directory.resolve("alias.db"), directory.resolve("main.db"));
        assertThat(failure(() -> storage.database("link")).getMessage())
                .contains("link.db")
                .doesNotContain(home.toString());
        assertThat(status("link").state()).isEqualTo(StatusEntry.State.DOWN);
        assertThat(storage.database("alias")).isNotNull();
    }

    @Test
    void twoFilesOfOneNameAreRefusedByTheirNames() throws Exception {
        foreign(directory.resolve("a.db"), "CREATE TABLE t(x)");
        foreign(directory.resolve("a.sqlite"), "CREATE TABLE t(x)");
        SqlFailure f = failure(() -> storage.database("a"));
        assertThat(f.getMessage()).contains("a.db and a.sqlite").doesNotContain(home.toString());
        assertThat(status("a").state()).isEqualTo(StatusEntry.State.DOWN);
        assertThat(status("a").attributes().get("reason")).contains("a.db and a.sqlite");
        assertThat(failure(() -> create("a")).sqlState()).isEqualTo("42P04");
        assertThat(run(storage.database("main"), "SELECT 1").only()).isEqualTo(1L);
    }

    @Test
    void whatIsNoDatabaseIsRefusedAndTheOthersServe() throws Exception {
        Files.writeString(directory.resolve("text.db"), "this is no database ".repeat(1000));
        Path bad = directory.resolve("bad.db");
        foreign(
                bad,
                "CREATE TABLE t(x)",
                "INSERT INTO t WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM g WHERE i<5000) SELECT randomblob(50) FROM g");
        byte[] bytes = Files.readAllBytes(bad);
        Random random = new Random(1);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        Files.write(bad, bytes);
        SqlFailure f = failure(() -> storage.database("text"));
        assertThat(f.sqlState()).isEqualTo("XX001");
        assertThat(f.getMessage()).doesNotContain(home.toString());
        assertThat(status("text").state()).isEqualTo(StatusEntry.State.DOWN);
        assertThat(failure(() -> run(storage.database("bad"), "SELECT count(x), sum(length(x)) FROM t"))
                        .sqlState())
                .isEqualTo("XX001");
        assertThat(failure(() -> run(storage.database("bad"), "INSERT INTO t VALUES(1)"))
                        .sqlState())
                .isEqualTo("XX001");
        assertThat(run(storage.database("main"), "SELECT 1").only()).isEqualTo(1L);
    }

    @Test
    void databasesAreMadeAndDropped() {
        create("new");
        assertThat(failure(() -> create("new")).sqlState()).isEqualTo("42P04");
        Database d = storage.database("new");
        run(d, "CREATE TABLE t(x)");
        assertThat(status("new").attributes()).containsEntry("journal", "wal").containsEntry("access", "read-write");
        Lease l = acquire(d, LeaseKind.READ);
        assertThat(failure(() -> drop("new")).sqlState()).isEqualTo("55006");
        l.close();
        drop("new");
        assertThat(storage.database("new")).isNull();
        assertThat(directory.toFile().list()).allMatch(n -> n.startsWith("main."));
        assertThat(failure(() -> acquire(d, LeaseKind.READ)).sqlState()).isEqualTo("3D000");
        create("new");
        assertThat(run(storage.database("new"), "SELECT count(*) FROM sqlite_schema")
                        .only())
                .isEqualTo(0L);
        Answer<Void> a = answer();
        storage.create("other", Map.of("template", "x"), a);
        assertThat(failure(a::await).sqlState()).isEqualTo("0A000");
    }

    @Test
    void aNewDatabaseDoesNotTakeTheRestOfAnOldOne() throws Exception {
        Files.writeString(directory.resolve("x.db-wal"), "rest");
        Files.writeString(directory.resolve("x.db-journal"), "rest");
        create("x");
        assertThat(run(storage.database("x"), "PRAGMA integrity_check").only()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "persist", "wal"})
    void aForeignFileKeepsItsWays(String mode) throws Exception {
        Path file = directory.resolve("f.sqlite");
        foreign(file, "PRAGMA journal_mode=" + mode, "CREATE TABLE t(x)", "INSERT INTO t VALUES(1)");
        Database d = storage.database("f");
        assertThat(run(d, "UPDATE t SET x = x + 1").changes()).isEqualTo(1);
        assertThat(run(d, "SELECT x FROM t").only()).isEqualTo(2L);
        try (Lease w = acquire(d, LeaseKind.WRITE)) {
            w.begin(io.polywire.api.session.TransactionMode.DEFAULT);
            run(w, "UPDATE t SET x = x + 1");
            assertThat(run(d, "SELECT x FROM t").only()).isEqualTo(2L);
            w.commit();
        }
        assertThat(run(d, "SELECT x FROM t").only()).isEqualTo(3L);
        storage.close();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            assertThat(s.executeQuery("PRAGMA journal_mode").getString(1))
                    .isEqualTo(mode.equals("wal") ? "wal" : "delete");
            assertThat(s.executeQuery("SELECT x FROM t").getLong(1)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16le", "UTF-16be"})
    void textOfOtherEncodingsIsConverted(String encoding) throws Exception {
        foreign(
                directory.resolve("u.db"),
                "PRAGMA encoding='" + encoding + "'",
                "CREATE TABLE t(x)",
                "INSERT INTO t VALUES('ä\u20ac\ud83d\ude00'), (''), (NULL), (x'00ff')");
        Database d = storage.database("u");
        run(d, "INSERT INTO t VALUES(?1)", "ö");
        List<List<Object>> rows = run(d, "SELECT x FROM t").rows();
        assertThat(rows.get(0).get(0)).isEqualTo("ä\u20ac\ud83d\ude00");
        assertThat(rows.get(1).get(0)).isEqualTo("");
        assertThat(rows.get(2).get(0)).isNull();
        assertThat(rows.get(3).get(0)).isEqualTo(new byte[] {0, -1});
        assertThat(rows.get(4).get(0)).isEqualTo("ö");
    }

    @Test
    void noMoreFilesThanAllowedAreOpen() throws IOException {
        storage.close();
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("openDatabases", 3)));
        for (int i = 0; i < 8; i++) {
            create("d" + i);
            run(storage.database("d" + i), "CREATE TABLE t AS SELECT " + i + " AS x");
            assertThat(openCount()).isLessThanOrEqualTo(3);
        }
        Database first = storage.database("d0");
        for (int i = 1; i < 8; i++) {
            storage.database("d" + i);
        }
        assertThat(first.tryAcquire(LeaseKind.READ)).isNull();
        assertThat(run(first, "SELECT x FROM t").only()).isEqualTo(0L);
        Lease a = acquire(storage.database("d1"), LeaseKind.READ);
        Lease b = acquire(storage.database("d2"), LeaseKind.READ);
        Lease c = acquire(storage.database("d3"), LeaseKind.READ);
        assertThat(failure(() -> storage.database("d4")).sqlState()).isEqualTo("53300");
        a.close();
        assertThat(run(storage.database("d4"), "SELECT x FROM t").only()).isEqualTo(4L);
        b.close();
        c.close();
    }

    private long openCount() {
        return storage.entries().stream()
                .filter(e -> "yes".equals(e.attributes().get("open")))
                .count();
    }

    @Test
    void singleFilesAreServedByTheirConfiguredName() throws Exception {
        storage.close();
        Path file = home.resolve("somewhere.else");
        foreign(file, "CREATE TABLE t(x)", "INSERT INTO t VALUES(1)");
        storage = new SqliteStorage(Fixture.with(
                Fixture.settings(directory), Map.of("files", Map.of("e", file, "gone", home.resolve("gone.db")))));
        assertThat(run(storage.database("e"), "SELECT x FROM t").only()).isEqualTo(1L);
        assertThat(failure(() -> drop("e")).sqlState()).isEqualTo("0A000");
        assertThat(status("gone").state()).isEqualTo(StatusEntry.State.DOWN);
    }

    private void rename(String name, String newName) {
        Answer<Void> a = answer();
        storage.rename(name, newName, a);
        a.await();
    }

    @Test
    void databasesAreRenamed() throws Exception {
        create("a");
        create("b");
        Database d = storage.database("a");
        run(d, "CREATE TABLE t AS SELECT 7 AS x");
        Lease l = acquire(d, LeaseKind.READ);
        assertThat(failure(() -> rename("a", "c")).sqlState()).isEqualTo("55006");
        l.close();
        assertThat(failure(() -> rename("a", "b")).sqlState()).isEqualTo("42P04");
        assertThat(failure(() -> rename("a", "x/y")).sqlState()).isEqualTo("42602");
        assertThat(failure(() -> rename("none", "c")).sqlState()).isEqualTo("3D000");
        // a rest of another database that had the name
        Files.writeString(directory.resolve("c.db-wal"), "rest");
        rename("a", "c");
        assertThat(storage.database("a")).isNull();
        assertThat(failure(() -> acquire(d, LeaseKind.READ)).sqlState()).isEqualTo("3D000");
        assertThat(run(storage.database("c"), "SELECT x FROM t").only()).isEqualTo(7L);
        assertThat(run(storage.database("c"), "PRAGMA integrity_check").only()).isEqualTo("ok");
        rename("c", "a");
        assertThat(run(storage.database("a"), "SELECT x FROM t").only()).isEqualTo(7L);
    }

    @Test
    void aFileThatAnotherProgramHasOpenKeepsItsName() throws Exception {
        Path file = directory.resolve("f.sqlite");
        foreign(file, "PRAGMA journal_mode=WAL", "CREATE TABLE t(x)");
        storage.database("f");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute("INSERT INTO t VALUES(1)");
            assertThat(failure(() -> rename("f", "g")).sqlState()).isEqualTo("55006");
            s.execute("INSERT INTO t VALUES(2)");
        }
        assertThat(run(storage.database("f"), "SELECT count(*) FROM t").only()).isEqualTo(2L);
        rename("f", "g");
        assertThat(directory.resolve("g.sqlite")).exists();
        assertThat(run(storage.database("g"), "SELECT count(*) FROM t").only()).isEqualTo(2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void whatIsToBeReadOnlyIsNotTouched(String mode) throws Exception {
        storage.close();
        Path file = home.resolve("theirs.db");
        foreign(file, "PRAGMA journal_mode=" + mode, "CREATE TABLE t(x)", "INSERT INTO t VALUES(1)");
        byte[] before = Files.readAllBytes(file);
        storage = new SqliteStorage(
                Fixture.with(Fixture.settings(directory), Map.of("files", Map.of("e", file), "readOnly", Set.of("e"))));
        Database d = storage.database("e");
        assertThat(status("e").attributes()).containsEntry("access", "read-only");
        assertThat(failure(() -> run(d, "INSERT INTO t VALUES(2)")).sqlState()).isEqualTo("25006");
        assertThat(failure(() -> run(d, "CREATE TABLE u(x)")).sqlState()).isEqualTo("25006");
        try (Lease pinned = acquire(d, LeaseKind.PINNED)) {
            pinned.begin(TransactionMode.DEFAULT);
            assertThat(run(pinned, "SELECT x FROM t").only()).isEqualTo(1L);
            assertThat(failure(() -> Fixture.upgrade(pinned)).sqlState()).isEqualTo("25006");
            pinned.rollback();
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute("INSERT INTO t VALUES(3)");
            assertThat(run(d, "SELECT count(*) FROM t").only()).isEqualTo(2L);
            s.execute("DELETE FROM t WHERE x = 3");
        }
        assertThat(run(d, "SELECT count(*) FROM t").only()).isEqualTo(1L);
        storage.close();
        foreign(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        assertThat(Files.size(file)).isEqualTo(before.length);
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("readOnly", Set.of("*"))));
        assertThat(failure(() -> run(storage.database("main"), "CREATE TABLE t(x)"))
                        .sqlState())
                .isEqualTo("25006");
        assertThat(failure(() -> drop("main")).sqlState()).isEqualTo("25006");
        assertThat(failure(() -> rename("main", "other")).sqlState()).isEqualTo("25006");
    }

    @Test
    void filesAreMadeInTheEncodingAndPageSizeOfTheSettings() {
        storage.close();
        Settings.Limits l = Settings.Limits.DEFAULT;
        storage = new SqliteStorage(Fixture.with(
                Fixture.settings(directory),
                Map.of(
                        "limits",
                        new Settings.Limits(
                                l.logPages(), 0, l.valueMib(), l.temporaryMib(), 8192, "UTF-16be", l.relationsMib()))));
        create("wide");
        Database d = storage.database("wide");
        run(d, "CREATE TABLE t AS SELECT 'ä\u20ac' AS x");
        assertThat(run(d, "PRAGMA encoding").only()).isEqualTo("UTF-16be");
        assertThat(run(d, "PRAGMA page_size").only()).isEqualTo(8192L);
        assertThat(run(d, "SELECT x FROM t").only()).isEqualTo("ä\u20ac");
    }
}
