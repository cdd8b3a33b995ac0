package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Keys of an index that a storage has told of, as texts. */
public final class KeyTexts {
    private KeyTexts() {}

    /**
     * A query that gives them as one row.
     *
     * @param values keys of one row or several, as the storage has them
     * @param shown gives the type that a key is shown as
     * @param function name of the function that writes a value
     */
    public static Analysed of(
            TableIndex index,
            Relation table,
            List<Object> values,
            UnaryOperator<Type> shown,
            String function,
            CatalogSnapshot catalog,
            TypeRules rules) {
        Analysis analysis = new Analysis(rules, catalog, "", new ParameterTypes(0, List.of()));
        List<Type> types = TableParts.types(analysis, table, analysis.at(0));
        List<Type> keys = index.keys().stream()
                .map(k -> Exclusions.key(analysis, k, table, types, analysis.newSource(table))
                        .type())
                .toList();
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Type type = shown.apply(keys.get(i % keys.size()));
            outputs.add(new BoundOutput(
                    "",
                    rules.call(
                            function,
                            List.of(new BoundConstant(values.get(i), type)),
                            List.of(),
                            false,
                            analysis.at(0))));
        }
        BoundBody row = new BoundBody.Select(false, outputs, null, null, false, List.of(), null);
        return new Analysed(new BoundStatement.Selects(new BoundQuery(row, List.of(), null, null)), List.of());
    }
}
