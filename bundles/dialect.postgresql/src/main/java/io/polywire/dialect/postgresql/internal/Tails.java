package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Limit;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Locking;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.UnaryOperation;
import io.polywire.sql.tree.With;
import java.util.ArrayList;
import java.util.List;

/** What stands behind a query as a whole: ORDER BY, LIMIT, OFFSET, FETCH, FOR UPDATE. */
final class Tails extends Rules {
    /** Where the last clause that locks rows began. */
    private int lastLock = -1;

    Tails(PgParser parser) {
        super(parser);
    }

    Query tail(With with, QueryBody body, int start) {
        List<SortItem> orderBy = is(ORDER) ? parser.queries.orderBy() : List.of();
        List<Locking> locking = List.of();
        Limit limit = null;
        if (is(FOR)) {
            locking = locking();
            limit = isLimit() ? limit() : null;
        } else if (isLimit()) {
            limit = limit();
            locking = is(FOR) ? locking() : List.of();
        }
        check(with, body, orderBy, limit, locking);
        return new Query(with, body, orderBy, limit, locking, lastLock >= start, start, end());
    }

    private void check(With with, QueryBody body, List<SortItem> orderBy, Limit limit, List<Locking> locking) {
        List<SortItem> sorted = orderBy;
        if (body instanceof NestedQuery nested) {
            // PostgreSQL takes a query in parentheses and what stands behind them as one.
            Query q = nested.query();
            if (!orderBy.isEmpty() && !q.orderBy().isEmpty()) {
                throw failure(
                        "multiple ORDER BY clauses not allowed",
                        orderBy.get(0).expression().start());
            }
            if (limit != null && q.limit() != null) {
                if (limit.offset() != null && q.limit().offset() != null) {
                    throw failure(
                            "multiple OFFSET clauses not allowed",
                            limit.offset().start());
                }
                if (limit.count() != null && q.limit().count() != null) {
                    throw failure(
                            "multiple LIMIT clauses not allowed", limit.count().start());
                }
            }
            if (with != null && q.with() != null) {
                throw failure("multiple WITH clauses not allowed", with.start());
            }
            if (orderBy.isEmpty()) {
                sorted = q.orderBy();
            }
        }
        if (limit != null && limit.withTies()) {
            if (sorted.isEmpty()) {
                throw SqlFailure.of(FailureKind.SYNTAX, "WITH TIES cannot be specified without ORDER BY clause");
            }
            for (Locking l : locking) {
                if (l.waiting() == Locking.Wait.SKIP_LOCKED) {
                    throw SqlFailure.of(
                            FailureKind.SYNTAX, "SKIP LOCKED and WITH TIES options cannot be used together");
                }
            }
        }
    }

    private boolean isLimit() {
        return is(LIMIT) || is(OFFSET) || is(FETCH);
    }

    private Limit limit() {
        int start = start();
        Expression offset = null;
        if (is(OFFSET)) {
            offset = offset();
            if (!is(LIMIT) && !is(FETCH)) {
                return new Limit(offset, null, false, start, end());
            }
        }
        Expression count;
        boolean ties = false;
        if (accept(LIMIT)) {
            count = accept(ALL) ? null : parser.expressions.expression();
            if (is(',')) {
                cursor.advance();
                parser.expressions.expression();
                throw tokens.failureAt(FailureKind.SYNTAX, "LIMIT #,# syntax is not supported", start)
                        .hint("Use separate LIMIT and OFFSET clauses.")
                        .build();
            }
        } else {
            expect(FETCH);
            if (!accept(FIRST)) {
                expect(NEXT);
            }
            if (is(ROW) || is(ROWS)) {
                count = new Literal(Literal.Kind.INTEGER, "1", start(), start());
            } else {
                count = simple();
            }
            if (!accept(ROW)) {
                expect(ROWS);
            }
            if (accept(WITH)) {
                expect(TIES);
                ties = true;
            } else {
                expect(ONLY);
            }
        }
        if (offset == null && is(OFFSET)) {
            offset = offset();
        }
        return new Limit(offset, count, ties, start, end());
    }

    private Expression offset() {
        cursor.advance();
        int from = cursor.at();
        Expression e = parser.expressions.expression();
        if (is(ROW) || is(ROWS)) {
            // The standard's form takes a simple value only.
            if ((e instanceof BinaryOperation || e instanceof Not) && !isParenthesized(from)) {
                throw syntax();
            }
            cursor.advance();
        }
        return e;
    }

    /** Whether the parenthesis that opens at a token closes just before the cursor. */
    private boolean isParenthesized(int from) {
        if (tokens.kinds[from] != '(') {
            return false;
        }
        int open = 0;
        int i = from;
        do {
            open += tokens.kinds[i] == '(' ? 1 : tokens.kinds[i] == ')' ? -1 : 0;
            i++;
        } while (open > 0 && i < cursor.at());
        return i == cursor.at();
    }

    /** select_fetch_first_value: a number with a sign, or a simple value. */
    private Expression simple() {
        if (!is('+') && !is('-')) {
            return parser.primaries.primary(false);
        }
        int start = start();
        OperatorName sign = new OperatorName(List.of(), is('+') ? "+" : "-", start, start + 1);
        cursor.advance();
        if (!is(Tokens.INTEGER) && !is(Tokens.DECIMAL)) {
            throw syntax();
        }
        return new UnaryOperation(sign, number(), start, end());
    }

    private List<Locking> locking() {
        if (is(FOR) && next(1, READ)) {
            cursor.advance();
            cursor.advance();
            expect(ONLY);
            return List.of();
        }
        List<Locking> all = new ArrayList<>(1);
        while (is(FOR)) {
            int start = start();
            lastLock = start;
            cursor.advance();
            Locking.Strength strength = strength();
            List<QualifiedName> tables = accept(OF) ? list(this::qualifiedName) : List.of();
            Locking.Wait wait = Locking.Wait.BLOCK;
            if (accept(NOWAIT)) {
                wait = Locking.Wait.NO_WAIT;
            } else if (accept(SKIP)) {
                expect(LOCKED);
                wait = Locking.Wait.SKIP_LOCKED;
            }
            all.add(new Locking(strength, tables, wait, start, end()));
        }
        return all;
    }

    private Locking.Strength strength() {
        if (accept(UPDATE)) {
            return Locking.Strength.UPDATE;
        }
        if (accept(SHARE)) {
            return Locking.Strength.SHARE;
        }
        if (accept(NO)) {
            expect(KEY, UPDATE);
            return Locking.Strength.NO_KEY_UPDATE;
        }
        expect(KEY, SHARE);
        return Locking.Strength.KEY_SHARE;
    }
}
