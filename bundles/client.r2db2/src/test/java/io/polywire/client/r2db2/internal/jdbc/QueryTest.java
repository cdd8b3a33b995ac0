package io.polywire.client.r2db2.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static final int INT64 = 4;

    @Test
    void readsARowOfEachKind() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    assertThat(talk.readRun(n)).isEqualTo("SELECT * FROM t");
                    talk.send(
                            Msg.prepared(n[0], 0, "id", INT64, "r", 6, "s", 8, "b", 11, "n", 8),
                            Msg.ready('I'),
                            Msg.row(7L, 1.5, "héllo", new byte[] {1, 2}, null),
                            Msg.complete("SELECT 1", 0, 0),
                            Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
            assertThat(rows.isBeforeFirst()).isTrue();
            assertThatThrownBy(() -> rows.getInt(1)).hasMessageContaining("next()");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("ID")).isEqualTo(7);
            assertThat(rows.getObject(1)).isEqualTo(7L);
            assertThat(rows.getDouble(2)).isEqualTo(1.5);
            assertThat(rows.getString(3)).isEqualTo("héllo");
            assertThat(rows.getBytes(4)).containsExactly(1, 2);
            assertThat(rows.getString(5)).isNull();
            assertThat(rows.wasNull()).isTrue();
            assertThatThrownBy(() -> rows.getInt(6)).hasMessageContaining("no column 6");
            assertThatThrownBy(() -> rows.getInt("x")).hasMessageContaining("\"x\"");
            assertThatThrownBy(() -> rows.updateInt(1, 1)).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(rows::previous).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThat(rows.next()).isFalse();
            assertThat(rows.next()).isFalse();
            assertThat(rows.isAfterLast()).isTrue();
        }
    }

    @Test
    void fetchesPageByPage() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    assertThat(n[1]).as("portal").isNotZero();
                    assertThat(n[2]).isEqualTo(2);
                    talk.send(Msg.prepared(n[0], 0, "a", INT64), Msg.ready('I'));
                    talk.send(Msg.row(1), Msg.row(2), Msg.of('s').i32(n[1]), Msg.ready('I'));
                    Talk.Got fetch = talk.expect('F');
                    assertThat(fetch.i32()).isEqualTo(n[1]);
                    assertThat(fetch.i32()).isEqualTo(3);
                    talk.send(Msg.row(3), Msg.complete("SELECT 3", 0, 0), Msg.ready('I'));
                    // the portal was read to its end: only the statement is closed, with what is sent next
                    Talk.Got close = talk.expect('U');
                    assertThat((char) close.i8()).isEqualTo('S');
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(2);
            try (ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
                rows.next();
                rows.setFetchSize(3);
                rows.next();
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(3);
                assertThat(rows.getRow()).isEqualTo(3);
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void closingEarlyClosesThePortalAtOnce() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", INT64), Msg.ready('I'));
                    talk.send(Msg.row(1), Msg.row(2), Msg.of('s').i32(n[1]), Msg.ready('I'));
                    Talk.Got close = talk.expect('U');
                    assertThat((char) close.i8()).isEqualTo('P');
                    assertThat(close.i32()).isEqualTo(n[1]);
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT a FROM t");
            rows.next();
            rows.close();
            assertThat(rows.isClosed()).isTrue();
            assertThatThrownBy(rows::next).hasMessageContaining("closed");
        }
    }

    @Test
    void maxRowsCutsTheResult() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    assertThat(n[2]).isEqualTo(2);
                    talk.send(Msg.prepared(n[0], 0, "a", INT64), Msg.ready('I'));
                    talk.send(Msg.row(1), Msg.row(2), Msg.of('s').i32(n[1]), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            try (ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void anErrorLeavesTheConnectionUsable() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                    talk.send(
                            Msg.of('E')
                                    .str("no such table: x")
                                    .i8('S')
                                    .str("ERROR")
                                    .i8('C')
                                    .str("42P01")
                                    .i8('H')
                                    .str("Create it")
                                    .i8('P')
                                    .str("15")
                                    .i8(0),
                            Msg.ready('I'),
                            Msg.error("26000", "no such statement"),
                            Msg.ready('I'));
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0), Msg.ready('I'));
                    talk.send(Msg.complete("INSERT 2", 2, 9), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM x"))
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessage("no such table: x\n  Hint: Create it\n  Position: 15")
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42P01"));
            assertThat(statement.executeUpdate("INSERT INTO t VALUES (1), (2)", Statement.RETURN_GENERATED_KEYS))
                    .isEqualTo(2);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getLong("generated_key")).isEqualTo(9);
                assertThat(keys.next()).isFalse();
            }
        }
    }

    @Test
    void anErrorAmongTheRowsComesWithTheRow() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", INT64), Msg.ready('I'));
                    talk.send(Msg.row(1), Msg.error("22003", "integer overflow"), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(rows::next).isInstanceOf(SQLDataException.class);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void anotherStatementMayRunWhileRowsAreRead() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", INT64), Msg.ready('I'));
                    talk.send(Msg.row(1), Msg.row(2), Msg.row(3), Msg.complete("SELECT 3", 0, 0), Msg.ready('I'));
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0), Msg.ready('I'));
                    talk.send(Msg.complete("DELETE 5", 5, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement first = connection.createStatement();
                Statement second = connection.createStatement();
                ResultSet rows = first.executeQuery("SELECT a FROM t")) {
            rows.next();
            assertThat(second.executeUpdate("DELETE FROM u")).isEqualTo(5);
            assertThat(rows.getInt(1)).isEqualTo(1);
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(3);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void whatIsKeptForAnotherStatementIsBounded() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", 8), Msg.ready('I'));
                    for (int i = 0; i < 20; i++) {
                        talk.send(Msg.row("x".repeat(500)));
                    }
                    talk.send(Msg.complete("SELECT 20", 0, 0), Msg.ready('I'));
                    talk.expect('Q');
                    talk.send(Msg.complete("", 0, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect("maxBufferBytes=4000");
                Statement first = connection.createStatement();
                ResultSet rows = first.executeQuery("SELECT a FROM t")) {
            rows.next();
            assertThat(connection.isValid(5)).isTrue();
            assertThatThrownBy(() -> {
                        while (rows.next()) {
                            assertThat(rows.getString(1)).hasSize(500);
                        }
                    })
                    .hasMessageContaining("maxBufferBytes");
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void aScriptGivesItsResultsOneByOne() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    assertThat(talk.expect('Q').str()).contains("CREATE TABLE");
                    talk.send(
                            Msg.complete("CREATE TABLE", 0, 0),
                            Msg.complete("INSERT 1", 1, 1),
                            Msg.description("a", INT64),
                            Msg.textRow("12"),
                            Msg.textRow((String) null),
                            Msg.complete("SELECT 2", 0, 0),
                            Msg.description("b", 8),
                            Msg.complete("SELECT 0", 0, 0),
                            Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute(
                            "CREATE TABLE t (a); INSERT INTO t VALUES (12); SELECT a FROM t; SELECT b FROM u"))
                    .isFalse();
            assertThat(statement.getUpdateCount()).isZero();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            assertThat(statement.getMoreResults()).isTrue();
            ResultSet rows = statement.getResultSet();
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(12);
            assertThat(rows.getObject(1)).isEqualTo(12L);
            // the second row is not read: going on must skip it
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(rows.isClosed()).isTrue();
            assertThat(statement.getResultSet().isBeforeFirst()).isFalse();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void refusesBeforeAnythingRan() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (1) RETURNING a"))
                    .hasMessageContaining("executeUpdate()");
            assertThatThrownBy(() -> statement.executeQuery("DELETE FROM t")).hasMessageContaining("executeQuery()");
            assertThatThrownBy(() -> statement.execute("SELECT '\0'")).hasMessageContaining("NUL");
            connection.setReadOnly(true);
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t")).hasMessageContaining("read-only");
            assertThatThrownBy(() ->
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void keysByNameAddAReturningClause() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    assertThat(talk.readRun(n)).isEqualTo("INSERT INTO t VALUES (1)\nRETURNING \"id\", \"a\"\"b\"");
                    talk.send(Msg.prepared(n[0], 0, "id", INT64, "a\"b", 8), Msg.ready('I'));
                    talk.send(Msg.row(5, "x"), Msg.complete("INSERT 1", 1, 5), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO t VALUES (1); -- done", new String[] {"id", "a\"b"}))
                    .isEqualTo(1);
            ResultSet keys = statement.getGeneratedKeys();
            assertThat(keys.next()).isTrue();
            assertThat(keys.getInt("id")).isEqualTo(5);
        }
    }

    @Test
    void closeOnCompletionClosesTheStatement() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    int[] n = new int[3];
                    talk.readRun(n);
                    talk.send(Msg.prepared(n[0], 0, "a", INT64), Msg.ready('I'));
                    talk.send(Msg.complete("SELECT 0", 0, 0), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect()) {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            statement.executeQuery("SELECT 1").close();
            assertThat(statement.isClosed()).isTrue();
        }
    }
}
