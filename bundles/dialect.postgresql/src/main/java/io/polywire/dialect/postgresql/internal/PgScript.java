package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;
import io.polywire.sql.lexer.MaskedText;
import java.util.NoSuchElementException;

/**
 * Splits a text at its semicolons, but for those inside the bodies of functions in SQL's own syntax and of rules. What
 * is no token at all makes the rest one statement, which fails when its turn comes.
 */
final class PgScript implements Script {
    private final Tokens tokens;
    private int at;
    private int offset;

    PgScript(String text, boolean standardStrings) {
        tokens = PgLexer.lex(text, standardStrings);
        skipEmpty();
    }

    private void skipEmpty() {
        while (tokens.kinds[at] == ';') {
            at++;
        }
    }

    private boolean isEnd(int i) {
        return tokens.kinds[i] == Tokens.END;
    }

    @Override
    public boolean hasNext() {
        return !isEnd(at);
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int from = at;
        int to = at;
        boolean routine = false;
        boolean rule = false;
        int parentheses = 0;
        int blocks = 0;
        if (is(at, CREATE)) {
            int i = is(at + 1, OR) && is(at + 2, REPLACE) ? at + 3 : at + 1;
            routine = is(i, FUNCTION) || is(i, PROCEDURE);
            rule = is(i, RULE);
        }
        while (!isEnd(to)) {
            int kind = tokens.kinds[to];
            if (kind == Tokens.FAILURE) {
                to++;
                break;
            }
            if (kind == '(') {
                parentheses++;
            } else if (kind == ')') {
                parentheses--;
            } else if (kind == ';' && blocks == 0 && !(rule && parentheses > 0)) {
                break;
            } else if (routine) {
                if (blocks == 0 && is(to, BEGIN) && is(to + 1, ATOMIC) || blocks > 0 && is(to, CASE)) {
                    blocks++;
                } else if (blocks > 0 && is(to, Keyword.END)) {
                    blocks--;
                }
            }
            to++;
        }
        offset = tokens.starts[from];
        // with its semicolon, at which what is missing is told and which the texts of cursors and prepared statements
        // have
        String statement = tokens.text.substring(offset, tokens.ends[tokens.kinds[to] == ';' ? to : to - 1]);
        at = to;
        if (at >= tokens.count) {
            at = tokens.count - 1;
            tokens.kinds[at] = Tokens.END;
        }
        skipEmpty();
        return statement;
    }

    /** An error of syntax in one of several statements keeps all of them from running. */
    static void check(String text, boolean standardStrings) {
        PgScript all = new PgScript(text, standardStrings);
        while (all.hasNext()) {
            String statement = all.next();
            try {
                PgParser.parse(statement, standardStrings);
            } catch (SqlFailure f) {
                if (f.kind() != FailureKind.SYNTAX) {
                    // refused when its turn comes
                    continue;
                }
                throw f.but()
                        .position(f.position() == 0 ? 0 : f.position() + text.codePointCount(0, all.offset()))
                        .build();
            }
        }
    }

    /** A text without its constants. */
    static String masked(String text, int most) {
        // each token needs a character at least; what is cut off in the middle is no token and is not shown
        boolean cut = text.length() > 4L * most;
        Tokens t = PgLexer.lex(cut ? text.substring(0, 4 * most) : text, true);
        MaskedText out = new MaskedText(t.text);
        for (int i = 0; i < t.count && t.kinds[i] != Tokens.END && out.length() < most; i++) {
            switch (t.kinds[i]) {
                case Tokens.STRING, Tokens.BITS, Tokens.HEX, Tokens.INTEGER, Tokens.DECIMAL ->
                    out.mask(t.starts[i], t.ends[i]);
                case Tokens.FAILURE -> {
                    out.rest();
                    return out.toString();
                }
                default -> out.keep(t.starts[i], t.ends[i]);
            }
        }
        if (cut) {
            out.rest();
        }
        return out.toString();
    }

    private boolean is(int i, Keyword k) {
        return i < tokens.count && tokens.kinds[i] == Tokens.KEYWORD + k.ordinal();
    }

    @Override
    public int offset() {
        return offset;
    }
}
