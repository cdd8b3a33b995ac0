package io.polywire.client.r2db2.internal.sql;

/**
 * Cuts SQL text into the few kinds of token that matter for finding where a statement ends and what it is. Blanks and
 * comments are skipped. Knows SQLite's quotes: {@code '..'}, {@code ".."}, {@code `..`} and {@code [..]}.
 */
public final class SqlScanner {
    /** What was found. */
    public enum Kind {
        /** A keyword, a bare name or a number. */
        WORD,
        /** A string or a quoted name. */
        QUOTED,
        SEMICOLON,
        OPEN,
        CLOSE,
        /** One other character. */
        OTHER,
        /** The text is over. */
        END
    }

    private final CharSequence text;
    private int pos;
    private int start;
    private boolean complete = true;
    private boolean inComment;

    /**
     * @param text may grow between calls
     * @param from where to begin, outside of quotes and comments
     */
    public SqlScanner(CharSequence text, int from) {
        this.text = text;
        this.pos = from;
    }

    /** Goes to the next token. */
    public Kind next() {
        complete = true;
        inComment = false;
        int end = text.length();
        while (pos < end) {
            char c = text.charAt(pos);
            if (Character.isWhitespace(c) || c == '\uFEFF') {
                pos++;
            } else if (c == '-' && at(pos + 1) == '-') {
                comment("\n", 2);
            } else if (c == '/' && at(pos + 1) == '*') {
                comment("*/", 2);
            } else {
                return token(c);
            }
        }
        start = Math.min(start, end);
        if (!inComment) {
            start = end;
        }
        return Kind.END;
    }

    private void comment(String close, int open) {
        int from = pos;
        int at = pos + open;
        int last = text.length() - close.length();
        while (at <= last) {
            if (text.charAt(at) == close.charAt(0) && (close.length() == 1 || text.charAt(at + 1) == close.charAt(1))) {
                pos = at + close.length();
                return;
            }
            at++;
        }
        start = from;
        pos = text.length();
        inComment = true;
        // a line comment ends with the text, a block comment does not
        complete = close.length() == 1;
    }

    private Kind token(char c) {
        start = pos;
        switch (c) {
            case '\'', '"', '`' -> {
                return quoted(c);
            }
            case '[' -> {
                return quoted(']');
            }
            default -> {
                // below
            }
        }
        if (word(c)) {
            do {
                pos++;
            } while (pos < text.length() && word(text.charAt(pos)));
            // more text could make the word longer
            complete = pos < text.length();
            return Kind.WORD;
        }
        pos++;
        return switch (c) {
            case ';' -> Kind.SEMICOLON;
            case '(' -> Kind.OPEN;
            case ')' -> Kind.CLOSE;
            default -> Kind.OTHER;
        };
    }

    private Kind quoted(char close) {
        int at = pos + 1;
        int end = text.length();
        while (at < end) {
            if (text.charAt(at) == close) {
                if (close == ']' || at(at + 1) != close) {
                    pos = at + 1;
                    return Kind.QUOTED;
                }
                at++;
            }
            at++;
        }
        pos = end;
        complete = false;
        return Kind.QUOTED;
    }

    private static boolean word(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7F;
    }

    private char at(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    /** Where the token begins; after {@link Kind#END} within a comment, where that begins. */
    public int start() {
        return start;
    }

    /** Where the token ends, exclusive. */
    public int end() {
        return pos;
    }

    /** False if the text ended inside a quote or block comment, or right behind a word. */
    public boolean complete() {
        return complete;
    }

    /** After {@link Kind#END}: whether the text ended inside a comment. */
    public boolean inComment() {
        return inComment;
    }

    /** Whether the token is this keyword. */
    public boolean is(String keyword) {
        int length = pos - start;
        if (length != keyword.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Character.toUpperCase(text.charAt(start + i)) != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The token's text. */
    public String text() {
        return text.subSequence(start, pos).toString();
    }
}
