package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SET, SHOW, RESET, transactions and notifications as PostgreSQL 15 has them. */
class SettingStatementsTest {
    @TempDir
    Path home;

    private Harness harness;
    private Sql sql;

    @BeforeEach
    void open() {
        harness = new Harness(home, Map.of());
        harness.desk.addDialect(new PgOverSqlite());
        sql = harness.open();
    }

    @AfterEach
    void close() {
        sql.session.close();
        harness.close();
    }

    private String refused(String text) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> sql.run(text));
        assertThat(f).as(text).isNotNull();
        return f.sqlState() + " " + f.getMessage();
    }

    @Test
    void aValueIsShownAsPostgresqlShowsIt() {
        sql.run("SET statement_timeout = 90000");
        assertThat(sql.one("SHOW statement_timeout")).isEqualTo("90s");
        sql.run("SET work_mem TO '1.5GB'");
        assertThat(sql.one("SHOW work_mem")).isEqualTo("1536MB");
        sql.run("SET DateStyle = iso");
        assertThat(sql.one("SHOW datestyle")).isEqualTo("ISO, MDY");
        sql.run("SET TIME ZONE -3");
        assertThat(sql.one("SHOW TIME ZONE")).isEqualTo("<-03>+03");
        sql.run("SET enable_seqscan = of");
        assertThat(sql.one("SHOW enable_seqscan")).isEqualTo("off");
        assertThat(sql.prepare("SHOW timezone").columns().get(0).name()).isEqualTo("TimeZone");
        assertThat(sql.run("SET search_path = public, pg_catalog").command()).isEqualTo("SET");
        assertThat(sql.one("SHOW search_path")).isEqualTo("public, pg_catalog");
        sql.run("SET my.own = 'x'");
        assertThat(sql.one("SHOW my.own")).isEqualTo("x");
        assertThat(sql.rows("SHOW ALL")).hasSizeGreaterThan(340);
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertThat(refused("SET nonsense = 1")).isEqualTo("42704 unrecognized configuration parameter \"nonsense\"");
        assertThat(refused("SHOW no.such")).isEqualTo("42704 unrecognized configuration parameter \"no.such\"");
        assertThat(refused("SET server_version = '9'"))
                .isEqualTo("55P02 parameter \"server_version\" cannot be changed");
        assertThat(refused("SET port = 1"))
                .isEqualTo("55P02 parameter \"port\" cannot be changed without restarting the server");
        assertThat(refused("SET extra_float_digits = 4"))
                .isEqualTo("22023 4 is outside the valid range for parameter \"extra_float_digits\" (-15 .. 3)");
        assertThat(refused("SET statement_timeout = -1"))
                .isEqualTo(
                        "22023 -1 ms is outside the valid range for parameter \"statement_timeout\" (0 .. 2147483647)");
        assertThat(refused("SET bytea_output = 'x'"))
                .isEqualTo("22023 invalid value for parameter \"bytea_output\": \"x\"");
        assertThat(refused("SET enable_sort = maybe"))
                .isEqualTo("22023 parameter \"enable_sort\" requires a Boolean value");
        assertThat(refused("SET array_nulls = off")).startsWith("0A000");
        assertThat(refused("SET session_replication_role = replica")).startsWith("0A000");
        assertThat(refused("SET DateStyle = 'nonsense'")).startsWith("22023");
        sql.run("SET standard_conforming_strings = on");
    }

    @Test
    void aValueGoesWithItsTransaction() {
        sql.run("SET application_name = 'before'");
        assertThat(sql.told.take()).containsExactly("application_name = before");
        sql.run("BEGIN");
        sql.run("SET application_name = 'inside'");
        sql.run("SAVEPOINT a");
        sql.run("SET LOCAL application_name = 'local'");
        assertThat(sql.one("SHOW application_name")).isEqualTo("local");
        sql.run("ROLLBACK TO a");
        assertThat(sql.one("SHOW application_name")).isEqualTo("inside");
        sql.run("SET LOCAL extra_float_digits = 0");
        sql.run("COMMIT");
        assertThat(sql.one("SHOW application_name")).isEqualTo("inside");
        assertThat(sql.one("SHOW extra_float_digits")).isEqualTo("1");
        sql.run("BEGIN");
        sql.run("SET application_name = 'lost'");
        refused("SELECT * FROM missing");
        assertThat(sql.run("COMMIT").command()).isEqualTo("ROLLBACK");
        assertThat(sql.one("SHOW application_name")).isEqualTo("inside");
        sql.run("RESET ALL");
        assertThat(sql.one("SHOW application_name")).isEqualTo("harness");
        assertThat(sql.told.take())
                .containsExactly(
                        "application_name = inside",
                        "application_name = local",
                        "application_name = inside",
                        "extra_float_digits = 0",
                        "extra_float_digits = 1",
                        "application_name = lost",
                        "application_name = inside",
                        "application_name = harness");
    }

    @Test
    void aSilentSessionEndsAsItHasSet() {
        assertThat(sql.one("SHOW idle_session_timeout")).isEqualTo("0");
        sql.run("SET idle_session_timeout = '2min'");
        assertThat(sql.one("SHOW idle_session_timeout")).isEqualTo("2min");
        assertThat(refused("SET idle_session_timeout = -1")).startsWith("22023");
        Sql other = harness.open();
        // a transaction is not a session's silence: it has a time-out of its own
        sql.run("BEGIN");
        sql.run("SET idle_session_timeout = 100");
        other.run("SET idle_session_timeout = '100ms'");
        SqlFailure end = Harness.await(other.told.shutdown);
        assertThat(end.sqlState() + " " + end.getMessage())
                .isEqualTo("57P05 terminating connection due to idle-session timeout");
        assertThat(end.isFatal()).isTrue();
        assertThat(sql.told.shutdown).isNotDone();
        sql.run("COMMIT");
        assertThat(Harness.await(sql.told.shutdown).sqlState()).isEqualTo("57P05");
        List<Double> counted = new ArrayList<>();
        harness.desk.collect(new MetricSource.Collector() {
            @Override
            public void counter(String metric, String description, double value, String... labels) {
                if (metric.equals("router.failures") && labels[1].equals("57P05")) {
                    counted.add(value);
                }
            }

            @Override
            public void gauge(String metric, String description, double value, String... labels) {
                // none of these
            }
        });
        assertThat(counted).containsExactly(2.0);
    }

    @Test
    void aUnitThatFailsTakesItsSettingsAlong() {
        sql.session.beginUnit();
        sql.run("SET application_name = 'unit'");
        refused("SELECT * FROM missing");
        CompletableFuture<Void> ended = new CompletableFuture<>();
        sql.session.endUnit(false, Sql.into(ended));
        Harness.await(ended);
        assertThat(sql.one("SHOW application_name")).isEqualTo("harness");
    }

    @Test
    void warningsOfTransactions() {
        sql.run("COMMIT");
        sql.run("BEGIN");
        sql.run("BEGIN");
        sql.run("ROLLBACK");
        sql.run("SET LOCAL work_mem = 64");
        sql.run("SET TRANSACTION READ ONLY");
        assertThat(sql.told.take())
                .containsExactly(
                        "25P01 there is no transaction in progress",
                        "25001 there is already a transaction in progress",
                        "25P01 SET LOCAL can only be used in transaction blocks",
                        "25P01 SET TRANSACTION can only be used in transaction blocks");
        sql.run("SET client_min_messages = error");
        sql.told.take();
        sql.run("COMMIT");
        assertThat(sql.told.take()).isEmpty();
    }

    @Test
    void transactionsFollowTheirDefaults() {
        sql.run("CREATE TABLE t (a)");
        sql.run("SET default_transaction_isolation = 'repeatable read'");
        sql.run("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
        assertThat(refused("INSERT INTO t VALUES (1)"))
                .isEqualTo("25006 cannot execute INSERT in a read-only transaction");
        sql.run("BEGIN");
        assertThat(sql.one("SHOW transaction_isolation")).isEqualTo("repeatable read");
        assertThat(sql.one("SHOW transaction_read_only")).isEqualTo("on");
        assertThat(refused("INSERT INTO t VALUES (1)")).startsWith("25006");
        sql.run("ROLLBACK");
        sql.run("BEGIN READ WRITE, ISOLATION LEVEL SERIALIZABLE");
        assertThat(sql.one("SHOW transaction_isolation")).isEqualTo("serializable");
        sql.run("INSERT INTO t VALUES (1)");
        assertThat(refused("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")).startsWith("25001");
        sql.run("ROLLBACK");
        sql.run("BEGIN READ WRITE");
        sql.run("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        assertThat(sql.one("SHOW transaction_isolation")).isEqualTo("read committed");
        sql.run("COMMIT");
    }

    @Test
    void notificationsComeAtCommitInOrderAndOnce() {
        Sql other = harness.open();
        other.run("LISTEN news");
        sql.run("LISTEN news");
        sql.run("BEGIN");
        sql.run("NOTIFY news, 'one'");
        sql.run("NOTIFY news, 'two'");
        sql.run("SAVEPOINT s");
        sql.run("NOTIFY news, 'never'");
        sql.run("ROLLBACK TO s");
        sql.run("NOTIFY news, 'one'");
        assertThat(other.told.take()).isEmpty();
        sql.run("COMMIT");
        String from = "from " + sql.session.id() + " news: ";
        assertThat(other.told.take()).containsExactly(from + "one", from + "two");
        assertThat(sql.told.take()).containsExactly(from + "one", from + "two");
        sql.run("BEGIN");
        sql.run("NOTIFY news, 'lost'");
        sql.run("UNLISTEN *");
        sql.run("ROLLBACK");
        sql.run("NOTIFY news");
        assertThat(sql.told.take()).containsExactly(from);
        assertThat(refused("NOTIFY news, '" + "x".repeat(8000) + "'")).isEqualTo("22023 payload string too long");
        sql.run("NOTIFY news, '" + "x".repeat(7999) + "'");
        sql.run("UNLISTEN *");
        sql.told.take();
        other.told.take();
        other.run("NOTIFY news, 'back'");
        assertThat(sql.told.take()).isEmpty();
        other.session.close();
    }

    @Test
    void severalStatementsThatWereSentTogetherAreATransactionToBeSet() {
        sql.run("CREATE TABLE together (a int)");
        sql.session.beginUnit();
        sql.run("SET TRANSACTION READ ONLY");
        assertThat(sql.one("SHOW transaction_read_only")).isEqualTo("on");
        assertThat(refused("INSERT INTO together VALUES (1)"))
                .isEqualTo("25006 cannot execute INSERT in a read-only transaction");
        endUnit(false);
        assertThat(sql.one("SHOW transaction_read_only")).isEqualTo("off");
        sql.session.beginUnit();
        sql.run("LOCK TABLE together");
        sql.run("INSERT INTO together VALUES (1)");
        endUnit(true);
        assertThat(sql.one("SELECT count(*) FROM together")).isEqualTo(1L);
    }

    private void endUnit(boolean keep) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        sql.session.endUnit(keep, Sql.into(ended));
        Harness.await(ended);
    }
}
