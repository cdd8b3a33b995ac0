package io.polywire.storage.sqlite.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of an insert of one row that is given by values: {@code INSERT INTO [schema.]table [AS alias] [(columns)] VALUES
 * (...)} and nothing behind. Whatever else a text may be, it is none.
 */
final class InsertText {
    /** A parameter in the text: where it stands, and its number from 1. */
    private record Place(int start, int end, int number) {}

    private final String sql;
    private int at;
    private String table;
    /** Where the parenthesis before the values stands. */
    private int open;

    private final List<Place> places = new ArrayList<>();

    private InsertText(String sql) {
        this.sql = sql;
    }

    /** @return null if the text is none, or has other parameters than 1 to {@code parameters} */
    static InsertText of(String sql, int parameters) {
        InsertText t = new InsertText(sql);
        return t.read(parameters) ? t : null;
    }

    /** Name of the table. */
    String table() {
        return table;
    }

    /** The text for so many rows, their parameters numbered one row behind the other. */
    String rows(int count) {
        int each = places.stream().mapToInt(Place::number).max().orElse(0);
        StringBuilder s = new StringBuilder(sql.length() + count * (sql.length() - open + 2 * places.size()));
        s.append(sql, 0, open);
        for (int row = 0; row < count; row++) {
            s.append(row == 0 ? "" : ", ");
            int from = open;
            for (Place p : places) {
                s.append(sql, from, p.start).append('?').append(p.number + row * each);
                from = p.end;
            }
            s.append(sql, from, sql.length());
        }
        return s.toString();
    }

    private boolean read(int parameters) {
        if (!word("INSERT") || !word("INTO")) {
            return false;
        }
        table = name();
        if (table != null && sign('.')) {
            table = name();
        }
        if (table == null || word("AS") && name() == null) {
            return false;
        }
        if (sign('(')) {
            do {
                if (name() == null) {
                    return false;
                }
            } while (sign(','));
            if (!sign(')')) {
                return false;
            }
        }
        if (!word("VALUES")) {
            return false;
        }
        skipBlanks();
        open = at;
        return sign('(')
                && values()
                && places.stream().map(Place::number).distinct().count() == parameters
                && numbers(parameters);
    }

    private boolean numbers(int parameters) {
        return places.stream().allMatch(p -> p.number >= 1 && p.number <= parameters);
    }

    /** Reads to the parenthesis that closes the values, which has to be the end. */
    private boolean values() {
        int depth = 1;
        int anonymous = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            switch (c) {
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        at++;
                        skipBlanks();
                        return at == sql.length();
                    }
                }
                case '\'', '"', '`' -> {
                    if (!quoted(c)) {
                        return false;
                    }
                    continue;
                }
                case '?' -> {
                    int start = at++;
                    int number = number();
                    if (number == 0) {
                        number = ++anonymous;
                    } else if (anonymous > 0 || number < 0) {
                        return false;
                    }
                    places.add(new Place(start, at, number));
                    continue;
                }
                case '-', '/' -> {
                    // a comment may hide anything
                    if (at + 1 < sql.length() && sql.charAt(at + 1) == (c == '-' ? '-' : '*')) {
                        return false;
                    }
                }
                case '[', ':', '@', '$', '#', ';' -> {
                    return false;
                }
                default -> {
                    if (isWord(c)) {
                        int start = at;
                        while (at < sql.length() && isWord(sql.charAt(at))) {
                            at++;
                        }
                        if (isQuery(start)) {
                            return false;
                        }
                        continue;
                    }
                }
            }
            at++;
        }
        return false;
    }

    private boolean isQuery(int start) {
        for (String w : new String[] {"SELECT", "VALUES", "WITH", "DEFAULT"}) {
            if (at - start == w.length() && sql.regionMatches(true, start, w, 0, w.length())) {
                return true;
            }
        }
        return false;
    }

    /** The number behind a question mark; 0 for none, -1 for one that is too large. */
    private int number() {
        int n = 0;
        while (at < sql.length() && sql.charAt(at) >= '0' && sql.charAt(at) <= '9') {
            n = n * 10 + sql.charAt(at++) - '0';
            if (n > 32_766) {
                return -1;
            }
        }
        return n;
    }

    private boolean word(String w) {
        skipBlanks();
        int end = at + w.length();
        if (!sql.regionMatches(true, at, w, 0, w.length()) || end < sql.length() && isWord(sql.charAt(end))) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean sign(char c) {
        skipBlanks();
        if (at < sql.length() && sql.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** A name; null if none is here. A word that is none of a name is left to SQLite to refuse. */
    private String name() {
        skipBlanks();
        int start = at;
        if (at < sql.length() && sql.charAt(at) == '"') {
            return quoted('"') ? sql.substring(start + 1, at - 1).replace("\"\"", "\"") : null;
        }
        while (at < sql.length() && isWord(sql.charAt(at))) {
            at++;
        }
        return at == start ? null : sql.substring(start, at);
    }

    private boolean quoted(char quote) {
        while (true) {
            int end = sql.indexOf(quote, at + 1);
            if (end < 0) {
                return false;
            }
            at = end + 1;
            if (at == sql.length() || sql.charAt(at) != quote) {
                return true;
            }
        }
    }

    private void skipBlanks() {
        while (at < sql.length() && (sql.charAt(at) == ' ' || sql.charAt(at) == '\n' || sql.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80;
    }
}
