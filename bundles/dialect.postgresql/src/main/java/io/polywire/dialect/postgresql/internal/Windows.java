package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.NamedWindow;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.WindowFrame;
import io.polywire.sql.tree.WindowFrame.Bound;
import io.polywire.sql.tree.WindowSpecification;
import java.util.List;

/** Windows: OVER, the WINDOW clause, frames. */
final class Windows extends Rules {
    Windows(PgParser parser) {
        super(parser);
    }

    /** over_clause behind OVER. */
    WindowSpecification over() {
        if (is('(')) {
            return specification();
        }
        Identifier id = name();
        return new WindowSpecification(id, true, List.of(), List.of(), null, id.start(), id.end());
    }

    /** window_clause behind WINDOW. */
    List<NamedWindow> definitions() {
        return list(() -> {
            Identifier id = name();
            expect(AS);
            return new NamedWindow(id, specification(), id.start(), end());
        });
    }

    private WindowSpecification specification() {
        int start = start();
        expect('(');
        Identifier base = isColumnName() && !is(PARTITION) && !is(RANGE) && !is(ROWS) && !is(GROUPS) ? name() : null;
        List<Expression> partition = List.of();
        if (accept(PARTITION)) {
            expect(BY);
            partition = parser.expressions.list();
        }
        List<SortItem> orderBy = is(ORDER) ? parser.queries.orderBy() : List.of();
        WindowFrame frame = is(RANGE) || is(ROWS) || is(GROUPS) ? frame() : null;
        expect(')');
        return new WindowSpecification(base, false, partition, orderBy, frame, start, end());
    }

    private record Edge(Bound bound, Expression offset, int start) {}

    private WindowFrame frame() {
        int start = start();
        WindowFrame.Unit unit =
                is(RANGE) ? WindowFrame.Unit.RANGE : is(ROWS) ? WindowFrame.Unit.ROWS : WindowFrame.Unit.GROUPS;
        cursor.advance();
        boolean between = accept(BETWEEN);
        Edge from = edge();
        Edge to = null;
        if (between) {
            expect(AND);
            to = edge();
        }
        check(from, to);
        WindowFrame.Exclusion exclusion = WindowFrame.Exclusion.NO_OTHERS;
        if (accept(EXCLUDE)) {
            if (accept(CURRENT)) {
                expect(ROW);
                exclusion = WindowFrame.Exclusion.CURRENT_ROW;
            } else if (accept(GROUP)) {
                exclusion = WindowFrame.Exclusion.GROUP;
            } else if (accept(TIES)) {
                exclusion = WindowFrame.Exclusion.TIES;
            } else {
                expect(NO, OTHERS);
            }
        }
        return new WindowFrame(
                unit,
                from.bound,
                from.offset,
                to == null ? null : to.bound,
                to == null ? null : to.offset,
                exclusion,
                start,
                end());
    }

    private Edge edge() {
        int start = start();
        if (is(UNBOUNDED) && (next(1, PRECEDING) || next(1, FOLLOWING))) {
            cursor.advance();
            boolean preceding = is(PRECEDING);
            cursor.advance();
            return new Edge(preceding ? Bound.UNBOUNDED_PRECEDING : Bound.UNBOUNDED_FOLLOWING, null, start);
        }
        if (is(CURRENT) && next(1, ROW)) {
            cursor.advance();
            cursor.advance();
            return new Edge(Bound.CURRENT_ROW, null, start);
        }
        Expression offset = parser.expressions.expression();
        boolean preceding = is(PRECEDING);
        if (!preceding && !is(FOLLOWING)) {
            throw syntax();
        }
        cursor.advance();
        return new Edge(preceding ? Bound.OFFSET_PRECEDING : Bound.OFFSET_FOLLOWING, offset, start);
    }

    private void check(Edge from, Edge to) {
        if (from.bound == Bound.UNBOUNDED_FOLLOWING) {
            throw windowing("frame start cannot be UNBOUNDED FOLLOWING", from);
        }
        if (to == null) {
            if (from.bound == Bound.OFFSET_FOLLOWING) {
                throw windowing("frame starting from following row cannot end with current row", from);
            }
            return;
        }
        if (to.bound == Bound.UNBOUNDED_PRECEDING) {
            throw windowing("frame end cannot be UNBOUNDED PRECEDING", to);
        }
        if (from.bound == Bound.CURRENT_ROW && to.bound == Bound.OFFSET_PRECEDING) {
            throw windowing("frame starting from current row cannot have preceding rows", to);
        }
        if (from.bound == Bound.OFFSET_FOLLOWING
                && (to.bound == Bound.OFFSET_PRECEDING || to.bound == Bound.CURRENT_ROW)) {
            throw windowing("frame starting from following row cannot have preceding rows", to);
        }
    }

    private SqlFailure windowing(String message, Edge edge) {
        return tokens.failureAt(FailureKind.SEMANTIC, message, edge.start)
                .sqlState("42P20")
                .build();
    }
}
