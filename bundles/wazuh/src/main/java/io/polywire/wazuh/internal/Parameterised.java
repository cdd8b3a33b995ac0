package io.polywire.wazuh.internal;

import java.util.ArrayList;
import java.util.List;

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

    private static final String[] ENDS = {
        "select", "group", "order", "limit", "having", "window", "union", "except", "intersect", "returning"
    };

    static Parameterised of(String text) {
        return new Reader(text).read();
    }

    /** Reads a text once, token by token, and copies nothing of one without values. */
    private static final class Reader {
        /** What the last token was, as far as it matters. */
        private enum Before {
            COMPARISON,
            OPEN,
            COMMA,
            OTHER
        }

        private final String text;
        private StringBuilder out;
        private int copied;
        private final List<Object> values = new ArrayList<>();

        /** Whether a WHERE is being read, which began at that depth of parentheses. */
        private boolean where;

        private int depth;
        private int whereDepth;
        private Before before = Before.OTHER;
        private boolean list;
        private boolean in;

        Reader(String text) {
            this.text = text;
        }

        Parameterised read() {
            for (int at = 0; at < text.length(); ) {
                char c = text.charAt(at);
                if (c == '?' || c == '$' || c == ':' || c == '@' || c == '#') {
                    // parameters of its own are refused later
                    return new Parameterised(text, List.of());
                }
                int end = end(at);
                if (where && values.size() < MOST && takes() && (c == '\'' || c >= '0' && c <= '9')) {
                    Object value = value(at, end);
                    if (value != null) {
                        replace(at, end, value);
                    }
                }
                if (c > ' ' && !comments(c, at)) {
                    follow(c, at, end);
                }
                at = end;
            }
            return values.isEmpty()
                    ? new Parameterised(text, List.of())
                    : new Parameterised(out.append(text, copied, text.length()).toString(), values);
        }

        private void replace(int at, int end, Object value) {
            if (out == null) {
                out = new StringBuilder(text.length());
            }
            values.add(value);
            out.append(text, copied, at).append('?').append(values.size());
            copied = end;
        }

        /** Whether a value may stand here. */
        private boolean takes() {
            return before == Before.COMPARISON || list && (before == Before.OPEN || before == Before.COMMA);
        }

        private Object value(int at, int end) {
            if (text.charAt(at) == '\'') {
                if (end - at < 2 || text.charAt(end - 1) != '\'') {
                    return null;
                }
                String inner = text.substring(at + 1, end - 1);
                return inner.indexOf('\'') < 0 ? inner : inner.replace("''", "'");
            }
            // 1.5, 1e5 and 0x1 are other numbers
            if (end - at > DIGITS
                    || end < text.length() && text.charAt(end) == '.'
                    || at > 0 && text.charAt(at - 1) == '.') {
                return null;
            }
            long number = 0;
            for (int i = at; i < end; i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return null;
                }
                number = number * 10 + digit;
            }
            return number;
        }

        private void follow(char c, int at, int end) {
            before = Before.OTHER;
            if (c == '(') {
                list = where && in;
                before = Before.OPEN;
                depth++;
            } else if (c == ')') {
                list = false;
                depth--;
                if (where && depth < whereDepth) {
                    where = false;
                }
            } else if (c == ',') {
                before = Before.COMMA;
            } else if (c == '=' || c == '<' || c == '>' || c == '!' && end - at == 2) {
                before = Before.COMPARISON;
            } else if (isWord(c)) {
                word(at, end);
                return;
            }
            in = false;
        }

        private void word(int at, int end) {
            in = is("in", at, end);
            if (is("where", at, end)) {
                where = true;
                whereDepth = depth;
                list = false;
            } else if (where && end - at > 4) {
                // what follows these belongs to no WHERE, or to another one
                for (int i = 0; i < ENDS.length; i++) {
                    if (is(ENDS[i], at, end)) {
                        where = false;
                        list = false;
                    }
                }
            }
        }

        private boolean is(String word, int at, int end) {
            return end - at == word.length() && text.regionMatches(true, at, word, 0, word.length());
        }

        private int end(int at) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"' || c == '`') {
                return quoted(at, c);
            }
            if (c == '[') {
                return until("]", at);
            }
            if (comments(c, at)) {
                return c == '-' ? until("\n", at) : until("*/", at + 2);
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

        /** Whether a comment begins there. */
        private boolean comments(char c, int at) {
            return c == '-' && text.startsWith("--", at) || c == '/' && text.startsWith("/*", at);
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
