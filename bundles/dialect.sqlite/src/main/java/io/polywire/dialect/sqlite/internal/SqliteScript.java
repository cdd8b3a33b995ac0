package io.polywire.dialect.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;
import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import io.polywire.sql.lexer.MaskedText;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Splits a script at its semicolons, those within a trigger's body excepted: as sqlite3_complete() sees it, a CREATE
 * TRIGGER ends with the sequence {@code ; END ;}.
 */
final class SqliteScript implements Script {
    private static final Set<String> BEFORE_NAMES =
            Set.of("TABLE", "INTO", "FROM", "UPDATE", "INDEX", "VIEW", "TRIGGER", "JOIN", "EXISTS");

    private final String text;
    private final SqliteLexer lexer;
    private Kind token;
    private int offset;

    SqliteScript(String text) {
        this.text = text;
        this.lexer = new SqliteLexer(text);
        skipEmpty();
    }

    @Override
    public boolean hasNext() {
        return token != Kind.END;
    }

    @Override
    public String next() {
        if (token == Kind.END) {
            throw new NoSuchElementException();
        }
        int from = lexer.start();
        boolean trigger = isTrigger();
        boolean end = false;
        boolean semicolonBefore = false;
        int to = lexer.end();
        // isTrigger() has gone on by a few words; none of them can be the END of a body.
        while (token != Kind.END) {
            if (token == Kind.SEMICOLON) {
                if (!trigger || end) {
                    break;
                }
                semicolonBefore = true;
            } else {
                end = semicolonBefore && token == Kind.WORD && lexer.isWord("END");
                semicolonBefore = false;
            }
            to = lexer.end();
            token = lexer.next();
        }
        offset = from;
        skipEmpty();
        return text.substring(from, to);
    }

    /**
     * A text without its constants. SQLite takes "x" for a text where no column is called so, and a comment may hide
     * anything: only behind words that a name of a table follows is it shown.
     */
    static String masked(String text, int most) {
        boolean cut = text.length() > 4L * most;
        MaskedText out = new MaskedText(cut ? text.substring(0, 4 * most) : text);
        SqliteLexer lexer = new SqliteLexer(cut ? text.substring(0, 4 * most) : text);
        boolean name = false;
        try {
            for (Kind k = lexer.next(); k != Kind.END && out.length() < most; k = lexer.next()) {
                switch (k) {
                    case STRING, BLOB, NUMBER -> out.mask(lexer.start(), lexer.end());
                    case QUOTED -> {
                        if (name || text.charAt(lexer.start()) != '"') {
                            out.keep(lexer.start(), lexer.end());
                        } else {
                            out.mask(lexer.start(), lexer.end());
                        }
                    }
                    default -> out.keep(lexer.start(), lexer.end());
                }
                name = k == Kind.WORD && BEFORE_NAMES.contains(lexer.raw().toUpperCase(Locale.ROOT));
            }
            if (cut) {
                out.rest();
            }
        } catch (SqlFailure noToken) {
            out.rest();
        }
        return out.toString();
    }

    @Override
    public int offset() {
        return offset;
    }

    /** [EXPLAIN [QUERY PLAN]] CREATE [TEMP | TEMPORARY] TRIGGER; goes on to the first token that decides. */
    private boolean isTrigger() {
        if (is("EXPLAIN")) {
            token = lexer.next();
            if (is("QUERY")) {
                token = lexer.next();
                if (is("PLAN")) {
                    token = lexer.next();
                }
            }
        }
        if (!is("CREATE")) {
            return false;
        }
        token = lexer.next();
        if (is("TEMP") || is("TEMPORARY")) {
            token = lexer.next();
        }
        return is("TRIGGER");
    }

    private boolean is(String word) {
        return token == Kind.WORD && lexer.isWord(word);
    }

    private void skipEmpty() {
        do {
            token = lexer.next();
        } while (token == Kind.SEMICOLON);
    }
}
