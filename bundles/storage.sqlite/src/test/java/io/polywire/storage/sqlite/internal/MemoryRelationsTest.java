package io.polywire.storage.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.storage.MemoryRelation;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sqlite.core.RawConnection;

/** What statements bring along. */
class MemoryRelationsTest {
    private static final int FLAGS = RawConnection.OPEN_READWRITE
            | RawConnection.OPEN_CREATE
            | RawConnection.OPEN_URI
            | RawConnection.OPEN_NOMUTEX;

    private static MemoryRelation numbers(String name, int rows) {
        return new MemoryRelation(name, List.of("n", "half", "always", "text", "none"), List.of(List.of(0)), () -> {
            List<Object[]> all = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                all.add(new Object[] {(long) i, i / 2.0, 7L, "it's " + i / 3, i % 5 == 0 ? null : "x"});
            }
            return all;
        });
    }

    @Test
    @DisplayName("one that was dropped for another is made again while somebody still has it")
    void isMadeAgain() throws SQLException {
        MemoryRelation first = numbers("first", 100);
        MemoryRelation second = numbers("second", 50);
        try (MemoryRelations all = new MemoryRelations(1)) {
            RawConnection a = RawConnection.open(":memory:", FLAGS, 0);
            RawConnection b = RawConnection.open(":memory:", FLAGS, 0);
            try {
                all.attach(first, a);
                all.attach(second, a);
                all.attach(first, b);
                assertThat(rows(first, a)).hasSize(100).isEqualTo(rows(first, b));
                assertThat(rows(second, a)).hasSize(50);
                assertThat(rows(first, b).subList(0, 4))
                        .containsExactly("0|0.0|7|it's 0|", "1|0.5|7|it's 0|x", "2|1.0|7|it's 0|x", "3|1.5|7|it's 1|x");
                assertThat(rows(first, b).get(5)).isEqualTo("5|2.5|7|it's 1|");
            } finally {
                a.close();
                b.close();
            }
        }
    }

    private static List<String> rows(MemoryRelation relation, RawConnection c) throws SQLException {
        String sql = "SELECT n || '|' || half || '|' || always || '|' || text || '|' || ifnull(none, '') FROM "
                + MemoryRelations.schema(relation) + ".rows ORDER BY n";
        List<String> all = new ArrayList<>();
        long s = c.prepare(sql.getBytes(StandardCharsets.UTF_8));
        try {
            while (c.step(s) == RawConnection.ROW) {
                all.add(new String(c.columnBytes(s, 0), StandardCharsets.UTF_8));
            }
        } finally {
            c.finalizeStatement(s);
        }
        return all;
    }
}
