package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A statement of 16 MiB")
class SizeIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static final int LIMIT = 16 * 1024 * 1024;

    private static byte[] query(int messageLength) {
        byte[] sql = new byte[messageLength - 5];
        java.util.Arrays.fill(sql, (byte) ' ');
        byte[] text = "select length('".getBytes(StandardCharsets.US_ASCII);
        byte[] end = "')\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, sql, 0, text.length);
        System.arraycopy(end, 0, sql, sql.length - end.length, end.length);
        return sql;
    }

    @Test
    @DisplayName("R11: a message of exactly the limit is served")
    void within() throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port())) {
            client.send('Q', query(LIMIT));
            DesignClient.Answer answer = client.answer(1);
            assertThat(answer.error()).isNull();
            assertThat(answer.rows()).containsExactly(List.of(Integer.toString(LIMIT - 5 - 18)));
            assertThat(client.query("select 1").error()).isNull();
        }
    }

    @Test
    @DisplayName("R11: one byte more is refused before it was read, with both numbers, and closed")
    void over() throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), "errors", "fields")) {
            client.bytes(
                    ByteBuffer.allocate(5).put((byte) 'Q').putInt(LIMIT + 1).array());
            Frame error = client.expect('E');
            assertThat(error.words()).contains("16777217", "16777216", "FATAL", "54000");
            client.expectEnd();
        }
        assertThat(Polywire.serves(SHARED.port())).isTrue();
    }

    @Test
    @DisplayName("the driver tells of a statement that is too long, and the next connection is served")
    void driver() throws SQLException {
        try (Connection connection = SHARED.connect("main")) {
            SQLException failure = catchThrowableOfType(
                    SQLException.class, () -> Rows.value(connection, "select '" + "x".repeat(LIMIT) + "'"));
            assertThat(failure.getSQLState()).isEqualTo("54000");
        }
        try (Connection connection = SHARED.connect("main")) {
            assertThat(Rows.value(connection, "select 1")).isEqualTo("1");
        }
    }
}
