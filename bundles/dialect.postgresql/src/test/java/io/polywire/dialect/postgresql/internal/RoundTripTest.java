package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.Corpus.Entry;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is parsed, written down and parsed again is the same: nothing of a statement is lost in its tree. */
class RoundTripTest {
    @Test
    void queriesAndChangesComeBack() throws IOException {
        List<Entry> all = new ArrayList<>(Corpus.statements());
        all.addAll(Corpus.mutants());
        int count = 0;
        List<String> different = new ArrayList<>();
        for (Entry e : all) {
            if (!(parsed(e.text()) instanceof ParsedStatement s)) {
                continue;
            }
            String printed = QueryPrinter.print(s.body());
            if (printed == null) {
                continue;
            }
            count++;
            String before = Dump.of(s);
            String after;
            try {
                after = Dump.of(PgParser.parse(printed, true));
            } catch (SqlFailure f) {
                after = f.getMessage();
            }
            if (!after.equals(before)) {
                different.add(e.text() + "\n  " + printed + "\n  " + before + "\n  " + after);
            }
        }
        System.out.printf("round trips: %d, different %d%n", count, different.size());
        assertThat(different).isEmpty();
        assertThat(count).isGreaterThan(1300);
    }

    private static Statement parsed(String text) {
        try {
            return PgParser.parse(text, true);
        } catch (SqlFailure refused) {
            return null;
        }
    }
}
