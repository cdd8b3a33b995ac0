package io.polywire.dialect.sqlite.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers in texts that SQLite keeps are read as the same numbers. */
class KeptNumbersTest {
    @Test
    void briefOnesAreReadable() {
        assertThat(KeptNumbers.written(5)).isEqualTo("5.0");
        assertThat(KeptNumbers.written(-2)).isEqualTo("(-2.0)");
        assertThat(KeptNumbers.written(0.25)).isEqualTo("(25.0 / 100.0)");
        assertThat(KeptNumbers.written(1e9)).isEqualTo("1000000000.0");
    }

    @Test
    void sqliteReadsTheSame() throws SQLException {
        List<Double> all = new ArrayList<>(List.of(
                0.0,
                0.1 + 0.2,
                Math.PI,
                1e14,
                1e15,
                1e16,
                1e22,
                1e23,
                9007199254740993.0,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                -0.1));
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(any)) {
                all.add(any);
            }
            all.add((double) (float) random.nextGaussian());
            all.add(random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(16)));
            all.add(random.nextLong() / Math.pow(10, random.nextInt(20)));
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement s = c.createStatement()) {
            for (double d : all) {
                try (ResultSet r = s.executeQuery("SELECT " + KeptNumbers.written(d))) {
                    assertThat(r.getDouble(1)).as(KeptNumbers.written(d)).isEqualTo(d);
                }
            }
        }
    }
}
