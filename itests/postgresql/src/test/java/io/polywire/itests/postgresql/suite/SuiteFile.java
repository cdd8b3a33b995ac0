package io.polywire.itests.postgresql.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of the suite: statements that end with semicolons, comments in between that say what is shown. Two directives:
 * a line {@code --$ a|b|\N} gives the next statement its parameters, and lines behind a {@code COPY ... FROM STDIN} up to
 * {@code \.} are its data. The last one of {@link #all()} is not a file but made by {@link Generator}.
 *
 * @param name chapter and section, such as {@code 4/lexical}
 */
record SuiteFile(String name, List<Statement> statements) {
    /** Folder of the suite in the sources; both Maven and a single run start in the module. */
    static final Path ROOT = Path.of("src/test/resources/suite");

    /** The bounded run of generated statements, which is recorded as the files are. */
    private static final long RECORDED_SEED = 1;

    private static final int RECORDED_COUNT = 1000;

    /**
     * @param text without its semicolon
     * @param parameters as text, null for null; sent in the extended protocol only
     * @param copyLines data of a COPY, or null
     */
    record Statement(String text, List<String> parameters, String copyLines) {}

    static List<SuiteFile> all() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<SuiteFile> all = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
                all.add(read(file));
            }
            all.add(Generator.file(RECORDED_SEED, RECORDED_COUNT));
            return all;
        }
    }

    static SuiteFile read(Path file) throws IOException {
        String name = ROOT.relativize(file).toString().replace(".sql", "");
        return new SuiteFile(name, new Splitter(Files.readString(file, StandardCharsets.UTF_8)).split());
    }

    Path expected() {
        return ROOT.resolve(name + ".expected");
    }

    /** Name of the empty database in which it runs. */
    String database(boolean extended) {
        return "c" + name.replaceAll("[^a-z0-9]", "_") + (extended ? "_x" : "_s");
    }

    /** Finds the ends of statements; knows quotes, dollar quotes and comments, nothing else. */
    private static final class Splitter {
        private final String text;
        private final List<Statement> statements = new ArrayList<>();
        private List<String> parameters = List.of();
        private int at;

        Splitter(String text) {
            this.text = text;
        }

        List<Statement> split() {
            while (skipToStatement()) {
                int start = at;
                while (at < text.length() && text.charAt(at) != ';') {
                    step();
                }
                // a string that is not closed ends with the file
                at = Math.min(at, text.length());
                String statement = text.substring(start, at);
                at++;
                statements.add(new Statement(statement, parameters, copyLines(statement)));
                parameters = List.of();
            }
            return statements;
        }

        /** Over blanks and comment lines; false at the end. */
        private boolean skipToStatement() {
            while (at < text.length()) {
                if (text.startsWith("--", at)) {
                    int end = lineEnd(at);
                    if (text.startsWith("--$", at)) {
                        parameters = Arrays.stream(text.substring(at + 4, end).split("\\|", -1))
                                .map(value -> value.equals("\\N") ? null : value)
                                .toList();
                    }
                    at = end;
                } else if (Character.isWhitespace(text.charAt(at))) {
                    at++;
                } else {
                    return true;
                }
            }
            return false;
        }

        private int lineEnd(int from) {
            int end = text.indexOf('\n', from);
            return end < 0 ? text.length() : end;
        }

        /** Over one character, or over all of a string or comment. */
        private void step() {
            char c = text.charAt(at);
            if (c == '\'') {
                boolean escapes = at > 0
                        && "eE".indexOf(text.charAt(at - 1)) >= 0
                        && (at < 2 || !Character.isLetterOrDigit(text.charAt(at - 2)));
                quoted('\'', escapes);
            } else if (c == '"') {
                quoted('"', false);
            } else if (c == '$' && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))) {
                dollar();
            } else if (text.startsWith("--", at)) {
                at = lineEnd(at);
            } else if (text.startsWith("/*", at)) {
                comment();
            } else {
                at++;
            }
        }

        private void quoted(char quote, boolean escapes) {
            for (at++; at < text.length() && text.charAt(at) != quote; at++) {
                if (escapes && text.charAt(at) == '\\') {
                    at++;
                }
            }
            at++;
        }

        private void dollar() {
            int end = at + 1;
            while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            boolean tag = end < text.length() && text.charAt(end) == '$' && !Character.isDigit(text.charAt(at + 1));
            int close = tag ? text.indexOf(text.substring(at, end + 1), end + 1) : -1;
            at = close < 0 ? at + 1 : close + end + 1 - at;
        }

        private void comment() {
            int depth = 0;
            do {
                if (text.startsWith("/*", at)) {
                    depth++;
                    at += 2;
                } else if (text.startsWith("*/", at)) {
                    depth--;
                    at += 2;
                } else {
                    at++;
                }
            } while (depth > 0 && at < text.length());
        }

        private String copyLines(String statement) {
            if (!statement.matches("(?is)copy\\b.*\\bfrom\\s+stdin\\b.*")) {
                return null;
            }
            int start = Math.min(lineEnd(at) + 1, text.length());
            int end = text.indexOf("\\.\n", start);
            if (end < 0) {
                throw new IllegalArgumentException("no \\. after " + statement);
            }
            at = end + 3;
            return text.substring(start, end);
        }
    }
}
