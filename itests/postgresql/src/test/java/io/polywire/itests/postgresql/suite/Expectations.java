package io.polywire.itests.postgresql.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL 15 answered to each statement of a file, kept beside it. A statement's text stands behind {@code ==},
 * so that a file that was changed and not recorded again is noticed; the extended protocol's answer follows behind
 * {@code -- extended} where it differs from the simple one's.
 */
record Expectations(List<Entry> entries) {
    private static final String EXTENDED = "-- extended";

    record Entry(String statement, Outcome simple, Outcome extended) {}

    static Expectations read(SuiteFile file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        String statement = null;
        List<String> simple = null;
        List<String> extended = null;
        for (String line : Files.readAllLines(file.expected(), StandardCharsets.UTF_8)) {
            if (line.startsWith("== ")) {
                add(entries, statement, simple, extended);
                statement = line.substring(3);
                simple = new ArrayList<>();
                extended = null;
            } else if (line.equals(EXTENDED)) {
                extended = new ArrayList<>();
            } else if (statement != null) {
                (extended == null ? simple : extended).add(line);
            }
        }
        add(entries, statement, simple, extended);
        return new Expectations(entries);
    }

    private static void add(List<Entry> entries, String statement, List<String> simple, List<String> extended) {
        if (statement != null) {
            entries.add(new Entry(statement, new Outcome(simple), new Outcome(extended == null ? simple : extended)));
        }
    }

    void write(SuiteFile file) throws IOException {
        StringBuilder text = new StringBuilder("# answers of PostgreSQL 15, made by RecorderTest\n");
        for (Entry entry : entries) {
            text.append("== ").append(entry.statement).append('\n');
            entry.simple.lines().forEach(line -> text.append(line).append('\n'));
            if (!entry.extended.equals(entry.simple)) {
                text.append(EXTENDED).append('\n');
                entry.extended.lines().forEach(line -> text.append(line).append('\n'));
            }
        }
        Files.writeString(file.expected(), text);
    }
}
