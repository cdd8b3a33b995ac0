package io.polywire.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.itests.conformance.Polywire.Result;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code bin/polywire}: what it does, what it says, what it exits with. */
class ScriptIT {
    /** 1.5 s is promised on a quiet machine; the bound is three times as much. */
    private static final long LONGEST_START_MILLIS = 4_500;

    @Test
    void startsStopsAndTellsHowItIs() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("status").status()).isEqualTo(3);

            Result start = polywire.run("start");

            assertThat(start.status()).as(start.all()).isZero();
            assertThat(start.out())
                    .contains("is up after", "127.0.0.1:" + polywire.port(), "tls optional", "database  main")
                    .contains("Try: bin/polywire sql --port " + polywire.port());
            assertThat(polywire.config("io.polywire.router")).exists();
            assertThat(polywire.home().resolve("deploy")).isDirectory();
            assertThat(polywire.home().resolve("logs/polywire.log")).exists();

            Result status = polywire.run("status");
            assertThat(status.status()).as(status.all()).isZero();
            assertThat(status.out()).contains("sessions", "bundles");
            assertThat(polywire.run("status", "--json").out()).startsWith("{\"state\":\"up\"");

            Result sql = polywire.run("sql", "--format", "csv", "-c", "select 40 + 2 as answer");
            assertThat(sql.status()).as(sql.all()).isZero();
            assertThat(sql.out()).contains("answer").contains("42");

            Result second = polywire.run("start");
            assertThat(second.status()).isEqualTo(75);
            assertThat(second.err()).contains("another server", polywire.home().toString());

            assertThat(polywire.run("stop").status()).isZero();
            assertThat(polywire.run("status").status()).isEqualTo(3);
            assertThat(polywire.run("stop").status()).isEqualTo(3);
        }
    }

    @Test
    void runsInTheForegroundAndEndsWellOnASignal() throws Exception {
        try (Polywire polywire = new Polywire("a home with spaces")) {
            long begin = System.nanoTime();
            Process run = polywire.begin("run");
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                assertThat(line).contains("is up after");
                while (!line.startsWith("Try:")) {
                    line = out.readLine();
                    assertThat(line).isNotNull();
                }
                try (Connection connection = polywire.connect("main")) {
                    assertThat(value(connection, "select 1")).isEqualTo("1");
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                System.out.println(
                        "From the script to the first answered query, at the first start: " + millis + " ms");

                // the process's own method would close its output before it was read
                run.toHandle().destroy();

                assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(run.exitValue()).isZero();
                // a person's console has the report and nothing else
                assertThat(out.readLine()).isNull();
            }
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), polywire.port()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    /** The best of three: what else runs on the machine is not what is measured. */
    @Test
    void answersSoonAfterItsStart() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("start").status()).isZero();
            assertThat(polywire.run("stop").status()).isZero();

            long best = Long.MAX_VALUE;
            for (int i = 0; i < 3 && best > LONGEST_START_MILLIS; i++) {
                best = Math.min(best, millisToFirstAnswer(polywire));
            }

            System.out.println("From the script to the first answered query, at a later start: " + best + " ms");
            assertThat(best).isLessThan(LONGEST_START_MILLIS);
        }
    }

    private static long millisToFirstAnswer(Polywire polywire) throws Exception {
        long begin = System.nanoTime();
        Process run = polywire.begin("run");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).contains("is up after");
            try (Connection connection = polywire.connect("main")) {
                assertThat(value(connection, "select 1")).isEqualTo("1");
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            assertThat(polywire.run("stop").status()).isZero();
            return millis;
        }
    }

    @Test
    void startsAgainAfterItWasKilled() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("start").status()).isZero();
            long pid = Long.parseLong(
                    Files.readString(polywire.home().resolve("data/lock")).strip());
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            server.destroyForcibly();
            server.onExit().get(30, TimeUnit.SECONDS);
            assertThat(polywire.run("status").status()).isEqualTo(3);

            Result start = polywire.run("start");

            assertThat(start.status()).as(start.all()).isZero();
        }
    }

    @Test
    void saysWhichPortIsTakenAndServesTheOthers() throws Exception {
        try (Polywire polywire = new Polywire().prepare();
                ServerSocket taken = new ServerSocket(polywire.port(), 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(polywire.config("io.polywire.net-other"), "protocol = r2db2\nport = 0\nauth = none\n");

            Result start = polywire.run("start");

            assertThat(start.status()).as(start.all()).isEqualTo(1);
            assertThat(start.out())
                    .contains("not all that is configured is up")
                    .containsPattern("listener +r2db2 +DOWN.*" + taken.getLocalPort());
            assertThat(polywire.run("status").status()).isEqualTo(1);
            String port = start.out().replaceAll("(?s).*listener +other +r2db2 +127\\.0\\.0\\.1:(\\d+).*", "$1");
            Result sql = polywire.run("sql", "--port", port, "-c", "select 1");
            assertThat(sql.status()).as(sql.all()).isZero();
        }
    }

    @Test
    void productionRefusesWhatIsForDevelopment() throws Exception {
        try (Polywire polywire = new Polywire().prepare()) {
            polywire.set("io.polywire.router", "profile", "production");

            Result start = polywire.run("start");

            assertThat(start.status()).as(start.all()).isEqualTo(78);
            assertThat(start.all())
                    .contains("does not start")
                    .contains("io.polywire.net-r2db2.cfg", "unauthenticated:r2db2")
                    .contains("io.polywire.auth.password.cfg", "development-user");
            assertThat(polywire.run("status").status()).isEqualTo(3);

            polywire.set("io.polywire.router", "allow", "unauthenticated:r2db2, development-user");
            polywire.set("io.polywire.net-r2db2", "tls", "off");
            polywire.set("io.polywire.net-postgresql", "tls", "off");
            Result allowed = polywire.run("start");
            assertThat(allowed.status()).as(allowed.all()).isZero();
        }
    }

    @Test
    void productionStartsOnceTheLinesAreChanged() throws Exception {
        try (Polywire polywire = new Polywire().prepare()) {
            polywire.set("io.polywire.router", "profile", "production");
            polywire.set("io.polywire.net-r2db2", "auth", "password");
            // production makes no certificate of its own
            polywire.set("io.polywire.net-r2db2", "tls", "off");
            polywire.set("io.polywire.net-postgresql", "tls", "off");
            polywire.set("io.polywire.auth.password", "development.user", "false");
            Result added = polywire.runWith("correct horse\n", "user", "add", "ann", "--superuser", "--password-stdin");
            assertThat(added.status()).as(added.all()).isZero();

            Result start = polywire.run("start");

            assertThat(start.status()).as(start.all()).isZero();
            try (Connection connection = polywire.connect("main", "ann", "correct horse")) {
                assertThat(value(connection, "select 1")).isEqualTo("1");
            }
            assertThatThrownBy(() -> polywire.connect("main", "ann", "wrong horse"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> polywire.connect("main", "test", "test")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void servesAFileOfAnotherTool() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("start").status()).isZero();
            Path file = polywire.home().resolve("data/databases/shop.db");
            try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = sqlite.createStatement()) {
                statement.executeUpdate("create table orders (id integer primary key, item text)");
                statement.executeUpdate("insert into orders (item) values ('tea'), ('milk')");
            }

            Result sql = polywire.run("sql", "shop", "--format", "csv", "-c", "select count(*) as n from orders");

            assertThat(sql.status()).as(sql.all()).isZero();
            assertThat(sql.out()).contains("2");
        }
    }

    @Test
    void copiesADatabaseWhileItIsWritten() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("start").status()).isZero();
            Path copy = polywire.home().resolve("copy.db");
            try (Writer writer = new Writer(polywire)) {
                writer.awaitSome();

                Result backup = polywire.run("backup", "main", copy.toString());

                assertThat(backup.status()).as(backup.all()).isZero();
                writer.awaitSome();
            }
            try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
                assertThat(value(sqlite, "pragma integrity_check")).isEqualTo("ok");
                // each transaction of the writer writes to both tables
                assertThat(Long.parseLong(value(sqlite, "select count(*) from a")))
                        .isPositive();
                assertThat(value(sqlite, "select (select count(*) from a) - (select count(*) from b)"))
                        .isEqualTo("0");
            }
            assertThat(polywire.run("backup", "main", copy.toString()).err()).contains("not overwritten");
            Result unknown = polywire.run("backup", "none", copy + "2");
            assertThat(unknown.status()).isEqualTo(1);
            assertThat(unknown.err()).contains("no database none", "main");
        }
    }

    @Test
    void restoresACopyAndKeepsWhatWasThere() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("start").status()).isZero();
            Path copy = polywire.home().resolve("copy.db");
            try (Connection c = polywire.connect("main")) {
                c.createStatement().executeUpdate("create table kept (n integer)");
                c.createStatement().executeUpdate("insert into kept values (1)");
                assertThat(polywire.run("backup", "main", copy.toString()).status())
                        .isZero();
                c.createStatement().executeUpdate("insert into kept values (2)");
            }
            // under a new name at once, beside the server
            Result beside = polywire.run("restore", copy.toString(), "second");
            assertThat(beside.status()).as(beside.all()).isZero();
            try (Connection c = polywire.connect("second")) {
                assertThat(value(c, "select group_concat(n) from kept")).isEqualTo("1");
            }
            assertThat(polywire.run("check").out()).contains("main: ok", "second: ok");
            assertThat(polywire.run("restore", copy.toString(), "main").err()).contains("--replace");
            assertThat(polywire.run("restore", copy.toString(), "main", "--replace")
                            .status())
                    .isEqualTo(75);
            assertThat(polywire.run("stop").status()).isZero();

            Result replaced = polywire.run("restore", copy.toString(), "main", "--replace");

            assertThat(replaced.status()).as(replaced.all()).isZero();
            assertThat(replaced.out()).contains("what was there is");
            assertThat(polywire.run("start").status()).isZero();
            try (Connection c = polywire.connect("main")) {
                assertThat(value(c, "select group_concat(n) from kept")).isEqualTo("1");
            }
        }
    }

    @Test
    void findsDamage() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("start").status()).isZero();
            try (Connection c = polywire.connect("main")) {
                c.createStatement().executeUpdate("create table big (n integer primary key, v text)");
                c.createStatement()
                        .executeUpdate("insert into big with recursive g(i) as (select 1 union all select i + 1 from g"
                                + " limit 2000) select i, hex(randomblob(100)) from g");
            }
            assertThat(polywire.run("stop").status()).isZero();
            Path file = polywire.home().resolve("data/databases/main.db");
            byte[] bytes = Files.readAllBytes(file);
            java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4096, (byte) 0x5a);
            Files.write(file, bytes);

            Result check = polywire.run("check", "main");

            assertThat(check.status()).isEqualTo(1);
            assertThat(check.out()).startsWith("main: ").doesNotContain("main: ok");
            Result backup = polywire.run(
                    "backup", "main", polywire.home().resolve("copy.db").toString());
            assertThat(backup.status()).isEqualTo(1);
            assertThat(backup.err()).contains("damaged");
            assertThat(polywire.home().resolve("copy.db")).doesNotExist();
            assertThat(polywire.run("restore", file.toString(), "other").err()).contains("damaged");
        }
    }

    @Test
    void saysWhatItDoesNotUnderstand() throws Exception {
        try (Polywire polywire = new Polywire()) {
            assertThat(polywire.run("help").out()).contains("status [--json]", "--port-offset");
            assertThat(polywire.run("dance").status()).isEqualTo(64);
            assertThat(polywire.run("dance").err()).contains("dance");
            assertThat(polywire.run("--port-offset", "many", "run").err()).contains("many", "0 to 60000");
            assertThat(polywire.run("run", "--fast").status()).isEqualTo(64);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
