package io.polywire.sql.lexer;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/**
 * Walks over a text, token by token, without making an object for each: the current token is in the fields' accessors.
 * What all dialects share is here (blanks, comments, quoted runs, positions); a dialect adds its own tokens.
 * Not thread-safe.
 */
public abstract class Lexer {
    /** The text. */
    protected final String text;

    /** The next character to look at. */
    protected int at;

    /** First character of the current token. */
    protected int start;

    /** The character behind the current token. */
    protected int end;

    /** A lexer at the beginning of a text. */
    protected Lexer(String text) {
        this.text = text;
    }

    /** First character of the current token, from 0. */
    public final int start() {
        return start;
    }

    /** The character behind the current token. */
    public final int end() {
        return end;
    }

    /** The characters of the current token as they stand. */
    public final String raw() {
        return text.substring(start, end);
    }

    /** Whether the current token is this word, in any case; the word is given in upper case ASCII. */
    public final boolean isWord(String upper) {
        int n = upper.length();
        if (end - start != n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            char c = text.charAt(start + i);
            if (c >= 'a' && c <= 'z') {
                c -= 32;
            }
            if (c != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Skips a comment from its {@code /*} on.
     *
     * @param nested whether comments nest (SQL standard) or end with the first end (SQLite, MySQL)
     * @return false if the text ends inside
     */
    protected final boolean skipBlockComment(boolean nested) {
        int depth = 0;
        int n = text.length();
        while (at < n) {
            if (text.startsWith("/*", at) && (nested || depth == 0)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                at += 2;
                if (--depth == 0) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    /** Skips to the end of the line, or of the text. */
    protected final void skipLine() {
        int eol = text.indexOf('\n', at);
        at = eol < 0 ? text.length() : eol + 1;
    }

    /**
     * Skips a quoted run whose end is written twice where it is meant.
     *
     * @param close the character that ends it; {@code at} stands behind the opening one
     * @return false if the text ends inside
     */
    protected final boolean skipQuoted(char close) {
        int n = text.length();
        while (at < n) {
            if (text.charAt(at++) == close) {
                if (at < n && text.charAt(at) == close) {
                    at++;
                } else {
                    return true;
                }
            }
        }
        return false;
    }

    /** A syntax failure at a character. */
    public final SqlFailure syntax(String message, int offset) {
        return SqlFailure.build(FailureKind.SYNTAX, message)
                .position(text.codePointCount(0, Math.min(offset, text.length())) + 1)
                .build();
    }
}
