package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long it takes; printed, and held to a generous bound, since machines differ. */
class SpeedTest {
    @Test
    void parsesFast() {
        String simple =
                "SELECT id, name, price FROM products WHERE category_id = $1 AND price > 10.5 ORDER BY id LIMIT 20";
        String join =
                "select a.x, count(*) from s.a a left join b on b.id = a.id and b.k in (1, 2, 3) where a.t between date '2020-01-01' and now() group by a.x having count(*) > 1 order by 2 desc nulls last";
        String large = "select "
                + "case when t.a_column is not null then coalesce(t.b_column, 'x') || lower(t.c) else null end as y, "
                        .repeat(20)
                + "1 from t";
        long s = nanos(simple);
        long j = nanos(join);
        long l = nanos(large);
        System.out.printf(
                "parse: simple SELECT (%d characters) %.1f us, join %.1f us, %d characters %.1f us%n",
                simple.length(), s / 1e3, j / 1e3, large.length(), l / 1e3);
        assertThat(s).isLessThan(100_000);
        assertThat(l).isLessThan(2_000_000);
    }

    private static long nanos(String sql) {
        for (int i = 0; i < 20_000; i++) {
            PgParser.parse(sql, true);
        }
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < 2_000; i++) {
                PgParser.parse(sql, true);
            }
            best = Math.min(best, (System.nanoTime() - begun) / 2_000);
        }
        return best;
    }
}
