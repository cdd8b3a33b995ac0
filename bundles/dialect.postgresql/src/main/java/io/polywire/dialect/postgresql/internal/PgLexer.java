package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.lexer.Lexer;

/** PostgreSQL 15's tokens, by the rules of chapter 4.1 of its manual, in one pass and linear time. */
final class PgLexer extends Lexer {
    private static final int LONGEST_OPERATOR = 63;

    private static final int ASCII = 0x80;
    private static final int START = 1;
    private static final int PART = 2;
    private static final int OPERATOR = 4;

    /** For each character of ASCII what it may be: each character of a text is looked up several times. */
    private static final byte[] CLASSES = new byte[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            boolean start = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            CLASSES[c] = (byte) ((start ? START : 0)
                    | (start || isDigit(c) || c == '$' ? PART : 0)
                    | ("~!@#^&|`?+-*/%<>=".indexOf(c) >= 0 ? OPERATOR : 0));
        }
    }

    private final Tokens tokens;
    private final boolean standardStrings;
    private final boolean keywords;
    private final Strings strings;

    /** What stands in the U& string or name that waits for its UESCAPE; null if none does. */
    private String pendingRaw;

    /** Its token. */
    private int pendingUnicode;

    /** Whether the word UESCAPE was read behind it. */
    private boolean uescapeSeen;

    private PgLexer(String text, boolean standardStrings, boolean keywords) {
        super(text);
        this.tokens = new Tokens(text);
        this.standardStrings = standardStrings;
        this.keywords = keywords;
        this.strings = new Strings(text);
    }

    /**
     * The tokens of a text, the last of kind END or FAILURE.
     *
     * @param standardStrings the setting standard_conforming_strings: whether a backslash in '...' is just that
     */
    static Tokens lex(String text, boolean standardStrings) {
        return lex(text, standardStrings, true);
    }

    /** The tokens of a text in which no word is told from a name: for those who look for constants only. */
    static Tokens withoutKeywords(String text) {
        return lex(text, true, false);
    }

    private static Tokens lex(String text, boolean standardStrings, boolean keywords) {
        PgLexer lexer = new PgLexer(text, standardStrings, keywords);
        try {
            lexer.run();
        } catch (SqlFailure f) {
            if (lexer.pendingRaw != null) {
                // The string before UESCAPE is no token without it.
                lexer.tokens.count = lexer.pendingUnicode;
            }
            lexer.tokens.fail(f, lexer.start);
        }
        return lexer.tokens;
    }

    private void run() {
        int n = text.length();
        for (; ; ) {
            skipBlanks();
            start = at;
            if (at >= n) {
                tokens.add(Tokens.END, n, n);
                return;
            }
            char c = text.charAt(at);
            if (isIdentifierStart(c)) {
                word(c);
            } else if (isDigit(c) || c == '.' && at + 1 < n && isDigit(text.charAt(at + 1))) {
                number();
            } else {
                other(c);
            }
        }
    }

    private void other(char c) {
        switch (c) {
            case '(', ')', ',', ';', '[', ']' -> self(c);
            case '\'' -> {
                if (standardStrings) {
                    plain(0);
                } else {
                    escaped(0);
                }
            }
            case '"' -> {
                at++;
                quotedName();
            }
            case '$' -> dollar();
            case '.' -> {
                if (follows(1, '.')) {
                    token(Tokens.DOT_DOT, 2);
                } else {
                    self(c);
                }
            }
            case ':' -> {
                if (follows(1, ':')) {
                    token(Tokens.CAST, 2);
                } else if (follows(1, '=')) {
                    token(Tokens.COLON_EQUALS, 2);
                } else {
                    self(c);
                }
            }
            default -> {
                if (isOperator(c)) {
                    operator();
                } else {
                    self(c);
                }
            }
        }
    }

    private void self(char c) {
        token(c, 1);
    }

    private void token(int kind, int length) {
        at = start + length;
        tokens.add(kind, start, at);
    }

    private boolean follows(int distance, char c) {
        int i = at + distance;
        return i < text.length() && text.charAt(i) == c;
    }

    private void skipBlanks() {
        int n = text.length();
        while (at < n) {
            char c = text.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (c == '-' && follows(1, '-')) {
                at = Strings.endOfLine(text, at);
            } else if (c == '/' && follows(1, '*')) {
                start = at;
                if (!skipBlockComment(true)) {
                    throw failure("unterminated /* comment", text.length());
                }
            } else {
                return;
            }
        }
    }

    private void word(char c) {
        if (c <= 'x' && (follows(1, '\'') || follows(1, '&')) && prefixed(c)) {
            return;
        }
        int n = text.length();
        int i = at + 1;
        while (i < n && isIdentifierPart(text.charAt(i))) {
            i++;
        }
        at = i;
        Keyword k = keywords ? Keywords.find(text, start, i) : null;
        tokens.add(k == null ? Tokens.IDENTIFIER : Tokens.KEYWORD + k.ordinal(), start, i);
        unicodeEscape();
    }

    /** Strings with a letter before the quote: E'', B'', X'', N'', U&'' and U&"". */
    private boolean prefixed(char c) {
        boolean quote = follows(1, '\'');
        switch (c) {
            case 'e', 'E' -> {
                if (quote) {
                    escaped(1);
                    return true;
                }
            }
            case 'b', 'B' -> {
                if (quote) {
                    digits(Tokens.BITS, "unterminated bit string literal");
                    return true;
                }
            }
            case 'x', 'X' -> {
                if (quote) {
                    digits(Tokens.HEX, "unterminated hexadecimal string literal");
                    return true;
                }
            }
            case 'n', 'N' -> {
                if (quote) {
                    // N'...' is the word NCHAR and a string.
                    token(Tokens.KEYWORD + Keyword.NCHAR.ordinal(), 1);
                    return true;
                }
            }
            case 'u', 'U' -> {
                if (follows(1, '&') && (follows(2, '\'') || follows(2, '"'))) {
                    unicode();
                    return true;
                }
            }
            default -> {}
        }
        return false;
    }

    private void plain(int prefix) {
        at = start + prefix + 1;
        int from = at;
        int close = text.indexOf('\'', at);
        if (close < 0) {
            throw failure("unterminated quoted string", text.length());
        }
        at = close + 1;
        boolean whole = !follows(0, '\'') && strings.continuation(at) < 0;
        if (whole) {
            tokens.add(Tokens.STRING, start, at);
            unicodeEscapeValue();
            return;
        }
        String value = segments(from);
        tokens.add(Tokens.STRING, start, at);
        tokens.decode(value);
        unicodeEscapeValue();
    }

    /** A plain string from behind its first quote to its end, with quotes halved and continuations joined. */
    private String segments(int from) {
        StringBuilder out = new StringBuilder();
        int i = from;
        for (; ; ) {
            int close = text.indexOf('\'', i);
            if (close < 0) {
                throw failure("unterminated quoted string", text.length());
            }
            out.append(text, i, close);
            i = close + 1;
            if (i < text.length() && text.charAt(i) == '\'') {
                out.append('\'');
                i++;
                continue;
            }
            int next = strings.continuation(i);
            if (next < 0) {
                at = i;
                return out.toString();
            }
            i = next;
        }
    }

    private void escaped(int prefix) {
        String value = strings.escaped(start, start + prefix + 1);
        at = strings.end();
        tokens.add(Tokens.STRING, start, at);
        tokens.decode(value);
        unicodeEscapeValue();
    }

    /** B'' and X'': a quote always ends them, and what is inside is looked at when its value is needed. */
    private void digits(int kind, String unterminated) {
        StringBuilder out = new StringBuilder();
        int i = start + 2;
        while (i >= 0) {
            int close = text.indexOf('\'', i);
            if (close < 0) {
                throw failure(unterminated, text.length());
            }
            out.append(text, i, close);
            at = close + 1;
            i = strings.continuation(at);
        }
        tokens.add(kind, start, at);
        tokens.decode(out.toString());
    }

    private void quotedName() {
        int from = at;
        if (!skipQuoted('"')) {
            throw failure("unterminated quoted identifier", text.length());
        }
        if (at == from + 1) {
            throw failure("zero-length delimited identifier", at);
        }
        tokens.add(Tokens.IDENTIFIER, start, at);
    }

    private void unicode() {
        boolean name = text.charAt(start + 2) == '"';
        if (!name && !standardStrings) {
            throw tokens.failureAt(FailureKind.UNSUPPORTED, "unsafe use of string constant with Unicode escapes", start)
                    .detail("String constants with Unicode escapes cannot be used when standard_conforming_strings is"
                            + " off.")
                    .build();
        }
        at = start + 3;
        String raw;
        if (name) {
            if (!skipQuoted('"')) {
                throw failure("unterminated quoted identifier", text.length());
            }
            raw = text.substring(start + 3, at - 1).replace("\"\"", "\"");
            if (raw.isEmpty()) {
                throw failure("zero-length delimited identifier", at);
            }
        } else {
            raw = segments(at);
        }
        tokens.add(name ? Tokens.IDENTIFIER : Tokens.STRING, start, at);
        tokens.decode(raw);
        // Without UESCAPE behind it the escape character is the backslash.
        int begin = start;
        int after = at;
        skipBlanks();
        boolean waits = wordFollows("uescape");
        start = begin;
        at = after;
        if (waits) {
            pendingUnicode = tokens.count - 1;
            pendingRaw = raw;
        } else {
            tokens.decode(strings.unicode(raw, '\\', start));
        }
    }

    private boolean wordFollows(String word) {
        int n = word.length();
        return text.regionMatches(true, at, word, 0, n)
                && (at + n >= text.length() || !isIdentifierPart(text.charAt(at + n)));
    }

    /** Behind a word, which is UESCAPE if a string waits for it: only a string may follow. */
    private void unicodeEscape() {
        if (pendingRaw != null) {
            uescapeSeen = true;
            int after = at;
            skipBlanks();
            boolean string = at < text.length()
                    && (text.charAt(at) == '\'' || (text.charAt(at) | 0x20) == 'e' && follows(1, '\''));
            if (!string) {
                start = at;
                int end = at;
                while (end < text.length() && isIdentifierPart(text.charAt(end))) {
                    end++;
                }
                throw at >= text.length()
                        ? tokens.failureAt(
                                        FailureKind.SYNTAX,
                                        "UESCAPE must be followed by a simple string literal at end of input",
                                        at)
                                .build()
                        : failure("UESCAPE must be followed by a simple string literal", Math.max(end, at + 1));
            }
            at = after;
        }
    }

    /** Behind a string, which is the escape character if UESCAPE was read: the waiting string gets its value. */
    private void unicodeEscapeValue() {
        if (pendingRaw == null || !uescapeSeen) {
            return;
        }
        int last = tokens.count - 1;
        String value = tokens.string(last);
        if (value.length() != 1 || !isUnicodeEscape(value.charAt(0))) {
            throw failure("invalid Unicode escape character", at);
        }
        String decoded = strings.unicode(pendingRaw, value.charAt(0), tokens.starts[pendingUnicode]);
        tokens.merge(pendingUnicode, tokens.kinds[pendingUnicode], at);
        tokens.decode(decoded);
        pendingRaw = null;
        uescapeSeen = false;
    }

    private static boolean isUnicodeEscape(char c) {
        return !(isDigit(c)
                || (c | 0x20) >= 'a' && (c | 0x20) <= 'f'
                || c == '+'
                || c == '\''
                || c == '"'
                || isSpace(c));
    }

    private void dollar() {
        int n = text.length();
        int i = at + 1;
        if (i < n && isDigit(text.charAt(i))) {
            while (i < n && isDigit(text.charAt(i))) {
                i++;
            }
            at = i;
            if (i < n && isIdentifierStart(text.charAt(i))) {
                throw failure("trailing junk after parameter", skipWord(i));
            }
            tokens.add(Tokens.PARAMETER, start, i);
            return;
        }
        if (i < n && isIdentifierStart(text.charAt(i))) {
            while (i < n && isIdentifierPart(text.charAt(i)) && text.charAt(i) != '$') {
                i++;
            }
        }
        if (i >= n || text.charAt(i) != '$') {
            self('$');
            return;
        }
        String tag = text.substring(start, i + 1);
        int close = text.indexOf(tag, i + 1);
        if (close < 0) {
            throw failure("unterminated dollar-quoted string", n);
        }
        at = close + tag.length();
        tokens.add(Tokens.STRING, start, at);
        tokens.decode(text.substring(i + 1, close));
    }

    private void number() {
        int n = text.length();
        int i = skipDigits(at);
        boolean decimal = false;
        // "1..2" is the range 1 .. 2, not the number "1." before ".2".
        if (i < n && text.charAt(i) == '.' && (i == at || i + 1 >= n || text.charAt(i + 1) != '.')) {
            decimal = true;
            i = skipDigits(i + 1);
        }
        if (i < n && (text.charAt(i) | 0x20) == 'e') {
            int j = i + 1;
            boolean sign = j < n && (text.charAt(j) == '+' || text.charAt(j) == '-');
            if (sign) {
                j++;
            }
            int k = skipDigits(j);
            if (k > j) {
                decimal = true;
                i = k;
            } else {
                throw failure("trailing junk after numeric literal", sign ? j : skipWord(i));
            }
        }
        if (i < n && isIdentifierStart(text.charAt(i))) {
            throw failure("trailing junk after numeric literal", skipWord(i));
        }
        at = i;
        tokens.add(decimal || !fitsInteger(start, i) ? Tokens.DECIMAL : Tokens.INTEGER, start, i);
    }

    private int skipWord(int from) {
        int i = from;
        while (i < text.length() && isIdentifierPart(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int skipDigits(int i) {
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private boolean fitsInteger(int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (text.charAt(i) - '0');
            if (value > Integer.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    private void operator() {
        int n = text.length();
        int i = at;
        boolean unusual = false;
        while (i < n && isOperator(text.charAt(i))) {
            char c = text.charAt(i);
            // A comment ends an operator.
            if (i > at && (c == '-' && text.startsWith("--", i) || c == '/' && text.startsWith("/*", i))) {
                break;
            }
            unusual |= isUnusual(c);
            i++;
        }
        // An operator of more than one character ends with + or - only if it has a character that SQL's own have not:
        // so "=-1" and "*+1" are what they look like.
        if (!unusual) {
            while (i - at > 1 && (text.charAt(i - 1) == '+' || text.charAt(i - 1) == '-')) {
                i--;
            }
        }
        int length = i - at;
        char c = text.charAt(at);
        if (length == 1) {
            token(isSelf(c) ? c : Tokens.OPERATOR, 1);
            return;
        }
        if (length == 2) {
            char d = text.charAt(at + 1);
            int kind = Tokens.OPERATOR;
            if (d == '=') {
                kind = c == '<'
                        ? Tokens.LESS_EQUALS
                        : c == '>' ? Tokens.GREATER_EQUALS : c == '!' ? Tokens.NOT_EQUALS : Tokens.OPERATOR;
            } else if (d == '>') {
                kind = c == '<' ? Tokens.NOT_EQUALS : c == '=' ? Tokens.EQUALS_GREATER : Tokens.OPERATOR;
            }
            token(kind, 2);
            return;
        }
        if (length > LONGEST_OPERATOR) {
            throw failure("operator too long", i);
        }
        token(Tokens.OPERATOR, length);
    }

    /** A failure at the current token, which ends somewhere. */
    private SqlFailure failure(String message, int to) {
        return tokens.failureAt(
                        FailureKind.SYNTAX,
                        message + " at or near \"" + text.substring(start, Math.min(to, text.length())) + "\"",
                        start)
                .build();
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isIdentifierStart(char c) {
        return c >= ASCII || (CLASSES[c] & START) != 0;
    }

    private static boolean isIdentifierPart(char c) {
        return c >= ASCII || (CLASSES[c] & PART) != 0;
    }

    private static boolean isSelf(char c) {
        return ",()[].;:+-*/%^<>=".indexOf(c) >= 0;
    }

    private static boolean isOperator(char c) {
        return c < ASCII && (CLASSES[c] & OPERATOR) != 0;
    }

    private static boolean isUnusual(char c) {
        return "~!@#^&|`?%".indexOf(c) >= 0;
    }
}
