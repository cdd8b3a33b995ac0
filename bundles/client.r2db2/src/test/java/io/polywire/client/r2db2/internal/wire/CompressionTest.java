package io.polywire.client.r2db2.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

class CompressionTest {
    private static Msg pack(Msg... messages) throws Exception {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (Msg message : messages) {
            plain.write(message.bytes());
        }
        byte[] packed = LZ4Factory.safeInstance().fastCompressor().compress(plain.toByteArray());
        return Msg.of('z').i32(plain.size()).raw(packed);
    }

    @Test
    void packsAndUnpacks() throws Exception {
        String sql = "SELECT a FROM t WHERE b = '" + "x".repeat(1000) + "'";
        try (Peer peer = new Peer(talk -> {
                    assertThat(talk.welcome())
                            .containsEntry("compression", "lz4")
                            .containsEntry("compression_level", "9");
                    Talk.Got got = talk.expect('z');
                    int raw = got.i32();
                    byte[] plain = LZ4Factory.safeInstance()
                            .safeDecompressor()
                            .decompress(got.raw(got.payload().remaining()), raw);
                    assertThat(plain).hasSize(raw).hasSizeGreaterThan(1000);
                    ByteBuffer messages = ByteBuffer.wrap(plain);
                    assertThat((char) messages.get()).isEqualTo('P');
                    messages.getInt();
                    int id = messages.getInt();
                    assertThat(new String(plain)).contains(sql);
                    talk.send(
                            pack(Msg.prepared(id, 0, "a", 8), Msg.ready('I'), Msg.row("y".repeat(5000))),
                            Msg.row("plain"),
                            pack(Msg.row("z"), Msg.complete("SELECT 3", 0, 0), Msg.ready('I')));
                    talk.expectEnd();
                });
                Connection connection = peer.connect("compression=lz4&compressionLevel=9");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            assertThat(rows.getString(1)).hasSize(5000);
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("plain");
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("z");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void refusesABomb() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                    talk.send(Msg.of('z').i32(100_000_000).raw(new byte[100]));
                    assertThat(talk.read()).isNull();
                });
                Connection connection = peer.connect("compression=lz4");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).hasMessageContaining("claims to unpack");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void refusesRubbish() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    talk.welcome();
                    talk.readRun();
                    talk.send(Msg.of('z').i32(50).raw(new byte[] {(byte) 0xF0, 1, 2, 3}));
                    assertThat(talk.read()).isNull();
                });
                Connection connection = peer.connect("compression=lz4");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).hasMessageContaining("LZ4");
        }
    }
}
