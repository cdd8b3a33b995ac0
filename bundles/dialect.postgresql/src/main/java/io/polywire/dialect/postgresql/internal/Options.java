package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.dialect.postgresql.internal.Keyword.Category;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/** Lists of options in parentheses, of the kinds that statements have. */
final class Options extends Rules {
    Options(PgParser parser) {
        super(parser);
    }

    /** reloptions: ( name = value, ... ), names with a prefix or not. */
    List<Option> relationOptions() {
        return parenthesized(() -> option(true));
    }

    /** definition: ( name = value, ... ). */
    List<Option> definition() {
        return parenthesized(() -> option(false));
    }

    private Option option(boolean prefix) {
        int start = start();
        List<Identifier> parts = new ArrayList<>(2);
        parts.add(label());
        if (prefix && accept('.')) {
            parts.add(label());
        }
        QualifiedName name = new QualifiedName(parts, start, end());
        Expression value = accept('=') ? definitionValue() : null;
        return new Option(name, value, start, end());
    }

    /** def_arg. */
    Expression definitionValue() {
        if (is(Tokens.STRING)) {
            return string();
        }
        if (is(Tokens.INTEGER) || is(Tokens.DECIMAL) || (is('-') || is('+')) && isNumber(cursor.ahead(1))) {
            return number();
        }
        int start = start();
        String symbol = operatorSymbol();
        if (symbol != null) {
            cursor.advance();
            return new Literal(Literal.Kind.STRING, symbol, start, end());
        }
        Keyword k = word();
        if (k != null && (k.category == Category.RESERVED || k == NONE)) {
            return word(label());
        }
        TypeName type = parser.types.functionType();
        return new ColumnReference(type.name().parts(), start, end());
    }

    private static boolean isNumber(int kind) {
        return kind == Tokens.INTEGER || kind == Tokens.DECIMAL;
    }

    private static Expression word(Identifier id) {
        return new ColumnReference(List.of(id), id.start(), id.end());
    }

    /** An option by a name of its own, as if it had been written in parentheses. */
    static Option named(String name, Expression value, int start, int end) {
        Identifier id = new Identifier(name, false, start, end);
        return new Option(new QualifiedName(List.of(id), start, end), value, start, end);
    }

    /** utility_option_list: ( name [value], ... ), as EXPLAIN and VACUUM have it. */
    List<Option> utility() {
        return parenthesized(() -> {
            int start = start();
            Identifier id = is(ANALYZE) || is(ANALYSE) ? analyze() : nonReserved();
            Expression value = is(',') || is(')') ? null : simpleValue();
            return new Option(new QualifiedName(List.of(id), id.start(), id.end()), value, start, end());
        });
    }

    private Identifier analyze() {
        int start = start();
        cursor.advance();
        return new Identifier("analyze", false, start, end());
    }

    /** opt_boolean_or_string or a number. */
    Expression simpleValue() {
        if (is('-') || is('+') || isNumber(cursor.kind())) {
            return number();
        }
        return booleanOrString();
    }

    /** opt_boolean_or_string. */
    Expression booleanOrString() {
        if (is(Tokens.STRING)) {
            return string();
        }
        if (is(TRUE) || is(FALSE)) {
            int start = start();
            boolean value = is(TRUE);
            cursor.advance();
            return new Literal(Literal.Kind.BOOLEAN, String.valueOf(value), start, end());
        }
        return word(is(ON) ? label() : nonReserved());
    }

    /** NonReservedWord_or_Sconst. */
    Expression wordOrString() {
        return is(Tokens.STRING) ? string() : word(nonReserved());
    }

    /** copy_generic_opt_list. */
    List<Option> copy() {
        return parenthesized(() -> {
            int start = start();
            Identifier id = label();
            Expression value = null;
            int at = start();
            if (accept('*')) {
                value = new Star(List.of(), at, end());
            } else if (is('(')) {
                value = new RowExpression(parenthesized(this::booleanOrString), false, at, end());
            } else if (!is(',') && !is(')')) {
                value = simpleValue();
            }
            return new Option(new QualifiedName(List.of(id), id.start(), id.end()), value, start, end());
        });
    }
}
