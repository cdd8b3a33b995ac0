package io.polywire.sql.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
    private static String rows(Object[]... all) {
        JsonRows rows = new JsonRows();
        for (Object[] row : all) {
            rows.row(row);
        }
        return rows.toString();
    }

    private static Object[] row(Object... values) {
        return values;
    }

    @Test
    void freshRowsAreThoseThatDidNotComeBefore() {
        String known = rows(row(1L, "a]"), row(2L, null));
        String more = rows(row(3L, "b\""), row(1L, "a]"), row(3L, "b\""), row(2L, "[x"), row(2L, null));
        assertThat(JsonRows.fresh(known, more, Set.of())).isEqualTo(rows(row(3L, "b\""), row(2L, "[x")));
        assertThat(JsonRows.fresh(known, known, Set.of())).isEqualTo(rows());
        assertThat(JsonRows.fresh(rows(), known, Set.of())).isEqualTo(known);
        assertThat(JsonRows.fresh(known, rows(), Set.of())).isEqualTo(rows());
    }

    @Test
    void zerosOfBothSignsAreOne() {
        String known = rows(row(-0.0, "a,\"b"), row(1.5, "c"));
        String more = rows(row(0.0, "a,\"b"), row(0.0, "c"), row(-0.0, "c"), row(1.5, "c"));
        assertThat(JsonRows.fresh(known, more, Set.of(0))).isEqualTo(rows(row(0.0, "c")));
        assertThat(JsonRows.fresh(rows(), rows(row(Long.MIN_VALUE), row(0L)), Set.of()))
                .isEqualTo(rows(row(Long.MIN_VALUE), row(0L)));
    }

    @Test
    void joinedRowsFollowEachOther() {
        String a = rows(row(1L), row("x"));
        String b = rows(row(2L));
        assertThat(JsonRows.joined(a, b)).isEqualTo(rows(row(1L), row("x"), row(2L)));
        assertThat(JsonRows.joined(a, rows())).isEqualTo(a);
        assertThat(JsonRows.joined(rows(), b)).isEqualTo(b);
        assertThat(JsonRows.joined(rows(), rows())).isEqualTo(rows());
    }
}
