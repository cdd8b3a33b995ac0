package io.polywire.itests.r2db2.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.DesignClient.Answer;
import io.polywire.itests.r2db2.wire.Frame;
import io.polywire.itests.r2db2.wire.Style;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("R06 R07 R08 R12: queries of a client that knows the published design alone")
class QueryIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static DesignClient client(Style style) throws IOException {
        DesignClient client = new DesignClient(SHARED.port(), style);
        client.startUp("design");
        client.expect('Z');
        return client;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    @DisplayName("R06 R08: table, rows, changes: each with its exact tag")
    void tags(Style style) throws IOException {
        String t = "design_" + style;
        try (DesignClient client = client(style)) {
            assertThat(client.query("create table " + t + "(id integer primary key, v text)")
                            .tags())
                    .containsExactly("CREATE TABLE");
            assertThat(client.query("insert into " + t + " values (1,'a'),(2,null),(3,'')")
                            .tags())
                    .containsExactly("INSERT 3");
            assertThat(client.query("update " + t + " set v = 'ü' where id = 1").tags())
                    .containsExactly("UPDATE 1");
            Answer all = client.query("select id, v from " + t + " order by id");
            assertThat(all.rows()).containsExactly(List.of("1", "ü"), Arrays.asList("2", null), List.of("3", ""));
            assertThat(all.tags()).containsExactly("SELECT 3");
            assertThat(client.query("delete from " + t).tags()).containsExactly("DELETE 3");
            assertThat(client.query("select id from " + t).tags()).containsExactly("SELECT 0");
            assertThat(client.query("drop table " + t).tags()).containsExactly("DROP TABLE");
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    @DisplayName("R06: several statements in one message: rows and C of each, the first error ends it")
    void several(Style style) throws IOException {
        try (DesignClient client = client(style)) {
            Answer answer = client.query("select 1; select 2 where 0; select ';' ; ", 3);
            assertThat(answer.rows()).containsExactly(List.of("1"), List.of(";"));
            assertThat(answer.tags()).containsExactly("SELECT 1", "SELECT 0", "SELECT 1");
            Answer broken = client.query("select 1; select * from nowhere; select 3", 3);
            assertThat(broken.tags()).containsExactly("SELECT 1");
            assertThat(broken.error()).isEqualTo("no such table: nowhere");
            assertThat(client.query("select 4").rows()).containsExactly(List.of("4"));
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    @DisplayName("R06: an empty query is answered by an empty tag")
    void empty(Style style) throws IOException {
        try (DesignClient client = client(style)) {
            for (String sql : List.of("", " ", ";", "-- nothing", "/* nothing */ ;")) {
                assertThat(client.query(sql)).isEqualTo(new Answer(List.of(), List.of(""), null));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    @DisplayName("R09: errors are clear, show no path or stack, and the connection lives")
    void errors(Style style) throws IOException {
        try (DesignClient client = client(style)) {
            for (String sql : List.of(
                    "selec 1",
                    "select nothing",
                    "select * from t where",
                    "attach 'x' as y",
                    "pragma journal_mode=delete",
                    "select load_extension('x')",
                    "vacuum into '/tmp/x'",
                    "create database main",
                    "drop database nowhere")) {
                String error = client.query(sql).error();
                assertThat(error).as(sql).isNotBlank().doesNotContain("/", ".java", "Exception", ".db");
                assertThat(client.query("select 1").error()).isNull();
            }
        }
    }

    @Test
    @DisplayName("R07: bytes are sent as they are, a value of 1 MB whole")
    void large() throws IOException {
        try (DesignClient client = client(Style.NUL)) {
            client.ask("select x'00ff00', zeroblob(0), hex(zeroblob(524288)), zeroblob(1048576), 0.1, -0.0, 9e999");
            List<byte[]> cells = client.expect('D').cells();
            assertThat(cells.get(0)).containsExactly(0, 255, 0);
            assertThat(cells.get(1)).isEmpty();
            assertThat(cells.get(2)).hasSize(1_048_576).containsOnly('0');
            assertThat(cells.get(3)).hasSize(1_048_576).containsOnly(0);
            assertThat(new String(cells.get(4), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("0.1");
            client.expect('C');
        }
    }

    @Test
    @DisplayName("R12: queries that are sent without waiting are answered in their order, also after errors")
    void pipelined() throws IOException {
        int n = 2000;
        try (DesignClient client = client(Style.NUL)) {
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < n; i++) {
                        client.ask(i % 10 == 9 ? "oops " + i : "select " + i);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            for (int i = 0; i < n; i++) {
                Answer answer = client.answer(1);
                if (i % 10 == 9) {
                    assertThat(answer.error()).isNotNull();
                } else {
                    assertThat(answer.rows()).containsExactly(List.of(Integer.toString(i)));
                }
            }
        }
    }

    @Test
    @DisplayName("a query in another style than the start-up's is read as well")
    void mixedStyles() throws IOException {
        try (DesignClient client = client(Style.NUL)) {
            for (Style style : Style.values()) {
                client.send('Q', style.write(List.of("select 'mixed'")));
                Frame row = client.expect('D');
                assertThat(new String(row.cells().get(0), java.nio.charset.StandardCharsets.US_ASCII))
                        .isEqualTo("mixed");
                client.expect('C');
            }
        }
    }

    @Test
    @DisplayName("transactions work over plain queries")
    void transaction() throws IOException {
        try (DesignClient client = client(Style.NUL)) {
            client.query("create table if not exists design_tx(a)");
            assertThat(client.query("begin; insert into design_tx values(1); rollback", 3)
                            .tags())
                    .containsExactly("BEGIN", "INSERT 1", "ROLLBACK");
            assertThat(client.query("select count(*) from design_tx").rows()).containsExactly(List.of("0"));
            assertThat(client.query("begin; insert into design_tx values(1); commit; drop table design_tx", 4)
                            .tags())
                    .containsExactly("BEGIN", "INSERT 1", "COMMIT", "DROP TABLE");
        }
    }
}
