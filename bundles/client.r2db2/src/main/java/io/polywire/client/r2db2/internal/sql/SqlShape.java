package io.polywire.client.r2db2.internal.sql;

import java.util.Locale;
import java.util.Set;

/**
 * What can be told of a SQL text without understanding it. It only chooses between ways of sending; what a statement is
 * and does, the server decides.
 *
 * @param verb first keyword in capitals, for WITH the one of the statement behind it; empty if there is none
 * @param single surely not more than one statement
 * @param returning holds the word RETURNING outside of brackets
 * @param end where the last token before a closing semicolon ends
 */
public record SqlShape(String verb, boolean single, boolean returning, int end) {
    private static final Set<String> READS = Set.of("SELECT", "VALUES", "EXPLAIN", "PRAGMA", "SHOW", "TABLE");
    private static final Set<String> CHANGES =
            Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "MERGE", "TRUNCATE", "REINDEX");

    /**
     * Looks at a text.
     *
     * @param sqlite whether the text is in SQLite's dialect; of others a semicolon within is taken for several statements
     */
    public static SqlShape of(String sql, boolean sqlite) {
        SqlScanner scanner = new SqlScanner(sql, 0);
        TriggerTracker tracker = new TriggerTracker();
        String verb = "";
        boolean with = false;
        boolean returning = false;
        boolean ended = false;
        boolean single = true;
        int depth = 0;
        int end = 0;
        for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
            if (kind == SqlScanner.Kind.SEMICOLON && (tracker.ends() || !sqlite)) {
                ended = true;
                continue;
            }
            if (ended) {
                single = false;
                break;
            }
            end = scanner.end();
            tracker.token(scanner, kind);
            switch (kind) {
                case OPEN -> depth++;
                case CLOSE -> depth--;
                case WORD -> {
                    if (verb.isEmpty()) {
                        verb = scanner.text().toUpperCase(Locale.ROOT);
                        with = verb.equals("WITH");
                    } else if (depth == 0 && with) {
                        String word = scanner.text().toUpperCase(Locale.ROOT);
                        if (READS.contains(word) || CHANGES.contains(word)) {
                            verb = word;
                            with = false;
                        }
                    } else if (depth == 0 && scanner.is("RETURNING")) {
                        returning = true;
                    }
                }
                default -> {
                    // neither brackets nor words
                }
            }
        }
        return new SqlShape(verb, single, returning, end);
    }

    /** Whether it surely only reads, so that its rows may be fetched page by page. */
    public boolean reads() {
        return READS.contains(verb);
    }

    /** Whether it surely changes something. */
    public boolean changes() {
        return CHANGES.contains(verb);
    }

    /** Whether it surely inserts rows. */
    public boolean inserts() {
        return verb.equals("INSERT") || verb.equals("REPLACE");
    }

    /** Whether it surely returns no rows. */
    public boolean returnsNoRows() {
        return changes() && !returning;
    }
}
