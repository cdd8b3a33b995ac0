package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.Exclusion;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.IndexElement;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SortItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * EXCLUDE: no two rows for whose keys all operators hold. The storage looks, with each row that comes, for one that is there
 * already; by the keys that have to be equal it finds such rows with an index.
 */
final class Exclusions {
    private final Analysis analysis;
    /** The table that gets them. */
    private final SchemaBinder draft;
    /** What the statement has made, to find what it says twice. */
    private final List<Made> made = new ArrayList<>();

    private record Made(TableIndex index, List<String> operators) {}

    Exclusions(Analysis analysis, SchemaBinder draft) {
        this.analysis = analysis;
        this.draft = draft;
    }

    /**
     * Indexes of a table in the order in which they are made: a storage looks first at the constraint that came last, and the
     * first one that is broken is to be told.
     */
    static List<TableIndex> ordered(Relation table) {
        List<TableIndex> all = new ArrayList<>();
        int first = 0;
        for (TableIndex i : table.indexes()) {
            if (i.stored() != null && table.exclusion(i.id()) == null) {
                all.add(first++, i);
            } else if (i.stored() != null) {
                all.add(first, i);
            }
        }
        return all;
    }

    /** Whether a table has such constraints. */
    static boolean any(Relation r) {
        return r.constraints().stream().anyMatch(c -> c.kind() == TableConstraint.Kind.EXCLUSION);
    }

    /** A clause of CREATE TABLE or ALTER TABLE. */
    void add(Constraint.Exclude e) {
        Relation table = draft.table.withColumns(draft.columns);
        List<Type> types = List.copyOf(draft.types);
        String given = e.name() == null ? null : e.name().name();
        TableSettings.kept(null, e.tablespace());
        Place at = analysis.at(e);
        IndexMethods methods = analysis.rules().indexMethods();
        IndexMethods.Method method =
                methods.method(e.method() == null ? null : e.method().name(), at);
        IndexBinder binder = new IndexBinder(analysis, method, types);
        binder.refuseShape(false, !e.include().isEmpty(), e.elements().size());
        methods.refuseExclusion(method);
        if (Boolean.TRUE.equals(e.timing().deferrable())
                || Boolean.TRUE.equals(e.timing().initiallyDeferred())) {
            throw at.unsupported("EXCLUDE ... DEFERRABLE");
        }
        if (table.rowNumber() == null) {
            throw at.unsupported("EXCLUDE of a table with columns of all names that a row's number can have");
        }
        KeptExpressions kept = new KeptExpressions(analysis, table, types);
        String predicate = null;
        if (e.where() != null) {
            kept.predicate(e.where());
            predicate = kept.text(e.where());
        }
        List<TableIndex.Key> keys = new ArrayList<>();
        List<String> named = new ArrayList<>();
        List<String> operators = new ArrayList<>();
        Set<Integer> columns = new LinkedHashSet<>();
        for (int i = 0; i < e.elements().size(); i++) {
            refuseUnknown(e.elements().get(i), table);
            TableIndex.Key k = binder.key(e.elements().get(i), table, false, named);
            String operator =
                    analysis.expressions().operators().operator(e.operators().get(i));
            check(analysis, method, k, key(analysis, k, table, types, analysis.newSource(table)), operator, at);
            keys.add(k);
            operators.add(operator);
            if (k.column() != 0) {
                columns.add(k.column());
            }
        }
        List<Integer> include = new ArrayList<>();
        for (Identifier i : e.include()) {
            if (table.index(i.name()) < 0) {
                throw at.failure(
                        FailureKind.UNDEFINED_COLUMN, "column \"" + i.name() + "\" named in key does not exist");
            }
            include.add(table.columns().get(table.index(i.name())).number());
            IndexBinder.add(i.name(), named);
        }
        TableIndex plain = new TableIndex(
                0,
                "",
                null,
                false,
                false,
                method.name(),
                keys,
                include,
                predicate,
                StorageParameters.made(method.name(), e.options(), analysis),
                null);
        boolean twice = made.stream()
                .anyMatch(m -> m.operators().equals(operators) && m.index().equals(plain));
        if (twice && given != null) {
            // PostgreSQL makes one of them, under the first name that there is
            throw at.unsupported("EXCLUDE with a name beside another one that says the same");
        }
        if (twice) {
            return;
        }
        made.add(new Made(plain, operators));
        if (given != null) {
            draft.names.fresh(table.schema(), given, analysis.at(0));
        }
        String name = given == null ? draft.names.index(table.schema(), table.name(), named, "excl") : given;
        if (draft.indexes.stream().anyMatch(i -> i.name().equals(name))) {
            throw SqlFailure.of(FailureKind.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        draft.named(name, e);
        TableIndex index = plain.numbered(draft.number()).named(name, SchemaNames.stored(table.schema(), name));
        draft.indexes.add(index);
        draft.constraints.add(
                TableConstraint.exclusion(draft.number(), name, List.copyOf(columns), index.id(), operators));
    }

    private static void refuseUnknown(IndexElement e, Relation table) {
        if (e.expression() instanceof ColumnReference c
                && c.parts().size() == 1
                && table.index(c.parts().get(0).name()) < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + c.parts().get(0).name() + "\" named in key does not exist");
        }
    }

    private static void check(
            Analysis analysis,
            IndexMethods.Method method,
            TableIndex.Key k,
            BoundExpression value,
            String operator,
            Place at) {
        try {
            // told first: that there is no such operator
            analysis.rules().operator(operator, value, value, at);
        } catch (SqlFailure f) {
            throw f.kind() == FailureKind.UNSUPPORTED ? f : f.but().position(0).build();
        }
        analysis.rules()
                .indexMethods()
                .checkExclusion(method, value.type(), k.operatorClass(), operator, analysis.at(0));
    }

    /** A key over the rows of a source. */
    static BoundExpression key(Analysis analysis, TableIndex.Key k, Relation table, List<Type> types, int source) {
        if (k.expression() != null) {
            return new KeptExpressions(analysis.of(k.expression()), table, types, source)
                    .key(analysis.rules().expression(k.expression()));
        }
        for (int i = 0; i < types.size(); i++) {
            RelationColumn c = table.columns().get(i);
            if (c.number() == k.column()) {
                return new BoundColumn(source, c.name(), types.get(i), !c.notNull());
            }
        }
        throw new IllegalStateException("a constraint over a column that is not there");
    }

    /** The index that keeps a constraint, with what two rows of the table may not have. */
    static SchemaStep.CreatesIndex index(
            Analysis analysis, Relation table, List<Type> types, TableIndex i, TableConstraint c) {
        TypeRules rules = analysis.rules();
        int held = analysis.newSource(table);
        int wanted = analysis.newSource(table);
        List<BoundExpression> heldKeys = new ArrayList<>();
        List<BoundExpression> wantedKeys = new ArrayList<>();
        List<BoundExpression> all = new ArrayList<>();
        Map<Integer, BoundExpression> expressions = new HashMap<>();
        Set<Integer> equal = new HashSet<>();
        IndexMethods.Method method = rules.indexMethods().method(i.method(), analysis.at(0));
        for (int k = 0; k < i.keys().size(); k++) {
            TableIndex.Key key = i.keys().get(k);
            String operator = c.operators().get(k);
            BoundExpression there = key(analysis, key, table, types, held);
            BoundExpression coming = key(analysis, key, table, types, wanted);
            // a change of the column's type may have brought another one
            check(analysis, method, key, there, operator, analysis.at(0));
            heldKeys.add(there);
            wantedKeys.add(coming);
            all.add(rules.operator(operator, there, coming, analysis.at(0)));
            if (operator.equals("=")) {
                equal.add(k);
                BoundExpression by = rules.indexKey(there, false, analysis.at(0));
                if (key.expression() != null || by != there) {
                    expressions.put(k, by);
                }
            }
        }
        BoundExpression meets =
                all.size() == 1 ? all.get(0) : new OperationValue(Operation.AND, all, rules.booleanType());
        BoundExpression where = predicate(analysis, table, types, i, held);
        Set<String> columns = new TreeSet<>();
        List<BoundExpression> read = new ArrayList<>(heldKeys);
        if (where != null) {
            read.add(where);
        }
        read.forEach(e -> Columns.each(e, x -> false, x -> columns.add(x.name())));
        Exclusion exclusion = new Exclusion(
                held,
                wanted,
                heldKeys,
                wantedKeys,
                meets,
                where,
                predicate(analysis, table, types, i, wanted),
                List.copyOf(columns),
                holds(analysis, table, types, wanted),
                equal,
                nearest(rules, i, c, heldKeys, wantedKeys, all, analysis.at(0)));
        if (exclusion.nearest() != null) {
            // behind the keys that have to be equal
            expressions.put(i.keys().size(), exclusion.nearest().held());
        }
        return new SchemaStep.CreatesIndex(table, i, expressions, where, exclusion);
    }

    /** The order in which rows are next to those that they may not be beside; null where there is none. */
    private static Exclusion.Nearest nearest(
            TypeRules rules,
            TableIndex i,
            TableConstraint c,
            List<BoundExpression> held,
            List<BoundExpression> wanted,
            List<BoundExpression> meets,
            Place at) {
        int by = -1;
        List<BoundExpression> same = new ArrayList<>();
        for (int k = 0; k < held.size(); k++) {
            if (c.operators().get(k).equals("=")) {
                same.add(meets.get(k));
            } else if (by >= 0) {
                return null;
            } else {
                by = k;
            }
        }
        if (by < 0
                || !rules.indexMethods()
                        .meetsNextOnly(held.get(by).type(), c.operators().get(by))) {
            return null;
        }
        return new Exclusion.Nearest(
                rules.orderKey(held.get(by), at),
                rules.orderKey(wanted.get(by), at),
                same.isEmpty()
                        ? null
                        : same.size() == 1
                                ? same.get(0)
                                : new OperationValue(Operation.AND, same, rules.booleanType()));
    }

    private static BoundExpression predicate(
            Analysis analysis, Relation table, List<Type> types, TableIndex i, int source) {
        return i.predicate() == null
                ? null
                : new KeptExpressions(analysis.of(i.predicate()), table, types, source)
                        .predicate(analysis.rules().expression(i.predicate()));
    }

    /** The conditions of a table over the row that comes. */
    private static List<BoundExpression> holds(Analysis analysis, Relation table, List<Type> types, int source) {
        List<BoundExpression> holds = new ArrayList<>();
        for (int n = 0; n < types.size(); n++) {
            RelationColumn c = table.columns().get(n);
            if (c.notNull()) {
                holds.add(new OperationValue(
                        Operation.IS_NOT_NULL,
                        List.of(new BoundColumn(source, c.name(), types.get(n), true)),
                        analysis.rules().booleanType()));
            }
        }
        for (TableConstraint c : table.constraints()) {
            if (c.check() != null) {
                holds.add(new KeptExpressions(analysis.of(c.check()), table, types, source)
                        .check(analysis.rules().expression(c.check())));
            }
        }
        return holds;
    }

    /** The clause that makes a constraint of a table for another one that has columns of the same names (LIKE). */
    static Constraint.Exclude clause(
            TableIndex i, TableConstraint c, List<Identifier> columns, List<Identifier> include) {
        List<IndexElement> elements = new ArrayList<>();
        List<OperatorName> operators = new ArrayList<>();
        for (int k = 0; k < columns.size(); k++) {
            String operatorClass = i.keys().get(k).operatorClass();
            elements.add(new IndexElement(
                    new ColumnReference(List.of(columns.get(k)), 0, 0),
                    null,
                    operatorClass == null
                            ? null
                            : new QualifiedName(List.of(new Identifier(operatorClass, false, 0, 0)), 0, 0),
                    List.of(),
                    SortItem.Direction.DEFAULT,
                    SortItem.Nulls.DEFAULT,
                    0,
                    0));
            operators.add(new OperatorName(List.of(), c.operators().get(k), 0, 0));
        }
        return new Constraint.Exclude(
                null,
                new Identifier(i.method(), false, 0, 0),
                elements,
                operators,
                include,
                List.of(),
                null,
                null,
                new Constraint.Timing(c.deferrable(), c.deferred(), false),
                0,
                0);
    }

    // --- ON CONFLICT DO NOTHING -----------------------------------------------------------------------------------

    /** A statement in which the INSERTs that leave out rows which such constraints refuse say so to the storage. */
    static BoundStatement told(BoundStatement s) {
        if (s instanceof BoundStatement.Program p) {
            if (p.steps().stream().allMatch(x -> skipped(x.statement()).isEmpty())) {
                return s;
            }
            List<BoundStatement.Step> steps = new ArrayList<>();
            p.steps().forEach(x -> add(x, steps));
            return new BoundStatement.Program(steps, p.outputs(), p.target());
        }
        if (skipped(s).isEmpty()) {
            return s;
        }
        List<BoundStatement.Step> steps = new ArrayList<>();
        add(new BoundStatement.Step(s, -1, true, true), steps);
        return new BoundStatement.Program(steps, s.outputs(), s.target());
    }

    private static List<TableIndex> skipped(BoundStatement s) {
        return s instanceof BoundStatement.Inserts i && i.conflict() != null
                ? i.conflict().exclusions()
                : List.of();
    }

    private static void add(BoundStatement.Step s, List<BoundStatement.Step> to) {
        List<TableIndex> skipped = skipped(s.statement());
        Relation table = s.statement().target();
        skipped.forEach(
                i -> to.add(new BoundStatement.Step(new BoundStatement.Skips(table, i, true), -1, false, false)));
        to.add(s);
        skipped.forEach(
                i -> to.add(new BoundStatement.Step(new BoundStatement.Skips(table, i, false), -1, false, false)));
    }
}
