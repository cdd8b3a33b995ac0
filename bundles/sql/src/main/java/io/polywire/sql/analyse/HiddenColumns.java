package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Columns that every table has beside its own, which a star does not give. */
final class HiddenColumns {
    private static final Set<Relation.Kind> NUMBERED = Set.of(Relation.Kind.TABLE, Relation.Kind.MATERIALIZED_VIEW);

    private HiddenColumns() {}

    /** Whether what is read of a table is the number of its row, and no column. */
    static boolean isPlace(Relation table, BoundColumn c) {
        return table.index(c.name()) < 0;
    }

    /** Those of the target of a change, each row of which is there. */
    static List<Scope.Entry> ofTarget(Relation r, int source, TypeRules rules) {
        List<Scope.Entry> hidden = place(r, source, rules);
        rules.systemColumns(r.id()).forEach((name, value) -> hidden.add(new Scope.Entry(name, value)));
        return hidden;
    }

    /**
     * Those of the rows that an INSERT gives back.
     *
     * @param updates whether it may have updated rows that were there
     */
    static List<Scope.Entry> ofInserted(Relation r, int source, boolean updates, TypeRules rules) {
        List<Scope.Entry> hidden = ofTarget(r, source, rules);
        place(r, source, rules)
                .forEach(p -> rules.rowColumns()
                        .inserted(p.value(), updates ? source : -1)
                        .forEach((name, value) -> hidden.add(new Scope.Entry(name, value))));
        return hidden;
    }

    /** Those of a table in FROM: NULL where an outer join has no row, which a column that is never NULL tells. */
    static List<Scope.Entry> ofSource(Relation r, int source, List<Scope.Entry> entries, TypeRules rules) {
        List<Scope.Entry> hidden = place(r, source, rules);
        hidden.addAll(witnessed(r.id(), entries, rules));
        return hidden;
    }

    /** Those of a relation whose rows have no place. */
    static List<Scope.Entry> witnessed(long relation, List<Scope.Entry> entries, TypeRules rules) {
        BoundExpression witness = entries.stream()
                .map(Scope.Entry::value)
                .filter(e -> e instanceof BoundColumn c && !c.nullable())
                .findFirst()
                .orElse(null);
        if (relation == 0 || witness == null) {
            return List.of();
        }
        BoundExpression there = new OperationValue(Operation.IS_NOT_NULL, List.of(witness), rules.booleanType());
        List<Scope.Entry> hidden = new ArrayList<>();
        rules.systemColumns(relation)
                .forEach((name, value) -> hidden.add(new Scope.Entry(
                        name,
                        new BoundCase(
                                List.of(there), List.of(value), new BoundConstant(null, value.type()), value.type()))));
        return hidden;
    }

    /** The place of a row, which is its number; NULL of itself where an outer join has no row. */
    private static List<Scope.Entry> place(Relation r, int source, TypeRules rules) {
        List<Scope.Entry> hidden = new ArrayList<>();
        Map.Entry<String, Type> place = rules.rowPlace();
        String number = r.rowNumber();
        if (place != null && number != null && NUMBERED.contains(r.kind())) {
            hidden.add(new Scope.Entry(place.getKey(), new BoundColumn(source, number, place.getValue(), true)));
        }
        return hidden;
    }
}
