package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Exclusion;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.Expression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** The functions that expressions which a database keeps call; found once for each version of its schema. */
final class KeptFunctions {
    private record All(List<StorageFunction> functions) {}

    private final Analysis analysis;
    private final Set<StorageFunction> found = new LinkedHashSet<>();

    private KeptFunctions(Analysis analysis) {
        this.analysis = analysis;
    }

    static List<StorageFunction> of(Analysis analysis) {
        String key = "kept functions of " + analysis.rules().dialect();
        return analysis.catalog()
                .derived(key, All.class, () -> new KeptFunctions(analysis).all())
                .functions();
    }

    private All all() {
        // of a function that one of them calls its maker has asked for the right
        Set<Routine> called = Set.copyOf(analysis.routines());
        All all = found();
        analysis.routines().retainAll(called);
        return all;
    }

    private All found() {
        String key = "kept functions of " + analysis.rules().dialect();
        Set<StorageFunction> all = new LinkedHashSet<>();
        for (Relation r : analysis.catalog().relations()) {
            if (r.kind() == Relation.Kind.TABLE
                    && r.own()
                    && r.dialect().equals(analysis.rules().dialect())) {
                all.addAll(analysis.catalog().derived(key, r, () -> {
                    KeptFunctions of = new KeptFunctions(analysis);
                    if (keepsExpressions(r)) {
                        of.table(r);
                    }
                    return List.copyOf(of.found);
                }));
            }
        }
        return new All(List.copyOf(all));
    }

    private static boolean keepsExpressions(Relation r) {
        return r.constraints().stream().anyMatch(c -> c.check() != null)
                || r.columns().stream().anyMatch(RelationColumn::generated)
                // also a key over plain columns may need functions: those that make equal what PostgreSQL takes for
                // equal
                || r.indexes().stream().anyMatch(i -> i.stored() != null);
    }

    private void table(Relation r) {
        List<Type> types = new ArrayList<>();
        r.columns().forEach(c -> types.add(analysis.rules().stored(c)));
        if (types.contains(null)) {
            return;
        }
        for (TableConstraint c : r.constraints()) {
            if (c.check() != null) {
                add(c.check(), r, types, KeptExpressions::check);
            }
        }
        for (RelationColumn c : r.columns()) {
            if (c.generated()) {
                add(
                        c.generation().source(),
                        r,
                        types,
                        (k, e) -> k.generated(e, c, types.get(r.columns().indexOf(c))));
            }
        }
        TableParts parts = new TableParts(analysis, r, types);
        for (TableIndex i : r.indexes()) {
            if (i.stored() != null) {
                index(parts, i);
            }
        }
    }

    private void index(TableParts parts, TableIndex i) {
        SchemaStep.CreatesIndex made;
        try {
            made = parts.index(i);
        } catch (SqlFailure f) {
            return;
        }
        made.expressions().values().forEach(this::add);
        if (made.where() != null) {
            add(made.where());
        }
        if (made.exclusion() != null) {
            Exclusion x = made.exclusion();
            add(x.meets());
            x.heldKeys().forEach(this::add);
            x.holds().forEach(this::add);
        }
    }

    private void add(
            String text, Relation r, List<Type> types, BiFunction<KeptExpressions, Expression, BoundExpression> bind) {
        BoundExpression bound;
        try {
            KeptExpressions kept = new KeptExpressions(analysis.of(text), r, types);
            bound = bind.apply(kept, analysis.rules().expression(text));
        } catch (SqlFailure f) {
            // what cannot be understood any more fails the writes that need it, and no others
            return;
        }
        add(bound);
    }

    private void add(BoundExpression bound) {
        Columns.each(
                bound,
                e -> {
                    if (e instanceof FunctionValue f) {
                        found.add(f.function());
                    }
                    return false;
                },
                c -> {});
    }
}
