package io.polywire.dialect.sqlite.internal;

import io.polywire.sql.lexer.Lexer;

/**
 * SQLite's tokens, by the rules of its own tokenizer (sqlite.org/lang_expr.html, lang_comment.html,
 * lang_keywords.html): what it takes for an identifier, a string or a parameter here is what it takes for one there.
 */
public final class SqliteLexer extends Lexer {
    /** What a token is. */
    public enum Kind {
        END,
        SEMICOLON,
        /** A bare word: keyword or identifier. */
        WORD,
        /** "x", [x] or `x`. */
        QUOTED,
        /** 'x'. */
        STRING,
        BLOB,
        NUMBER,
        /** ?, ?5, :name, @name, $name. */
        PARAMETER,
        OPEN,
        CLOSE,
        COMMA,
        DOT,
        OPERATOR
    }

    /** At the beginning of a text. */
    public SqliteLexer(String text) {
        super(text);
    }

    /** Goes back to the beginning. */
    void restart() {
        at = 0;
    }

    /** Goes to the next token. */
    public Kind next() {
        skipBlanks();
        start = at;
        Kind kind = token();
        end = at;
        return kind;
    }

    private Kind token() {
        if (at >= text.length()) {
            return Kind.END;
        }
        char c = text.charAt(at++);
        switch (c) {
            case ';':
                return Kind.SEMICOLON;
            case '(':
                return Kind.OPEN;
            case ')':
                return Kind.CLOSE;
            case ',':
                return Kind.COMMA;
            case '.':
                if (at < text.length() && isDigit(text.charAt(at))) {
                    return number();
                }
                return Kind.DOT;
            case '\'':
                quoted('\'');
                return Kind.STRING;
            case '"', '`':
                quoted(c);
                return Kind.QUOTED;
            case '[':
                int close = text.indexOf(']', at);
                if (close < 0) {
                    throw unterminated();
                }
                at = close + 1;
                return Kind.QUOTED;
            case '?':
                while (at < text.length() && isDigit(text.charAt(at))) {
                    at++;
                }
                return Kind.PARAMETER;
            case ':', '@', '$', '#':
                return c != '#' && parameterName() ? Kind.PARAMETER : Kind.OPERATOR;
            case 'x', 'X':
                if (at < text.length() && text.charAt(at) == '\'') {
                    at++;
                    quoted('\'');
                    return Kind.BLOB;
                }
                return word();
            default:
                if (isDigit(c)) {
                    return number();
                }
                return isIdentifier(c) ? word() : operator(c);
        }
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\uFEFF' && at == 0) {
                at++;
            } else if (c == '-' && text.startsWith("--", at)) {
                skipLine();
            } else if (c == '/' && text.startsWith("/*", at)) {
                // SQLite takes a comment that never ends as one that ends with the text.
                skipBlockComment(false);
            } else {
                return;
            }
        }
    }

    private Kind word() {
        while (at < text.length() && isIdentifier(text.charAt(at))) {
            at++;
        }
        return Kind.WORD;
    }

    private Kind number() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponentSign =
                    (c == '+' || c == '-') && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E') && !isHex();
            if (!isIdentifier(c) && c != '.' && !exponentSign) {
                break;
            }
            at++;
        }
        return Kind.NUMBER;
    }

    private boolean isHex() {
        return text.charAt(start) == '0'
                && start + 1 < text.length()
                && (text.charAt(start + 1) == 'x' || text.charAt(start + 1) == 'X');
    }

    /** The rest of :name, @name, $name with Tcl's :: and (suffix). */
    private boolean parameterName() {
        int from = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isIdentifier(c)) {
                at++;
            } else if (c == ':' && text.startsWith("::", at)) {
                at += 2;
            } else if (c == '(' && at > from) {
                int close = at + 1;
                while (close < text.length() && text.charAt(close) != ')' && text.charAt(close) > ' ') {
                    close++;
                }
                if (close < text.length() && text.charAt(close) == ')') {
                    at = close + 1;
                }
                return true;
            } else {
                break;
            }
        }
        return at > from;
    }

    private Kind operator(char c) {
        // Only "->>" and the like matter as wholes to nobody here: one character is one operator.
        if (c == '\0') {
            throw syntax("a NUL character in the statement", at - 1);
        }
        return Kind.OPERATOR;
    }

    private void quoted(char close) {
        if (!skipQuoted(close)) {
            throw unterminated();
        }
    }

    private io.polywire.api.error.SqlFailure unterminated() {
        return syntax("unterminated quoted text", start);
    }

    /** The name that a WORD, QUOTED or STRING token stands for. */
    public String name(Kind kind) {
        if (kind == Kind.WORD) {
            return raw();
        }
        char open = text.charAt(start);
        String inner = text.substring(start + 1, end - 1);
        return open == '[' ? inner : inner.replace("" + open + open, "" + open);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** SQLite's IdChar: letters, digits, underscore, dollar and everything beyond ASCII. */
    private static boolean isIdentifier(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }
}
