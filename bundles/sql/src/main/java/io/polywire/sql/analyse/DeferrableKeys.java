package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Primary and unique keys that are DEFERRABLE: several rows may have one within a statement, and within a transaction while it
 * is deferred. A storage keeps account of such keys ({@link BoundSource.Duplicates}); a statement that may have changed
 * rows of their tables looks there when it is done.
 */
public final class DeferrableKeys {
    private static final Type TEXT = Type.of(TypeKind.TEXT, "text");

    private DeferrableKeys() {}

    /** Fails: several rows have a key. Schema, table and name of the key, then names of columns and their values. */
    private record HeldTwice() implements ScalarFunction {
        private static final int FIRST = 3;

        @Override
        public String name() {
            return "pw_key_held_twice";
        }

        @Override
        public int arity() {
            return -1;
        }

        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            List<String> names = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (int i = FIRST; i < in.size(); i += 2) {
                names.add(in.getText(i));
                values.add(in.getText(i + 1));
            }
            throw SqlFailure.build(
                            FailureKind.UNIQUE,
                            "duplicate key value violates unique constraint \"" + in.getText(2) + "\"")
                    .objects(in.getText(0), in.getText(1), null, in.getText(2))
                    .detail("Key (" + String.join(", ", names) + ")=(" + String.join(", ", values)
                            + ") already exists.")
                    .build();
        }
    }

    /** A statement with a look at the deferrable keys that it may have broken, directly or by what foreign keys do. */
    static BoundStatement checked(BoundStatement s, Analysis analysis) {
        if (s instanceof BoundStatement.Selects || s instanceof BoundStatement.ChangesSchema) {
            return s;
        }
        Set<Relation> changed = new LinkedHashSet<>();
        if (s instanceof BoundStatement.Program p) {
            p.steps().forEach(step -> add(step.statement(), analysis, changed));
        } else {
            add(s, analysis, changed);
        }
        if (changed.isEmpty()) {
            return s;
        }
        List<BoundStatement.Step> steps = new ArrayList<>();
        if (s instanceof BoundStatement.Program p) {
            steps.addAll(p.steps());
        } else {
            steps.add(new BoundStatement.Step(s, -1, true, true));
        }
        for (Relation r : changed) {
            for (TableConstraint c : r.constraints()) {
                if (c.isDeferrableKey()) {
                    steps.add(check(r, c, analysis));
                }
            }
        }
        return new BoundStatement.Program(steps, s.outputs(), s.target());
    }

    /** Notes the tables with such keys of which a statement may change rows. */
    private static void add(BoundStatement s, Analysis analysis, Set<Relation> to) {
        if (s.target() == null) {
            return;
        }
        boolean own = has(s.target(), analysis);
        if (own || any(analysis.catalog())) {
            Reach.of(s, analysis.catalog()).tables().stream()
                    .filter(r -> has(r, analysis))
                    .forEach(to::add);
        }
    }

    private static boolean has(Relation r, Analysis analysis) {
        return analysis.rules().dialect().equals(r.dialect())
                && r.constraints().stream().anyMatch(TableConstraint::isDeferrableKey);
    }

    private static boolean any(CatalogSnapshot catalog) {
        return catalog.derived(
                DeferrableKeys.class,
                Boolean.class,
                () -> catalog.relations().stream()
                        .anyMatch(r -> r.constraints().stream().anyMatch(TableConstraint::isDeferrableKey)));
    }

    /**
     * A look at some of these keys.
     *
     * @param keys their numbers
     */
    public static Analysed check(Collection<Integer> keys, CatalogSnapshot catalog, TypeRules rules) {
        Analysis analysis = new Analysis(rules, catalog, "", new ParameterTypes(0, List.of()));
        List<BoundStatement.Step> steps = new ArrayList<>();
        for (Relation r : catalog.relations()) {
            for (TableConstraint c : r.constraints()) {
                if (c.isDeferrableKey() && keys.contains(c.id())) {
                    steps.add(check(r, c, analysis));
                }
            }
        }
        return new Analysed(new BoundStatement.Program(steps, List.of(), null), List.of());
    }

    private static BoundStatement.Step check(Relation r, TableConstraint c, Analysis analysis) {
        TableIndex index = r.indexes().stream()
                .filter(i -> i.id() == c.indexId())
                .findFirst()
                .orElseThrow();
        Place at = analysis.at(0);
        int source = analysis.newSource(null);
        List<BoundExpression> told = new ArrayList<>();
        for (String text : List.of(r.schema(), r.name(), c.name())) {
            told.add(new BoundConstant(text, TEXT));
        }
        for (int i = 0; i < c.columns().size(); i++) {
            RelationColumn column = r.column(c.columns().get(i));
            told.add(new BoundConstant(column.name(), TEXT));
            told.add(analysis.rules()
                    .cast(
                            new BoundColumn(
                                    source,
                                    QueryBinder.columnOf(i),
                                    analysis.rules().stored(column),
                                    true),
                            TEXT,
                            at));
        }
        BoundBody body = ReturningJoined.select(
                List.of(new BoundOutput("", new FunctionValue(new HeldTwice(), told, TEXT))),
                new BoundSource.Duplicates(source, r, index),
                null);
        return new BoundStatement.Step(
                new BoundStatement.Selects(new BoundQuery(body, List.of(), null, null)), -1, false, false, c);
    }
}
