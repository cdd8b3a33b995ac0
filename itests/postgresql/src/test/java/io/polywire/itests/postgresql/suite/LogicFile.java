package io.polywire.itests.postgresql.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of sqllogictest records (about.wiki of that project): records between blank lines, each a statement that works or
 * fails, or a query with the types of its columns, how its answer is sorted, and the answer behind {@code ----}. Those for
 * other engines only are left out.
 */
record LogicFile(String name, List<Record> records) {
    /** How an answer is put in order before it is compared. */
    enum Sort {
        NOSORT,
        ROWSORT,
        VALUESORT
    }

    /**
     * One record.
     *
     * @param types a letter for each column (T, I, R); null for a statement
     * @param works whether it works; of statements only
     * @param answer the lines behind {@code ----}
     */
    record Record(int line, String sql, String types, boolean works, Sort sort, List<String> answer) {
        boolean isQuery() {
            return types != null;
        }
    }

    private static final String ENGINE = "postgresql";

    static LogicFile read(String name, Path file) throws IOException {
        List<Record> records = new ArrayList<>();
        List<String> block = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith("#")) {
                continue;
            }
            if (!line.isBlank()) {
                block.add(line);
                continue;
            }
            if (!block.isEmpty() && !add(records, block, number - block.size())) {
                return new LogicFile(name, records);
            }
            block.clear();
        }
        if (!block.isEmpty()) {
            add(records, block, number - block.size() + 1);
        }
        return new LogicFile(name, records);
    }

    /** False behind the last record that counts. */
    private static boolean add(List<Record> records, List<String> block, int line) {
        int at = 0;
        boolean counts = true;
        String[] words = block.get(0).trim().split("\\s+");
        while (words[0].equals("skipif") || words[0].equals("onlyif")) {
            counts &= words[0].equals("onlyif") == words[1].equals(ENGINE);
            words = block.get(++at).trim().split("\\s+");
        }
        if (!counts) {
            return true;
        }
        switch (words[0]) {
            case "halt":
                return false;
            case "hash-threshold":
                return true;
            case "statement":
                String statement = String.join("\n", block.subList(at + 1, block.size()));
                records.add(new Record(line, statement, null, words[1].equals("ok"), Sort.NOSORT, List.of()));
                return true;
            case "query":
                int end = block.indexOf("----");
                int last = end < 0 ? block.size() : end;
                records.add(new Record(
                        line,
                        String.join("\n", block.subList(at + 1, last)),
                        words[1],
                        true,
                        words.length > 2 ? sort(words[2]) : Sort.NOSORT,
                        end < 0 ? List.of() : List.copyOf(block.subList(end + 1, block.size()))));
                return true;
            default:
                throw new IllegalArgumentException("line " + line + ": " + block.get(at));
        }
    }

    private static Sort sort(String word) {
        return switch (word) {
            case "rowsort" -> Sort.ROWSORT;
            case "valuesort" -> Sort.VALUESORT;
            default -> Sort.NOSORT;
        };
    }
}
