package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * WITH CHECK OPTION: a row that is written through a view has to show in it, and in those below that are checked too. The
 * first value of each row is one only if it does; otherwise the statement fails.
 */
final class ViewChecks {
    /** The most columns of a table whose rows a failure shows; a storage takes no more arguments. */
    private static final int MOST_SHOWN = 100;

    private final Analysis analysis;
    private final ChangeBinder changes;
    private final ViewTarget view;
    private final Relation table;
    private final Part at;
    /** The number that columns go by whose values are not known here. */
    private final int unknown;

    ViewChecks(Analysis analysis, ChangeBinder changes, Part at) {
        this.analysis = analysis;
        this.changes = changes;
        this.view = changes.view();
        this.table = view.table;
        this.at = at;
        this.unknown = analysis.newSource(null);
    }

    /**
     * Inserted rows, which are looked at whole.
     *
     * @param rows with a value for every column but those that the storage works out
     * @param names of their columns
     */
    BoundQuery inserted(BoundQuery rows, List<String> names) {
        int source = analysis.newSource(null);
        Scope scope = new Scope(null);
        analysis.own(source, scope);
        analysis.own(unknown, scope);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            outputs.add(new BoundOutput(
                    names.get(i),
                    new BoundColumn(
                            source,
                            QueryBinder.columnOf(i),
                            rows.outputs().get(i).value().type(),
                            true)));
        }
        List<Scope.Entry> row =
                row(names, outputs.stream().map(BoundOutput::value).toList(), unknown);
        outputs.set(0, new BoundOutput(names.get(0), checked(outputs.get(0).value(), row)));
        // once: defaults may differ from call to call
        BoundBody around = new BoundBody.Select(
                false, outputs, new BoundSource.Derived(source, rows, true), null, false, List.of(), null);
        return new BoundQuery(around, List.of(), null, null);
    }

    /** Values that columns are set to. */
    List<BoundExpression> updated(List<String> names, List<BoundExpression> values, int number) {
        if (values.stream().anyMatch(Columns::isVolatile)) {
            throw analysis.at(at).unsupported("a volatile function as a value for a view that has a CHECK OPTION");
        }
        List<BoundExpression> all = new ArrayList<>(values);
        all.set(0, checked(values.get(0), row(names, values, number)));
        return all;
    }

    /** The columns of the table as they will be; those that are not named are taken from a source. */
    private List<Scope.Entry> row(List<String> names, List<BoundExpression> values, int others) {
        List<Scope.Entry> plain = new ArrayList<>();
        for (RelationColumn c : table.columns()) {
            int i = names.indexOf(c.name());
            if (!c.generated()) {
                BoundExpression other = new BoundColumn(others, c.name(), changes.typeOf(c, at), !c.notNull());
                plain.add(new Scope.Entry(c.name(), i >= 0 ? values.get(i) : other));
            }
        }
        List<Scope.Entry> row = new ArrayList<>();
        int next = 0;
        for (RelationColumn c : table.columns()) {
            row.add(c.generated() ? new Scope.Entry(c.name(), generated(c, plain)) : plain.get(next++));
        }
        return row;
    }

    /** The value that the storage will work out. */
    private BoundExpression generated(RelationColumn c, List<Scope.Entry> plain) {
        String source = c.generation().source();
        Analysis kept = analysis.of(source);
        Scope scope = Scope.ofKept("column generation expression", true);
        scope.add(table.name(), plain);
        BoundExpression value = kept.expressions()
                .calls()
                .within(
                        "column generation expressions",
                        () -> kept.expressions().bind(analysis.rules().expression(source), scope));
        return analysis.rules().assign(value, changes.typeOf(c, at), c.name(), kept.at(0));
    }

    private BoundExpression checked(BoundExpression value, List<Scope.Entry> row) {
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> results = new ArrayList<>();
        boolean shown = row.size() <= MOST_SHOWN;
        for (Scope.Entry e : row) {
            shown &= !(e.value() instanceof BoundColumn c) || c.source() != unknown;
        }
        for (int i = 0; i < row.size(); i++) {
            if (table.columns().get(i).notNull() && !table.columns().get(i).rowNumber()) {
                // PostgreSQL looks at this first; the storage will say it
                conditions.add(new OperationValue(
                        Operation.IS_NULL,
                        List.of(row.get(i).value()),
                        analysis.rules().booleanType()));
                results.add(value);
            }
        }
        List<BoundExpression> fields =
                shown ? row.stream().map(Scope.Entry::value).toList() : List.of();
        for (ViewTarget.Check check : view.checks(row, unknown, analysis, analysis.at(at))) {
            Columns.each(check.condition(), x -> false, c -> {
                if (c.source() == unknown) {
                    throw analysis.at(at)
                            .unsupported(
                                    "a CHECK OPTION of view \"" + check.view().name() + "\" over column \"" + c.name()
                                            + "\", which the storage works out,");
                }
            });
            conditions.add(new OperationValue(
                    Operation.IS_NOT_TRUE,
                    List.of(check.condition()),
                    analysis.rules().booleanType()));
            results.add(analysis.rules().checkOption(check.view().name(), fields, value.type(), analysis.at(at)));
        }
        return new BoundCase(conditions, results, value, value.type());
    }
}
