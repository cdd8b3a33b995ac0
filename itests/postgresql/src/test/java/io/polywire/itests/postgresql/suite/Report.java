package io.polywire.itests.postgresql.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Counts by file, and everything that is not equal: a table to read and a list for machines. */
final class Report {
    private final Map<String, Map<Verdict, Integer>> files = new LinkedHashMap<>();
    private final Set<String> wrong = new TreeSet<>();
    private final StringBuilder list = new StringBuilder("verdict\tfile\tprotocol\tstatement\texpected\tactual\n");

    void add(SuiteFile file, boolean extended, Expectations.Entry entry, Outcome actual, Verdict verdict) {
        files.computeIfAbsent(file.name(), name -> new EnumMap<>(Verdict.class)).merge(verdict, 1, Integer::sum);
        if (verdict == Verdict.EQUAL) {
            return;
        }
        Outcome expected = extended ? entry.extended() : entry.simple();
        list.append(String.join(
                        "\t",
                        verdict.name(),
                        file.name(),
                        extended ? "extended" : "simple",
                        entry.statement().replace('\t', ' '),
                        String.join(" ¶ ", expected.lines()).replace('\t', ' '),
                        String.join(" ¶ ", actual.lines()).replace('\t', ' ')))
                .append('\n');
        if (verdict == Verdict.WRONG) {
            wrong.add(file.name() + "\t" + entry.statement().replace('\t', ' '));
        }
    }

    int count(Verdict verdict) {
        return files.values().stream().mapToInt(v -> v.getOrDefault(verdict, 0)).sum();
    }

    /** File and statement of what is wrong in either protocol. */
    Set<String> wrong() {
        return wrong;
    }

    /** Writes both into the folder and returns the table. */
    String write(Path folder) throws IOException {
        StringBuilder table = new StringBuilder(row("file", "equal", "refused", "follows", "wrong"));
        files.forEach((name, counts) -> table.append(row(
                name,
                counts.getOrDefault(Verdict.EQUAL, 0),
                counts.getOrDefault(Verdict.REFUSED, 0),
                counts.getOrDefault(Verdict.FOLLOWS, 0),
                counts.getOrDefault(Verdict.WRONG, 0))));
        table.append(
                row("all", count(Verdict.EQUAL), count(Verdict.REFUSED), count(Verdict.FOLLOWS), count(Verdict.WRONG)));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("differences.tsv"), list);
        Files.writeString(folder.resolve("report.txt"), table);
        return table.toString();
    }

    private static String row(Object... cells) {
        return String.format("%-40s %8s %8s %8s %8s%n", cells);
    }
}
