package io.polywire.wazuh.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement of a client without the values that it compares with, so that one plan serves all statements that differ in
 * nothing else. Clients of this socket have no parameters and write their values down.
 *
 * <p>A literal becomes a parameter where it stands behind a comparison, or in the list of an IN, of a WHERE: there a literal
 * and a parameter mean the same to SQLite. In the rest of a statement they do not (names of columns, numbers of columns to
 * sort by), so that it stays as it is.
 *
 * @param sql with {@code ?1} and the next
 * @param values Long or String
 */
record Parameterised(String sql, List<Object> values) {
    /** Digits that fit into 64 bits whatever they are. */
    private static final int DIGITS = 18;

    private static final int MOST = 64;

    static Parameterised of(String text) {
        return new Reader(text).read();
    }

    /** Reads a text once, token by token. */
    private static final class Reader {
        private final String text;
        private final StringBuilder out;
        private final List<Object> values = new ArrayList<>();

        /** Whether a WHERE is being read, which began at that depth of parentheses. */
        private boolean where;

        private int depth;
        private int whereDepth;
        private String before = "";
        private boolean list;

        Reader(String text) {
            this.text = text;
            out = new StringBuilder(text.length());
        }

        Parameterised read() {
            for (int at = 0; at < text.length(); ) {
                char c = text.charAt(at);
                int end = end(at);
                String token = text.substring(at, end);
                if (c == '?' || c == '$' || c == ':' || c == '@' || c == '#') {
                    // parameters of its own are refused later
                    return new Parameterised(text, List.of());
                }
                Object value = where && values.size() < MOST && takes() ? value(token, at, end) : null;
                if (value == null) {
                    out.append(token);
                } else {
                    values.add(value);
                    out.append('?').append(values.size());
                }
                if (!token.isBlank() && !token.startsWith("--") && !token.startsWith("/*")) {
                    follow(token);
                }
                at = end;
            }
            return values.isEmpty() ? new Parameterised(text, List.of()) : new Parameterised(out.toString(), values);
        }

        /** Whether a value may stand here. */
        private boolean takes() {
            return switch (before) {
                case "=", "<", ">", "!=", "<=", ">=", "<>", "==" -> true;
                case "(", "," -> list;
                default -> false;
            };
        }

        private Object value(String token, int at, int end) {
            char c = token.charAt(0);
            if (c == '\'') {
                if (token.length() < 2 || !token.endsWith("'")) {
                    return null;
                }
                return token.substring(1, token.length() - 1).replace("''", "'");
            }
            boolean digits = token.length() <= DIGITS && token.chars().allMatch(d -> d >= '0' && d <= '9');
            // 1.5, 1e5 and 0x1 are other numbers
            boolean whole = end == text.length() || text.charAt(end) != '.';
            boolean begins = at == 0 || text.charAt(at - 1) != '.';
            return digits && whole && begins ? (Object) Long.valueOf(token) : null;
        }

        private void follow(String token) {
            String word = token.toLowerCase(Locale.ROOT);
            switch (word) {
                case "(" -> {
                    list = where && before.equals("in");
                    depth++;
                }
                case ")" -> {
                    list = false;
                    depth--;
                    if (where && depth < whereDepth) {
                        where = false;
                    }
                }
                case "where" -> {
                    where = true;
                    whereDepth = depth;
                    list = false;
                }
                case "select",
                        "group",
                        "order",
                        "limit",
                        "having",
                        "window",
                        "union",
                        "except",
                        "intersect",
                        "returning" -> {
                    // what follows belongs to no WHERE, or to another one
                    where = false;
                    list = false;
                }
                default -> {}
            }
            before = word;
        }

        private int end(int at) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"' || c == '`') {
                return quoted(at, c);
            }
            if (c == '[') {
                return until("]", at);
            }
            if (text.startsWith("--", at)) {
                return until("\n", at);
            }
            if (text.startsWith("/*", at)) {
                return until("*/", at + 2);
            }
            if (isWord(c)) {
                int i = at + 1;
                while (i < text.length() && isWord(text.charAt(i))) {
                    i++;
                }
                return i;
            }
            boolean compares = c == '<' || c == '>' || c == '!' || c == '=';
            if (compares && at + 1 < text.length() && (text.charAt(at + 1) == '=' || text.startsWith("<>", at))) {
                return at + 2;
            }
            return at + 1;
        }

        private int quoted(int at, char quote) {
            for (int i = at + 1; i < text.length(); i++) {
                if (text.charAt(i) == quote) {
                    if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                        i++;
                    } else {
                        return i + 1;
                    }
                }
            }
            return text.length();
        }

        private int until(String close, int from) {
            int found = text.indexOf(close, from);
            return found < 0 ? text.length() : found + close.length();
        }

        private static boolean isWord(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c > 127;
        }
    }
}
