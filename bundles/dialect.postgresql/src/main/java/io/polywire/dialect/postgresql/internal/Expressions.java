package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.AtTimeZone;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Collate;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.DistinctFrom;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.InQuery;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.QuantifiedArray;
import io.polywire.sql.tree.QuantifiedQuery;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.TypeName;
import io.polywire.sql.tree.UnaryOperation;
import java.util.ArrayList;
import java.util.List;

/** Expressions by precedence; levels and associativity are those of chapter 4.1.6 of PostgreSQL's manual. */
final class Expressions extends Rules {
    private static final int NONE = 0;
    private static final int LEVEL_OR = 1;
    private static final int LEVEL_AND = 2;
    private static final int LEVEL_NOT = 3;
    private static final int LEVEL_IS = 4;
    private static final int LEVEL_COMPARISON = 5;
    private static final int LEVEL_MATCH = 6;
    private static final int LEVEL_OPERATOR = 8;
    private static final int LEVEL_ADD = 9;
    private static final int LEVEL_MULTIPLY = 10;
    private static final int LEVEL_POWER = 11;
    private static final int LEVEL_AT = 12;
    private static final int LEVEL_COLLATE = 13;
    private static final int LEVEL_CAST = 15;

    Expressions(PgParser parser) {
        super(parser);
    }

    /** a_expr. */
    Expression expression() {
        return climb(LEVEL_OR, false);
    }

    /** b_expr: what may stand where AND, IN and the like mean something else. */
    Expression restricted() {
        return climb(LEVEL_OR, true);
    }

    /** First token of the select item that is read, or -1. */
    private int item = -1;

    /** The value of a select item, behind which even AND may be a label. */
    Expression item() {
        int outer = item;
        item = cursor.at();
        Expression e = expression();
        item = outer;
        return e;
    }

    /** Whether the word at the cursor is no operator but the label of the select item, since the item ends behind it. */
    private boolean isLabel() {
        if (cursor.kind() < Tokens.KEYWORD || !parser.queries.endsItem(cursor.at() + 1)) {
            return false;
        }
        if (!tokens.isBareLabel(cursor.at())) {
            return false;
        }
        int open = 0;
        for (int i = item; i < cursor.at(); i++) {
            int kind = tokens.kinds[i];
            open += kind == '(' || kind == '[' ? 1 : kind == ')' || kind == ']' ? -1 : 0;
        }
        return open == 0;
    }

    /** expr_list. */
    List<Expression> list() {
        return list(this::expression);
    }

    /** ( expr_list ). */
    List<Expression> parenthesizedList() {
        return parenthesized(this::expression);
    }

    private Expression climb(int least, boolean restricted) {
        int outer = cursor.enter();
        Expression e = infix(prefix(restricted), least, restricted);
        cursor.leave(outer);
        return e;
    }

    /** Goes on behind an operand that was read already. */
    Expression continued(Expression operand) {
        return infix(operand, LEVEL_OR, false);
    }

    private Expression prefix(boolean restricted) {
        int start = start();
        int kind = cursor.kind();
        if (kind == '+' || kind == '-') {
            OperatorName op = symbol();
            Expression operand = climb(LEVEL_CAST, restricted);
            return new UnaryOperation(op, operand, start, end());
        }
        if (kind == Tokens.OPERATOR || kind == Tokens.KEYWORD + OPERATOR.ordinal() && next(1, '(')) {
            OperatorName op = is(OPERATOR) ? parenthesizedOperator() : symbol();
            Expression operand = climb(LEVEL_OPERATOR + 1, restricted);
            return new UnaryOperation(op, operand, start, end());
        }
        if (!restricted) {
            if (is(NOT)) {
                cursor.advance();
                Expression operand = climb(LEVEL_NOT + 1, false);
                return new Not(operand, start, end());
            }
            if (is(DEFAULT)) {
                cursor.advance();
                return new DefaultValue(start, end());
            }
        }
        return parser.primaries.primary(restricted);
    }

    private OperatorName symbol() {
        int start = start();
        String name = operatorSymbol();
        cursor.advance();
        return new OperatorName(List.of(), name, start, end());
    }

    /** How tightly the token at the cursor binds if it is an operator behind an operand. */
    private int level(boolean restricted) {
        int kind = cursor.kind();
        switch (kind) {
            case Tokens.END, ',', ')', ']':
                return NONE;
            case '<', '>', '=', Tokens.LESS_EQUALS, Tokens.GREATER_EQUALS, Tokens.NOT_EQUALS:
                return LEVEL_COMPARISON;
            case Tokens.OPERATOR:
                return LEVEL_OPERATOR;
            case '+', '-':
                return LEVEL_ADD;
            case '*', '/', '%':
                return LEVEL_MULTIPLY;
            case '^':
                return LEVEL_POWER;
            case Tokens.CAST:
                return LEVEL_CAST;
            default:
                return kind < Tokens.KEYWORD ? NONE : wordLevel(Keywords.of(kind - Tokens.KEYWORD), restricted);
        }
    }

    private int wordLevel(Keyword k, boolean restricted) {
        switch (k) {
            case OPERATOR:
                return next(1, '(') ? LEVEL_OPERATOR : NONE;
            case IS:
                return LEVEL_IS;
            default:
                break;
        }
        if (restricted) {
            return NONE;
        }
        switch (k) {
            case OR:
                return LEVEL_OR;
            case AND:
                return LEVEL_AND;
            case ISNULL, NOTNULL:
                return LEVEL_IS;
            case BETWEEN, IN, LIKE, ILIKE:
                return LEVEL_MATCH;
            case SIMILAR:
                return next(1, TO) ? LEVEL_MATCH : NONE;
            case NOT:
                return isMatchWord(word(1)) ? LEVEL_MATCH : NONE;
            case AT:
                return next(1, TIME) ? LEVEL_AT : NONE;
            case COLLATE:
                return LEVEL_COLLATE;
            default:
                return NONE;
        }
    }

    private static boolean isMatchWord(Keyword k) {
        return k == BETWEEN || k == IN || k == LIKE || k == ILIKE || k == SIMILAR;
    }

    private Expression infix(Expression operand, int least, boolean restricted) {
        Expression left = operand;
        for (; ; ) {
            int level = level(restricted);
            if (level == NONE || level < least) {
                return left;
            }
            if (item >= 0 && least == LEVEL_OR && isLabel()) {
                return left;
            }
            cursor.grow();
            switch (level) {
                case LEVEL_OR, LEVEL_AND -> left = logical(left, level);
                case LEVEL_IS -> left = is(left, restricted);
                case LEVEL_MATCH -> left = match(left);
                case LEVEL_AT -> {
                    cursor.advance();
                    expect(TIME, ZONE);
                    Expression zone = climb(LEVEL_AT + 1, false);
                    left = new AtTimeZone(left, zone, left.start(), end());
                }
                case LEVEL_COLLATE -> {
                    cursor.advance();
                    left = new Collate(left, anyName(), left.start(), end());
                }
                case LEVEL_CAST -> {
                    cursor.advance();
                    TypeName type = parser.types.type();
                    left = new Cast(left, type, Cast.Style.POSTFIX, left.start(), end());
                }
                default -> left = binary(left, level, restricted);
            }
        }
    }

    /** A chain of ANDs or ORs is one node: it may be long, and it is not deep. */
    private Expression logical(Expression first, int level) {
        Keyword word = level == LEVEL_AND ? AND : OR;
        List<Expression> operands = new ArrayList<>(4);
        operands.add(first);
        while (accept(word)) {
            operands.add(climb(level + 1, false));
        }
        return new LogicalOperation(level == LEVEL_AND, operands, first.start(), end());
    }

    private Expression binary(Expression left, int level, boolean restricted) {
        OperatorName op = is(OPERATOR) ? parenthesizedOperator() : symbol();
        if (!restricted && (is(ANY) || is(SOME) || is(ALL))) {
            return quantified(left, op);
        }
        Expression right = climb(level + 1, restricted);
        if (level == LEVEL_COMPARISON && level(restricted) == LEVEL_COMPARISON) {
            throw syntax();
        }
        Like.Kind match = op.name().startsWith("~~") || op.name().startsWith("!~~") ? match(op.name()) : null;
        if (match != null) {
            return new Like(match, left, right, null, op.name().startsWith("!"), left.start(), end());
        }
        return new BinaryOperation(op, left, right, left.start(), end());
    }

    /** LIKE and ILIKE as the operators that they are, which kept expressions are written with; null for any other. */
    private static Like.Kind match(String operator) {
        return switch (operator) {
            case "~~", "!~~" -> Like.Kind.LIKE;
            case "~~*", "!~~*" -> Like.Kind.ILIKE;
            default -> null;
        };
    }

    /** ANY, SOME or ALL behind an operator. */
    private Expression quantified(Expression left, OperatorName op) {
        boolean all = is(ALL);
        cursor.advance();
        Parenthesized p = parser.primaries.parenthesized();
        if (p.query() != null) {
            return new QuantifiedQuery(left, op, all, p.query(), left.start(), end());
        }
        if (p.items().size() != 1) {
            throw tokens.syntax("syntax error", p.comma());
        }
        return new QuantifiedArray(left, op, all, p.items().get(0), left.start(), end());
    }

    private Expression is(Expression left, boolean restricted) {
        int start = left.start();
        if (is(ISNULL) || is(NOTNULL)) {
            boolean negated = is(NOTNULL);
            cursor.advance();
            return new IsTest(left, IsTest.Test.NULL, null, negated, start, end());
        }
        cursor.advance();
        boolean negated = accept(NOT);
        Keyword k = word();
        if (k == null) {
            throw syntax();
        }
        if (k == DISTINCT) {
            cursor.advance();
            expect(FROM);
            Expression right = climb(LEVEL_IS + 1, restricted);
            if (level(restricted) == LEVEL_IS) {
                throw syntax();
            }
            return new DistinctFrom(left, right, negated, start, end());
        }
        IsTest.Test test = switch (k) {
            case DOCUMENT -> IsTest.Test.DOCUMENT;
            case NULL -> IsTest.Test.NULL;
            case TRUE -> IsTest.Test.TRUE;
            case FALSE -> IsTest.Test.FALSE;
            case UNKNOWN -> IsTest.Test.UNKNOWN;
            case NORMALIZED, NFC, NFD, NFKC, NFKD -> IsTest.Test.NORMALIZED;
            default -> throw syntax();
        };
        if (restricted && test != IsTest.Test.DOCUMENT) {
            throw syntax();
        }
        cursor.advance();
        String form = null;
        if (test == IsTest.Test.NORMALIZED && k != NORMALIZED) {
            form = k.name();
            expect(NORMALIZED);
        }
        return new IsTest(left, test, form, negated, start, end());
    }

    private Expression match(Expression left) {
        int from = start();
        boolean negated = accept(NOT);
        Keyword k = word();
        cursor.advance();
        Expression e = switch (k) {
            case IN -> in(left, negated);
            case BETWEEN -> between(left, negated);
            default -> like(left, k, negated, from);
        };
        if (k != IN && !(e instanceof QuantifiedQuery || e instanceof QuantifiedArray) && level(false) == LEVEL_MATCH) {
            throw syntax();
        }
        return e;
    }

    private Expression in(Expression left, boolean negated) {
        Parenthesized p = parser.primaries.parenthesized();
        return p.query() != null
                ? new InQuery(left, p.query(), negated, left.start(), end())
                : new InList(left, p.items(), negated, left.start(), end());
    }

    private Expression between(Expression left, boolean negated) {
        boolean symmetric = accept(SYMMETRIC);
        if (!symmetric) {
            accept(ASYMMETRIC);
        }
        Expression low = restricted();
        expect(AND);
        Expression high = climb(LEVEL_MATCH + 1, false);
        return new Between(left, low, high, symmetric, negated, left.start(), end());
    }

    private Expression like(Expression left, Keyword k, boolean negated, int from) {
        if (k == SIMILAR) {
            expect(TO);
        } else if (is(ANY) || is(SOME) || is(ALL)) {
            return quantified(left, new OperatorName(List.of(), (negated ? "NOT " : "") + k, from, end()));
        }
        Expression pattern = climb(LEVEL_MATCH + 1, false);
        Expression escape = accept(ESCAPE) ? climb(LEVEL_MATCH + 1, false) : null;
        Like.Kind kind = k == LIKE ? Like.Kind.LIKE : k == ILIKE ? Like.Kind.ILIKE : Like.Kind.SIMILAR;
        return new Like(kind, left, pattern, escape, negated, left.start(), end());
    }

    /** row OVERLAPS row, behind the first row. */
    Expression overlaps(RowExpression left) {
        cursor.advance();
        int start = start();
        RowExpression right = parser.primaries.rightRow();
        if (left.fields().size() != 2) {
            throw failure("wrong number of parameters on left side of OVERLAPS expression", left.start());
        }
        if (right.fields().size() != 2) {
            throw failure("wrong number of parameters on right side of OVERLAPS expression", start);
        }
        return new StandardFunction(StandardFunction.Kind.OVERLAPS, null, List.of(left, right), left.start(), end());
    }

    /**
     * What stood in parentheses: a query, or expressions.
     *
     * @param query null for expressions
     * @param comma token of the first comma, or of the closing parenthesis
     */
    record Parenthesized(Query query, List<Expression> items, int comma) {}
}
