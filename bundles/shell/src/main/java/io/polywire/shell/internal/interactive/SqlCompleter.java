package io.polywire.shell.internal.interactive;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords, the shell's commands, and the names of tables, views and columns. */
final class SqlCompleter implements Completer {
    /** Of a schema with more names only so many are offered. */
    private static final int MAX_NAMES = 20_000;

    private static final List<String> KEYWORDS = List.of(
            "ALTER",
            "ANALYZE",
            "AND",
            "AS",
            "ASC",
            "BEGIN",
            "BETWEEN",
            "BY",
            "CASCADE",
            "CASE",
            "CAST",
            "CHECK",
            "COLLATE",
            "COLUMN",
            "COMMIT",
            "CONFLICT",
            "CONSTRAINT",
            "CREATE",
            "CROSS",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "CURRENT_TIMESTAMP",
            "DEFAULT",
            "DELETE",
            "DESC",
            "DISTINCT",
            "DROP",
            "ELSE",
            "END",
            "EXCEPT",
            "EXISTS",
            "EXPLAIN",
            "FOREIGN",
            "FROM",
            "FULL",
            "GLOB",
            "GROUP",
            "HAVING",
            "IN",
            "INDEX",
            "INNER",
            "INSERT",
            "INTERSECT",
            "INTO",
            "IS",
            "JOIN",
            "KEY",
            "LEFT",
            "LIKE",
            "LIMIT",
            "NATURAL",
            "NOT",
            "NOTHING",
            "NULL",
            "OFFSET",
            "ON",
            "OR",
            "ORDER",
            "OUTER",
            "OVER",
            "PARTITION",
            "PRAGMA",
            "PRIMARY",
            "RECURSIVE",
            "REFERENCES",
            "RELEASE",
            "RENAME",
            "REPLACE",
            "RETURNING",
            "RIGHT",
            "ROLLBACK",
            "SAVEPOINT",
            "SELECT",
            "SET",
            "TABLE",
            "TEMP",
            "THEN",
            "TO",
            "TRANSACTION",
            "TRIGGER",
            "UNION",
            "UNIQUE",
            "UPDATE",
            "USING",
            "VALUES",
            "VIEW",
            "WHEN",
            "WHERE",
            "WITH",
            "WITHOUT");

    private final Supplier<Connection> connection;
    private Set<String> names;

    /** @param connection gives the one that is open now */
    SqlCompleter(Supplier<Connection> connection) {
        this.connection = connection;
    }

    /** Forgets the names: there may be others now. */
    void forget() {
        names = null;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String prefix = line.word().substring(0, line.wordCursor());
        for (String candidate : candidates(prefix, line.line().strip().startsWith("\\"))) {
            candidates.add(new Candidate(candidate));
        }
    }

    /** What may stand for a word that begins like this. */
    List<String> candidates(String prefix, boolean command) {
        List<String> found = new ArrayList<>();
        if (prefix.startsWith("\\")) {
            Commands.NAMES.stream().filter(name -> name.startsWith(prefix)).forEach(found::add);
            return found;
        }
        String capital = prefix.toUpperCase(Locale.ROOT);
        if (!prefix.isEmpty() && !command) {
            boolean lower = prefix.equals(prefix.toLowerCase(Locale.ROOT));
            for (String keyword : KEYWORDS) {
                if (keyword.startsWith(capital)) {
                    found.add(lower ? keyword.toLowerCase(Locale.ROOT) : keyword);
                }
            }
        }
        for (String name : names()) {
            if (name.toUpperCase(Locale.ROOT).startsWith(capital)) {
                found.add(name);
            }
        }
        return found;
    }

    private Set<String> names() {
        if (names == null) {
            Set<String> read = new TreeSet<>();
            try {
                DatabaseMetaData meta = connection.get().getMetaData();
                try (ResultSet tables = meta.getTables(null, null, "%", new String[] {"TABLE", "VIEW"})) {
                    add(read, tables, "TABLE_NAME");
                }
                try (ResultSet columns = meta.getColumns(null, null, "%", "%")) {
                    add(read, columns, "COLUMN_NAME");
                }
            } catch (SQLException e) {
                // no names are offered then; what is wrong with the connection shows with the next statement
                read.clear();
            }
            names = read;
        }
        return names;
    }

    private static void add(Set<String> names, ResultSet rows, String column) throws SQLException {
        while (rows.next() && names.size() < MAX_NAMES) {
            String name = rows.getString(column);
            if (name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
                names.add(name);
            }
        }
    }
}
