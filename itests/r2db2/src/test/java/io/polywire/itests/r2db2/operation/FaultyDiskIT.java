package io.polywire.itests.r2db2.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes its time and one that refuses: strace has the server's syncs come back late, or with an error. */
@DisplayName("a disk that is slow or fails")
class FaultyDiskIT {
    private static final int CLIENTS = 8;
    private static final int SYNC_MILLIS = 100;

    /** Numbers that the server has acknowledged. */
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();

    private final List<SQLException> failures = java.util.Collections.synchronizedList(new ArrayList<>());

    private static Home home(Path directory) throws Exception {
        assumeTrue(Strace.isThere(), "strace is not there or may not trace");
        Home home = new Home(directory.resolve("home"));
        home.set("storage.sqlite-main", "create", "main, postgres, other");
        return home;
    }

    private static void prepare(Polywire server, String database) throws SQLException {
        try (Connection c = SharedServer.connect(server.port(), database);
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE d(n INTEGER PRIMARY KEY, v TEXT)");
            s.execute("INSERT INTO d VALUES(-1, 'first')");
        }
    }

    /** Each client writes its numbers, one commit each, until the end or its first failure. */
    private List<Thread> writers(int port, int each) {
        List<Thread> all = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int first = client * 1_000_000;
            Thread t = new Thread(() -> {
                try (Connection c = SharedServer.connect(port, "main");
                        PreparedStatement insert = c.prepareStatement("INSERT INTO d VALUES(?, 'x')")) {
                    for (int n = first; n < first + each; n++) {
                        insert.setInt(1, n);
                        insert.executeUpdate();
                        acknowledged.add(n);
                    }
                } catch (SQLException e) {
                    failures.add(e);
                }
            });
            t.start();
            all.add(t);
        }
        return all;
    }

    private static Set<Integer> there(int port) throws SQLException {
        Set<Integer> all = new TreeSet<>();
        try (Connection c = SharedServer.connect(port, "main");
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT n FROM d WHERE n >= 0")) {
            while (r.next()) {
                all.add(r.getInt(1));
            }
        }
        return all;
    }

    @Test
    @DisplayName("slow: writers share the syncs, readers do not wait for them")
    void slow(@TempDir Path directory) throws Exception {
        int each = 10;
        try (Polywire server = Polywire.start(home(directory))) {
            prepare(server, "main");
            long[] nanos = new long[101];
            long t0;
            Strace slow = Strace.attach(
                    server.pid(),
                    directory.resolve("strace.log"),
                    "-o",
                    "/dev/null",
                    "-e",
                    "trace=fsync,fdatasync",
                    "-e",
                    "inject=fsync,fdatasync:delay_exit=" + SYNC_MILLIS * 1000);
            try (Connection c = SharedServer.connect(server.port(), "main");
                    PreparedStatement lookUp = c.prepareStatement("SELECT v FROM d WHERE n = ?")) {
                t0 = System.nanoTime();
                List<Thread> writers = writers(server.port(), each);
                for (int i = 0; i < nanos.length; i++) {
                    lookUp.setInt(1, -1);
                    long from = System.nanoTime();
                    try (ResultSet r = lookUp.executeQuery()) {
                        assertThat(r.next()).isTrue();
                    }
                    nanos[i] = System.nanoTime() - from;
                }
                for (Thread t : writers) {
                    t.join();
                }
            } finally {
                slow.detach();
            }
            long took = (System.nanoTime() - t0) / 1_000_000;
            java.util.Arrays.sort(nanos);
            System.out.printf(
                    "syncs of %d ms: %d commits in %d ms; a look-up beside them: median %.1f ms%n",
                    SYNC_MILLIS, CLIENTS * each, took, nanos[50] / 1e6);
            assertThat(failures).isEmpty();
            assertThat(there(server.port())).hasSize(CLIENTS * each);
            // one by one they would take this long
            assertThat(took).isLessThan((long) CLIENTS * each * SYNC_MILLIS * 9 / 10);
            assertThat(nanos[50]).isLessThan(TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS / 2));
        }
    }

    @Test
    @DisplayName("failing: nobody is told of success that is not there; the database is read, the others are written")
    void failing(@TempDir Path directory) throws Exception {
        Home home = home(directory);
        try (Polywire server = Polywire.start(home)) {
            prepare(server, "main");
            prepare(server, "other");
            Strace broken = Strace.attach(
                    server.pid(),
                    directory.resolve("strace.log"),
                    "-o",
                    "/dev/null",
                    "-e",
                    "trace=fsync,fdatasync",
                    "-e",
                    "inject=fsync,fdatasync:error=EIO:when=5+");
            try {
                for (Thread t : writers(server.port(), 1000)) {
                    t.join();
                }
            } finally {
                broken.detach();
            }
            // every client met it, with many commits shared by several
            assertThat(failures).hasSize(CLIENTS);
            assertThat(failures).allMatch(e -> e.getSQLState().equals("58030"));
            assertThat(acknowledged).isNotEmpty();
            assertThat(there(server.port())).containsAll(acknowledged);
            try (Connection c = SharedServer.connect(server.port(), "main");
                    Statement s = c.createStatement();
                    Connection o = SharedServer.connect(server.port(), "other");
                    Statement other = o.createStatement()) {
                SQLException e =
                        catchThrowableOfType(SQLException.class, () -> s.execute("INSERT INTO d VALUES(-2, 'x')"));
                assertThat(e.getSQLState()).isEqualTo("58030");
                assertThat(other.executeUpdate("INSERT INTO d VALUES(-2, 'x')")).isEqualTo(1);
            }
        }
        try (Polywire server = Polywire.start(home)) {
            assertThat(there(server.port())).containsAll(acknowledged);
            try (Connection c = SharedServer.connect(server.port(), "main");
                    Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("PRAGMA integrity_check")) {
                assertThat(r.next()).isTrue();
                assertThat(r.getString(1)).isEqualTo("ok");
            }
        }
    }
}
