package io.polywire.itests.postgresql.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * FOR UPDATE of a client that then says nothing: applications hold such a row for as long as they work, over further
 * connections (Liquibase and Keycloak while they migrate, job queues). What others do elsewhere goes on; the rows stay as
 * they are. Every state here is PostgreSQL 15's for the same statements.
 */
class RowLocksIT {
    private static PolywireServer server;

    /** A thread for each task: the pool that Java has for all may have one thread only. */
    private static final Executor THREADS = task -> {
        Thread t = new Thread(task, "client");
        t.setDaemon(true);
        t.start();
    };

    private final List<Connection> open = new ArrayList<>();
    private Connection holder;
    private Connection other;

    @BeforeAll
    static void start() throws Exception {
        server = PolywireServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        holder = connection();
        other = connection();
        run(
                other,
                "create table t (id int primary key, v int)",
                "create table u (id int primary key, v int)",
                "create table child (id int primary key, t int references t on delete cascade)",
                "insert into t values (1, 1), (2, 2)",
                "insert into u values (1, 1)",
                "insert into child values (1, 2)");
        holder.setAutoCommit(false);
    }

    @AfterEach
    void close() throws Exception {
        holder.rollback();
        run(connection(), "drop table t, u, child");
        for (Connection c : open) {
            c.close();
        }
    }

    private Connection connection() throws SQLException {
        Connection c = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/main", "test", PolywireServer.PASSWORD);
        open.add(c);
        return c;
    }

    private static void run(Connection on, String... statements) throws SQLException {
        try (Statement s = on.createStatement()) {
            for (String text : statements) {
                s.execute(text);
            }
        }
    }

    private static List<Integer> ask(Connection on, String query) throws SQLException {
        List<Integer> values = new ArrayList<>();
        try (Statement s = on.createStatement();
                ResultSet r = s.executeQuery(query)) {
            while (r.next()) {
                values.add(r.getInt(1));
            }
        }
        return values;
    }

    private static String state(Connection on, String statement) {
        try {
            run(on, statement);
            return "done";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    /** The holder's locks stand where all can see them, so that it has given the right to write back. */
    private void locks(String query) throws SQLException {
        run(holder, query);
        Connection looks = connection();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        ask(looks, "select 1 from pg_locks where mode = 'RowShareLock' and pid <> pg_backend_pid()")
                                        .size()
                                >= 1);
    }

    private static CompletableFuture<Void> later(Connection on, String statement) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        run(on, statement);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
    }

    /** Somebody waits for somebody. */
    private void waits() throws SQLException {
        Connection looks = connection();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !ask(
                                looks, "select pid from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0")
                        .isEmpty());
    }

    @Test
    void othersWriteAndDefineElsewhere() throws Exception {
        run(holder, "select * from t where id = 1 for update");
        run(
                other,
                "update u set v = v + 1",
                "create table w (id int)",
                "alter table w add column x int",
                "insert into w values (1, 2)",
                "drop table w",
                "insert into t values (3, 3)",
                "begin",
                "update u set v = v + 1",
                "commit");
        assertThat(ask(other, "select v from u")).containsExactly(3);
        run(holder, "update t set v = v + 10 where id = 1");
        holder.commit();
        assertThat(ask(other, "select v from t order by id")).containsExactly(11, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update t set v = 9 where id = 1",
                "delete from t where id = 1",
                "alter table t add column x int",
                "alter table t rename to t2",
                "insert into child values (7, 1)",
                "select * from t where id = 1 for update",
                "select * from t where id = 1 for share",
                "truncate t cascade",
                "drop table t cascade",
                "merge into t using u on t.id = u.id when matched then update set v = 0",
                "insert into t values (1, 5) on conflict (id) do update set v = 5",
                "with x as (update t set v = 3 where id = 1 returning 1) select * from x",
                "select * from t where id = 1 for update nowait",
                "lock table t in exclusive mode"
            })
    void othersDoNotTouchWhatIsLocked(String statement) throws Exception {
        locks("select * from t where id = 1 for update");
        run(other, "set lock_timeout = '200ms'", "begin");
        assertThat(state(other, statement)).isEqualTo("55P03");
        run(other, "rollback");
        // nor by itself, where it would share its commit with others
        if (!statement.startsWith("lock")) {
            assertThat(state(other, statement)).isEqualTo("55P03");
        }
        assertThat(ask(holder, "select v from t order by id")).containsExactly(1, 2);
    }

    @Test
    void whoWaitsGoesOnBehindTheEnd() throws Exception {
        locks("select * from t where id = 1 for update");
        CompletableFuture<Void> alone = later(other, "update t set v = v * 100 where id = 1");
        waits();
        // the one that waits has not taken the right to write with it
        run(holder, "update t set v = v + 10 where id = 1");
        holder.commit();
        alone.get(20, TimeUnit.SECONDS);
        assertThat(ask(other, "select v from t where id = 1")).containsExactly(1100);
    }

    @Test
    void whoWaitsInATransactionHasNotTheRightToWrite() throws Exception {
        locks("select * from t where id = 1 for update");
        other.setAutoCommit(false);
        CompletableFuture<Void> inBlock = later(other, "update t set v = v * 100 where id = 1");
        waits();
        run(holder, "update t set v = v + 10 where id = 1");
        holder.commit();
        inBlock.get(20, TimeUnit.SECONDS);
        other.commit();
        assertThat(ask(holder, "select v from t where id = 1")).containsExactly(1100);
    }

    @Test
    void aLoadWaits() throws Exception {
        locks("select * from t where id = 1 for update");
        CompletableFuture<Long> copied = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new CopyManager((BaseConnection) other)
                                .copyIn("copy child from stdin", new StringReader("8\t1\n"));
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
        waits();
        assertThat(copied).isNotDone();
        holder.commit();
        assertThat(copied.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aCircleIsBroken() throws Exception {
        locks("select * from t where id = 1 for update");
        other.setAutoCommit(false);
        run(other, "update u set v = 5");
        CompletableFuture<Void> first = later(other, "update t set v = 5 where id = 1");
        waits();
        String second = state(holder, "update u set v = 6");
        String told = "done";
        try {
            first.get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            told = ((SQLException) e.getCause()).getSQLState();
        }
        assertThat(List.of(second, told)).containsExactlyInAnyOrder("done", "40P01");
    }

    @Test
    void backToASavepointTheyAreGone() throws Exception {
        Savepoint before = holder.setSavepoint();
        locks("select * from t for update");
        holder.rollback(before);
        run(other, "set lock_timeout = '10s'", "update t set v = 7");
        assertThat(ask(holder, "select v from t")).containsExactly(7, 7);
    }

    @Test
    void savepointsStayWhereTheRightComesBack() throws Exception {
        run(holder, "savepoint a");
        locks("select * from t where id = 1 for update");
        run(
                holder,
                "savepoint b",
                "update t set v = 50 where id = 1",
                "rollback to b",
                "update t set v = v + 1 where id = 1");
        holder.commit();
        assertThat(ask(other, "select v from t where id = 1")).containsExactly(2);
    }

    @Test
    void sharedLocksAreShared() throws Exception {
        locks("select * from t where id = 1 for share");
        other.setAutoCommit(false);
        assertThat(ask(other, "select v from t where id = 1 for share")).containsExactly(1);
        other.rollback();
        other.setAutoCommit(true);
        run(other, "set lock_timeout = '200ms'");
        assertThat(state(other, "update t set v = 3 where id = 1")).isEqualTo("55P03");
    }

    @Test
    void whoHasChangedSomethingKeepsTheRight() throws Exception {
        run(holder, "update u set v = 2", "select * from t where id = 1 for update");
        run(other, "set lock_timeout = '1s'");
        assertThat(state(other, "update u set v = 3")).isEqualTo("55P03");
        holder.commit();
        assertThat(ask(other, "select v from u")).containsExactly(2);
    }

    @Test
    void whatHasFailedHoldsNobodyUp() throws Exception {
        run(holder, "update u set v = 2");
        assertThat(state(holder, "select 1 / 0")).isEqualTo("22012");
        run(other, "set lock_timeout = '10s'", "update u set v = 3");
        assertThat(state(holder, "select 1")).isEqualTo("25P02");
        assertThat(state(holder, "commit")).isEqualTo("done");
        assertThat(ask(other, "select v from u")).containsExactly(3);
    }

    @Test
    void anEndGivesThemBack() throws Exception {
        locks("select * from t where id = 1 for update");
        holder.close();
        run(other, "set lock_timeout = '10s'");
        assertThatCode(() -> run(other, "update t set v = 8 where id = 1")).doesNotThrowAnyException();
        holder = connection();
        holder.setAutoCommit(false);
    }
}
