package io.polywire.dialect.sqlite.internal.syntax;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.sqlite.internal.SqliteLexer;
import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The tokens of a statement, and where a parser stands in them. What follows is looked at without going on. */
class Tokens {
    /**
     * Words that are never names without quotes: those for which SQLite's grammar has no fallback to ID
     * (src/parse.y, %fallback; lang_keywords.html).
     */
    private static final Set<String> RESERVED = Set.of(
            ("ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE DEFAULT DEFERRABLE"
                            + " DELETE DISTINCT DROP ELSE ESCAPE EXCEPT EXISTS FOREIGN FROM GROUP HAVING IN INDEX INSERT"
                            + " INTERSECT INTO IS ISNULL LIMIT NOT NOTHING NOTNULL NULL ON OR ORDER PRIMARY REFERENCES"
                            + " RETURNING SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING VALUES WHEN WHERE")
                    .split(" "));

    private static final Set<String> JOIN =
            Set.of("CROSS", "FULL", "INNER", "JOIN", "LEFT", "NATURAL", "OUTER", "RIGHT");

    private static final List<String> OPERATORS = List.of("->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "==", "!=");

    private record Token(Kind kind, int start, int end, String text) {}

    final String text;
    private final SqliteLexer lexer;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int highest;
    private final Map<String, Integer> names = new HashMap<>();

    Tokens(String text) {
        this.text = text;
        this.lexer = new SqliteLexer(text);
        for (Kind k = lexer.next(); k != Kind.END; k = lexer.next()) {
            String raw = k == Kind.WORD ? lexer.raw().toUpperCase(Locale.ROOT) : lexer.raw();
            tokens.add(new Token(k, lexer.start(), lexer.end(), raw));
            if (k == Kind.OPERATOR) {
                join();
            }
        }
        tokens.add(new Token(Kind.END, text.length(), text.length(), ""));
    }

    /** Operators of several characters come as several tokens. */
    private void join() {
        for (int n = 3; n >= 2; n--) {
            int from = tokens.size() - n;
            if (from < 0) {
                continue;
            }
            Token first = tokens.get(from);
            Token last = tokens.get(tokens.size() - 1);
            // "->" is one token by the time that ">" comes
            boolean adjacent = last.end() - first.start() <= 3;
            for (int i = from; i + 1 < tokens.size(); i++) {
                adjacent &= tokens.get(i).kind() == Kind.OPERATOR
                        && tokens.get(i).end() == tokens.get(i + 1).start();
            }
            String joined = text.substring(first.start(), last.end());
            if (adjacent && OPERATORS.contains(joined)) {
                tokens.subList(from, tokens.size()).clear();
                tokens.add(new Token(Kind.OPERATOR, first.start(), last.end(), joined));
                return;
            }
        }
    }

    private Token token(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    final Kind kind() {
        return token(0).kind();
    }

    final Kind kind(int ahead) {
        return token(ahead).kind();
    }

    final int start() {
        return token(0).start();
    }

    /** Where the token before the present one ends. */
    final int before() {
        return at == 0 ? 0 : tokens.get(at - 1).end();
    }

    /** The present token as it is written; a word in upper case. */
    final String raw() {
        return token(0).text();
    }

    final void advance() {
        at++;
    }

    final int mark() {
        return at;
    }

    final void back(int mark) {
        at = mark;
    }

    final boolean is(String word) {
        return isAt(0, word);
    }

    final boolean isAt(int ahead, String word) {
        Token t = token(ahead);
        return t.kind() == Kind.WORD && t.text().equals(word);
    }

    final boolean isOperator(String operator) {
        return token(0).kind() == Kind.OPERATOR && token(0).text().equals(operator);
    }

    final boolean isOperatorAt(int ahead, String operator) {
        return token(ahead).kind() == Kind.OPERATOR && token(ahead).text().equals(operator);
    }

    /** Goes on behind words if all of them come now. */
    final boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!isAt(i, words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    final boolean accept(Kind kind) {
        if (kind() != kind) {
            return false;
        }
        at++;
        return true;
    }

    final void expect(String... words) {
        if (!accept(words)) {
            throw unexpected();
        }
    }

    final void expect(Kind kind) {
        if (!accept(kind)) {
            throw unexpected();
        }
    }

    final SqlFailure unexpected() {
        return lexer.syntax(
                kind() == Kind.END
                        ? "incomplete input"
                        : "near \"" + text.substring(start(), token(0).end()) + "\": syntax error",
                start());
    }

    // --- names ----------------------------------------------------------------------------------------------------

    /** Whether the token so far ahead is a name without quotes that SQLite's {@code id} takes. */
    final boolean isIdentifier(int ahead) {
        Token t = token(ahead);
        return t.kind() == Kind.QUOTED
                || t.kind() == Kind.WORD && !RESERVED.contains(t.text()) && !JOIN.contains(t.text());
    }

    final boolean isJoin(int ahead) {
        return token(ahead).kind() == Kind.WORD && JOIN.contains(token(ahead).text());
    }

    /** Whether SQLite's {@code nm} takes the token: also words of joins, and a text. */
    final boolean isName(int ahead) {
        Token t = token(ahead);
        return isIdentifier(ahead)
                || t.kind() == Kind.STRING
                || isJoin(ahead) && !t.text().equals("JOIN");
    }

    /** The name that a token is. */
    final String nameAt(int ahead) {
        Token t = token(ahead);
        if (t.kind() == Kind.WORD) {
            return text.substring(t.start(), t.end());
        }
        char open = text.charAt(t.start());
        String inner = text.substring(t.start() + 1, t.end() - 1);
        return open == '[' ? inner : inner.replace("" + open + open, "" + open);
    }

    final boolean isDoubled() {
        return kind() == Kind.QUOTED && text.charAt(start()) == '"';
    }

    final String name() {
        if (!isName(0)) {
            throw unexpected();
        }
        String name = nameAt(0);
        at++;
        return name;
    }

    /** [schema .] name. */
    final Command.Named named() {
        int from = start();
        String first = name();
        if (accept(Kind.DOT)) {
            return new Command.Named(from, tokens.get(at).end(), first, name());
        }
        return new Command.Named(from, before(), null, first);
    }

    /** Names in parentheses. */
    final List<String> names() {
        List<String> names = new ArrayList<>();
        expect(Kind.OPEN);
        do {
            names.add(name());
        } while (accept(Kind.COMMA));
        expect(Kind.CLOSE);
        return names;
    }

    // --- parameters -----------------------------------------------------------------------------------------------

    /** The number of the parameter that comes now. */
    final int parameter() {
        String raw = raw();
        at++;
        if (raw.equals("?")) {
            return ++highest;
        }
        if (raw.charAt(0) == '?') {
            int n = Integer.parseInt(raw.substring(1));
            highest = Math.max(highest, n);
            return n;
        }
        Integer known = names.get(raw);
        if (known == null) {
            known = ++highest;
            names.put(raw, known);
        }
        return known;
    }

    /** Goes on behind what stands in balanced parentheses, the closing one excluded. */
    final void skipBalanced() {
        int depth = 0;
        while (kind() != Kind.END && (depth > 0 || kind() != Kind.CLOSE)) {
            depth += kind() == Kind.OPEN ? 1 : kind() == Kind.CLOSE ? -1 : 0;
            at++;
        }
    }
}
