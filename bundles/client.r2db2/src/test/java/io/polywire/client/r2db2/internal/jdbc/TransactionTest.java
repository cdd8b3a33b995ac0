package io.polywire.client.r2db2.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static void command(Talk talk, String sql, String tag, char state) throws Exception {
        Talk.Got got = talk.read();
        while (got.type() == 'U') {
            got = talk.read();
        }
        assertThat(got.type()).isEqualTo('Q');
        assertThat(got.str()).isEqualTo(sql);
        talk.send(Msg.complete(tag, 0, 0), Msg.ready(state));
    }

    private static void run(Talk talk, String tag, char state) throws Exception {
        Talk.Got got = talk.read();
        while (got.type() == 'U') {
            got = talk.read();
        }
        int id = got.i32();
        talk.expect('B');
        talk.send(Msg.prepared(id, 0), Msg.ready(state));
        talk.send(Msg.complete(tag, 1, 0), Msg.ready(state));
    }

    @Test
    void beginsWithTheFirstStatement() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    command(talk, "BEGIN", "BEGIN", 'T');
                    run(talk, "INSERT 1", 'T');
                    run(talk, "INSERT 1", 'T');
                    command(talk, "COMMIT", "COMMIT", 'I');
                    command(talk, "BEGIN", "BEGIN", 'T');
                    run(talk, "INSERT 1", 'T');
                    command(talk, "ROLLBACK", "ROLLBACK", 'I');
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(connection::commit).hasMessageContaining("setAutoCommit(false)");
            connection.setAutoCommit(false);
            connection.commit();
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            statement.executeUpdate("INSERT INTO t VALUES (2)");
            assertThatThrownBy(() -> connection.setReadOnly(true)).hasMessageContaining("transaction");
            connection.commit();
            statement.executeUpdate("INSERT INTO t VALUES (3)");
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void aFailedBeginRunsNothing() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    assertThat(talk.expect('Q').str()).isEqualTo("BEGIN");
                    talk.send(Msg.error("55000", "not available now"), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t")).hasMessageContaining("not available");
        }
    }

    @Test
    void savepointsAreQuoted() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    command(talk, "BEGIN", "BEGIN", 'T');
                    command(talk, "SAVEPOINT \"a\"\"; DROP TABLE t; --\"", "SAVEPOINT", 'T');
                    command(talk, "SAVEPOINT \"polywire_savepoint_2\"", "SAVEPOINT", 'T');
                    command(talk, "ROLLBACK TO SAVEPOINT \"a\"\"; DROP TABLE t; --\"", "ROLLBACK", 'T');
                    command(talk, "RELEASE SAVEPOINT \"polywire_savepoint_2\"", "RELEASE", 'T');
                    talk.expectEnd();
                });
                Connection connection = peer.connect()) {
            connection.setAutoCommit(false);
            Savepoint named = connection.setSavepoint("a\"; DROP TABLE t; --");
            Savepoint numbered = connection.setSavepoint();
            assertThat(numbered.getSavepointId()).isEqualTo(2);
            connection.rollback(named);
            connection.releaseSavepoint(numbered);
            assertThatThrownBy(() -> connection.releaseSavepoint(numbered)).hasMessageContaining("released");
        }
    }

    @Test
    void aCommitThatRollsBackIsAnError() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    command(talk, "BEGIN", "BEGIN", 'T');
                    run(talk, "INSERT 1", 'E');
                    command(talk, "COMMIT", "ROLLBACK", 'I');
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLTransactionRollbackException.class);
        }
    }

    @Test
    void aCommitClosesOpenResults() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    command(talk, "BEGIN", "BEGIN", 'T');
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", 4), Msg.ready('T'));
                    talk.send(Msg.row(1), Msg.row(2), Msg.of('s').i32(n[1]), Msg.ready('T'));
                    assertThat((char) talk.expect('U').i8()).isEqualTo('P');
                    command(talk, "COMMIT", "COMMIT", 'I');
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            ResultSet rows = statement.executeQuery("SELECT a FROM t");
            rows.next();
            connection.commit();
            assertThat(rows.isClosed()).isTrue();
        }
    }
}
