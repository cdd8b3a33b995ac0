package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.StandardFunction.Kind;
import io.polywire.sql.tree.TypeName;
import io.polywire.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;

/** Calls of functions, aggregates and window functions, and the functions with a syntax of their own. */
final class Functions extends Rules {
    Functions(PgParser parser) {
        super(parser);
    }

    /** What stands between the parentheses of a call. */
    private record Arguments(
            List<Argument> arguments,
            boolean star,
            boolean distinct,
            boolean all,
            boolean variadic,
            List<SortItem> orderBy) {}

    /** A call behind its name; or a string behind a type with modifiers, which looks the same for long. */
    Expression callOrLiteral(QualifiedName name) {
        int start = name.start();
        Arguments a = arguments();
        if (is(Tokens.STRING) && !a.star && !a.distinct && !a.all && !a.variadic && !a.arguments.isEmpty()) {
            return literal(name, a);
        }
        return call(name, a, start, true);
    }

    private Expression literal(QualifiedName name, Arguments a) {
        List<Expression> modifiers = new ArrayList<>(a.arguments.size());
        for (Argument arg : a.arguments) {
            if (arg.name() != null) {
                cursor.advance();
                throw failure("type modifier cannot have parameter name", arg.start());
            }
            modifiers.add(arg.value());
        }
        if (!a.orderBy.isEmpty()) {
            throw failure("type modifier cannot have ORDER BY", name.start());
        }
        return parser.primaries.literalOf(name, modifiers, name.start());
    }

    /** func_application: a call without what may follow one in an expression. */
    FunctionCall plainCall(QualifiedName name) {
        return call(name, arguments(), name.start(), false);
    }

    private FunctionCall call(QualifiedName name, Arguments a, int start, boolean suffixes) {
        List<SortItem> withinGroup = List.of();
        Expression filter = null;
        WindowSpecification over = null;
        if (suffixes) {
            if (is(WITHIN)) {
                int at = start();
                cursor.advance();
                expect(GROUP);
                expect('(');
                withinGroup = parser.queries.orderBy();
                expect(')');
                if (!a.orderBy.isEmpty()) {
                    throw failure("cannot use multiple ORDER BY clauses with WITHIN GROUP", at);
                }
                if (a.distinct) {
                    throw failure("cannot use DISTINCT with WITHIN GROUP", at);
                }
                if (a.variadic) {
                    throw failure("cannot use VARIADIC with WITHIN GROUP", at);
                }
            }
            if (is(FILTER)) {
                cursor.advance();
                expect('(');
                expect(WHERE);
                filter = parser.expressions.expression();
                expect(')');
            }
            if (accept(OVER)) {
                over = parser.windows.over();
            }
        }
        return new FunctionCall(
                name, a.arguments, a.star, a.distinct, a.orderBy, withinGroup, filter, over, start, end());
    }

    private Arguments arguments() {
        expect('(');
        if (accept(')')) {
            return new Arguments(List.of(), false, false, false, false, List.of());
        }
        if (is('*')) {
            cursor.advance();
            expect(')');
            return new Arguments(List.of(), true, false, false, false, List.of());
        }
        boolean all = accept(ALL);
        boolean distinct = !all && accept(DISTINCT);
        boolean variadic = false;
        List<Argument> arguments = new ArrayList<>(3);
        do {
            int start = start();
            variadic = !all && !distinct && accept(VARIADIC);
            arguments.add(argument(variadic, start));
        } while (!variadic && accept(','));
        List<SortItem> orderBy = is(ORDER) ? parser.queries.orderBy() : List.of();
        expect(')');
        return new Arguments(arguments, false, distinct, all, variadic, orderBy);
    }

    private Argument argument(boolean variadic, int start) {
        Identifier name = null;
        if ((next(1, Tokens.COLON_EQUALS) || next(1, Tokens.EQUALS_GREATER))
                && tokens.isTypeFunctionName(cursor.at())) {
            name = typeFunctionName();
            cursor.advance();
        }
        return new Argument(name, parser.expressions.expression(), variadic, start, end());
    }

    /** func_arg_list_opt behind its opening parenthesis, up to the closing one. */
    private FunctionCall ordinary(String name, int start) {
        Identifier id = new Identifier(name, false, start, start + name.length());
        List<Argument> arguments = new ArrayList<>(3);
        if (!is(')')) {
            do {
                arguments.add(argument(false, start()));
            } while (accept(','));
        }
        expect(')');
        QualifiedName q = new QualifiedName(List.of(id), id.start(), id.end());
        return new FunctionCall(q, arguments, false, false, List.of(), List.of(), null, null, start, end());
    }

    /** func_expr_common_subexpr and GROUPING, or null if the word at the cursor begins none. */
    Expression special(Keyword k) {
        int start = start();
        switch (k) {
            case CURRENT_DATE:
                return bare(Kind.CURRENT_DATE);
            case CURRENT_ROLE:
                return bare(Kind.CURRENT_ROLE);
            case CURRENT_USER:
                return bare(Kind.CURRENT_USER);
            case SESSION_USER:
                return bare(Kind.SESSION_USER);
            case USER:
                return bare(Kind.USER);
            case CURRENT_CATALOG:
                return bare(Kind.CURRENT_CATALOG);
            case CURRENT_TIME:
                return timed(Kind.CURRENT_TIME);
            case CURRENT_TIMESTAMP:
                return timed(Kind.CURRENT_TIMESTAMP);
            case LOCALTIME:
                return timed(Kind.LOCALTIME);
            case LOCALTIMESTAMP:
                return timed(Kind.LOCALTIMESTAMP);
            case CURRENT_SCHEMA:
                return next(1, '(') || next(1, Tokens.STRING) ? null : bare(Kind.CURRENT_SCHEMA);
            case COLLATION:
                return next(1, FOR) ? collationFor(start) : null;
            case CAST:
                cursor.advance();
                expect('(');
                return cast(Cast.Style.CAST, start);
            default:
                return next(1, '(') ? called(k, start) : null;
        }
    }

    private Expression called(Keyword k, int start) {
        switch (k) {
            case COALESCE:
                return listed(Kind.COALESCE, start);
            case GREATEST:
                return listed(Kind.GREATEST, start);
            case LEAST:
                return listed(Kind.LEAST, start);
            case GROUPING:
                return listed(Kind.GROUPING, start);
            case NULLIF:
                return nullif(start);
            case EXTRACT:
                return extract(start);
            case NORMALIZE:
                return normalize(start);
            case OVERLAY:
                return overlay(start);
            case POSITION:
                return position(start);
            case SUBSTRING:
                return substring(start);
            case TRIM:
                return trim(start);
            case TREAT:
                open();
                return cast(Cast.Style.TREAT, start);
            case XMLCONCAT, XMLELEMENT, XMLEXISTS, XMLFOREST, XMLPARSE, XMLPI, XMLROOT, XMLSERIALIZE:
                throw unsupported(k.name(), start);
            default:
                return null;
        }
    }

    private void open() {
        cursor.advance();
        expect('(');
    }

    private StandardFunction close(Kind kind, String word, List<Expression> arguments, int start) {
        expect(')');
        return new StandardFunction(kind, word, arguments, start, end());
    }

    private StandardFunction bare(Kind kind) {
        int start = start();
        cursor.advance();
        return new StandardFunction(kind, null, List.of(), start, end());
    }

    private StandardFunction timed(Kind kind) {
        int start = start();
        cursor.advance();
        List<Expression> precision = List.of();
        if (accept('(')) {
            precision = List.of(integer());
            expect(')');
        }
        return new StandardFunction(kind, null, precision, start, end());
    }

    private StandardFunction listed(Kind kind, int start) {
        open();
        return close(kind, null, parser.expressions.list(), start);
    }

    private Expression collationFor(int start) {
        cursor.advance();
        cursor.advance();
        expect('(');
        return close(Kind.COLLATION_FOR, null, List.of(parser.expressions.expression()), start);
    }

    private Expression cast(Cast.Style style, int start) {
        Expression e = parser.expressions.expression();
        expect(AS);
        TypeName type = parser.types.type();
        expect(')');
        return new Cast(e, type, style, start, end());
    }

    private Expression nullif(int start) {
        open();
        Expression a = parser.expressions.expression();
        expect(',');
        Expression b = parser.expressions.expression();
        return close(Kind.NULLIF, null, List.of(a, b), start);
    }

    private Expression extract(int start) {
        open();
        String field;
        if (is(Tokens.STRING)) {
            field = string().value();
        } else if (is(Tokens.IDENTIFIER) || is(YEAR) || is(MONTH) || is(DAY) || is(HOUR) || is(MINUTE) || is(SECOND)) {
            field = label().name();
        } else {
            throw syntax();
        }
        expect(FROM);
        return close(Kind.EXTRACT, field, List.of(parser.expressions.expression()), start);
    }

    private Expression normalize(int start) {
        open();
        Expression e = parser.expressions.expression();
        String form = null;
        if (accept(',')) {
            Keyword k = word();
            if (k != NFC && k != NFD && k != NFKC && k != NFKD) {
                throw syntax();
            }
            form = k.name();
            cursor.advance();
        }
        return close(Kind.NORMALIZE, form, List.of(e), start);
    }

    /** Whether a call by position, or with names, begins here: what a form with words of its own never does. */
    private boolean isOrdinary() {
        return is(')')
                || (next(1, Tokens.COLON_EQUALS) || next(1, Tokens.EQUALS_GREATER))
                        && tokens.isTypeFunctionName(cursor.at());
    }

    private Expression overlay(int start) {
        open();
        if (isOrdinary()) {
            return ordinary("overlay", start);
        }
        Expression e = parser.expressions.expression();
        if (!is(PLACING)) {
            return again("overlay", e, start);
        }
        cursor.advance();
        Expression with = parser.expressions.expression();
        expect(FROM);
        Expression from = parser.expressions.expression();
        return accept(FOR)
                ? close(Kind.OVERLAY, null, List.of(e, with, from, parser.expressions.expression()), start)
                : close(Kind.OVERLAY, null, List.of(e, with, from), start);
    }

    /** An ordinary call whose first argument was read already. */
    private FunctionCall again(String name, Expression first, int start) {
        Argument argument = new Argument(null, first, false, first.start(), first.end());
        List<Argument> arguments = new ArrayList<>(3);
        arguments.add(argument);
        while (accept(',')) {
            arguments.add(argument(false, start()));
        }
        expect(')');
        Identifier id = new Identifier(name, false, start, start + name.length());
        QualifiedName q = new QualifiedName(List.of(id), id.start(), id.end());
        return new FunctionCall(q, arguments, false, false, List.of(), List.of(), null, null, start, end());
    }

    private Expression position(int start) {
        open();
        Expression what = parser.expressions.restricted();
        expect(IN);
        Expression where = parser.expressions.restricted();
        return close(Kind.POSITION, null, List.of(what, where), start);
    }

    private Expression substring(int start) {
        open();
        if (isOrdinary()) {
            return ordinary("substring", start);
        }
        Expression e = parser.expressions.expression();
        if (accept(FROM)) {
            Expression from = parser.expressions.expression();
            return accept(FOR)
                    ? close(Kind.SUBSTRING_FROM_FOR, null, List.of(e, from, parser.expressions.expression()), start)
                    : close(Kind.SUBSTRING_FROM, null, List.of(e, from), start);
        }
        if (accept(FOR)) {
            Expression length = parser.expressions.expression();
            return accept(FROM)
                    ? close(Kind.SUBSTRING_FROM_FOR, null, List.of(e, parser.expressions.expression(), length), start)
                    : close(Kind.SUBSTRING_FOR, null, List.of(e, length), start);
        }
        if (accept(SIMILAR)) {
            Expression pattern = parser.expressions.expression();
            expect(ESCAPE);
            return close(Kind.SUBSTRING_SIMILAR, null, List.of(e, pattern, parser.expressions.expression()), start);
        }
        return again("substring", e, start);
    }

    private Expression trim(int start) {
        open();
        Kind kind = is(LEADING) ? Kind.TRIM_LEADING : is(TRAILING) ? Kind.TRIM_TRAILING : Kind.TRIM_BOTH;
        if (is(LEADING) || is(TRAILING) || is(BOTH)) {
            cursor.advance();
        }
        List<Expression> arguments = new ArrayList<>(2);
        Expression characters = null;
        if (!accept(FROM)) {
            Expression first = parser.expressions.expression();
            if (accept(FROM)) {
                characters = first;
            } else {
                arguments.add(first);
                while (accept(',')) {
                    arguments.add(parser.expressions.expression());
                }
                return close(kind, null, arguments, start);
            }
        }
        // As PostgreSQL has it: what is trimmed comes first, the characters last.
        arguments.addAll(parser.expressions.list());
        if (characters != null) {
            arguments.add(characters);
        }
        return close(kind, null, arguments, start);
    }

    /** func_expr_windowless: what may be called in FROM; null if nothing of that kind begins here. */
    Expression windowless() {
        Keyword k = word();
        if (k != null) {
            Expression special = k == GROUPING ? null : special(k);
            if (special != null) {
                return special;
            }
        }
        return null;
    }

    /** A literal as an option's value. */
    static Literal text(String value, int start, int end) {
        return new Literal(Literal.Kind.STRING, value, start, end);
    }
}
