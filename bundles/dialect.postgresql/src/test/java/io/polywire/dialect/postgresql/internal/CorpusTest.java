package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.dialect.postgresql.internal.Corpus.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What PostgreSQL 15 accepts or refuses by grammar we accept or refuse too. */
class CorpusTest {
    @Test
    void statementsAreAcceptedAndRefusedAsByTheServer() throws IOException {
        compare("statements", Corpus.statements());
    }

    @Test
    void mutantsAreAcceptedAndRefusedAsByTheServer() throws IOException {
        compare("mutants", Corpus.mutants());
    }

    private static void compare(String what, List<Entry> entries) throws IOException {
        Map<String, String> known = known();
        int accepted = 0;
        int refused = 0;
        int named = 0;
        int explained = 0;
        List<String> differing = new ArrayList<>();
        List<String> otherwise = new ArrayList<>();
        for (Entry e : entries) {
            String ours = Corpus.ours(e.text());
            if (ours.equals(e.expected())) {
                if (e.accepted()) {
                    accepted++;
                } else {
                    refused++;
                }
            } else if (ours.startsWith("0A000")) {
                named++;
            } else if (known.keySet().stream()
                    .anyMatch(k -> e.accepted() && message(ours).startsWith(k))) {
                explained++;
            } else if (e.accepted() || ours.equals("ok")) {
                differing.add(e.text() + "\n    server: " + e.expected() + "\n    ours:   " + ours);
            } else {
                refused++;
                otherwise.add(e.text() + "\n    server: " + e.expected() + "\n    ours:   " + ours);
            }
        }
        System.out.printf(
                "%s: %d, accepted by both %d, refused by both %d (with other words or position %d),"
                        + " refused by name %d, differing for a reason %d, differing %d%n",
                what, entries.size(), accepted, refused, otherwise.size(), named, explained, differing.size());
        if (Boolean.getBoolean("corpus.verbose")) {
            otherwise.forEach(System.out::println);
        }
        assertThat(differing).isEmpty();
    }

    private static String message(String ours) {
        return ours.substring(ours.lastIndexOf('|') + 1);
    }

    /** Beginnings of messages with which we refuse what the server's grammar accepts, and why. */
    private static Map<String, String> known() throws IOException {
        Map<String, String> known = new HashMap<>();
        for (String line : Corpus.lines("differences.tsv")) {
            int tab = line.indexOf('\t');
            known.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return known;
    }
}
