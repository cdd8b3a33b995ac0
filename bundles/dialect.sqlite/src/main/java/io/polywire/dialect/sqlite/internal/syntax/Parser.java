package io.polywire.dialect.sqlite.internal.syntax;

import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses one statement. What SQLite prepares it takes, and somewhat more: SQLite looks at every statement again.
 *
 * @see <a href="https://sqlite.org/lang.html">SQL As Understood By SQLite</a>
 */
public final class Parser extends Definitions {
    private Parser(String text) {
        super(text);
    }

    /**
     * Takes a statement apart.
     *
     * @param text one statement; a semicolon may follow it
     * @throws io.polywire.api.error.SqlFailure 42601 with a position
     */
    public static Command parse(String text) {
        Parser p = new Parser(text);
        Command c = p.command();
        while (p.accept(Kind.SEMICOLON)) {
            // nothing behind it
        }
        p.expect(Kind.END);
        return c;
    }

    private Command command() {
        int from = start();
        if (accept("EXPLAIN")) {
            boolean plan = accept("QUERY", "PLAN");
            Command explained = command();
            return new Command.Explain(from, before(), plan, explained);
        }
        Command rows = rows();
        if (rows != null) {
            return rows;
        }
        return switch (raw()) {
            case "CREATE" -> create();
            case "DROP" -> drop();
            case "ALTER" -> alter();
            case "PRAGMA" -> pragma();
            case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE" -> transaction();
            case "ANALYZE", "REINDEX" -> about();
            case "VACUUM" -> vacuum();
            case "ATTACH", "DETACH" -> attach();
            default -> throw unexpected();
        };
    }

    private Command.Other other(int from, String verb, Command.Named name, List<Expression> values) {
        return new Command.Other(from, before(), verb, name, values);
    }

    private Command about() {
        int from = start();
        String verb = raw();
        advance();
        return other(from, verb, isName(0) ? named() : null, List.of());
    }

    private Command pragma() {
        int from = start();
        advance();
        Command.Named name = named();
        if (isOperator("=")) {
            advance();
            pragmaValue();
        } else if (accept(Kind.OPEN)) {
            pragmaValue();
            expect(Kind.CLOSE);
        }
        return other(from, "PRAGMA", name, List.of());
    }

    /** A number or a word: ON, DELETE and DEFAULT too. */
    private void pragmaValue() {
        if (isOperator("+") || isOperator("-") || kind() == Kind.NUMBER) {
            signed();
        } else if (is("ON") || is("DELETE") || is("DEFAULT")) {
            advance();
        } else {
            name();
        }
    }

    private Command transaction() {
        int from = start();
        String verb = raw();
        advance();
        switch (verb) {
            case "BEGIN" -> {
                if (!accept("DEFERRED") && !accept("IMMEDIATE")) {
                    accept("EXCLUSIVE");
                }
                if (accept("TRANSACTION") && isName(0)) {
                    name();
                }
            }
            case "SAVEPOINT" -> name();
            case "RELEASE" -> {
                accept("SAVEPOINT");
                name();
            }
            default -> {
                if (accept("TRANSACTION") && isName(0) && !is("TO")) {
                    name();
                }
                if (verb.equals("ROLLBACK") && accept("TO")) {
                    accept("SAVEPOINT");
                    name();
                }
            }
        }
        return other(from, verb, null, List.of());
    }

    private Command vacuum() {
        int from = start();
        advance();
        Command.Named name = isName(0) ? named() : null;
        List<Expression> values = new ArrayList<>();
        if (accept("INTO")) {
            values.add(expression());
        }
        return other(from, "VACUUM", name, values);
    }

    private Command attach() {
        int from = start();
        String verb = raw();
        advance();
        accept("DATABASE");
        List<Expression> values = new ArrayList<>();
        values.add(expression());
        if (verb.equals("ATTACH")) {
            expect("AS");
            values.add(expression());
            if (accept("KEY")) {
                values.add(expression());
            }
        }
        return other(from, verb, null, values);
    }
}
