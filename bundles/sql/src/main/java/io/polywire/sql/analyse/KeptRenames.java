package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the expressions that a table keeps (conditions, keys and rows of indexes, generated columns) anew when the table or
 * one of its columns is called otherwise. Confined to one analysis.
 */
final class KeptRenames {
    private final Analysis analysis;
    private final Relation table;
    private final List<Type> types;
    private final String from;
    private final String to;

    /**
     * @param table as it is now
     * @param types of its columns
     * @param from name of a column; null where it is the table that gets another name
     */
    KeptRenames(Analysis analysis, Relation table, List<Type> types, String from, String to) {
        this.analysis = analysis;
        this.table = table;
        this.types = types;
        this.from = from;
        this.to = to;
    }

    /** The table with its expressions written anew; its columns have their old names still. */
    Relation written() {
        List<RelationColumn> columns = new ArrayList<>();
        for (RelationColumn c : table.columns()) {
            RelationColumn.Generation g = c.generation();
            columns.add(g == null ? c : c.generated(new RelationColumn.Generation(text(g.source()), g.stored())));
        }
        List<TableConstraint> constraints = table.constraints().stream()
                .map(c -> c.check() == null ? c : c.checking(text(c.check())))
                .toList();
        List<TableIndex> indexes = table.indexes().stream()
                .map(i -> i.over(
                        i.keys().stream()
                                .map(k -> k.expression() == null ? k : k.over(text(k.expression())))
                                .toList(),
                        i.predicate() == null ? null : text(i.predicate())))
                .toList();
        return table.withColumns(columns).with(constraints, indexes);
    }

    private String text(String kept) {
        ViewText names = ViewText.bare(analysis.rules(), from, to);
        Analysis noting = analysis.notingAgain(kept, names);
        names.of(noting);
        Expression e = analysis.rules().expression(kept);
        new KeptExpressions(noting, table, types).any(e);
        return names.writtenAll(kept);
    }
}
