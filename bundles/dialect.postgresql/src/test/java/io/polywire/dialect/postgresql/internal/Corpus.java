package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Statements and what PostgreSQL 15's grammar says to them; see {@code corpus/record}. */
final class Corpus {
    static final List<String> FAMILIES = List.of(
            "lexical", "expressions", "select", "dml", "tables", "alter", "objects", "rights", "session", "utility");

    /**
     * A statement.
     *
     * @param expected "ok", or SQLSTATE|position|message
     */
    record Entry(String family, String text, String expected) {
        boolean accepted() {
            return expected.equals("ok");
        }
    }

    private Corpus() {}

    static List<Entry> statements() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (String family : FAMILIES) {
            List<String> texts = lines(family + ".sql");
            List<String> expected = lines(family + ".expected");
            for (int i = 0; i < texts.size(); i++) {
                if (!expected.get(i).isEmpty()) {
                    all.add(new Entry(family, text(texts.get(i)), text(expected.get(i))));
                }
            }
        }
        return all;
    }

    static List<Entry> mutants() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (String line : lines("mutants.tsv")) {
            int tab = line.indexOf('\t');
            all.add(new Entry("mutants", text(line.substring(0, tab)), text(line.substring(tab + 1))));
        }
        return all;
    }

    static List<String> lines(String name) throws IOException {
        try (var in = Corpus.class.getResourceAsStream("/corpus/" + name)) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = new ArrayList<>(List.of(all.split("\n", -1)));
            lines.remove(lines.size() - 1);
            return lines;
        }
    }

    private static String text(String line) {
        return line.replace('\u2424', '\n');
    }

    /** What our parser says, in the form of what was recorded; "named|..." for a refusal by name. */
    static String ours(String text) {
        try {
            PgParser.parse(text, true);
            return "ok";
        } catch (SqlFailure f) {
            return f.sqlState() + "|" + f.position() + "|" + f.getMessage();
        }
    }
}
