package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.CycleClause;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.GroupBy;
import io.polywire.sql.tree.Grouping;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.IntoTable;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.NamedWindow;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.SearchClause;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.Values;
import io.polywire.sql.tree.With;
import java.util.List;

/** SELECT, VALUES, TABLE, their combinations, and WITH. */
final class Queries extends Rules {
    Queries(PgParser parser) {
        super(parser);
    }

    /** Whether the token begins a query that stands without parentheses. */
    boolean begins(int token) {
        int kind = tokens.kinds[token];
        return kind == Tokens.KEYWORD + SELECT.ordinal()
                || kind == Tokens.KEYWORD + WITH.ordinal()
                || kind == Tokens.KEYWORD + TABLE.ordinal()
                // VALUES may also be the name of a column.
                || kind == Tokens.KEYWORD + VALUES.ordinal() && tokens.kinds[token + 1] == '(';
    }

    /** Whether there is a query behind the parentheses that open at the cursor. */
    boolean beginsBehindParentheses() {
        int i = cursor.at();
        // What nests deeper is refused anyway; without the limit, opening parentheses would cost their square.
        int last = Math.min(tokens.count - 1, i + Cursor.MAX_DEPTH + 1);
        while (i < last && tokens.kinds[i] == '(') {
            i++;
        }
        return begins(i);
    }

    /** Whether a query goes on behind a query in parentheses. */
    boolean continues() {
        Keyword k = word();
        return k != null
                && switch (k) {
                    case UNION, EXCEPT, INTERSECT, ORDER, LIMIT, OFFSET, FETCH, FOR -> true;
                    default -> false;
                };
    }

    /** SelectStmt: a query, in parentheses or not. */
    Query statement() {
        if (!is('(')) {
            return query();
        }
        int from = start();
        return continued(parenthesizedQuery(), from);
    }

    /** select_with_parens. */
    Query parenthesizedQuery() {
        int outer = cursor.enter();
        expect('(');
        if (!is('(') && !begins(cursor.at())) {
            throw syntax();
        }
        Query q = statement();
        expect(')');
        cursor.leave(outer);
        return q;
    }

    /** select_no_parens. */
    Query query() {
        int outer = cursor.enter();
        int start = start();
        With with = is(WITH) ? with() : null;
        Query q = parser.tails.tail(with, combine(operand(), 1), start);
        cursor.leave(outer);
        return q;
    }

    /** A query behind WITH. */
    Query query(With with) {
        int start = with.start();
        return parser.tails.tail(with, combine(operand(), 1), start);
    }

    /** What a query in parentheses is the beginning of; itself if nothing goes on. */
    Query continued(Query inner, int from) {
        if (!continues()) {
            return inner;
        }
        return parser.tails.tail(null, combine(nested(inner, from), 1), from);
    }

    private QueryBody nested(Query q, int from) {
        boolean plain = q.with() == null
                && q.orderBy().isEmpty()
                && q.limit() == null
                && q.locking().isEmpty();
        return plain ? q.body() : new NestedQuery(q, from, end());
    }

    /** UNION and EXCEPT bind less than INTERSECT; all are left-associative. */
    private QueryBody combine(QueryBody first, int least) {
        QueryBody left = first;
        for (; ; ) {
            int level = is(UNION) || is(EXCEPT) ? 1 : is(INTERSECT) ? 2 : 0;
            if (level == 0 || level < least) {
                return left;
            }
            cursor.grow();
            SetOperation.Kind kind = is(UNION)
                    ? SetOperation.Kind.UNION
                    : is(EXCEPT) ? SetOperation.Kind.EXCEPT : SetOperation.Kind.INTERSECT;
            cursor.advance();
            boolean all = accept(ALL);
            if (!all) {
                accept(DISTINCT);
            }
            QueryBody right = combine(operand(), level + 1);
            left = new SetOperation(kind, all, left, right, left.start(), end());
        }
    }

    private QueryBody operand() {
        int start = start();
        if (is('(')) {
            return nested(parenthesizedQuery(), start);
        }
        if (is(SELECT)) {
            return select();
        }
        if (is(VALUES)) {
            return values();
        }
        if (is(TABLE)) {
            cursor.advance();
            TableReference table = parser.from.relation(null);
            Star star = new Star(List.of(), start, start);
            return new Select(
                    false,
                    List.of(),
                    List.of(new SelectItem(star, null, start, start)),
                    null,
                    List.of(table),
                    null,
                    null,
                    null,
                    List.of(),
                    start,
                    end());
        }
        throw syntax();
    }

    Values values() {
        int start = start();
        cursor.advance();
        List<RowExpression> rows = list(() -> {
            int from = start();
            List<Expression> fields = parser.expressions.parenthesizedList();
            return new RowExpression(fields, false, from, end());
        });
        return new Values(rows, start, end());
    }

    private Select select() {
        int start = start();
        cursor.advance();
        boolean distinct = false;
        List<Expression> distinctOn = List.of();
        if (!accept(ALL) && accept(DISTINCT)) {
            distinct = true;
            if (accept(ON)) {
                distinctOn = parser.expressions.parenthesizedList();
            }
        }
        List<SelectItem> items = !distinct && endsItems() ? List.of() : items();
        IntoTable into = is(INTO) ? into() : null;
        List<TableReference> from = accept(FROM) ? parser.from.list() : List.of();
        Expression where = accept(WHERE) ? parser.expressions.expression() : null;
        GroupBy groupBy = is(GROUP) ? groupBy() : null;
        Expression having = accept(HAVING) ? parser.expressions.expression() : null;
        List<NamedWindow> windows = accept(WINDOW) ? parser.windows.definitions() : List.of();
        return new Select(distinct, distinctOn, items, into, from, where, groupBy, having, windows, start, end());
    }

    /** Whether a select list that may be empty is. */
    private boolean endsItems() {
        return !is(',') && endsItem(cursor.at());
    }

    /** Whether the token stands behind a select item. */
    boolean endsItem(int token) {
        int kind = tokens.kinds[token];
        if (kind < Tokens.KEYWORD) {
            return kind == Tokens.END || kind == ')' || kind == ';' || kind == ',';
        }
        return switch (Keywords.of(kind - Tokens.KEYWORD)) {
            case FROM,
                    INTO,
                    WHERE,
                    GROUP,
                    HAVING,
                    WINDOW,
                    UNION,
                    INTERSECT,
                    EXCEPT,
                    ORDER,
                    LIMIT,
                    OFFSET,
                    FETCH,
                    FOR,
                    ON,
                    RETURNING,
                    WITH -> true;
            default -> false;
        };
    }

    /** target_list. */
    List<SelectItem> items() {
        return list(this::item);
    }

    private SelectItem item() {
        int start = start();
        if (is('*')) {
            cursor.advance();
            return new SelectItem(new Star(List.of(), start, end()), null, start, end());
        }
        Expression e = parser.expressions.item();
        Identifier alias = accept(AS) ? label() : bareLabelOrNull();
        return new SelectItem(e, alias, start, end());
    }

    /** returning_clause. */
    List<SelectItem> returning() {
        return accept(RETURNING) ? items() : List.of();
    }

    /** into_clause. */
    private IntoTable into() {
        int start = start();
        cursor.advance();
        // TEMP and its like may also be the table's name.
        boolean named = isColumnName() && !next(1, TABLE) && !tokens.isColumnName(cursor.at() + 1);
        Persistence p = named ? Persistence.PERMANENT : persistence();
        accept(TABLE);
        return new IntoTable(p, qualifiedName(), start, end());
    }

    private GroupBy groupBy() {
        int start = start();
        cursor.advance();
        expect(BY);
        boolean distinct = false;
        if (!accept(ALL)) {
            distinct = accept(DISTINCT);
        }
        return new GroupBy(distinct, list(this::grouping), start, end());
    }

    private Grouping grouping() {
        int outer = cursor.enter();
        int start = start();
        Grouping g;
        if (is('(') && next(1, ')')) {
            cursor.advance();
            cursor.advance();
            g = new Grouping(Grouping.Kind.EMPTY, List.of(), List.of(), start, end());
        } else if ((is(ROLLUP) || is(CUBE)) && next(1, '(')) {
            Grouping.Kind kind = is(ROLLUP) ? Grouping.Kind.ROLLUP : Grouping.Kind.CUBE;
            cursor.advance();
            g = new Grouping(kind, parser.expressions.parenthesizedList(), List.of(), start, end());
        } else if (is(GROUPING) && next(1, SETS)) {
            cursor.advance();
            cursor.advance();
            List<Grouping> sets = parenthesized(this::grouping);
            g = new Grouping(Grouping.Kind.SETS, List.of(), sets, start, end());
        } else {
            Expression e = parser.expressions.expression();
            g = new Grouping(Grouping.Kind.VALUE, List.of(e), List.of(), start, end());
        }
        cursor.leave(outer);
        return g;
    }

    /** sort_clause. */
    List<SortItem> orderBy() {
        expect(ORDER, BY);
        return list(this::sortItem);
    }

    private SortItem sortItem() {
        int start = start();
        Expression e = parser.expressions.expression();
        OperatorName using = null;
        SortItem.Direction direction = SortItem.Direction.DEFAULT;
        if (accept(USING)) {
            using = is(OPERATOR) ? parenthesizedOperator() : plainOperator();
        } else {
            direction = direction();
        }
        return new SortItem(e, direction, using, nulls(), start, end());
    }

    private OperatorName plainOperator() {
        int start = start();
        String name = operatorSymbol();
        if (name == null) {
            throw syntax();
        }
        cursor.advance();
        return new OperatorName(List.of(), name, start, end());
    }

    SortItem.Direction direction() {
        return accept(ASC)
                ? SortItem.Direction.ASCENDING
                : accept(DESC) ? SortItem.Direction.DESCENDING : SortItem.Direction.DEFAULT;
    }

    SortItem.Nulls nulls() {
        if (accept(NULLS, FIRST)) {
            return SortItem.Nulls.FIRST;
        }
        return accept(NULLS, LAST) ? SortItem.Nulls.LAST : SortItem.Nulls.DEFAULT;
    }

    /** with_clause. */
    With with() {
        int start = start();
        expect(WITH);
        // RECURSIVE may also be the name of what follows.
        boolean recursive = !next(1, '(') && !next(1, AS) && accept(RECURSIVE);
        return new With(recursive, list(this::commonTable), start, end());
    }

    private CommonTable commonTable() {
        int start = start();
        Identifier id = name();
        List<Identifier> columns = columnList();
        expect(AS);
        CommonTable.Materialized materialized = CommonTable.Materialized.DEFAULT;
        if (accept(NOT)) {
            expect(MATERIALIZED);
            materialized = CommonTable.Materialized.NEVER;
        } else if (accept(MATERIALIZED)) {
            materialized = CommonTable.Materialized.ALWAYS;
        }
        int outer = cursor.enter();
        expect('(');
        StatementBody body = parser.preparable();
        expect(')');
        cursor.leave(outer);
        SearchClause search = is(SEARCH) ? search() : null;
        CycleClause cycle = is(CYCLE) ? cycle() : null;
        return new CommonTable(id, columns, materialized, body, search, cycle, start, end());
    }

    private SearchClause search() {
        int start = start();
        cursor.advance();
        boolean breadth = accept(BREADTH);
        if (!breadth) {
            expect(DEPTH);
        }
        expect(FIRST, BY);
        List<Identifier> columns = names();
        expect(SET);
        return new SearchClause(breadth, columns, name(), start, end());
    }

    private CycleClause cycle() {
        int start = start();
        cursor.advance();
        List<Identifier> columns = names();
        expect(SET);
        Identifier mark = name();
        Expression value = null;
        Expression otherwise = null;
        if (accept(TO)) {
            value = constant();
            expect(DEFAULT);
            otherwise = constant();
        }
        expect(USING);
        return new CycleClause(columns, mark, value, otherwise, name(), start, end());
    }

    /** AexprConst. */
    private Expression constant() {
        int at = cursor.at();
        Expression e = is('(') ? null : parser.primaries.primary(true);
        if (!(e instanceof Literal) && !(e instanceof Cast c && c.style() == Cast.Style.LITERAL)) {
            throw tokens.syntax("syntax error", at);
        }
        return e;
    }

    /** alias_clause: AS may be missing; null if there is none. */
    Alias aliasOrNull() {
        int start = start();
        Identifier id = accept(AS) ? name() : nameOrNull();
        if (id == null) {
            return null;
        }
        return new Alias(id, columnList(), start, end());
    }
}
