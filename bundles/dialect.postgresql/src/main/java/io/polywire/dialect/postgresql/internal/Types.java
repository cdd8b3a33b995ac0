package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/** Names of types, with the words that the grammar has for PostgreSQL's own. */
final class Types extends Rules {
    Types(PgParser parser) {
        super(parser);
    }

    /** Typename. */
    TypeName type() {
        int start = start();
        boolean setOf = accept(SETOF);
        TypeName simple = simple();
        List<Expression> dimensions = dimensions();
        if (!setOf && dimensions.isEmpty()) {
            return simple;
        }
        return new TypeName(
                simple.name(),
                simple.builtin(),
                simple.modifiers(),
                simple.fields(),
                dimensions,
                setOf,
                false,
                start,
                end());
    }

    /** func_type: a type, or the type of a column. */
    TypeName functionType() {
        int from = cursor.at();
        int start = start();
        boolean setOf = accept(SETOF);
        if (tokens.isTypeFunctionName(cursor.at()) && next(1, '.')) {
            List<Identifier> parts = new ArrayList<>(3);
            parts.add(typeFunctionName());
            while (accept('.')) {
                parts.add(label());
            }
            if (is('%')) {
                cursor.advance();
                QualifiedName name = new QualifiedName(parts, parts.get(0).start(), end());
                expect(TYPE);
                return new TypeName(name, false, List.of(), null, List.of(), setOf, true, start, end());
            }
            cursor.reset(from);
            return type();
        }
        cursor.reset(from);
        return type();
    }

    private List<Expression> dimensions() {
        if (is(ARRAY)) {
            int start = start();
            cursor.advance();
            if (accept('[')) {
                Expression bound = integer();
                expect(']');
                return List.of(bound);
            }
            return List.of(new DefaultValue(start, end()));
        }
        if (!is('[')) {
            return List.of();
        }
        List<Expression> dimensions = new ArrayList<>(2);
        while (is('[')) {
            int start = start();
            cursor.advance();
            Expression bound = is(']') ? null : integer();
            expect(']');
            dimensions.add(bound == null ? new DefaultValue(start, end()) : bound);
        }
        return dimensions;
    }

    /** SimpleTypename. */
    TypeName simple() {
        TypeName own = own(false);
        if (own != null) {
            return own;
        }
        int start = start();
        List<Identifier> parts = new ArrayList<>(2);
        parts.add(typeFunctionName());
        while (accept('.')) {
            parts.add(label());
        }
        QualifiedName name = new QualifiedName(parts, start, end());
        List<Expression> modifiers = is('(') ? parser.expressions.parenthesizedList() : List.of();
        return new TypeName(name, false, modifiers, null, List.of(), false, false, start, end());
    }

    /**
     * A type with words of its own, or null if none begins here.
     *
     * @param literal whether a string follows, which BIT and CHAR without a length then leave as long as it is
     */
    TypeName own(boolean literal) {
        Keyword k = word();
        if (k == null) {
            return null;
        }
        int start = start();
        switch (k) {
            case INT, INTEGER:
                return plain("int4", start);
            case SMALLINT:
                return plain("int2", start);
            case BIGINT:
                return plain("int8", start);
            case REAL:
                return plain("float4", start);
            case BOOLEAN:
                return plain("bool", start);
            case FLOAT:
                return floating(start);
            case DOUBLE:
                if (!next(1, PRECISION)) {
                    return null;
                }
                cursor.advance();
                return plain("float8", start);
            case DECIMAL, DEC, NUMERIC:
                cursor.advance();
                return builtin("numeric", is('(') ? parser.expressions.parenthesizedList() : List.of(), null, start);
            case BIT:
                return bit(start, literal);
            case CHARACTER, CHAR, NCHAR, VARCHAR, NATIONAL:
                return character(start, literal);
            case TIMESTAMP, TIME:
                return time(start);
            case INTERVAL:
                cursor.advance();
                return interval(start);
            default:
                return null;
        }
    }

    private TypeName plain(String name, int start) {
        cursor.advance();
        return builtin(name, List.of(), null, start);
    }

    /** A type of the grammar's own, from a start to the cursor. */
    TypeName builtin(String name, List<Expression> modifiers, String fields, int start) {
        Identifier id = new Identifier(name, false, start, end());
        return new TypeName(
                new QualifiedName(List.of(id), start, end()),
                true,
                modifiers,
                fields,
                List.of(),
                false,
                false,
                start,
                end());
    }

    private TypeName floating(int start) {
        cursor.advance();
        if (!accept('(')) {
            return builtin("float8", List.of(), null, start);
        }
        int at = start();
        int bits = Integer.parseInt(integer().value());
        expect(')');
        if (bits < 1 || bits > 53) {
            throw tokens.failureAt(
                            FailureKind.DATA,
                            bits < 1
                                    ? "precision for type float must be at least 1 bit"
                                    : "precision for type float must be less than 54 bits",
                            at)
                    .sqlState("22023")
                    .build();
        }
        return builtin(bits <= 24 ? "float4" : "float8", List.of(), null, start);
    }

    private TypeName bit(int start, boolean literal) {
        cursor.advance();
        boolean varying = accept(VARYING);
        List<Expression> modifiers = is('(') ? parser.expressions.parenthesizedList() : List.of();
        if (modifiers.isEmpty() && !varying && !literal) {
            modifiers = one(start);
        }
        return builtin(varying ? "varbit" : "bit", modifiers, null, start);
    }

    private TypeName character(int start, boolean literal) {
        if (accept(NATIONAL)) {
            if (!is(CHARACTER) && !is(CHAR)) {
                throw syntax();
            }
        }
        boolean varying = is(VARCHAR);
        cursor.advance();
        if (!varying) {
            varying = accept(VARYING);
        }
        List<Expression> modifiers = List.of();
        if (accept('(')) {
            modifiers = List.of(integer());
            expect(')');
        } else if (!varying && !literal) {
            modifiers = one(start);
        }
        return builtin(varying ? "varchar" : "bpchar", modifiers, null, start);
    }

    private List<Expression> one(int start) {
        return List.of(new Literal(Literal.Kind.INTEGER, "1", start, end()));
    }

    private TypeName time(int start) {
        boolean stamp = is(TIMESTAMP);
        cursor.advance();
        List<Expression> precision = List.of();
        if (accept('(')) {
            precision = List.of(integer());
            expect(')');
        }
        boolean zone = false;
        if (is(WITH) && next(1, TIME) || is(WITHOUT)) {
            zone = is(WITH);
            cursor.advance();
            expect(TIME, ZONE);
        }
        return builtin((stamp ? "timestamp" : "time") + (zone ? "tz" : ""), precision, null, start);
    }

    /** What may follow INTERVAL in a type: a precision, or fields. */
    private TypeName interval(int start) {
        if (accept('(')) {
            List<Expression> precision = List.of(integer());
            expect(')');
            return builtin("interval", precision, null, start);
        }
        return fields(start);
    }

    /** opt_interval: the type interval with the fields that stand at the cursor. */
    TypeName fields(int start) {
        Keyword from = word();
        if (from != YEAR && from != MONTH && from != DAY && from != HOUR && from != MINUTE && from != SECOND) {
            return builtin("interval", List.of(), null, start);
        }
        cursor.advance();
        String fields = from.name();
        Keyword to = from;
        if (from != SECOND && from != MONTH && is(TO)) {
            cursor.advance();
            to = word();
            boolean fits = from == YEAR
                    ? to == MONTH
                    : to == SECOND || to == MINUTE && from != MINUTE || to == HOUR && from == DAY;
            if (!fits) {
                throw syntax();
            }
            cursor.advance();
            fields += " TO " + to;
        }
        List<Expression> precision = List.of();
        if (to == SECOND && accept('(')) {
            precision = List.of(integer());
            expect(')');
        }
        return builtin("interval", precision, fields, start);
    }
}
