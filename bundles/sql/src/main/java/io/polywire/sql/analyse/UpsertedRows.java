package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Whether a row that INSERT ... ON CONFLICT DO UPDATE gives back was inserted or updated: the first value that is set notes the
 * number of its row, which what is given back, worked out next for the same row, finds or does not.
 */
final class UpsertedRows {
    private final Relation table;
    private final int number;
    private final TypeRules rules;

    UpsertedRows(Relation table, int number, Analysis analysis) {
        this.table = table;
        this.number = number;
        this.rules = analysis.rules();
    }

    private BoundColumn place(Type type) {
        return new BoundColumn(number, table.rowNumber(), type, true);
    }

    /** The columns that tell it. */
    Collection<BoundExpression> telling() {
        Map.Entry<String, Type> place = rules.rowPlace();
        return place == null
                ? List.of()
                : rules.rowColumns().inserted(place(place.getValue()), number).values();
    }

    /** Whether what is given back has a column that tells it. */
    boolean areToldOf(List<BoundOutput> outputs) {
        Collection<BoundExpression> telling = telling();
        boolean[] found = {false};
        outputs.forEach(o -> Columns.each(
                o.value(),
                e -> {
                    found[0] |= telling.contains(e);
                    return false;
                },
                c -> {}));
        return found[0];
    }

    private static BoundExpression behind(BoundExpression never, BoundExpression value) {
        return new BoundCase(List.of(never), List.of(new BoundConstant(null, value.type())), value, value.type());
    }

    /** The rows to be inserted; with the first of them, what was noted before is forgotten. */
    BoundQuery before(BoundQuery source, Place at) {
        if (source == null || source.outputs().isEmpty()) {
            throw at.unsupported("a system column in RETURNING of ON CONFLICT DO UPDATE with DEFAULT VALUES");
        }
        BoundExpression forgets = rules.rowColumns().updating(null, number);
        if (source.body() instanceof BoundBody.Rows rows) {
            List<List<BoundExpression>> all = new ArrayList<>();
            for (List<BoundExpression> row : rows.rows()) {
                List<BoundExpression> changed = new ArrayList<>(row);
                changed.set(0, behind(forgets, row.get(0)));
                all.add(changed);
            }
            return new BoundQuery(QueryBinder.rows(all), source.orderBy(), source.limit(), source.offset());
        }
        if (source.body() instanceof BoundBody.Select s && !s.distinct()) {
            List<BoundOutput> outputs = new ArrayList<>(s.outputs());
            BoundOutput first = outputs.get(0);
            outputs.set(0, new BoundOutput(first.name(), behind(forgets, first.value())));
            return new BoundQuery(
                    new BoundBody.Select(false, outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having()),
                    source.orderBy(),
                    source.limit(),
                    source.offset());
        }
        throw at.unsupported("a system column in RETURNING of ON CONFLICT DO UPDATE of these rows");
    }

    /** The clause, noting the row that it updates. */
    BoundStatement.Conflict noting(BoundStatement.Conflict c) {
        List<BoundExpression> values = new ArrayList<>(c.values());
        values.set(0, behind(rules.rowColumns().updating(place(rules.rowCountType()), number), values.get(0)));
        return new BoundStatement.Conflict(
                c.key(),
                c.keyed(),
                c.expressions(),
                c.keyWhere(),
                c.columns(),
                values,
                c.where(),
                c.excluded(),
                c.told(),
                c.toldBy(),
                c.toldWhere(),
                c.exclusions(),
                c.keys());
    }
}
