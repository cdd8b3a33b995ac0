package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Copy;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.List;

/** COPY, with its options in parentheses or in the older forms. */
final class Copies extends Rules {
    Copies(PgParser parser) {
        super(parser);
    }

    Copy copy() {
        int start = start();
        cursor.advance();
        List<Option> options = new ArrayList<>(4);
        StatementBody query = null;
        QualifiedName table = null;
        List<Identifier> columns = List.of();
        if (accept('(')) {
            query = parser.preparable();
            expect(')');
        } else {
            word(options, BINARY, "format", "binary");
            table = qualifiedName();
            columns = columnList();
        }
        boolean from = table != null && accept(FROM);
        if (!from) {
            expect(TO);
        }
        boolean program = accept(PROGRAM);
        Literal file = null;
        if (is(STDIN) || is(STDOUT)) {
            cursor.advance();
            if (program) {
                throw SqlFailure.of(FailureKind.SYNTAX, "STDIN/STDOUT not allowed with PROGRAM");
            }
        } else {
            file = string();
        }
        if (table != null && (is(USING) || is(DELIMITERS))) {
            int old = start();
            accept(USING);
            expect(DELIMITERS);
            options.add(Options.named("delimiter", string(), old, end()));
        }
        accept(WITH);
        if (is('(')) {
            options.addAll(parser.options.copy());
        } else {
            while (older(options)) {}
        }
        Expression where = null;
        if (table != null && is(WHERE)) {
            int clause = start();
            cursor.advance();
            where = parser.expressions.expression();
            if (!from) {
                throw failure("WHERE clause not allowed with COPY TO", clause);
            }
        }
        return new Copy(table, columns, query, from, program, file, options, where, start, end());
    }

    private boolean word(List<Option> options, Keyword k, String name, String value) {
        int start = start();
        if (!accept(k)) {
            return false;
        }
        Literal literal = new Literal(Literal.Kind.STRING, value, start, end());
        options.add(Options.named(name, literal, start, end()));
        return true;
    }

    /** copy_opt_item, or false if none begins here. */
    private boolean older(List<Option> options) {
        int start = start();
        if (word(options, BINARY, "format", "binary") || word(options, CSV, "format", "csv")) {
            return true;
        }
        if (accept(FREEZE)) {
            options.add(Options.named("freeze", null, start, end()));
        } else if (accept(HEADER)) {
            options.add(Options.named("header", null, start, end()));
        } else if (is(DELIMITER) || is(NULL) || is(QUOTE) || is(ESCAPE)) {
            String name = label().name();
            accept(AS);
            options.add(Options.named(name, string(), start, end()));
        } else if (accept(ENCODING)) {
            options.add(Options.named("encoding", string(), start, end()));
        } else if (accept(FORCE)) {
            String name;
            boolean star = false;
            if (accept(QUOTE)) {
                name = "force_quote";
                star = is('*');
            } else {
                boolean not = accept(NOT);
                expect(NULL);
                name = not ? "force_not_null" : "force_null";
            }
            int at = start();
            Expression value;
            if (star) {
                cursor.advance();
                value = new Star(List.of(), at, end());
            } else {
                List<Expression> columns = new ArrayList<>(2);
                for (Identifier id : names()) {
                    columns.add(new ColumnReference(List.of(id), id.start(), id.end()));
                }
                value = new RowExpression(columns, false, at, end());
            }
            options.add(Options.named(name, value, start, end()));
        } else {
            return false;
        }
        return true;
    }
}
