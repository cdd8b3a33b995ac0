package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that wants a session to hold more and more, in each way that there is. */
class SessionMemoryTest {
    private static final int KIB = 1024;
    /** Enough for any of them to meet the bound of one MiB. */
    private static final int MANY = 5_000;

    @TempDir
    Path home;

    private Harness harness;
    private Sql sql;

    @BeforeEach
    void open() {
        harness = new Harness(home, Map.of("session_memory_kib", KIB, "names_max", 1_000_000));
        harness.desk.addDialect(new PgOverSqlite());
        sql = harness.open();
    }

    @AfterEach
    void close() {
        sql.session.close();
        harness.close();
    }

    private interface Wish {
        void go(int i);
    }

    /** Wishes until it is refused; how many were granted. */
    private int until(Wish wish) {
        for (int i = 0; i < MANY; i++) {
            int n = i;
            SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> wish.go(n));
            if (f != null) {
                assertThat(f.sqlState() + " " + f.getMessage())
                        .isEqualTo("53200 the session would hold more than 1048576 bytes");
                assertThat(f.hint()).contains("session.memory.kib");
                return n;
            }
        }
        throw new AssertionError("nothing was refused");
    }

    private double metric(String name) {
        Map<String, Double> seen = new HashMap<>();
        harness.desk.collect(new MetricSource.Collector() {
            @Override
            public void counter(String metric, String description, double value, String... labels) {
                seen.put(metric, value);
            }

            @Override
            public void gauge(String metric, String description, double value, String... labels) {
                seen.put(metric, value);
            }
        });
        return seen.get(name);
    }

    @Test
    void preparedStatements() {
        String text = "SELECT '" + "x".repeat(10_000) + "'";
        int granted = until(i -> sql.run("PREPARE s" + i + " AS " + text));
        assertThat(granted).isBetween(10, 100);
        assertThat(metric("router.session.memory.refused")).isEqualTo(1);
        assertThat(metric("router.sessions.memory")).isBetween(500_000.0, 1_048_576.0);
        // what is there works, and room is room again
        assertThat(sql.one("EXECUTE s0")).isEqualTo("x".repeat(10_000));
        sql.run("DEALLOCATE s0");
        sql.run("PREPARE again AS " + text);
        sql.run("DEALLOCATE ALL");
        assertThat(until(i -> sql.run("PREPARE s" + i + " AS " + text))).isEqualTo(granted);
    }

    @Test
    void statementsThatTheWireNames() {
        int granted = until(i -> sql.session.named().addStatement("w" + i, sql.prepare("SELECT " + i)));
        assertThat(granted).isGreaterThan(300);
        for (int i = 0; i < granted; i++) {
            sql.session.named().removeStatement("w" + i);
        }
        assertThat(until(i -> sql.session.named().addStatement("w" + i, sql.prepare("SELECT " + i))))
                .isEqualTo(granted);
    }

    @Test
    void statementsThatTheWireCounts() {
        Prepared one = sql.prepare("SELECT 1");
        assertThat(one.weight()).isGreaterThan(400);
        int granted = until(i -> sql.session.hold(one.weight()));
        sql.session.hold(-(long) granted * one.weight());
        assertThat(until(i -> sql.session.hold(one.weight()))).isEqualTo(granted);
        // giving back is never refused
        sql.session.hold(-1);
    }

    @Test
    void valuesOfPortals() {
        Prepared p = sql.prepare("SELECT $1::text");
        sql.run("BEGIN");
        int granted = until(i -> {
            Parameters values = new Parameters().reset(1).setText(0, "y".repeat(20_000));
            Portal portal = sql.session.bind(p, null, values);
            sql.session.named().addPortal("p" + i, portal);
        });
        assertThat(granted).isBetween(10, 60);
        sql.run("ROLLBACK");
        sql.run("BEGIN");
        Portal portal = sql.session.bind(p, null, new Parameters().reset(1).setText(0, "z"));
        sql.session.named().addPortal("small", portal);
        sql.run("ROLLBACK");
    }

    @Test
    void rowsThatCursorsKeep() {
        sql.run("CREATE TABLE t (a text)");
        for (int i = 0; i < 200; i++) {
            sql.run("INSERT INTO t VALUES ('" + "z".repeat(1_000) + "')");
        }
        sql.run("BEGIN");
        sql.run("SAVEPOINT before");
        int granted = until(i -> {
            sql.run("DECLARE c" + i + " SCROLL CURSOR FOR SELECT * FROM t");
            sql.run("MOVE ALL FROM c" + i);
        });
        assertThat(granted).isBetween(2, 10);
        assertThat(catchThrowableOfType(SqlFailure.class, () -> sql.run("SELECT 1"))
                        .sqlState())
                .isEqualTo("25P02");
        sql.run("ROLLBACK TO before");
        assertThat(sql.one("SELECT count(*) FROM t")).isEqualTo(200L);
        sql.run("COMMIT");
    }

    @Test
    void valuesOfSettings() {
        int granted = until(i -> sql.run("SET my.s" + i + " = '" + "x".repeat(20_000) + "'"));
        assertThat(granted).isBetween(10, 60);
        assertThat(sql.one("SHOW my.s0")).isEqualTo("x".repeat(20_000));
        sql.run("RESET ALL");
        sql.run("SET my.s1 = '" + "x".repeat(20_000) + "'");
    }

    /** Each savepoint keeps the values as they were. */
    @Test
    void valuesOfSettingsInSavepoints() {
        sql.run("BEGIN");
        int granted = until(i -> {
            sql.run("SET LOCAL my.s = '" + Character.toString('a' + i % 26).repeat(20_000) + "'");
            sql.run("SAVEPOINT s" + i);
        });
        assertThat(granted).isBetween(5, 60);
        sql.run("ROLLBACK TO s1");
        sql.run("SET LOCAL my.s = '" + "q".repeat(20_000) + "'");
        sql.run("COMMIT");
        sql.run("BEGIN");
        assertThat(until(i -> {
                    sql.run("SET LOCAL my.s = '"
                            + Character.toString('a' + i % 26).repeat(20_000) + "'");
                    sql.run("SAVEPOINT s" + i);
                }))
                .isEqualTo(granted);
        sql.run("ROLLBACK");
    }

    @Test
    void savepoints() {
        sql.run("BEGIN");
        int granted = until(i -> sql.run("SAVEPOINT s"));
        assertThat(granted).isBetween(1_000, 2_100);
        sql.run("ROLLBACK");
        sql.run("BEGIN");
        for (int i = 0; i < 3_000; i++) {
            // what is released is not held
            sql.run("SAVEPOINT s");
            sql.run("RELEASE s");
        }
        sql.run("COMMIT");
    }

    @Test
    void notifications() {
        sql.run("BEGIN");
        assertThat(until(i -> sql.run("NOTIFY a, '" + i + "x".repeat(5_000) + "'")))
                .isBetween(50, 200);
        sql.run("ROLLBACK");
        sql.run("NOTIFY a, 'b'");
        int channels = until(i -> sql.run("LISTEN c" + i));
        assertThat(channels).isBetween(1_000, 4_200);
        sql.run("UNLISTEN *");
        sql.run("LISTEN again");
    }

    @Test
    void oneSessionsBoundIsNotAnothers() {
        until(i -> sql.run("PREPARE s" + i + " AS SELECT '" + "x".repeat(10_000) + "'"));
        Sql other = harness.open();
        other.run("PREPARE s AS SELECT '" + "x".repeat(10_000) + "'");
        harness.settings.modified(Harness.annotation(RouterConfig.class, Map.of("session_memory_kib", 4 * KIB)));
        sql.run("PREPARE more AS SELECT 1");
        other.session.close();
    }
}
