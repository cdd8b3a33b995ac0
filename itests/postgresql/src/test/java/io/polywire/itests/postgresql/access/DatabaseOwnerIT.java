package io.polywire.itests.postgresql.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Databases that a role owns: what tutorials of applications begin with. Expected as PostgreSQL 15 does it. */
class DatabaseOwnerIT {
    private static PolywireServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PolywireServer.start();
        for (String role : new String[] {"app LOGIN", "guest LOGIN", "maker LOGIN CREATEDB"}) {
            assertThat(run("test", "main", "CREATE ROLE " + role + " PASSWORD 'test'"))
                    .isEqualTo("00000");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static Connection connect(String user, String database) throws SQLException {
        Properties p = new Properties();
        p.setProperty("user", user);
        p.setProperty("password", "test");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, p);
    }

    /** SQLSTATE of a statement, 00000 if it ends well. */
    private static String run(String user, String database, String sql) {
        try (Connection c = connect(user, database);
                Statement s = c.createStatement()) {
            s.execute(sql);
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static String owner(String database) throws SQLException {
        try (Connection c = connect("guest", "main");
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery(
                        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '" + database + "'")) {
            return r.next() ? r.getString(1) : null;
        }
    }

    @Test
    void anOwnerHasTheDatabaseAndItsPublicSchema() throws Exception {
        assertThat(run("test", "main", "CREATE DATABASE shop WITH OWNER = app ENCODING = 'unicode' TEMPLATE template0"))
                .isEqualTo("00000");
        assertThat(run("app", "shop", "CREATE TABLE t (a int)")).isEqualTo("00000");
        assertThat(run("guest", "shop", "CREATE TABLE u (a int)")).isEqualTo("42501");
        assertThat(run("guest", "main", "DROP DATABASE shop")).isEqualTo("42501");
        assertThat(run("guest", "main", "ALTER DATABASE shop OWNER TO guest")).isEqualTo("42501");
        // rights on another database than the session's
        assertThat(run("guest", "shop", "CREATE SCHEMA g")).isEqualTo("42501");
        assertThat(run("app", "main", "GRANT ALL PRIVILEGES ON DATABASE shop TO guest"))
                .isEqualTo("00000");
        assertThat(run("guest", "shop", "CREATE SCHEMA g")).isEqualTo("00000");
        assertThat(run("app", "main", "REVOKE CONNECT ON DATABASE shop FROM PUBLIC, guest"))
                .isEqualTo("00000");
        assertThat(run("guest", "shop", "SELECT 1")).isEqualTo("42501");
        assertThat(owner("shop")).isEqualTo("app");
        // the owner cannot go before what it has
        assertThat(run("test", "main", "DROP ROLE app")).isEqualTo("2BP01");
        assertThat(run("test", "main", "ALTER DATABASE shop OWNER TO test")).isEqualTo("00000");
        assertThat(run("app", "shop", "CREATE TABLE v (a int)")).isEqualTo("42501");
        // and the owner stands in the file
        server.restart();
        assertThat(run("test", "main", "ALTER DATABASE shop OWNER TO maker")).isEqualTo("00000");
        server.restart();
        assertThat(owner("shop")).isEqualTo("maker");
        assertThat(owner("main")).isEqualTo("test");
        assertThat(run("maker", "shop", "CREATE TABLE w (a int)")).isEqualTo("00000");
        assertThat(run("maker", "main", "DROP DATABASE shop")).isEqualTo("00000");
    }

    @Test
    void whoMayCreateDatabasesOwnsThem() {
        assertThat(run("guest", "main", "CREATE DATABASE mine")).isEqualTo("42501");
        assertThat(run("maker", "main", "CREATE DATABASE mine OWNER app")).isEqualTo("42501");
        assertThat(run("maker", "main", "CREATE DATABASE mine OWNER nobody")).isEqualTo("42704");
        assertThat(run("maker", "main", "CREATE DATABASE mine")).isEqualTo("00000");
        assertThat(run("maker", "main", "CREATE DATABASE mine")).isEqualTo("42P04");
        assertThat(run("maker", "mine", "CREATE TABLE t (a int)")).isEqualTo("00000");
        assertThat(run("maker", "main", "ALTER DATABASE mine RENAME TO yours")).isEqualTo("00000");
        assertThat(run("maker", "yours", "INSERT INTO t VALUES (1)")).isEqualTo("00000");
        assertThat(run("maker", "main", "DROP DATABASE yours")).isEqualTo("00000");
        for (String option :
                new String[] {"ENCODING 'latin1'", "LC_COLLATE 'de_DE.UTF-8'", "TEMPLATE main", "CONNECTION LIMIT 5"}) {
            assertThat(run("maker", "main", "CREATE DATABASE mine " + option))
                    .as(option)
                    .isEqualTo("0A000");
        }
    }

    @Test
    void whatARoleHasCanBeGivenAwayBeforeItGoes() throws Exception {
        assertThat(run("test", "main", "CREATE ROLE leaver LOGIN PASSWORD 'test'"))
                .isEqualTo("00000");
        for (String how : new String[] {"", "BEGIN; "}) {
            assertThat(run("test", "main", "CREATE DATABASE left_over OWNER leaver"))
                    .isEqualTo("00000");
            assertThat(run("leaver", "left_over", "CREATE TABLE t (a int)")).isEqualTo("00000");
            assertThat(run("test", "left_over", "BEGIN; REASSIGN OWNED BY leaver TO maker; ROLLBACK"))
                    .isEqualTo("00000");
            assertThat(owner("left_over")).isEqualTo("leaver");
            assertThat(run(
                            "test",
                            "left_over",
                            how + "REASSIGN OWNED BY leaver TO maker" + (how.isEmpty() ? "" : "; COMMIT")))
                    .isEqualTo("00000");
            assertThat(owner("left_over")).isEqualTo("maker");
            assertThat(run("maker", "left_over", "INSERT INTO t VALUES (1)")).isEqualTo("00000");
            assertThat(run("test", "main", "DROP DATABASE left_over")).isEqualTo("00000");
        }
        assertThat(run("test", "main", "CREATE DATABASE left_over OWNER leaver"))
                .isEqualTo("00000");
        assertThat(run("leaver", "left_over", "CREATE TABLE t (a int)")).isEqualTo("00000");
        // its database stays, as with PostgreSQL
        assertThat(run("test", "left_over", "DROP OWNED BY leaver")).isEqualTo("00000");
        assertThat(run("test", "left_over", "SELECT * FROM t")).isEqualTo("42P01");
        assertThat(run("test", "main", "DROP ROLE leaver")).isEqualTo("2BP01");
        assertThat(run("test", "main", "DROP DATABASE left_over")).isEqualTo("00000");
        assertThat(run("test", "main", "DROP ROLE leaver")).isEqualTo("00000");
    }

    private static void done(String database, String... statements) {
        for (String sql : statements) {
            assertThat(run("test", database, sql)).as(sql).isEqualTo("00000");
        }
    }

    /** What a statement in the database main fails with: SQLSTATE, message, detail. */
    private static String failure(String sql) throws SQLException {
        try (Connection c = connect("test", "main");
                Statement s = c.createStatement()) {
            s.execute(sql);
            return "";
        } catch (PSQLException e) {
            ServerErrorMessage m = e.getServerErrorMessage();
            return m.getSQLState() + " " + m.getMessage() + ": " + m.getDetail();
        }
    }

    @Test
    void aRoleIsNotDroppedWhileSomethingOfAnotherDatabaseHangsOnIt() throws Exception {
        done(
                "main",
                "CREATE ROLE hanger",
                "CREATE ROLE other",
                "CREATE DATABASE elsewhere",
                "CREATE TABLE here (a int)",
                "GRANT SELECT ON here TO hanger",
                "GRANT CREATE ON DATABASE elsewhere TO hanger");
        done(
                "elsewhere",
                "CREATE SCHEMA s",
                "GRANT USAGE, CREATE ON SCHEMA s TO hanger",
                "CREATE TABLE t (a int, b int)",
                "GRANT SELECT (a), INSERT (b) ON t TO hanger",
                "GRANT SELECT ON t TO hanger WITH GRANT OPTION",
                "SET ROLE hanger; CREATE TABLE s.mine (a int); CREATE TYPE s.ty AS ENUM ('x');"
                        + " GRANT SELECT ON s.mine TO other; GRANT SELECT ON t TO other",
                "ALTER DEFAULT PRIVILEGES FOR ROLE hanger GRANT SELECT ON TABLES TO other",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO hanger");
        String refused = "2BP01 role \"hanger\" cannot be dropped because some objects depend on it: ";
        String here = "privileges for database elsewhere\nprivileges for table here\n8 objects in database elsewhere";
        assertThat(failure("DROP ROLE hanger")).isEqualTo(refused + here);
        assertThat(failure("BEGIN; DROP ROLE hanger; COMMIT")).isEqualTo(refused + here);
        assertThat(failure("DROP ROLE IF EXISTS nobody, other"))
                .isEqualTo("2BP01 role \"other\" cannot be dropped because some objects depend on it:"
                        + " 3 objects in database elsewhere");
        assertThat(run("guest", "main", "DROP ROLE hanger")).isEqualTo("42501");
        done("main", "DROP OWNED BY hanger");
        server.restart();
        assertThat(failure("DROP ROLE hanger"))
                .isEqualTo(refused + "privileges for database elsewhere\n8 objects in database elsewhere");
        done("elsewhere", "DROP OWNED BY hanger", "DROP OWNED BY other", "DROP ROLE hanger, other");
        done("main", "DROP TABLE here", "DROP DATABASE elsewhere");
    }

    @Test
    void droppingByForceEndsTheSessions() throws Exception {
        assertThat(run("test", "main", "CREATE DATABASE busy")).isEqualTo("00000");
        try (Connection c = connect("test", "busy");
                Statement s = c.createStatement()) {
            try (ResultSet r = s.executeQuery("SELECT 1")) {
                assertThat(r.next()).isTrue();
            }
            assertThat(run("test", "main", "DROP DATABASE busy")).isEqualTo("55006");
            assertThat(run("guest", "main", "DROP DATABASE busy WITH (FORCE)")).isEqualTo("42501");
            assertThat(run("test", "main", "DROP DATABASE busy WITH (FORCE)")).isEqualTo("00000");
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    SQLException.class, () -> s.executeQuery("SELECT 1"))
                            .getSQLState())
                    .isIn("57P01", "08006");
        }
        try (Connection c = connect("test", "main");
                Statement s = c.createStatement()) {
            s.execute("DROP DATABASE IF EXISTS busy WITH (FORCE)");
            SQLWarning notice = s.getWarnings();
            assertThat(notice.getMessage()).isEqualTo("database \"busy\" does not exist, skipping");
        }
    }
}
