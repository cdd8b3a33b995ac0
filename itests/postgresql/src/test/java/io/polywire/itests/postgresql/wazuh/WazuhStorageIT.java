package io.polywire.itests.postgresql.wazuh;

import static io.polywire.itests.postgresql.wazuh.WazuhServer.done;
import static io.polywire.itests.postgresql.wazuh.WazuhServer.fill;
import static io.polywire.itests.postgresql.wazuh.WazuhServer.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.client.r2db2.R2db2Driver;
import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.itests.r2db2.server.Polywire;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A manager's socket as a storage: PostgreSQL's wire in front, this server's own socket as the manager. */
class WazuhStorageIT {
    private static final int AGENTS = 1300;

    private static WazuhServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new WazuhServer(home -> {
            home.set("storage.wazuh-manager", "polywire.storage", "manager")
                    .set("storage.wazuh-manager", "socket", "queue/db/wdb")
                    .set("storage.wazuh-manager", "prefix", "manager")
                    .set("storage.wazuh-manager", "schema.check.ms", 0)
                    .set("storage.wazuh-manager", "writable", true);
            home.set("storage.wazuh-reader", "polywire.storage", "reader")
                    .set("storage.wazuh-reader", "socket", "queue/db/wdb")
                    .set("storage.wazuh-reader", "prefix", "reader")
                    .set("storage.wazuh-reader", "local.rows", 100);
            home.set("storage.wazuh-gone", "polywire.storage", "gone")
                    .set("storage.wazuh-gone", "socket", "queue/db/nobody")
                    .set("storage.wazuh-gone", "prefix", "gone");
        });
        try (WazuhDbConnection connection = server.connect()) {
            fill(connection, AGENTS);
            done(
                    connection,
                    "agent 001 sql insert into fim_entry (full_path, file, type, size, mtime) values"
                            + " ('/a', '/a', 'file', 9007199254740993, null)");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** Statements whose answer must be that of the same table as a file of this server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, name, date_add from agent where id between 3 and 5 order by id desc",
                "select count(*), min(id), max(name) from agent where connection_status = 'active'",
                "select connection_status, count(*) from agent group by 1 having count(*) > 1 order by 1",
                "select a.id, g.name from agent a left join belongs b on b.id_agent = a.id left join \"group\" g on g.id ="
                        + " b.id_group where a.id < 4 order by 1, 2",
                "select id from agent order by id limit 7 offset 1290",
                "select id, name from agent order by id",
                "select id from agent where name like 'agent-%0042' or os_platform ~ '^ubu' order by id",
                "select sum(id), avg(id), upper(os_platform) from agent group by 3 order by 1",
                "select id * 2 + 1, id::text || 'x', coalesce(ip, '-') from agent where id in (1, 2, 3) order by 1",
                "select case when id > 3 then 'more' else 'less' end, row_number() over (order by id) from agent where id <"
                        + " 6 order by 2",
                "with x as (select id from agent where id > 1298) select * from x union all select 0 order by 1",
                "select distinct os_platform from agent where os_platform is not null order by 1",
                "select exists (select 1 from agent where id = 99999), (select name from agent where id = 0)",
                "select * from agent where id = 2",
                "select 1 where 'it''s; \"x\" ?1' = 'it''s; \"x\" ?1'",
                "select count(*) from information_schema.columns where table_name = 'agent'"
            })
    @DisplayName("W21, W22: the same answer as from the file itself")
    void reads(String sql) throws SQLException {
        List<String> wanted = server.rows("wazuh_global", sql);
        assertThat(wanted).isNotEmpty();
        assertThat(server.rows("manager_global", sql)).isEqualTo(wanted);
    }

    @Test
    @DisplayName("values arrive to their last digit, with parameters of every kind")
    void values() throws SQLException {
        try (Connection connection = server.psql("manager_agent_001")) {
            assertThat(rows(connection, "select size, mtime, file from fim_entry"))
                    .containsExactly("9007199254740993|null|/a");
            try (PreparedStatement statement = connection.prepareStatement(
                    "select size from fim_entry where file = ? and size > ? and file <> ?")) {
                for (int i = 0; i < 8; i++) {
                    statement.setString(1, "/a");
                    statement.setLong(2, 9007199254740992L);
                    statement.setString(3, "'; delete from fim_entry --");
                    try (ResultSet rows = statement.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getLong(1)).isEqualTo(9007199254740993L);
                    }
                }
            }
        }
        assertThat(server.rows("manager_mitre", "select count(*) from technique"))
                .containsExactly("0");
        assertThat(server.rows("manager_task", "select count(*) from \"TASKS\""))
                .containsExactly("0");
    }

    @Test
    @DisplayName("W31: single changes are made and counted, whatever their values are")
    void writes() throws SQLException {
        try (Connection connection = server.psql("manager_agent_002");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("insert into pm_event (id, log) values (1, 'it''s; one'), (2, 'two')"))
                    .isEqualTo(2);
            try (PreparedStatement update = connection.prepareStatement("update pm_event set log = ? where id = ?")) {
                update.setString(1, "x'; delete from pm_event; --");
                update.setLong(2, 2);
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
            assertThat(server.rows("wazuh_agent_002", "select id, log from pm_event order by id"))
                    .containsExactly("1|it's; one", "2|x'; delete from pm_event; --");
            SQLException twice = catchThrowableOfType(
                    SQLException.class, () -> statement.executeUpdate("insert into pm_event (id) values (1)"));
            // of an agent's database the socket tells no more than that it failed
            assertThat(twice.getSQLState()).isEqualTo("42000");
            assertThat(statement.executeUpdate("delete from pm_event where id > 0"))
                    .isEqualTo(2);
            assertThat(statement.executeUpdate("delete from pm_event where id > 0"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "manager_global ~ begin; update agent set name = 'x' where id = 1; commit ~ 0A000",
                "manager_global ~ update agent set name = 'x' where id = 1 returning id ~ 0A000",
                "manager_global ~ update agent set name = upper(name) where id = 1 ~ 0A000",
                "manager_global ~ create table x (a int) ~ 0A000",
                "manager_global ~ drop table agent ~ 0A000",
                "manager_global ~ create index i on agent (ip) ~ 0A000",
                "manager_global ~ grant select on agent to public ~ 0A000",
                "manager_global ~ select id from agent for update ~ 0A000",
                "manager_global ~ begin isolation level repeatable read; select 1 from agent; commit ~ 0A000",
                "manager_global ~ explain select id from agent ~ 0A000",
                "manager_global ~ select * from nope ~ 42P01",
                "manager_global ~ select nope from agent ~ 42703",
                "reader_global ~ update agent set name = 'x' where id = 1 ~ 25006",
                "reader_global ~ select id from agent where name like 'agent%' ~ 54000",
                "manager_mitre ~ delete from technique ~ 25006",
                "manager_agent_9999 ~ select 1 ~ 3D000",
                "manager_agent_1 ~ select 1 ~ 3D000",
                "manager_other ~ select 1 ~ 3D000",
                "gone_global ~ select id from agent ~ 57P03"
            })
    @DisplayName("what is not served is refused by its name, and changes nothing")
    void refused(String database, String sql, String state) throws SQLException {
        List<String> before = server.rows("wazuh_global", "select id, name from agent order by id");
        SQLException failure = catchThrowableOfType(SQLException.class, () -> {
            try (Connection connection = server.psql(database);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
        assertThat((Throwable) failure).as(sql).isNotNull();
        assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(state);
        assertThat(failure.getMessage()).doesNotContain("queue/db");
        assertThat(server.rows("wazuh_global", "select id, name from agent order by id"))
                .isEqualTo(before);
    }

    @Test
    @DisplayName("a transaction reads, and a new column is seen")
    void transactionsAndSchema() throws SQLException {
        try (Connection connection = server.psql("manager_agent_003")) {
            connection.setAutoCommit(false);
            assertThat(rows(connection, "select count(*) from pm_event")).containsExactly("0");
            connection.commit();
            connection.setAutoCommit(true);
            Properties who = new Properties();
            who.setProperty("user", "test");
            who.setProperty("password", "test");
            try (Connection other =
                            new R2db2Driver().connect(Polywire.url(server.home().port(), "wazuh_agent_003"), who);
                    Statement statement = other.createStatement()) {
                statement.execute("create table later (a integer)");
                statement.execute("insert into later values (5)");
            }
            Awaitility.await("the table is seen")
                    .ignoreExceptions()
                    .until(() -> rows(connection, "select a from later").equals(List.of("5")));
        }
    }
}
