package io.polywire.dialect.postgresql.internal;

/** Names and texts as PostgreSQL's SQL has them in quotes. */
public final class Quoting {
    private Quoting() {}

    /** A name, in quotes where it could not stand without (quote_identifier of ruleutils.c). */
    public static String identifier(String name) {
        boolean safe = !name.isEmpty() && (isLower(name.charAt(0)) || name.charAt(0) == '_');
        for (int i = 1; safe && i < name.length(); i++) {
            char c = name.charAt(i);
            safe = isLower(c) || c == '_' || c >= '0' && c <= '9';
        }
        if (safe) {
            Keyword k = Keywords.find(name, 0, name.length());
            safe = k == null || k.category == Keyword.Category.UNRESERVED;
        }
        return safe ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** A text in single quotes; with an E before them if it has a backslash. */
    public static String literal(String text) {
        String quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
        return text.indexOf('\\') >= 0 ? 'E' + quoted : quoted;
    }
}
