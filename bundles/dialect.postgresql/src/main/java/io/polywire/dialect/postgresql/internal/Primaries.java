package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.dialect.postgresql.internal.Expressions.Parenthesized;
import io.polywire.sql.tree.AllFields;
import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.Case;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Parameter;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryExpression;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.Subscript;
import io.polywire.sql.tree.TypeName;
import io.polywire.sql.tree.When;
import java.util.ArrayList;
import java.util.List;

/** c_expr: constants, names, parentheses, rows, arrays, CASE. */
final class Primaries extends Rules {
    Primaries(PgParser parser) {
        super(parser);
    }

    Expression primary(boolean restricted) {
        int kind = cursor.kind();
        int start = start();
        int i = cursor.at();
        switch (kind) {
            case Tokens.INTEGER:
                return constant(Literal.Kind.INTEGER, tokens.raw(i));
            case Tokens.DECIMAL:
                return constant(Literal.Kind.DECIMAL, tokens.raw(i));
            case Tokens.STRING:
                return constant(Literal.Kind.STRING, tokens.string(i));
            case Tokens.BITS:
                return constant(Literal.Kind.BITS, tokens.string(i));
            case Tokens.HEX:
                return constant(Literal.Kind.HEX, tokens.string(i));
            case Tokens.PARAMETER:
                cursor.advance();
                return indirection(parameter(i));
            case '(':
                return parentheses(restricted);
            case Tokens.IDENTIFIER:
                return named();
            default:
                if (kind < Tokens.KEYWORD) {
                    throw syntax();
                }
        }
        Keyword k = Keywords.of(kind - Tokens.KEYWORD);
        switch (k) {
            case TRUE:
                return constant(Literal.Kind.BOOLEAN, "true");
            case FALSE:
                return constant(Literal.Kind.BOOLEAN, "false");
            case NULL:
                return constant(Literal.Kind.NULL, "");
            case CASE:
                return cases();
            case ARRAY:
                return array();
            case ROW:
                if (next(1, '(')) {
                    return overlaps(row(), restricted);
                }
                break;
            case EXISTS:
                if (next(1, '(')) {
                    cursor.advance();
                    Query q = parser.queries.parenthesizedQuery();
                    return new QueryExpression(QueryExpression.Kind.EXISTS, q, start, end());
                }
                break;
            case UNIQUE:
                if (restricted) {
                    throw syntax();
                }
                cursor.advance();
                parser.queries.parenthesizedQuery();
                throw unsupported("UNIQUE predicate", start);
            default:
                Expression special = parser.functions.special(k);
                if (special != null) {
                    return special;
                }
                Expression typed = typedLiteral(k);
                if (typed != null) {
                    return typed;
                }
        }
        return named();
    }

    private Expression constant(Literal.Kind kind, String value) {
        int start = start();
        cursor.advance();
        return new Literal(kind, value, start, end());
    }

    private Parameter parameter(int i) {
        String digits = tokens.text.substring(tokens.starts[i] + 1, tokens.ends[i]);
        // No wire can send more than 65535.
        int number = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (number < 1 || number > 65535) {
            throw tokens.failureAt(FailureKind.UNDEFINED_OBJECT, "there is no parameter $" + digits, tokens.starts[i])
                    .sqlState("42P02")
                    .build();
        }
        cursor.parameter(number);
        return new Parameter(number, null, tokens.starts[i], tokens.ends[i]);
    }

    // Names: columns, functions, typed literals

    private Expression named() {
        int start = start();
        boolean column = isColumnName();
        boolean function = tokens.isTypeFunctionName(cursor.at());
        if (!column && !function) {
            throw syntax();
        }
        if (function) {
            if (next(1, '(')) {
                Identifier id = typeFunctionName();
                return call(new QualifiedName(List.of(id), id.start(), id.end()));
            }
            if (next(1, Tokens.STRING)) {
                Identifier id = typeFunctionName();
                return literalOf(new QualifiedName(List.of(id), id.start(), id.end()), List.of(), start);
            }
            if (!column) {
                cursor.advance();
                throw syntax();
            }
        }
        Identifier first = name();
        if (!is('.') && !is('[')) {
            return new ColumnReference(List.of(first), start, end());
        }
        List<Identifier> parts = new ArrayList<>(3);
        parts.add(first);
        while (is('.') && !next(1, '*')) {
            cursor.advance();
            parts.add(label());
        }
        if (is('.')) {
            cursor.advance();
            cursor.advance();
            if (is('.') || is('[')) {
                skipIndirection();
                throw failureStar();
            }
            return new Star(parts, start, end());
        }
        if (parts.size() > 1) {
            if (is('(')) {
                return call(new QualifiedName(parts, start, end()));
            }
            if (is(Tokens.STRING)) {
                return literalOf(new QualifiedName(parts, start, end()), List.of(), start);
            }
        }
        return indirection(new ColumnReference(parts, start, end()));
    }

    private RuntimeException failureStar() {
        return tokens.syntax("improper use of \"*\"", cursor.at());
    }

    private void skipIndirection() {
        while (is('.') || is('[')) {
            if (accept('.')) {
                if (!accept('*')) {
                    label();
                }
            } else {
                subscript(null);
            }
        }
    }

    private Expression call(QualifiedName name) {
        return parser.functions.callOrLiteral(name);
    }

    /** A string behind a type. */
    Expression literalOf(QualifiedName type, List<Expression> modifiers, int start) {
        TypeName t = new TypeName(type, false, modifiers, null, List.of(), false, false, start, end());
        Literal value = string();
        return new Cast(value, t, Cast.Style.LITERAL, start, end());
    }

    /** A string behind a type with words of its own, or null if the word at the cursor begins none. */
    private Expression typedLiteral(Keyword k) {
        if (!beginsTypedLiteral(k)) {
            return null;
        }
        int start = start();
        TypeName type;
        if (k == INTERVAL) {
            cursor.advance();
            if (accept('(')) {
                List<Expression> precision = List.of(integer());
                expect(')');
                type = parser.types.builtin("interval", precision, null, start);
                Literal value = string();
                return new Cast(value, type, Cast.Style.LITERAL, start, end());
            }
            Literal value = string();
            type = parser.types.fields(start);
            return new Cast(value, type, Cast.Style.LITERAL, start, end());
        }
        type = parser.types.own(true);
        Literal value = string();
        return new Cast(value, type, Cast.Style.LITERAL, start, end());
    }

    private boolean beginsTypedLiteral(Keyword k) {
        switch (k) {
            case INT, INTEGER, SMALLINT, BIGINT, REAL, BOOLEAN:
                return next(1, Tokens.STRING);
            case FLOAT, DECIMAL, DEC, NUMERIC, INTERVAL:
                return next(1, Tokens.STRING) || next(1, '(');
            case DOUBLE:
                return next(1, PRECISION);
            case BIT, CHARACTER, CHAR, NCHAR, VARCHAR:
                return next(1, Tokens.STRING) || next(1, '(') || next(1, VARYING);
            case NATIONAL:
                return next(1, CHARACTER) || next(1, CHAR);
            case TIMESTAMP, TIME:
                return next(1, Tokens.STRING) || next(1, '(') || next(1, WITHOUT) || next(1, WITH) && next(2, TIME);
            default:
                return false;
        }
    }

    // Parentheses

    private Expression parentheses(boolean restricted) {
        int start = start();
        Parenthesized p = parenthesized();
        if (p.query() != null) {
            return indirection(new QueryExpression(QueryExpression.Kind.SCALAR, p.query(), start, end()));
        }
        if (p.items().size() == 1) {
            return indirection(p.items().get(0));
        }
        return overlaps(new RowExpression(p.items(), false, start, end()), restricted);
    }

    private Expression overlaps(RowExpression row, boolean restricted) {
        return !restricted && !rowOnly && is(OVERLAPS) ? parser.expressions.overlaps(row) : row;
    }

    /** Whether the right side of OVERLAPS is read, which takes no other OVERLAPS. */
    private boolean rowOnly;

    /** The right side of OVERLAPS. */
    RowExpression rightRow() {
        rowOnly = true;
        if (is(ROW) && next(1, '(')) {
            RowExpression row = row();
            rowOnly = false;
            return row;
        }
        int start = start();
        Parenthesized p = parenthesized();
        rowOnly = false;
        if (p.query() != null || p.items().size() < 2) {
            throw tokens.syntax("syntax error", p.comma());
        }
        return new RowExpression(p.items(), false, start, end());
    }

    /**
     * A query or expressions in parentheses, which may look alike for long: {@code ((((SELECT 1) UNION ...} and
     * {@code ((((SELECT 1) + 1) ...}. What was read as a query becomes an operand when an operator follows.
     */
    Parenthesized parenthesized() {
        boolean only = rowOnly;
        rowOnly = false;
        expect('(');
        Parenthesized p = inside();
        expect(')');
        rowOnly = only;
        return p;
    }

    private Parenthesized inside() {
        if (parser.queries.begins(cursor.at())) {
            return new Parenthesized(parser.queries.query(), null, cursor.at());
        }
        if (is('(') && parser.queries.beginsBehindParentheses()) {
            int from = start();
            int outer = cursor.enter();
            Parenthesized inner = parenthesized();
            cursor.leave(outer);
            if (inner.query() != null && (is(')') || parser.queries.continues())) {
                return new Parenthesized(parser.queries.continued(inner.query(), from), null, cursor.at());
            }
            Expression e;
            if (inner.query() != null) {
                e = indirection(new QueryExpression(QueryExpression.Kind.SCALAR, inner.query(), from, end()));
            } else if (inner.items().size() == 1) {
                e = indirection(inner.items().get(0));
            } else {
                e = overlaps(new RowExpression(inner.items(), false, from, end()), false);
            }
            return items(parser.expressions.continued(e));
        }
        return items(parser.expressions.expression());
    }

    private Parenthesized items(Expression first) {
        int comma = cursor.at();
        if (!is(',')) {
            return new Parenthesized(null, List.of(first), comma);
        }
        List<Expression> items = new ArrayList<>();
        items.add(first);
        while (accept(',')) {
            items.add(parser.expressions.expression());
        }
        return new Parenthesized(null, items, comma);
    }

    /** Fields and elements of a value: .name, .*, [1], [1:2]. */
    private Expression indirection(Expression base) {
        Expression e = base;
        while (is('.') || is('[')) {
            cursor.grow();
            if (is('[')) {
                e = subscript(e);
            } else if (next(1, '*')) {
                cursor.advance();
                cursor.advance();
                if (is('.') || is('[')) {
                    skipIndirection();
                    throw failureStar();
                }
                return new AllFields(e, base.start(), end());
            } else {
                cursor.advance();
                e = new FieldSelection(e, label(), base.start(), end());
            }
        }
        return e;
    }

    /** An element or a slice. */
    Subscript subscript(Expression base) {
        int start = base == null ? start() : base.start();
        expect('[');
        Expression lower = is(':') ? null : parser.expressions.expression();
        boolean slice = accept(':');
        Expression upper = slice && !is(']') ? parser.expressions.expression() : null;
        expect(']');
        return new Subscript(base, lower, upper, slice, start, end());
    }

    /** A column that is set: its name, with fields and elements behind it. */
    Expression target() {
        Identifier id = name();
        Expression e = new ColumnReference(List.of(id), id.start(), id.end());
        while (is('.') || is('[')) {
            if (is('[')) {
                e = subscript(e);
            } else {
                cursor.advance();
                if (accept('*')) {
                    if (is('.') || is('[')) {
                        skipIndirection();
                        throw failureStar();
                    }
                    // Means nothing here; the grammar leaves it to the analysis to say so.
                    return new AllFields(e, id.start(), end());
                }
                e = new FieldSelection(e, label(), id.start(), end());
            }
        }
        return e;
    }

    // Rows, arrays, CASE

    private RowExpression row() {
        boolean only = rowOnly;
        rowOnly = false;
        int start = start();
        cursor.advance();
        expect('(');
        List<Expression> fields = is(')') ? List.of() : parser.expressions.list();
        expect(')');
        rowOnly = only;
        return new RowExpression(fields, true, start, end());
    }

    private Expression array() {
        int start = start();
        cursor.advance();
        if (is('(')) {
            Query q = parser.queries.parenthesizedQuery();
            return new QueryExpression(QueryExpression.Kind.ARRAY, q, start, end());
        }
        return elements(start);
    }

    private ArrayExpression elements(int start) {
        int outer = cursor.enter();
        expect('[');
        List<Expression> elements;
        if (is(']')) {
            elements = List.of();
        } else if (is('[')) {
            elements = list(() -> elements(start()));
        } else {
            elements = parser.expressions.list();
        }
        expect(']');
        cursor.leave(outer);
        return new ArrayExpression(elements, start, end());
    }

    private Expression cases() {
        int start = start();
        cursor.advance();
        Expression operand = is(WHEN) ? null : parser.expressions.expression();
        List<When> branches = new ArrayList<>(2);
        do {
            int from = start();
            expect(WHEN);
            Expression condition = parser.expressions.expression();
            expect(THEN);
            Expression result = parser.expressions.expression();
            branches.add(new When(condition, result, from, end()));
        } while (is(WHEN));
        Expression otherwise = accept(ELSE) ? parser.expressions.expression() : null;
        expect(END);
        return new Case(operand, branches, otherwise, start, end());
    }
}
