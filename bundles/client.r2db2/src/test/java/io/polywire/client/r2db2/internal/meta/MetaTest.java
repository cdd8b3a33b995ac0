package io.polywire.client.r2db2.internal.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Types;
import org.junit.jupiter.api.Test;

class MetaTest {
    @Test
    void declaredTypes() {
        assertThat(DeclaredType.of("INTEGER").code()).isEqualTo(Codes.INT64);
        assertThat(DeclaredType.of("decimal(10, 2)")).isEqualTo(new DeclaredType("decimal", Codes.DECIMAL, 10, 2));
        assertThat(DeclaredType.of("VARCHAR(20)").columnSize()).isEqualTo(20);
        assertThat(DeclaredType.of("TEXT").columnSize()).isNull();
        assertThat(DeclaredType.of("UNSIGNED BIG INT").code()).isEqualTo(Codes.INT64);
        assertThat(DeclaredType.of("NATIVE CHARACTER(70)").code()).isEqualTo(Codes.VARCHAR);
        assertThat(DeclaredType.of("DOUBLE PRECISION").code()).isEqualTo(Codes.FLOAT64);
        assertThat(DeclaredType.of(null).code()).isEqualTo(Codes.UNKNOWN);
        assertThat(DeclaredType.of("X(").size()).isEqualTo(-1);
    }

    @Test
    void patterns() {
        assertThat(new LikePattern("a\\_b%").matches("A_Bc")).isTrue();
        assertThat(new LikePattern("a\\_b%").matches("axb")).isFalse();
        assertThat(new LikePattern("_").matches("x")).isTrue();
        assertThat(new LikePattern(null).matches("x")).isTrue();
        assertThat(new LikePattern(".*").matches("x")).isFalse();
    }

    private static void answer(Talk talk, String sql, Msg... rows) throws Exception {
        Talk.Got prepare = talk.read();
        while (prepare.type() == 'U') {
            prepare = talk.read();
        }
        int id = prepare.i32();
        assertThat(prepare.str()).contains(sql);
        int columns = rows.length == 0
                ? 1
                : java.nio.ByteBuffer.wrap(rows[0].payload()).getInt();
        Object[] described = new Object[2 * columns];
        for (int i = 0; i < columns; i++) {
            described[2 * i] = "c" + i;
            described[2 * i + 1] = 0;
        }
        talk.send(Msg.prepared(id, 1, described), Msg.ready('I'));
        talk.expect('B');
        talk.send(rows);
        talk.send(Msg.complete("SELECT", 0, 0), Msg.ready('I'));
    }

    @Test
    void columnsOfATable() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    answer(
                            talk,
                            "pragma_table_xinfo(m.name)",
                            Msg.row("t", "id", "INTEGER", 0, null, 1, 0),
                            Msg.row("t", "name", "VARCHAR(30)", 1, "'x'", 0, 0),
                            Msg.row("t", "twice", "INT", 0, null, 0, 2));
                    answer(talk, "FROM sqlite_schema", Msg.row("t", "table", "CREATE TABLE t (...)"));
                    talk.expectEnd();
                });
                Connection connection = peer.connect("database=main")) {
            ResultSet columns = connection.getMetaData().getColumns(null, null, "t", "%");
            assertThat(columns.getMetaData().getColumnCount()).isEqualTo(24);
            columns.next();
            assertThat(columns.getString("TABLE_CAT")).isEqualTo("main");
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("id");
            assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.BIGINT);
            assertThat(columns.getInt("NULLABLE")).isEqualTo(DatabaseMetaData.columnNoNulls);
            assertThat(columns.getString("IS_AUTOINCREMENT")).isEqualTo("YES");
            columns.next();
            assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(30);
            assertThat(columns.getString("COLUMN_DEF")).isEqualTo("'x'");
            assertThat(columns.getInt("ORDINAL_POSITION")).isEqualTo(2);
            columns.next();
            assertThat(columns.getString("IS_GENERATEDCOLUMN")).isEqualTo("YES");
            assertThat(columns.next()).isFalse();
        }
    }

    @Test
    void keysOfATable() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    answer(talk, "FROM sqlite_schema", Msg.row("line", "table", "CREATE TABLE line (...)"));
                    answer(
                            talk,
                            "pragma_foreign_key_list",
                            Msg.row(0, 0, "head", "head_id", null, "NO ACTION", "CASCADE"));
                    answer(talk, "pragma_table_xinfo(?)", Msg.row("id", "INTEGER", 0, null, 1, 0));
                    talk.expectEnd();
                });
                Connection connection = peer.connect()) {
            ResultSet keys = connection.getMetaData().getImportedKeys(null, null, "line");
            assertThat(keys.next()).isTrue();
            assertThat(keys.getString("PKTABLE_NAME")).isEqualTo("head");
            assertThat(keys.getString("PKCOLUMN_NAME")).isEqualTo("id");
            assertThat(keys.getString("FKCOLUMN_NAME")).isEqualTo("head_id");
            assertThat(keys.getInt("KEY_SEQ")).isEqualTo(1);
            assertThat(keys.getInt("DELETE_RULE")).isEqualTo(DatabaseMetaData.importedKeyCascade);
            assertThat(keys.next()).isFalse();
        }
    }

    @Test
    void aServerThatCannotListItsDatabasesHasTheOpenOne() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    assertThat(talk.readRun()).isEqualTo("SHOW DATABASES");
                    talk.send(Msg.error("42601", "syntax error"), Msg.ready('I'));
                    talk.send(Msg.error("26000", "no such statement"), Msg.ready('I'));
                    talk.expectEnd();
                });
                Connection connection = peer.connect("database=main")) {
            ResultSet catalogs = connection.getMetaData().getCatalogs();
            assertThat(catalogs.next()).isTrue();
            assertThat(catalogs.getString("TABLE_CAT")).isEqualTo("main");
            assertThat(catalogs.next()).isFalse();
        }
    }

    @Test
    void everyOtherResultIsThereWithoutTheServer() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.expectEnd();
                });
                Connection connection = peer.connect()) {
            DatabaseMetaData meta = connection.getMetaData();
            assertThat(meta.getTypeInfo().next()).isTrue();
            assertThat(meta.getTableTypes().next()).isTrue();
            assertThat(meta.getSchemas().next()).isFalse();
            assertThat(meta.getProcedures(null, null, null).next()).isFalse();
            assertThat(meta.getFunctionColumns(null, null, null, null).next()).isFalse();
            assertThat(meta.getClientInfoProperties().next()).isTrue();
            assertThat(meta.getColumns("other", null, "%", "%").next()).isFalse();
            assertThat(meta.getDriverName()).contains("Polywire");
            assertThat(meta.supportsSavepoints()).isTrue();
            assertThat(meta.supportsResultSetType(ResultSet.TYPE_SCROLL_INSENSITIVE))
                    .isFalse();
        }
    }
}
