package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Locale;
import java.util.Map;

/** The tokens of a path of SQL/JSON, by the rules of jsonpath_scan.l, whose longest match decides. */
final class JsonPathLexer {
    /** What a token is; of a keyword and of a single character the text says which. */
    enum Token {
        END,
        IDENTIFIER,
        KEYWORD,
        STRING,
        VARIABLE,
        NUMERIC,
        INTEGER,
        OPERATOR
    }

    private static final String SPECIAL = "?%$.[]{}()|&!=<>@#,*:-+/";

    /** Keywords; true for those that are none in other cases than lower case. */
    private static final Map<String, Boolean> KEYWORDS = Map.ofEntries(
            Map.entry("is", false),
            Map.entry("to", false),
            Map.entry("abs", false),
            Map.entry("lax", false),
            Map.entry("flag", false),
            Map.entry("last", false),
            Map.entry("null", true),
            Map.entry("size", false),
            Map.entry("true", true),
            Map.entry("type", false),
            Map.entry("with", false),
            Map.entry("false", true),
            Map.entry("floor", false),
            Map.entry("double", false),
            Map.entry("exists", false),
            Map.entry("starts", false),
            Map.entry("strict", false),
            Map.entry("ceiling", false),
            Map.entry("unknown", false),
            Map.entry("datetime", false),
            Map.entry("keyvalue", false),
            Map.entry("like_regex", false));

    private final String text;
    private int at;

    /** The token that was read last. */
    Token token;

    /** What it means: a text, or digits; a keyword in lower case. */
    String value;

    /** A keyword or name as it was written. */
    String written;

    /** What an error that points to it shows; null for the end of the text. */
    private String shown;

    JsonPathLexer(String text) {
        this.text = text;
    }

    boolean is(String operatorOrKeyword) {
        return (token == Token.OPERATOR || token == Token.KEYWORD) && value.equals(operatorOrKeyword);
    }

    SqlFailure syntaxError() {
        return error("syntax error", shown);
    }

    private static SqlFailure error(String message, String near) {
        return SqlFailure.of(
                FailureKind.SYNTAX,
                message + (near == null || near.isEmpty() ? " at end" : " at or near \"" + near + "\"")
                        + " of jsonpath input");
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isOther(char c) {
        return SPECIAL.indexOf(c) < 0 && !isBlank(c) && c != '\\' && c != '"';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private char at(int i) {
        return i < text.length() ? text.charAt(i) : 0;
    }

    private void give(Token t, String means, int end) {
        token = t;
        value = means;
        shown = text.substring(at, end);
        at = end;
    }

    /** Reads the next token. */
    void next() {
        while (true) {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                token = Token.END;
                value = "";
                shown = null;
                return;
            }
            if (text.startsWith("/*", at)) {
                comment();
                continue;
            }
            char c = text.charAt(at);
            if (c == '$' && at(at + 1) == '"') {
                at += 2;
                quoted(Token.VARIABLE);
            } else if (c == '$' && at + 1 < text.length() && isOther(text.charAt(at + 1))) {
                int end = others(at + 1);
                give(Token.VARIABLE, text.substring(at + 1, end), end);
            } else if (c == '"') {
                at++;
                quoted(Token.STRING);
            } else if (isDigit(c) || c == '.' && isDigit(at(at + 1))) {
                if (!number()) {
                    continue;
                }
            } else if (SPECIAL.indexOf(c) >= 0) {
                operator();
            } else if (!name()) {
                continue;
            }
            return;
        }
    }

    private void comment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw error("unexpected end of comment", null);
        }
        at = end + 2;
    }

    private void operator() {
        for (String two : new String[] {"&&", "||", "**", "<=", "==", "<>", "!=", ">="}) {
            if (text.startsWith(two, at)) {
                give(Token.OPERATOR, two.equals("<>") ? "!=" : two, at + 2);
                return;
            }
        }
        give(Token.OPERATOR, text.substring(at, at + 1), at + 1);
    }

    private int others(int from) {
        int end = from;
        while (end < text.length() && isOther(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(at(end))) {
            end++;
        }
        return end;
    }

    /** A number; false where what begins with a digit is a name that a comment has swallowed. */
    private boolean number() {
        int integer = at(at) == '.' ? -1 : at(at) == '0' ? at + 1 : digits(at);
        int decimal = -1;
        if (integer < 0) {
            decimal = digits(at + 1);
        } else if (at(integer) == '.') {
            decimal = digits(integer + 1);
        }
        int mantissa = Math.max(integer, decimal);
        int real = exponent(mantissa);
        if (real < 0 && decimal >= 0 && integer >= 0) {
            real = exponent(integer);
        }
        int whole = Math.max(real, mantissa);
        int fail = real < 0 && (at(mantissa) | 0x20) == 'e' && "+-".indexOf(at(mantissa + 1)) >= 0 ? mantissa + 2 : -1;
        int junk = whole < text.length() && isOther(text.charAt(whole)) ? whole + 1 : -1;
        int other = integer < 0 ? -1 : others(at);
        if (other > Math.max(whole, Math.max(fail, junk))) {
            return name();
        }
        if (fail > junk) {
            throw error("invalid numeric literal", text.substring(at, fail));
        }
        if (junk > whole) {
            throw error("trailing junk after numeric literal", text.substring(at, junk));
        }
        give(whole == integer ? Token.INTEGER : Token.NUMERIC, text.substring(at, whole), whole);
        return true;
    }

    /** Where an exponent behind a number ends; -1 if there is none. */
    private int exponent(int from) {
        if (from < 0 || (at(from) | 0x20) != 'e') {
            return -1;
        }
        int p = from + 1;
        if (at(p) == '+' || at(p) == '-') {
            p++;
        }
        int end = digits(p);
        return end == p ? -1 : end;
    }

    /** A name or keyword; false where a comment follows it at once, which swallows it. */
    private boolean name() {
        StringBuilder out = new StringBuilder();
        while (true) {
            if (at == text.length()) {
                shown = null;
                break;
            }
            char c = text.charAt(at);
            if (c == '\\') {
                escape(out);
            } else if (isBlank(c)) {
                int end = at;
                while (end < text.length() && isBlank(text.charAt(end))) {
                    end++;
                }
                shown = text.substring(at, end);
                at = end;
                break;
            } else if (text.startsWith("/*", at)) {
                comment();
                return false;
            } else if (isOther(c)) {
                int end = others(at);
                out.append(text, at, end);
                at = end;
            } else {
                shown = null;
                break;
            }
        }
        written = out.toString();
        value = written;
        token = Token.IDENTIFIER;
        String folded = written.toLowerCase(Locale.ROOT);
        Boolean lowerOnly = KEYWORDS.get(folded);
        if (lowerOnly != null && (!lowerOnly || folded.equals(written))) {
            token = Token.KEYWORD;
            value = folded;
        }
        return true;
    }

    private void quoted(Token of) {
        StringBuilder out = new StringBuilder();
        while (true) {
            if (at == text.length()) {
                throw error("unexpected end of quoted string", null);
            }
            char c = text.charAt(at);
            if (c == '\\') {
                escape(out);
            } else if (c == '"') {
                give(of, out.toString(), at + 1);
                return;
            } else {
                out.append(c);
                at++;
            }
        }
    }

    // --- escapes --------------------------------------------------------------------------------------------------

    private void escape(StringBuilder out) {
        char c = at(at + 1);
        if (at + 1 == text.length() || c == '\n') {
            throw error("unexpected end after backslash", "\\");
        }
        int plain = "bfnrtv".indexOf(c);
        if (plain >= 0) {
            out.append("\b\f\n\r\t\u000B".charAt(plain));
            at += 2;
        } else if (c == 'u') {
            unicode(out);
        } else if (c == 'x') {
            int end = hex(at + 2, 2);
            if (end < at + 4) {
                throw error("invalid hex character sequence", text.substring(at, end));
            }
            character(Integer.parseInt(text.substring(at + 2, end), 16), out);
            at = end;
        } else {
            int point = text.codePointAt(at + 1);
            out.appendCodePoint(point);
            at += 1 + Character.charCount(point);
        }
    }

    private int hex(int from, int most) {
        int end = from;
        while (end < text.length()
                && end - from < most
                && text.charAt(end) < 0x80
                && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        return end;
    }

    /** One escape or several in a row, of which two may be the halves of one character. */
    private void unicode(StringBuilder out) {
        int start = at;
        int high = -1;
        while (text.startsWith("\\u", at)) {
            int end;
            int code;
            if (at(at + 2) == '{') {
                end = hex(at + 3, 6);
                if (end == at + 3 || at(end) != '}') {
                    throw error("invalid unicode sequence", text.substring(start, end));
                }
                code = Integer.parseInt(text.substring(at + 3, end), 16);
                end++;
            } else {
                end = hex(at + 2, 4);
                if (end < at + 6) {
                    throw error("invalid unicode sequence", text.substring(start, end));
                }
                code = Integer.parseInt(text.substring(at + 2, end), 16);
            }
            at = end;
            high = unicode(code, high, out);
        }
        if (high >= 0) {
            throw surrogate("Unicode low surrogate must follow a high surrogate.");
        }
    }

    private static int unicode(int code, int high, StringBuilder out) {
        if (code >= 0xD800 && code < 0xDC00) {
            if (high >= 0) {
                throw surrogate("Unicode high surrogate must not follow a high surrogate.");
            }
            return code;
        }
        boolean low = code >= 0xDC00 && code < 0xE000;
        if (low != high >= 0) {
            throw surrogate("Unicode low surrogate must follow a high surrogate.");
        }
        character(low ? Character.toCodePoint((char) high, (char) code) : code, out);
        return -1;
    }

    private static void character(int code, StringBuilder out) {
        if (code == 0) {
            throw SqlFailure.build(FailureKind.BAD_VALUE, "unsupported Unicode escape sequence")
                    .sqlState("22P05")
                    .detail("\\u0000 cannot be converted to text.")
                    .build();
        }
        if (code > Character.MAX_CODE_POINT) {
            throw SqlFailure.of(FailureKind.SYNTAX, "invalid Unicode code point");
        }
        out.appendCodePoint(code);
    }

    private static SqlFailure surrogate(String detail) {
        return SqlFailure.build(FailureKind.BAD_VALUE, "invalid input syntax for type jsonpath")
                .detail(detail)
                .build();
    }
}
