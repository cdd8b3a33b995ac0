package io.polywire.router.internal;

import io.polywire.api.session.Column;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Which column of which table an output is, unchanged: through joins, sub-selects and WITH, as PostgreSQL tells its
 * clients; what is worked out, and what set operations put together, comes from none.
 */
final class Origins {
    /** Deeper nesting has no origin: nothing depends on it but descriptions. */
    private static final int DEEPEST = 200;

    private Origins() {}

    /** The columns that a statement returns. */
    static List<Column> columns(BoundStatement statement) {
        List<Column> columns = new ArrayList<>();
        for (BoundOutput o : statement.outputs()) {
            columns.add(column(o, statement));
        }
        return columns;
    }

    /** Whether a client may read rows of the one as rows of the other: by names and types, wherever they come from. */
    static boolean alike(List<Column> a, List<Column> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).name().equals(b.get(i).name())
                    || !a.get(i).type().equals(b.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static Column column(BoundOutput output, BoundStatement statement) {
        Column none = Column.of(output.name(), output.value().type());
        if (statement instanceof BoundStatement.Selects s) {
            return of(output.value(), s.query(), none, 0);
        }
        if (statement.target() != null && output.value() instanceof BoundColumn c && c.source() == number(statement)) {
            return of(statement.target(), c, none);
        }
        return none;
    }

    private static int number(BoundStatement statement) {
        if (statement instanceof BoundStatement.Inserts i) {
            return i.number();
        }
        if (statement instanceof BoundStatement.Updates u) {
            return u.number();
        }
        return statement instanceof BoundStatement.Deletes d ? d.number() : -1;
    }

    private static Column of(BoundExpression value, BoundQuery query, Column none, int depth) {
        if (!(value instanceof BoundColumn c)
                || !(query.body() instanceof BoundBody.Select select)
                || select.from() == null
                || depth > DEEPEST) {
            return none;
        }
        return of(c, select.from(), none, depth);
    }

    private static Column of(BoundColumn c, BoundSource source, Column none, int depth) {
        if (source instanceof BoundSource.Joined j) {
            Column left = depth > DEEPEST ? none : of(c, j.left(), none, depth + 1);
            return left != none ? left : of(c, j.right(), none, depth + 1);
        }
        if (source instanceof BoundSource.Table t && t.number() == c.source()) {
            return of(t.relation(), c, none);
        }
        if (source instanceof BoundSource.Derived d && d.number() == c.source()) {
            int i = index(c.name(), d.query().outputs().size());
            if (i < 0) {
                return none;
            }
            if (d.view() != null) {
                // a sequence's columns are the same in all, and not kept with it
                int number = d.view().kind() == Relation.Kind.SEQUENCE
                        ? i + 1
                        : d.view().columns().get(i).number();
                return new Column(
                        none.name(), none.type(), d.view().name(), d.view().id(), number, c.nullable());
            }
            return of(d.query().outputs().get(i).value(), d.query(), none, depth + 1);
        }
        return none;
    }

    /** Which of its query's columns, from 0, a column c1, c2, ... of a {@link BoundSource.Derived} is; -1 for none. */
    private static int index(String name, int count) {
        for (int i = 0; i < count; i++) {
            if (name.equals("c" + (i + 1))) {
                return i;
            }
        }
        return -1;
    }

    private static Column of(Relation table, BoundColumn c, Column none) {
        for (RelationColumn column : table.columns()) {
            if (column.name().equals(c.name())) {
                return new Column(none.name(), none.type(), table.name(), table.id(), column.number(), c.nullable());
            }
        }
        return none;
    }
}
