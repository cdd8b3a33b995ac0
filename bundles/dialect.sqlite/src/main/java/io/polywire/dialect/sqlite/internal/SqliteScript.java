package io.polywire.dialect.sqlite.internal;

import io.polywire.api.session.Script;
import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.NoSuchElementException;

/**
 * Splits a script at its semicolons, those within a trigger's body excepted: as sqlite3_complete() sees it, a CREATE
 * TRIGGER ends with the sequence {@code ; END ;}.
 */
final class SqliteScript implements Script {
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
