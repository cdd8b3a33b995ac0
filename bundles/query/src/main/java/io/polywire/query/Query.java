package io.polywire.query;

import java.util.List;

/**
 * A statement. Its text is made of a table's expressions; every value of a client is a parameter.
 *
 * @param text with a question mark for each parameter
 * @param parameters in order, each a String or a Long
 */
public record Query(String text, List<Object> parameters) {
    /** What stands in front of the name of a column; such a name has no quotes. */
    private static final String ALIAS = " AS ";

    /** Copies the parameters. */
    public Query {
        parameters = List.copyOf(parameters);
    }

    /**
     * The statement with its parameters written out as literals of SQLite, for a wire that has none. Question marks within
     * quotes stay. The names of columns stand in single quotes, which SQLite takes for names there too: clients of that wire
     * write everything outside of these in lower case.
     *
     * @throws QueryException 1407 where a value holds a character that no literal can (NUL), or a semicolon, which a
     *     Wazuh-db client takes for the end of a statement even within quotes
     */
    public String literal() {
        StringBuilder out = new StringBuilder();
        int next = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && c == '"' && text.startsWith(ALIAS, i - ALIAS.length())) {
                int end = text.indexOf('"', i + 1);
                out.append('\'').append(text, i + 1, end).append('\'');
                i = end;
                continue;
            }
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '?') {
                out.append(literal(parameters.get(next++)));
                continue;
            }
            out.append(c);
        }
        return out.toString();
    }

    /** One value as a literal of SQLite: a number, or a text whose only special character, the quote, is doubled. */
    static String literal(Object value) {
        if (value instanceof Long) {
            return value.toString();
        }
        String text = (String) value;
        if (text.indexOf('\0') >= 0 || text.indexOf(';') >= 0) {
            throw new QueryException(QueryException.FORMAT, "Value has a character that cannot be sent");
        }
        return "'" + text.replace("'", "''") + "'";
    }
}
