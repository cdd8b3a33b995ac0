package io.polywire.storage.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/** W31: values in a text, read by SQLite itself: what comes back is what went in, and nothing else runs. */
class LiteralsTest {
    private static Connection sqlite;

    @BeforeContainer
    static void open() throws SQLException {
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterContainer
    static void close() throws SQLException {
        sqlite.close();
    }

    private static Object roundTrip(Parameters parameters) throws SQLException {
        try (Connection own = sqlite == null ? DriverManager.getConnection("jdbc:sqlite::memory:") : null;
                Statement statement = (own == null ? sqlite : own).createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT quote(" + Literals.fill("?1", parameters) + "), '?2 \"' AS \"a?3\"")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(2)).isEqualTo("?2 \"");
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            return QuotedValue.of(rows.getString(1));
        }
    }

    @Property(tries = 500)
    void texts(@ForAll @StringLength(max = 40) @CharRange(from = '\u0001', to = '\ud7ff') String text)
            throws SQLException {
        assertThat(roundTrip(new Parameters().reset(1).setText(0, text))).isEqualTo(text);
    }

    @Property(tries = 300)
    void textsOfWhatMatters(
            @ForAll @StringLength(max = 20) @Chars({'\'', '"', ';', '-', '/', '*', '\\', '?', '1', '(', ')', '\n'})
                    String text)
            throws SQLException {
        assertThat(roundTrip(new Parameters().reset(1).setText(0, text))).isEqualTo(text);
    }

    @Property(tries = 300)
    void integers(@ForAll long value) throws SQLException {
        assertThat(roundTrip(new Parameters().reset(1).setLong(0, value))).isEqualTo(value);
    }

    @Property(tries = 300)
    void doubles(@ForAll double value) throws SQLException {
        // SQLite knows one zero
        double wanted = value == 0 ? 0.0 : value;
        assertThat(roundTrip(new Parameters().reset(1).setDouble(0, value))).isEqualTo(wanted);
    }

    @Property(tries = 100)
    void bytes(@ForAll byte[] value) throws SQLException {
        assertThat(roundTrip(new Parameters().reset(1).setBytes(0, value, 0, value.length)))
                .isEqualTo(value);
    }

    @Test
    void theEndsOfTheRanges() throws SQLException {
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1L << 53, (1L << 53) + 1}) {
            assertThat(roundTrip(new Parameters().reset(1).setLong(0, value))).isEqualTo(value);
        }
        for (double value : new double[] {
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1e22,
            0.1
        }) {
            assertThat(roundTrip(new Parameters().reset(1).setDouble(0, value))).isEqualTo(value);
        }
        assertThat(roundTrip(new Parameters().reset(1))).isNull();
    }

    @Test
    void whatHasNoLiteralIsRefused() {
        assertThatThrownBy(() -> Literals.fill("?1", new Parameters().reset(1).setText(0, "a\0b")))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("zero byte");
        assertThatThrownBy(() -> Literals.fill("?1", new Parameters().reset(1).setDouble(0, Double.NaN)))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Literals.fill("?2", new Parameters().reset(1)))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("without a value");
    }

    @Test
    void marksInQuotesStayWhatTheyAre() {
        Parameters one = new Parameters().reset(1).setLong(0, 7);
        assertThat(Literals.fill("SELECT '?1', \"?1\", `?1`, [?1], ?1 -- ?1\n, 'it''s ?1' /* ?1 */, ?1", one))
                .isEqualTo("SELECT '?1', \"?1\", `?1`, [?1], 7 -- ?1\n, 'it''s ?1' /* ?1 */, 7");
    }
}
