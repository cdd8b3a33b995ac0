package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Insert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows that COPY with a condition puts in: the condition sees each row as it would be in the table, defaults and all. */
final class CopiedRows {
    private final Analysis analysis;
    private final Relation table;
    private final ChangeBinder changes;

    CopiedRows(Analysis analysis, Relation table, ChangeBinder changes) {
        this.analysis = analysis;
        this.table = table;
        this.changes = changes;
    }

    /**
     * A row if the condition lets it in.
     *
     * @param row values of all columns but those that the storage works out
     * @param names of the columns
     */
    BoundQuery filtered(List<BoundExpression> row, List<String> names, Insert s) {
        int source = analysis.newSource(null);
        int unknown = analysis.newSource(null);
        Scope scope = Scope.ofKept("COPY FROM WHERE condition", true);
        List<Scope.Entry> entries = new ArrayList<>();
        for (RelationColumn c : table.columns()) {
            int i = names.indexOf(c.name());
            entries.add(new Scope.Entry(
                    c.name(),
                    i < 0
                            ? new BoundColumn(unknown, c.name(), changes.typeOf(c, s), true)
                            : new BoundColumn(
                                    source, QueryBinder.columnOf(i), row.get(i).type(), true)));
        }
        String alias = table.name();
        scope.add(alias, entries);
        scope.ranges().add(alias, false, table.id(), null, entries);
        scope.schema(alias, table.schema());
        scope.hide(alias, hidden());
        analysis.own(source, scope);
        analysis.own(unknown, scope);
        BoundExpression where = analysis.expressions()
                .calls()
                .within(
                        "COPY FROM WHERE conditions",
                        () -> analysis.expressions().bind(s.condition(), scope));
        BoundExpression condition = analysis.rules().condition(where, "WHERE", analysis.at(s.condition()));
        Columns.each(condition, e -> false, c -> {
            if (c.source() == unknown) {
                throw unknown(c);
            }
        });
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            outputs.add(new BoundOutput(
                    names.get(i),
                    new BoundColumn(source, QueryBinder.columnOf(i), row.get(i).type(), true)));
        }
        BoundQuery one = new BoundQuery(QueryBinder.rows(List.of(row)), List.of(), null, null);
        // once: a row that is left out has to be one of the table's all the same
        BoundBody around = new BoundBody.Select(
                false, outputs, new BoundSource.Derived(source, one, true), condition, false, List.of(), null);
        return new BoundQuery(around, List.of(), null, null);
    }

    private List<Scope.Entry> hidden() {
        List<Scope.Entry> hidden = new ArrayList<>();
        for (Map.Entry<String, BoundExpression> e :
                analysis.rules().systemColumns(table.id()).entrySet()) {
            hidden.add(new Scope.Entry(e.getKey(), e.getValue()));
        }
        return hidden;
    }

    private SqlFailure unknown(BoundColumn c) {
        RelationColumn column = table.columns().get(table.index(c.name()));
        if (!column.generated()) {
            return SqlFailure.unsupported("the number of a row in a condition of COPY");
        }
        return SqlFailure.build(
                        FailureKind.SEMANTIC, "generated columns are not supported in COPY FROM WHERE conditions")
                .sqlState("42P10")
                .detail("Column \"" + c.name() + "\" is a generated column.")
                .build();
    }
}
