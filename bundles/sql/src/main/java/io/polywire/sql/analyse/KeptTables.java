package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tables that first steps of a program keep as they are before the others change them. */
final class KeptTables {
    private final Analysis analysis;
    private final TypeRules rules;
    private final Supplier<? extends RuntimeException> refused;
    private final Map<Relation, BoundStatement.KeptTable> kept = new LinkedHashMap<>();

    /** @param refused what is thrown over a table that cannot be kept */
    KeptTables(Analysis analysis, Supplier<? extends RuntimeException> refused) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.refused = refused;
    }

    /** What is kept of a table. */
    BoundStatement.KeptTable of(Relation r) {
        BoundStatement.KeptTable known = kept.get(r);
        if (known != null) {
            return known;
        }
        if (!r.own() || r.rowNumber() == null) {
            throw refused.get();
        }
        List<Type> types = new ArrayList<>();
        types.add(rules.rowCountType());
        for (RelationColumn c : r.columns()) {
            Type type = rules.stored(c);
            if (type == null || type.kind() == TypeKind.UNKNOWN) {
                throw refused.get();
            }
            types.add(type);
        }
        BoundStatement.KeptTable k =
                new BoundStatement.KeptTable(r, analysis.programs().newSlot(), types);
        kept.put(r, k);
        return k;
    }

    /** The steps that keep them. */
    List<BoundStatement.Step> steps() {
        return kept.values().stream().map(this::keeping).toList();
    }

    private BoundStatement.Step keeping(BoundStatement.KeptTable k) {
        Relation r = k.relation();
        int n = analysis.newSource(r);
        List<BoundOutput> outputs = new ArrayList<>();
        outputs.add(
                new BoundOutput("", new BoundColumn(n, r.rowNumber(), k.types().get(0), false)));
        for (int i = 0; i < r.columns().size(); i++) {
            RelationColumn c = r.columns().get(i);
            outputs.add(
                    new BoundOutput("", new BoundColumn(n, c.name(), k.types().get(i + 1), !c.notNull())));
        }
        return new BoundStatement.Step(
                new BoundStatement.Selects(
                        ReturningJoined.plain(ReturningJoined.select(outputs, new BoundSource.Table(n, r), null))),
                k.slot(),
                false,
                false,
                null,
                List.of(),
                true);
    }
}
