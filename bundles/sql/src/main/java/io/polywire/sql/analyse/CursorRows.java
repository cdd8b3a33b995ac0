package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CursorRow;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.CurrentOf;
import java.util.ArrayList;
import java.util.List;

/** WHERE CURRENT OF: rows of cursors, found again by their numbers in the storage (execCurrent.c). */
public final class CursorRows {
    /** How the name of a further output begins that has the number of the row; no client can write such a name. */
    private static final String NAME = "\0row of ";

    private CursorRows() {}

    /** The name of the output that has the number of a table's row. */
    private static String name(Relation r) {
        return NAME + r.id();
    }

    /** The number of the table whose rows an output of this name numbers; -1 for any other output. */
    public static int relation(String output) {
        return output.startsWith(NAME) ? Integer.parseInt(output.substring(NAME.length())) : -1;
    }

    /**
     * The query of a cursor, with the number of the row as a further output if the rows are those of one table. PostgreSQL
     * finds rows behind a sort only if they are locked.
     */
    static BoundStatement numbered(BoundStatement statement, Analysis analysis) {
        if (!(statement instanceof BoundStatement.Selects q)
                || !(q.query().body() instanceof BoundBody.Select s)
                || !(s.from() instanceof BoundSource.Table t)
                || t.relation().kind() != Relation.Kind.TABLE) {
            return statement;
        }
        boolean simple = !s.distinct()
                && !s.grouped()
                && s.outputs().stream().noneMatch(o -> GroupBinder.hasWindow(o.value()))
                && (q.query().orderBy().isEmpty() || q.locks());
        if (!simple) {
            return statement;
        }
        List<BoundOutput> outputs = new ArrayList<>(s.outputs());
        outputs.add(new BoundOutput(
                name(t.relation()),
                ReturningJoined.number(
                        t.relation(), t.number(), analysis.rules().rowCountType(), analysis.at(0))));
        BoundBody body = new BoundBody.Select(false, outputs, s.from(), s.where(), false, s.groupBy(), s.having());
        BoundQuery numbered = new BoundQuery(
                body, q.query().orderBy(), q.query().limit(), q.query().offset());
        return new BoundStatement.Selects(numbered, q.locks());
    }

    /** The condition that a row is the one that a cursor stands on. */
    static BoundExpression condition(CurrentOf e, Relation r, int source, boolean view, Analysis analysis) {
        if (view) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "WHERE CURRENT OF on a view is not implemented");
        }
        TypeRules rules = analysis.rules();
        return new OperationValue(
                Operation.EQUAL,
                List.of(
                        ReturningJoined.number(r, source, rules.rowCountType(), analysis.at(e)),
                        new CursorRow(e.cursor().name(), r.id(), r.name(), rules.rowCountType())),
                rules.booleanType());
    }
}
