package io.polywire.storage.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlScanTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 1 AS c1 | 1",
                "SELECT t1.\"a,b\" AS c1, f(x, y) AS c2 FROM main.\"t\" AS t1 | 2",
                "SELECT DISTINCT (SELECT 1, 2 FROM x) AS c1 WHERE 1 | 1",
                "WITH x AS (SELECT a, b, c FROM t) SELECT a AS c1, b AS c2 FROM x | 2",
                "SELECT count(*) AS c1, 2 * 3 AS c2 FROM t UNION ALL SELECT 1, 2 | 2",
                "SELECT 'a, b' AS c1 ORDER BY 1, 2 | 1",
                "SELECT * FROM t | -1",
                "SELECT t.*, 1 FROM t | -1",
                "VALUES (1, 2) | -1",
                "DELETE FROM t | -1"
            })
    void countsColumns(String sql, int columns) {
        assertThat(new SqlScan(sql).columns()).isEqualTo(columns);
    }

    @Test
    void tellsWhatARendererWroteFromWhatAClientWrote() {
        assertThat(new SqlScan("SELECT t1.\"id\" AS c1, max(x) AS c2 FROM main.\"t\" AS t1").isRendered())
                .isTrue();
        assertThat(new SqlScan("select id, name from agent").isRendered()).isFalse();
        assertThat(new SqlScan("SELECT id AS c2 FROM agent").isRendered()).isFalse();
        assertThat(new SqlScan("SELECT (SELECT 1 AS c1) FROM agent").isRendered())
                .isFalse();
    }

    @Test
    void findsWordsOutsideOfQuotes() {
        assertThat(new SqlScan("UPDATE t SET a = 'RETURNING'").has("returning")).isFalse();
        assertThat(new SqlScan("UPDATE t SET a = 1 RETURNING a").has("returning"))
                .isTrue();
        assertThat(new SqlScan(" (SELECT 1)").command()).isEqualTo("SELECT");
    }
}
