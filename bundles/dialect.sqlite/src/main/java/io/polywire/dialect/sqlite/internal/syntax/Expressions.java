package io.polywire.dialect.sqlite.internal.syntax;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses expressions by SQLite's precedences (lang_expr.html, "Operators, and Parse-Affecting Attributes"). */
abstract class Expressions extends Tokens {
    /** Parentheses and the like within each other; SQLite's own limit for expressions is 1000 (limits.html, item 4). */
    private static final int DEEPEST = 300;

    private static final Set<String> TIMES = Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP");

    private int depth;

    Expressions(String text) {
        super(text);
    }

    abstract Query query();

    /** What stands behind IN without parentheses. */
    abstract Source inTable();

    abstract List<Query.Sort> sorts();

    abstract Query.Window window(String name, int start);

    final Expression expression() {
        return or();
    }

    final List<Expression> expressions() {
        List<Expression> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (accept(Kind.COMMA));
        return list;
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw SqlFailure.of(FailureKind.LIMIT, "an expression is nested deeper than " + DEEPEST);
        }
    }

    private Expression operation(String operator, Expression left, Expression right) {
        return new Expression.Operation(left.start(), right.end(), operator, List.of(left, right));
    }

    private Expression or() {
        Expression left = and();
        while (accept("OR")) {
            left = operation("OR", left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (accept("AND")) {
            left = operation("AND", left, not());
        }
        return left;
    }

    private Expression not() {
        int from = start();
        if (accept("NOT")) {
            enter();
            Expression e = not();
            depth--;
            return new Expression.Operation(from, e.end(), "NOT", List.of(e));
        }
        return equality();
    }

    /** = == &lt;&gt; != IS IN LIKE BETWEEN and the like: one level, from left to right. */
    private Expression equality() {
        Expression left = comparison();
        while (true) {
            Expression next = equality(left);
            if (next == null) {
                return left;
            }
            left = next;
        }
    }

    private Expression equality(Expression left) {
        if (isOperator("=") || isOperator("==") || isOperator("<>") || isOperator("!=")) {
            String operator = isOperator("=") || isOperator("==") ? "=" : "<>";
            advance();
            return operation(operator, left, comparison());
        }
        if (is("IS")) {
            return isOperators(left);
        }
        if (accept("ISNULL")) {
            return postfix("IS NULL", left);
        }
        if (accept("NOTNULL") || accept("NOT", "NULL")) {
            return postfix("IS NOT NULL", left);
        }
        boolean negated = is("NOT")
                && (isAt(1, "IN")
                        || isAt(1, "BETWEEN")
                        || isAt(1, "LIKE")
                        || isAt(1, "GLOB")
                        || isAt(1, "MATCH")
                        || isAt(1, "REGEXP"));
        if (negated) {
            advance();
        }
        if (accept("BETWEEN")) {
            Expression low = comparison();
            // what stands on both sides of AND is of a higher level than AND itself
            while (true) {
                Expression more = equality(low);
                if (more == null) {
                    break;
                }
                low = more;
            }
            expect("AND");
            Expression high = comparison();
            return new Expression.Between(left.start(), high.end(), left, negated, low, high);
        }
        if (accept("IN")) {
            return in(left, negated);
        }
        if (is("LIKE") || is("GLOB") || is("MATCH") || is("REGEXP")) {
            String operator = (negated ? "NOT " : "") + raw();
            advance();
            Expression right = comparison();
            if (accept("ESCAPE")) {
                Expression escape = comparison();
                return new Expression.Operation(left.start(), escape.end(), operator, List.of(left, right, escape));
            }
            return operation(operator, left, right);
        }
        return null;
    }

    private Expression postfix(String operator, Expression operand) {
        return further(new Expression.Operation(operand.start(), before(), operator, List.of(operand)));
    }

    /** What nothing stands behind may be an operand of any operator that follows, whatever its precedence. */
    private Expression further(Expression e) {
        return comparison(bits(sum(product(joined(collated(e))))));
    }

    private Expression isOperators(Expression left) {
        expect("IS");
        boolean not = accept("NOT");
        if (accept("DISTINCT", "FROM")) {
            not = !not;
        }
        Expression right = comparison();
        String operator = not ? "IS NOT" : "IS";
        return right instanceof Expression.Constant c && c.isNull()
                ? new Expression.Operation(left.start(), right.end(), operator + " NULL", List.of(left))
                : operation(operator, left, right);
    }

    private Expression in(Expression left, boolean negated) {
        if (!accept(Kind.OPEN)) {
            Source table = inTable();
            return further(new Expression.In(left.start(), before(), left, negated, null, null, table));
        }
        if (kind() == Kind.CLOSE) {
            advance();
            return further(new Expression.In(left.start(), before(), left, negated, List.of(), null, null));
        }
        if (isQuery()) {
            Query q = nested();
            expect(Kind.CLOSE);
            return further(new Expression.In(left.start(), before(), left, negated, null, q, null));
        }
        enter();
        List<Expression> list = expressions();
        depth--;
        expect(Kind.CLOSE);
        return further(new Expression.In(left.start(), before(), left, negated, list, null, null));
    }

    final boolean isQuery() {
        return is("SELECT") || is("VALUES") || is("WITH") && isQueryBehindWith();
    }

    /** WITH is a name too. */
    private boolean isQueryBehindWith() {
        return isAt(1, "RECURSIVE") || isName(1) && (isAt(2, "AS") || kind(2) == Kind.OPEN);
    }

    final Query nested() {
        enter();
        Query q = query();
        depth--;
        return q;
    }

    private Expression comparison() {
        return comparison(bits());
    }

    private Expression comparison(Expression first) {
        Expression left = first;
        while (isOperator("<") || isOperator("<=") || isOperator(">") || isOperator(">=")) {
            String operator = raw();
            advance();
            left = operation(operator, left, bits());
        }
        return left;
    }

    private Expression bits() {
        return bits(sum());
    }

    private Expression bits(Expression first) {
        Expression left = first;
        while (isOperator("&") || isOperator("|") || isOperator("<<") || isOperator(">>")) {
            String operator = raw();
            advance();
            left = operation(operator, left, sum());
        }
        return left;
    }

    private Expression sum() {
        return sum(product());
    }

    private Expression sum(Expression first) {
        Expression left = first;
        while (isOperator("+") || isOperator("-")) {
            String operator = raw();
            advance();
            left = operation(operator, left, product());
        }
        return left;
    }

    private Expression product() {
        return product(joined());
    }

    private Expression product(Expression first) {
        Expression left = first;
        while (isOperator("*") || isOperator("/") || isOperator("%")) {
            String operator = raw();
            advance();
            left = operation(operator, left, joined());
        }
        return left;
    }

    private Expression joined() {
        return joined(collated());
    }

    private Expression joined(Expression first) {
        Expression left = first;
        while (isOperator("||") || isOperator("->") || isOperator("->>")) {
            String operator = raw();
            advance();
            left = operation(operator, left, collated());
        }
        return left;
    }

    private Expression unary() {
        int from = start();
        if (is("NOT")) {
            // of lower precedence than what it stands behind, it takes all that follows
            return not();
        }
        if (isOperator("-") || isOperator("+") || isOperator("~")) {
            String operator = raw();
            advance();
            enter();
            Expression e = unary();
            depth--;
            return new Expression.Operation(from, e.end(), operator, List.of(e));
        }
        return primary();
    }

    private Expression collated() {
        return collated(unary());
    }

    private Expression collated(Expression first) {
        Expression e = first;
        while (accept("COLLATE")) {
            String collation = name();
            e = new Expression.Collate(e.start(), before(), e, collation);
        }
        return e;
    }

    private Expression primary() {
        int from = start();
        switch (kind()) {
            case NUMBER, BLOB -> {
                advance();
                return new Expression.Constant(from, before(), text.substring(from, before()));
            }
            case PARAMETER -> {
                int number = parameter();
                return new Expression.Parameter(from, before(), number);
            }
            case OPEN -> {
                return parentheses();
            }
            case STRING -> {
                if (kind(1) != Kind.DOT) {
                    String value = nameAt(0);
                    advance();
                    return new Expression.Text(from, before(), value);
                }
            }
            default -> {
                // words and names
            }
        }
        if (is("NULL") || kind() == Kind.WORD && TIMES.contains(raw())) {
            advance();
            return new Expression.Constant(from, before(), text.substring(from, before()));
        }
        if (is("CAST") && kind(1) == Kind.OPEN) {
            return cast();
        }
        if (is("CASE")) {
            return branches();
        }
        if (accept("EXISTS")) {
            expect(Kind.OPEN);
            Query q = nested();
            expect(Kind.CLOSE);
            return new Expression.Subquery(from, before(), true, q);
        }
        if (is("RAISE") && kind(1) == Kind.OPEN) {
            return raise();
        }
        if ((isIdentifier(0) || isJoin(0)) && kind(1) == Kind.OPEN) {
            return call();
        }
        if (!isName(0)) {
            throw unexpected();
        }
        return column();
    }

    private Expression column() {
        int from = start();
        boolean doubled = isDoubled();
        List<String> names = new ArrayList<>();
        names.add(name());
        while (names.size() < 3 && accept(Kind.DOT)) {
            doubled = false;
            names.add(name());
        }
        return new Expression.Name(from, before(), names, doubled);
    }

    private Expression parentheses() {
        int from = start();
        expect(Kind.OPEN);
        enter();
        Expression e;
        if (isQuery()) {
            Query q = query();
            expect(Kind.CLOSE);
            e = new Expression.Subquery(from, before(), false, q);
        } else {
            List<Expression> items = expressions();
            expect(Kind.CLOSE);
            e = new Expression.Row(from, before(), items);
        }
        depth--;
        return e;
    }

    private Expression cast() {
        int from = start();
        advance();
        expect(Kind.OPEN);
        enter();
        Expression operand = expression();
        depth--;
        expect("AS");
        int type = start();
        typeName();
        String name = text.substring(type, Math.max(type, before()));
        expect(Kind.CLOSE);
        return new Expression.Cast(from, before(), operand, name);
    }

    /** Words and, in parentheses, one or two numbers; may be nothing. */
    final void typeName() {
        if (!isTypeWord()) {
            return;
        }
        while (isTypeWord()) {
            advance();
        }
        if (accept(Kind.OPEN)) {
            signed();
            if (accept(Kind.COMMA)) {
                signed();
            }
            expect(Kind.CLOSE);
        }
    }

    private boolean isTypeWord() {
        return (isIdentifier(0) || kind() == Kind.STRING) && !(is("GENERATED") && isAt(1, "ALWAYS") && isAt(2, "AS"));
    }

    final void signed() {
        if (isOperator("+") || isOperator("-")) {
            advance();
        }
        expect(Kind.NUMBER);
    }

    private Expression branches() {
        int from = start();
        expect("CASE");
        enter();
        Expression operand = is("WHEN") ? null : expression();
        List<Expression> branches = new ArrayList<>();
        do {
            expect("WHEN");
            branches.add(expression());
            expect("THEN");
            branches.add(expression());
        } while (is("WHEN"));
        Expression otherwise = accept("ELSE") ? expression() : null;
        expect("END");
        depth--;
        return new Expression.Case(from, before(), operand, branches, otherwise);
    }

    private Expression raise() {
        int from = start();
        advance();
        expect(Kind.OPEN);
        Expression message = null;
        if (!accept("IGNORE")) {
            if (!accept("ROLLBACK") && !accept("ABORT")) {
                expect("FAIL");
            }
            expect(Kind.COMMA);
            message = expression();
        }
        expect(Kind.CLOSE);
        return new Expression.Raise(from, before(), message);
    }

    private Expression call() {
        int from = start();
        String name = nameAt(0);
        advance();
        expect(Kind.OPEN);
        enter();
        boolean distinct = false;
        boolean star = false;
        List<Expression> arguments = List.of();
        List<Query.Sort> orderBy = List.of();
        if (isOperator("*")) {
            advance();
            star = true;
        } else if (kind() != Kind.CLOSE) {
            distinct = accept("DISTINCT");
            if (!distinct) {
                accept("ALL");
            }
            if (kind() != Kind.CLOSE) {
                arguments = expressions();
            }
            if (accept("ORDER", "BY")) {
                orderBy = sorts();
            }
        }
        expect(Kind.CLOSE);
        if (is("WITHIN") && isAt(1, "GROUP") && kind(2) == Kind.OPEN) {
            // an ordered-set aggregate
            advance();
            advance();
            advance();
            expect("ORDER", "BY");
            orderBy = sorts();
            expect(Kind.CLOSE);
        }
        Expression filter = null;
        if (is("FILTER") && kind(1) == Kind.OPEN) {
            advance();
            advance();
            expect("WHERE");
            filter = expression();
            expect(Kind.CLOSE);
        }
        Query.Window over = null;
        if (is("OVER") && (kind(1) == Kind.OPEN || isName(1))) {
            advance();
            int at = start();
            if (kind() == Kind.OPEN) {
                over = window(null, at);
            } else {
                String named = name();
                over = new Query.Window(at, before(), named, null, List.of(), List.of(), null, List.of());
            }
        }
        depth--;
        return new Expression.Call(from, before(), name, distinct, star, arguments, orderBy, filter, over);
    }
}
