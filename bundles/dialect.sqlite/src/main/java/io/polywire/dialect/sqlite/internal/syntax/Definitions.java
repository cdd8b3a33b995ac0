package io.polywire.dialect.sqlite.internal.syntax;

import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parses CREATE, ALTER and DROP. */
abstract class Definitions extends Changes {
    Definitions(String text) {
        super(text);
    }

    final Command create() {
        int from = start();
        expect("CREATE");
        boolean temporary = accept("TEMP") || accept("TEMPORARY");
        if (accept("TABLE")) {
            return table(from, temporary);
        }
        if (accept("VIEW")) {
            boolean lenient = accept("IF", "NOT", "EXISTS");
            Command.Named name = named();
            List<String> columns = kind() == Kind.OPEN ? names() : List.of();
            expect("AS");
            Query q = query();
            return new Command.CreateView(from, before(), temporary, lenient, name, columns, q);
        }
        if (accept("TRIGGER")) {
            return trigger(from, temporary);
        }
        if (accept("VIRTUAL", "TABLE")) {
            return virtual(from);
        }
        boolean unique = accept("UNIQUE");
        expect("INDEX");
        return index(from, unique);
    }

    // --- tables ---------------------------------------------------------------------------------------------------

    private Command table(int from, boolean temporary) {
        boolean lenient = accept("IF", "NOT", "EXISTS");
        Command.Named name = named();
        if (accept("AS")) {
            Query q = query();
            return new Command.CreateTable(from, before(), temporary, lenient, name, List.of(), List.of(), q);
        }
        expect(Kind.OPEN);
        List<Command.ColumnDefinition> columns = new ArrayList<>();
        List<Command.Reference> references = new ArrayList<>();
        do {
            if (isConstraint()) {
                tableConstraints(references);
                break;
            }
            columns.add(columnDefinition(references));
        } while (accept(Kind.COMMA));
        expect(Kind.CLOSE);
        while (kind() == Kind.WORD || kind() == Kind.COMMA) {
            // WITHOUT ROWID, STRICT
            advance();
        }
        return new Command.CreateTable(from, before(), temporary, lenient, name, columns, references, null);
    }

    private boolean isConstraint() {
        return is("CONSTRAINT") || is("PRIMARY") || is("UNIQUE") || is("CHECK") || is("FOREIGN");
    }

    private void tableConstraints(List<Command.Reference> references) {
        do {
            while (isConstraint()) {
                if (accept("CONSTRAINT")) {
                    name();
                } else if (accept("PRIMARY", "KEY") || accept("UNIQUE")) {
                    expect(Kind.OPEN);
                    sorts();
                    accept("AUTOINCREMENT");
                    expect(Kind.CLOSE);
                    onConflict();
                } else if (accept("CHECK")) {
                    expect(Kind.OPEN);
                    expression();
                    expect(Kind.CLOSE);
                    onConflict();
                } else {
                    expect("FOREIGN", "KEY");
                    names();
                    expect("REFERENCES");
                    references(references);
                    deferrable();
                }
            }
            // the comma between two of them may be left out
            accept(Kind.COMMA);
        } while (isConstraint());
    }

    private void onConflict() {
        if (accept("ON", "CONFLICT")) {
            advance();
        }
    }

    /** What stands behind REFERENCES, as far as it is not about deferring. */
    private void references(List<Command.Reference> references) {
        String table = name();
        List<String> columns = kind() == Kind.OPEN ? names() : List.of();
        references.add(new Command.Reference(table, columns));
        while (true) {
            if (accept("ON")) {
                // DELETE, UPDATE or INSERT, and what is done then
                advance();
                if (!accept("SET", "NULL") && !accept("SET", "DEFAULT") && !accept("NO", "ACTION")) {
                    advance();
                }
            } else if (accept("MATCH")) {
                name();
            } else {
                return;
            }
        }
    }

    private boolean deferrable() {
        if (!accept("DEFERRABLE") && !accept("NOT", "DEFERRABLE")) {
            return false;
        }
        if (accept("INITIALLY")) {
            advance();
        }
        return true;
    }

    final Command.ColumnDefinition columnDefinition(List<Command.Reference> references) {
        int from = start();
        String name = name();
        int type = start();
        typeName();
        String declared = text.substring(type, Math.max(type, before()));
        List<String> constraints = new ArrayList<>();
        String defaultValue = null;
        while (true) {
            int at = start();
            String constraint = columnConstraint(references);
            if (constraint == null) {
                break;
            }
            if (constraint.equals("DEFAULT")) {
                defaultValue = text.substring(at + "DEFAULT".length(), before()).strip();
            }
            constraints.add(constraint);
        }
        return new Command.ColumnDefinition(from, before(), name, declared, constraints, defaultValue);
    }

    private String columnConstraint(List<Command.Reference> references) {
        if (accept("CONSTRAINT")) {
            name();
            return "CONSTRAINT";
        }
        if (accept("DEFAULT")) {
            defaultValue();
            return "DEFAULT";
        }
        if (accept("NULL")) {
            onConflict();
            return "NULL";
        }
        if (is("NOT") && isAt(1, "NULL")) {
            advance();
            advance();
            onConflict();
            return "NOT NULL";
        }
        if (accept("PRIMARY", "KEY")) {
            if (!accept("ASC")) {
                accept("DESC");
            }
            onConflict();
            accept("AUTOINCREMENT");
            return "PRIMARY KEY";
        }
        if (accept("UNIQUE")) {
            onConflict();
            return "UNIQUE";
        }
        if (accept("CHECK")) {
            expect(Kind.OPEN);
            expression();
            expect(Kind.CLOSE);
            onConflict();
            return "CHECK";
        }
        if (accept("REFERENCES")) {
            references(references);
            return "REFERENCES";
        }
        if (accept("COLLATE")) {
            name();
            return "COLLATE";
        }
        if (accept("GENERATED", "ALWAYS", "AS") || accept("AS")) {
            expect(Kind.OPEN);
            expression();
            expect(Kind.CLOSE);
            if (isIdentifier(0)) {
                // STORED or VIRTUAL
                advance();
            }
            return "GENERATED";
        }
        return deferrable() ? "DEFERRABLE" : null;
    }

    private void defaultValue() {
        if (accept(Kind.OPEN)) {
            expression();
            expect(Kind.CLOSE);
            return;
        }
        if (isOperator("+") || isOperator("-")) {
            advance();
        }
        if (kind() == Kind.NUMBER || kind() == Kind.BLOB || kind() == Kind.STRING || kind() == Kind.WORD) {
            advance();
        } else {
            name();
        }
    }

    private Command index(int from, boolean unique) {
        boolean lenient = accept("IF", "NOT", "EXISTS");
        Command.Named name = named();
        expect("ON");
        String table = name();
        expect(Kind.OPEN);
        List<Query.Sort> keys = sorts();
        expect(Kind.CLOSE);
        Expression where = accept("WHERE") ? expression() : null;
        return new Command.CreateIndex(from, before(), unique, lenient, name, table, keys, where);
    }

    private Command virtual(int from) {
        boolean lenient = accept("IF", "NOT", "EXISTS");
        Command.Named name = named();
        expect("USING");
        String module = name();
        String arguments = "";
        if (accept(Kind.OPEN)) {
            int at = start();
            skipBalanced();
            arguments = text.substring(at, Math.max(at, before()));
            expect(Kind.CLOSE);
        }
        return new Command.CreateVirtualTable(from, before(), lenient, name, module, arguments);
    }

    // --- triggers -------------------------------------------------------------------------------------------------

    private Command trigger(int from, boolean temporary) {
        boolean lenient = accept("IF", "NOT", "EXISTS");
        Command.Named name = named();
        if (!accept("BEFORE") && !accept("AFTER")) {
            accept("INSTEAD", "OF");
        }
        String event = raw();
        List<String> columns = new ArrayList<>();
        if (!accept("INSERT") && !accept("DELETE")) {
            expect("UPDATE");
            if (accept("OF")) {
                do {
                    columns.add(name());
                } while (accept(Kind.COMMA));
            }
        }
        expect("ON");
        Command.Named table = named();
        accept("FOR", "EACH", "ROW");
        Expression when = accept("WHEN") ? expression() : null;
        expect("BEGIN");
        List<Command> body = new ArrayList<>();
        do {
            Command c = rows();
            if (c == null) {
                throw unexpected();
            }
            body.add(c);
            expect(Kind.SEMICOLON);
        } while (!is("END"));
        expect("END");
        return new Command.CreateTrigger(from, before(), temporary, lenient, name, table, event, columns, when, body);
    }

    // --- ALTER, DROP ----------------------------------------------------------------------------------------------

    final Command drop() {
        int from = start();
        expect("DROP");
        String what = raw();
        if (!accept("TABLE") && !accept("VIEW") && !accept("INDEX")) {
            expect("TRIGGER");
        }
        boolean lenient = accept("IF", "EXISTS");
        Command.Named name = named();
        return new Command.Drop(from, before(), what, lenient, name);
    }

    final Command alter() {
        int from = start();
        expect("ALTER", "TABLE");
        Command.Named name = named();
        if (accept("RENAME", "TO")) {
            String to = name();
            return new Command.AlterTable(from, before(), name, "RENAME TO", null, to, null, List.of());
        }
        if (accept("RENAME")) {
            accept("COLUMN");
            String column = name();
            expect("TO");
            String to = name();
            return new Command.AlterTable(from, before(), name, "RENAME COLUMN", column, to, null, List.of());
        }
        if (accept("DROP")) {
            accept("COLUMN");
            String column = name();
            return new Command.AlterTable(from, before(), name, "DROP COLUMN", column, null, null, List.of());
        }
        expect("ADD");
        accept("COLUMN");
        List<Command.Reference> references = new ArrayList<>();
        Command.ColumnDefinition added = columnDefinition(references);
        return new Command.AlterTable(from, before(), name, "ADD COLUMN", null, null, added, references);
    }
}
