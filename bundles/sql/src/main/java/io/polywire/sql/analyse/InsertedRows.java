package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * An INSERT whose RETURNING has queries over what the statement changes, in steps: the rows are inserted and kept; then the
 * queries read the table without them, or, beside ON CONFLICT DO UPDATE, as a first step has kept it.
 */
final class InsertedRows {
    private final Analysis analysis;
    private final Relation table;
    private final int number;
    private final Place at;
    private final List<BoundOutput> outputs;
    private final int slot;

    /**
     * @param number number of the table as a source of what is returned
     * @param updates whether rows that are there may be updated
     * @param returned binds what is returned
     */
    InsertedRows(
            Analysis analysis,
            Relation table,
            int number,
            boolean updates,
            Supplier<List<BoundOutput>> returned,
            Place at) {
        this.analysis = analysis;
        this.table = table;
        this.number = number;
        this.at = at;
        if (updates) {
            this.outputs = returned.get();
            this.slot = -1;
        } else {
            Programs.Own own = analysis.programs().own(table, returned);
            this.outputs = own.outputs();
            this.slot = own.slot();
        }
    }

    List<BoundOutput> outputs() {
        return outputs;
    }

    /**
     * The statement in steps, if its queries make that necessary.
     *
     * @param telling values that only the INSERT itself can work out
     */
    BoundStatement whole(BoundStatement.Inserts i, Collection<BoundExpression> telling) {
        Reach reach = Reach.of(i, analysis.catalog());
        if (outputs.stream().noneMatch(o -> reach.isReadBy(o.value()))) {
            return i;
        }
        List<BoundOutput> kept = new ArrayList<>();
        kept.add(new BoundOutput(
                "", ReturningJoined.number(table, number, analysis.rules().rowCountType(), at)));
        int rows = slot < 0 ? analysis.programs().newSlot() : slot;
        int again = analysis.newSource(null);
        List<BoundOutput> shown = new Replacement() {
            @Override
            BoundExpression replaced(BoundExpression e, int depth) {
                boolean own = e instanceof BoundColumn c && c.source() == number;
                if (!own && !telling.contains(e)) {
                    return null;
                }
                BoundOutput o = new BoundOutput("", e);
                if (!kept.contains(o)) {
                    kept.add(o);
                }
                int k = kept.indexOf(o);
                return ReturningJoined.column(again, k, types(kept));
            }
        }.outputs(outputs);
        KeptTables before =
                new KeptTables(analysis, () -> at.unsupported("a sub-query over the changed table in RETURNING"));
        List<BoundStatement.KeptTable> read = slot >= 0
                ? List.of()
                : reach.tables().stream()
                        .filter(r -> outputs.stream().anyMatch(o -> Columns.read(o.value(), r)))
                        .map(before::of)
                        .toList();
        List<BoundStatement.Step> steps = new ArrayList<>(before.steps());
        steps.add(new BoundStatement.Step(
                new BoundStatement.Inserts(
                        i.target(), i.columns(), i.source(), i.conflict(), kept, i.number(), i.rights()),
                rows,
                true,
                false));
        BoundSource inserted = new BoundSource.Call(again, new CapturedRows(rows), types(kept));
        steps.add(new BoundStatement.Step(
                new BoundStatement.Selects(ReturningJoined.plain(ReturningJoined.select(shown, inserted, null))),
                -1,
                false,
                true,
                null,
                read,
                false));
        return new BoundStatement.Program(steps, shown, table);
    }

    private static List<Type> types(List<BoundOutput> outputs) {
        return outputs.stream().map(o -> o.value().type()).toList();
    }
}
