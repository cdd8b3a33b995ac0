package io.polywire.client.r2db2.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparedTest {
    /** Reads a list of parameters as Java objects. */
    private static List<Object> parameters(Talk.Got got) {
        int count = got.i32();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = got.i8();
            int length = got.i32();
            if (length < 0) {
                values.add(null);
            } else if (kind == 1) {
                values.add(got.i64());
            } else if (kind == 2) {
                values.add(Double.longBitsToDouble(got.i64()));
            } else {
                byte[] bytes = got.raw(length);
                values.add(kind == 0 ? new String(bytes, StandardCharsets.UTF_8) : bytes);
            }
        }
        return values;
    }

    private static int prepare(Talk talk, int parameters, Object... columns) throws Exception {
        Talk.Got got = talk.expect('P');
        int id = got.i32();
        talk.send(Msg.prepared(id, parameters, columns), Msg.ready('I'));
        return id;
    }

    private static List<Object> execute(Talk talk, int id) throws Exception {
        Talk.Got got = talk.expect('B');
        assertThat(got.i32()).isEqualTo(id);
        got.i32();
        got.i8();
        got.i32();
        return parameters(got);
    }

    @Test
    void sendsParametersInTheirKinds() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int id = prepare(talk, 9);
                    assertThat(execute(talk, id))
                            .usingRecursiveComparison()
                            .isEqualTo(Arrays.asList(
                                    1L,
                                    2.5,
                                    "é",
                                    new byte[] {9, 8},
                                    null,
                                    "12.50",
                                    1L,
                                    "2026-01-31",
                                    "2026-01-31 23:59:59.5"));
                    talk.send(Msg.complete("INSERT 1", 1, 1), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?,?,?,?,?,?,?,?,?)")) {
            statement.setInt(1, 1);
            statement.setDouble(2, 2.5);
            statement.setString(3, "é");
            statement.setBinaryStream(4, new ByteArrayInputStream(new byte[] {9, 8, 7}), 2);
            assertThatThrownBy(statement::executeUpdate).hasMessage("Parameter 5 has no value");
            statement.setObject(5, null);
            statement.setBigDecimal(6, new BigDecimal("12.50"));
            statement.setBoolean(7, true);
            statement.setObject(8, LocalDate.of(2026, 1, 31));
            statement.setTimestamp(9, Timestamp.valueOf("2026-01-31 23:59:59.5"));
            assertThatThrownBy(() -> statement.setInt(10, 1)).hasMessageContaining("no parameter 10");
            assertThat(statement.executeUpdate()).isEqualTo(1);
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(9);
            assertThat(statement.getMetaData()).isNull();
        }
    }

    @Test
    void aClosedStatementIsUsedAgain() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int id = prepare(talk, 1, "a", 4);
                    for (int i = 0; i < 2; i++) {
                        assertThat(execute(talk, id)).containsExactly((long) i);
                        talk.send(Msg.row(i), Msg.complete("SELECT 1", 0, 0), Msg.ready('I'));
                    }
                    talk.expectEnd();
                });
                Connection connection = peer.connect()) {
            for (int i = 0; i < 2; i++) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT a FROM t WHERE a = ?")) {
                    statement.setInt(1, i);
                    ResultSet rows = statement.executeQuery();
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void aStatementIsPreparedAgainAfterTheSchemaChanged() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int id = prepare(talk, 0, "a", 4);
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0), Msg.ready('I'));
                    talk.send(Msg.complete("ALTER TABLE", 0, 0), Msg.ready('I'));
                    assertThat((char) talk.expect('U').i8()).isEqualTo('S');
                    int again = prepare(talk, 0, "a", 4, "b", 8);
                    assertThat(again).isNotEqualTo(id);
                    talk.expect('U');
                    execute(talk, again);
                    talk.send(Msg.row(1, "x"), Msg.complete("SELECT 1", 0, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT * FROM t")) {
            connection.createStatement().executeUpdate("ALTER TABLE t ADD COLUMN b");
            ResultSet rows = statement.executeQuery();
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
        }
    }

    @Test
    void aStatementThatTheServerForgotIsPreparedAgain() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int id = prepare(talk, 0);
                    execute(talk, id);
                    talk.send(Msg.error("26000", "no such statement"), Msg.ready('I'));
                    int again = prepare(talk, 0);
                    talk.expect('U');
                    execute(talk, again);
                    talk.send(Msg.complete("DELETE 3", 3, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                PreparedStatement statement = connection.prepareStatement("DELETE FROM t")) {
            assertThat(statement.executeUpdate()).isEqualTo(3);
        }
    }

    @Test
    void aStatementWhoseResultSomebodyElseChangedIsPreparedAgainOnce() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int id = prepare(talk, 0, "a", 0);
                    execute(talk, id);
                    talk.send(Msg.error("0A000", "cached plan must not change result type"), Msg.ready('I'));
                    assertThat((char) talk.expect('U').i8()).isEqualTo('P');
                    int again = prepare(talk, 0, "a", 0, "b", 0);
                    talk.expect('U');
                    execute(talk, again);
                    talk.send(Msg.error("0A000", "cached plan must not change result type"), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT * FROM t")) {
            assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void aBatchGoesInOneMessage() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int id = prepare(talk, 1);
                    Talk.Got got = talk.expect('W');
                    assertThat(got.i32()).isEqualTo(id);
                    assertThat(got.i32()).isEqualTo(3);
                    assertThat(parameters(got)).containsExactly(1L);
                    assertThat(parameters(got)).containsExactly("two");
                    assertThat(parameters(got)).containsExactly((Object) null);
                    talk.send(Msg.of('w').i32(3).i64(1).i64(0).i64(2).i64(17), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                PreparedStatement statement = connection.prepareStatement("UPDATE t SET a = ?")) {
            statement.setInt(1, 1);
            statement.addBatch();
            statement.setString(1, "two");
            statement.addBatch();
            statement.setNull(1, java.sql.Types.INTEGER);
            statement.addBatch();
            assertThat(statement.executeBatch()).containsExactly(1, 0, 2);
            assertThat(statement.executeBatch()).isEmpty();
        }
    }

    @Test
    void aFailedBatchCountsOnlyWhatTookEffect() throws Exception {
        int sets = 10_005;
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    prepare(talk, 1);
                    Talk.Got first = talk.expect('W');
                    first.i32();
                    assertThat(first.i32()).isEqualTo(10_000);
                    Msg done = Msg.of('w').i32(10_000);
                    for (int i = 0; i < 10_000; i++) {
                        done.i64(1);
                    }
                    talk.send(done.i64(1), Msg.ready('I'));
                    talk.expect('W');
                    talk.send(
                            Msg.of('E')
                                    .str("UNIQUE constraint failed")
                                    .i8('C')
                                    .str("23505")
                                    .i8('i')
                                    .str("3")
                                    .i8(0),
                            Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (int i = 0; i < sets; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessageContaining("Command 10004")
                    .satisfies(e -> {
                        BatchUpdateException failed = (BatchUpdateException) e;
                        assertThat(failed.getSQLState()).isEqualTo("23505");
                        assertThat(failed.getUpdateCounts()).hasSize(10_000);
                        assertThat(failed.getCause())
                                .isInstanceOf(java.sql.SQLIntegrityConstraintViolationException.class);
                    });
        }
    }

    @Test
    void aBatchWithKeysTellsEachOfThem() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int id = prepare(talk, 1);
                    for (int i = 1; i <= 2; i++) {
                        execute(talk, id);
                        talk.send(Msg.complete("INSERT 1", 1, i), Msg.ready('I'));
                    }
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO t VALUES (?)", PreparedStatement.RETURN_GENERATED_KEYS)) {
            for (int i = 1; i <= 2; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).containsExactly(1, 1);
            ResultSet keys = statement.getGeneratedKeys();
            assertThat(keys.next()).isTrue();
            assertThat(keys.next()).isTrue();
            assertThat(keys.getLong(1)).isEqualTo(2);
            assertThat(keys.next()).isFalse();
        }
    }
}
