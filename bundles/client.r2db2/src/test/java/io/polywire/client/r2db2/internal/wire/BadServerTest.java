package io.polywire.client.r2db2.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the server sends, the driver answers with a clear error and a closed connection. */
class BadServerTest {
    static Stream<byte[]> badReplies() {
        return Stream.of(
                new byte[] {'t', 0, 0, 0, 0},
                new byte[] {'t', 0, 0, 0, 4},
                new byte[] {'t', (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
                new byte[] {'t', 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
                new byte[] {'t', 0, 0, 0, 5},
                new byte[] {'z', 0, 0, 0, 9, 0, 0, 1, 0},
                Msg.of('?').bytes(),
                Msg.of('w').i32(0).i64(0).bytes(),
                Msg.prepared(99, 0).bytes(),
                Msg.of('t').i32(1).i32(-1).bytes(),
                Msg.of('t').i32(1).i32(0x7FFFFFFF).bytes(),
                Msg.of('t').i32(1).i32(0).i32(0x7FFFFFFF).bytes(),
                Msg.of('t')
                        .i32(1)
                        .i32(0)
                        .i32(1)
                        .raw((byte) 0xC3, (byte) 0x28, (byte) 0)
                        .i32(0)
                        .bytes(),
                Msg.ready('I').bytes());
    }

    @ParameterizedTest
    @MethodSource("badReplies")
    void aBadReplyClosesTheConnection(byte[] reply) throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                    talk.sendRaw(reply);
                    assertThat(talk.read()).isNull();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            check(connection, () -> statement.executeQuery("SELECT 1"));
        }
    }

    static Stream<Msg> badRows() {
        return Stream.of(
                Msg.of('d'),
                Msg.of('d').i32(-1),
                Msg.of('d').i32(0x7FFFFFFF),
                Msg.of('d').i32(1).i32(100).i8(0),
                Msg.of('d').i32(1).i32(-2),
                Msg.of('d').i32(1).i32(0),
                Msg.of('d').i32(1).i32(2).i8(1).i8(1),
                Msg.of('d').i32(1).i32(2).i8(9).i8(1),
                Msg.of('d').i32(1).i32(-1).i8(0),
                Msg.of('t').i32(1));
    }

    @ParameterizedTest
    @MethodSource("badRows")
    void aBadRowClosesTheConnection(Msg row) throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", 4), Msg.ready('I'), Msg.row(1), row);
                    assertThat(talk.read()).isNull();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT 1");
            assertThat(rows.next()).isTrue();
            check(connection, rows::next);
        }
    }

    private static void check(Connection connection, org.assertj.core.api.ThrowableAssert.ThrowingCallable call)
            throws SQLException {
        assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("protocol")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08P01"));
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).hasMessageContaining("The connection is closed: it broke");
    }

    @Test
    void aRowOfOtherColumnsIsAnErrorOfTheStatementOnly() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", 4), Msg.ready('I'));
                    talk.send(Msg.row(1, 2), Msg.complete("SELECT 1", 0, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThatThrownBy(rows::next).hasMessageContaining("columns of the statement changed");
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void aClosedConnectionIsTold() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1"))
                    .isInstanceOf(java.sql.SQLTransientConnectionException.class)
                    .hasMessageContaining("closed");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aFatalErrorIsToldAndCloses() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                    talk.send(Msg.fatal("57P01", "The server is shutting down"));
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).hasMessage("The server is shutting down");
            assertThat(connection.isClosed()).isTrue();
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).hasMessageContaining("the server closed it");
        }
    }
}
