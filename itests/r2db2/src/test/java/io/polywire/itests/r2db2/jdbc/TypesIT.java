package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R07: values through the driver, both ways")
class TypesIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = SHARED.connect(SHARED.database());
        Rows.run(
                connection,
                "CREATE TABLE v(id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT, b BLOB, x, d DATE, ts TIMESTAMP,"
                        + " bo BOOLEAN, n NUMERIC, dec DECIMAL(20,4), tm TIME)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private ResultSet store(String column, Object value) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO v(id, " + column + ") VALUES(1, ?)"
                + " ON CONFLICT DO UPDATE SET " + column + " = excluded." + column)) {
            insert.setObject(1, value);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        return row(column);
    }

    private ResultSet row(String column) throws SQLException {
        PreparedStatement select = connection.prepareStatement("SELECT " + column + " FROM v WHERE id = ?");
        select.closeOnCompletion();
        select.setInt(1, 1);
        ResultSet row = select.executeQuery();
        assertThat(row.next()).isTrue();
        return row;
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, 127, -128, 32768, 2147483647, -2147483648L, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE})
    @DisplayName("integers to their extremes")
    void integers(long value) throws SQLException {
        for (String column : new String[] {"i", "x"}) {
            try (ResultSet row = store(column, value)) {
                assertThat(row.getLong(1)).isEqualTo(value);
                assertThat(row.getString(1)).isEqualTo(Long.toString(value));
                assertThat(row.getBigDecimal(1)).isEqualByComparingTo(BigDecimal.valueOf(value));
            }
        }
        assertThat(Rows.value(connection, "SELECT typeof(i) || typeof(x) FROM v"))
                .isEqualTo("integerinteger");
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.1,
                -0.0,
                1e300,
                4.9e-324,
                1.7976931348623157e308,
                2.2250738585072014e-308,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                3.141592653589793,
                123456789012345680.0
            })
    @DisplayName("floating point keeps every bit")
    void doubles(double value) throws SQLException {
        for (String column : new String[] {"r", "x"}) {
            try (ResultSet row = store(column, value)) {
                // SQLite itself keeps no negative zero
                assertThat(row.getDouble(1)).isEqualTo(value == 0 ? 0.0 : value);
                assertThat(row.getObject(1)).isInstanceOf(Double.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "NULL",
                "'; DROP TABLE v; --",
                "grün, 日本語, العربية",
                "\uD83D\uDE00 \uD835\uDD38 e\u0301",
                "\u0001\t\r\n\u007f\uFEFF\uFFFD\uFFFF",
                "1e5",
                "007"
            })
    @DisplayName("text of all scripts")
    void text(String value) throws SQLException {
        try (ResultSet row = store("t", value)) {
            assertThat(row.getString(1)).isEqualTo(value);
            assertThat(row.wasNull()).isFalse();
        }
        try (PreparedStatement length = connection.prepareStatement("SELECT length(t), hex(t) FROM v WHERE t = ?")) {
            length.setString(1, value);
            try (ResultSet row = length.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(value.codePointCount(0, value.length()));
            }
        }
    }

    @Test
    @DisplayName("NULL is no value, empty is one: of every kind")
    void nulls() throws SQLException {
        for (String column : new String[] {"i", "r", "t", "b", "x", "d", "ts", "bo", "n"}) {
            try (ResultSet row = store(column, null)) {
                assertThat(row.getObject(1)).isNull();
                assertThat(row.wasNull()).isTrue();
                assertThat(row.getLong(1)).isZero();
                assertThat(row.wasNull()).isTrue();
                assertThat(row.getString(1)).isNull();
                assertThat(row.getBytes(1)).isNull();
            }
        }
        try (ResultSet row = store("b", new byte[0])) {
            assertThat(row.getBytes(1)).isEmpty();
            assertThat(row.wasNull()).isFalse();
        }
        try (PreparedStatement insert = connection.prepareStatement("UPDATE v SET t = ?, i = ?")) {
            insert.setNull(1, Types.VARCHAR);
            insert.setNull(2, Types.BIGINT);
            insert.executeUpdate();
        }
        assertThat(Rows.value(connection, "SELECT typeof(t) || typeof(i) FROM v"))
                .isEqualTo("nullnull");
    }

    @Test
    @DisplayName("bytes: all 256 of them, and 1 MB")
    void bytes() throws SQLException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (ResultSet row = store("b", all)) {
            assertThat(row.getBytes(1)).isEqualTo(all);
        }
        byte[] large = new byte[1 << 20];
        new java.util.Random(1).nextBytes(large);
        try (ResultSet row = store("b", large)) {
            assertThat(row.getBytes(1)).isEqualTo(large);
        }
        String text = "ä€\uD83D\uDE00".repeat(120_000);
        try (ResultSet row = store("t", text)) {
            assertThat(row.getString(1)).isEqualTo(text);
        }
    }

    @Test
    @DisplayName("streams: bytes and characters, both ways")
    void streams() throws Exception {
        byte[] bytes = "stream \u0000 of bytes".repeat(5000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String text = "characters ü ".repeat(5000);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO v(id, b, t) VALUES(1, ?, ?)")) {
            insert.setBinaryStream(1, new ByteArrayInputStream(bytes), bytes.length);
            insert.setCharacterStream(2, new StringReader(text));
            insert.executeUpdate();
        }
        try (ResultSet row = row("b, t")) {
            assertThat(row.getBinaryStream(1).readAllBytes()).isEqualTo(bytes);
            java.io.StringWriter read = new java.io.StringWriter();
            row.getCharacterStream(2).transferTo(read);
            assertThat(read.toString()).isEqualTo(text);
            assertThat(row.getBlob(1).getBytes(1, 6)).isEqualTo("stream".getBytes());
            assertThat(row.getClob(2).getSubString(1, 10)).isEqualTo("characters");
        }
    }

    @Test
    @DisplayName("dates, times, booleans, decimals and UUIDs read as they were written")
    void temporal() throws SQLException {
        LocalDate date = LocalDate.of(2024, 2, 29);
        LocalDateTime moment = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000);
        try (ResultSet row = store("d", date)) {
            assertThat(row.getObject(1, LocalDate.class)).isEqualTo(date);
            assertThat(row.getDate(1)).isEqualTo(java.sql.Date.valueOf(date));
        }
        try (ResultSet row = store("ts", moment)) {
            assertThat(row.getObject(1, LocalDateTime.class)).isEqualTo(moment);
            assertThat(row.getTimestamp(1)).isEqualTo(java.sql.Timestamp.valueOf(moment));
        }
        try (ResultSet row = store("tm", LocalTime.of(23, 59, 58))) {
            assertThat(row.getObject(1, LocalTime.class)).isEqualTo(LocalTime.of(23, 59, 58));
        }
        for (boolean value : new boolean[] {true, false}) {
            try (ResultSet row = store("bo", value)) {
                assertThat(row.getBoolean(1)).isEqualTo(value);
            }
        }
        UUID uuid = UUID.randomUUID();
        try (ResultSet row = store("t", uuid)) {
            assertThat(row.getString(1)).isEqualTo(uuid.toString());
        }
        try (ResultSet row = store("t", new BigDecimal("12345678901234567890.1234"))) {
            assertThat(row.getBigDecimal(1)).isEqualByComparingTo("12345678901234567890.1234");
        }
    }

    @Test
    @DisplayName("a number that does not fit the wanted type is an error, never another number")
    void overflow() throws SQLException {
        try (ResultSet row = store("i", Long.MAX_VALUE)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> row.getInt(1))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("22003");
        }
        try (ResultSet row = store("t", "no number")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> row.getLong(1))
                    .isInstanceOf(SQLException.class);
        }
    }
}
