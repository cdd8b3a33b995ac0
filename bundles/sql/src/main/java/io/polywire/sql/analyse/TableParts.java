package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a storage needs to declare a table that the catalog describes: the texts that it keeps, bound. */
final class TableParts {
    private final Analysis analysis;
    private final Relation table;
    private final List<Type> types;

    /** @param types of its columns, in order */
    TableParts(Analysis analysis, Relation table, List<Type> types) {
        this.analysis = analysis;
        this.table = table;
        this.types = types;
    }

    /** Types of a table's columns as the storage has them, in order. */
    static List<Type> types(Analysis analysis, Relation r, Place at) {
        List<Type> types = new ArrayList<>();
        for (RelationColumn c : r.columns()) {
            Type t = analysis.rules().stored(c);
            if (t == null || c.written() != null) {
                throw at.unsupported("a change of a table with column \"" + c.name() + "\" of type \""
                        + (c.written() == null ? c.declared() : c.written())
                        + "\", made by another program,");
            }
            types.add(t);
        }
        return types;
    }

    private KeptExpressions kept(String text) {
        return new KeptExpressions(analysis.of(text), table, types);
    }

    /** The declaration. */
    SchemaStep.CreatesTable declaration() {
        List<BoundConstant> defaults = new ArrayList<>();
        Map<Integer, BoundExpression> generated = new HashMap<>();
        for (int i = 0; i < types.size(); i++) {
            RelationColumn c = table.columns().get(i);
            BoundConstant value = null;
            if (c.hasDefault() && c.defaultValue().inStorage()) {
                // one of a domain is looked at by the statement that leaves the column out
                value = new Defaults(analysis).kept(c.defaultValue().source(), c, types.get(i))
                                instanceof BoundConstant constant
                        ? constant
                        : null;
            }
            defaults.add(value);
            if (c.generated()) {
                String text = c.generation().source();
                generated.put(c.number(), kept(text).generated(analysis.rules().expression(text), c, types.get(i)));
            }
        }
        Map<Integer, BoundExpression> conditions = new HashMap<>();
        Map<Integer, Relation> referred = new HashMap<>();
        for (TableConstraint c : table.constraints()) {
            if (c.check() != null) {
                conditions.put(c.id(), kept(c.check()).check(analysis.rules().expression(c.check())));
            }
            if (c.reference() != null) {
                int to = c.reference().tableId();
                referred.put(
                        c.id(), to == table.id() ? table : analysis.catalog().relation(to));
            }
        }
        return new SchemaStep.CreatesTable(table, types, defaults, generated, conditions, referred);
    }

    private BoundExpression column(int number) {
        for (int i = 0; i < types.size(); i++) {
            RelationColumn c = table.columns().get(i);
            if (c.number() == number) {
                return new BoundColumn(analysis.newSource(table), c.name(), types.get(i), !c.notNull());
            }
        }
        throw new IllegalStateException("an index over a column that is not there");
    }

    /**
     * What the storage has to keep apart from the declaration: the index of a key whose values it does not compare as the
     * dialect does, and that of a deferrable one.
     */
    static TableIndex stored(TypeRules rules, Relation table, List<Type> types, TableIndex i, boolean deferrable) {
        if (i.stored() != null) {
            return i;
        }
        if (!deferrable
                && !i.nullsNotDistinct()
                && i.keys().stream().allMatch(k -> rules.equalsItself(type(table, types, k.column())))) {
            return i;
        }
        return i.named(i.name(), SchemaNames.stored(table.schema(), i.name()));
    }

    private static Type type(Relation table, List<Type> types, int number) {
        for (int i = 0; i < types.size(); i++) {
            if (table.columns().get(i).number() == number) {
                return types.get(i);
            }
        }
        throw new IllegalStateException("a key over a column that is not there");
    }

    /** What stands for an expression in an index that the storage does not serve. */
    private static final BoundExpression NOTHING = new BoundConstant(null, Type.UNKNOWN);

    /** The rows that such an index has. */
    private static final BoundExpression NO_ROW = new BoundConstant(0L, Type.of(TypeKind.BOOLEAN, "boolean"));

    /** An index that is made apart from the declaration. */
    SchemaStep.CreatesIndex index(TableIndex i) {
        TableConstraint exclusion = table.exclusion(i.id());
        if (exclusion != null) {
            return Exclusions.index(analysis, table, types, i, exclusion);
        }
        Map<Integer, BoundExpression> expressions = new HashMap<>();
        if (!analysis.rules().indexMethods().method(i.method(), analysis.at(0)).served()) {
            for (int k = 0; k < i.keys().size(); k++) {
                if (i.keys().get(k).expression() != null) {
                    expressions.put(k, NOTHING);
                }
            }
            return new SchemaStep.CreatesIndex(table, i, expressions, NO_ROW);
        }
        for (int k = 0; k < i.keys().size(); k++) {
            TableIndex.Key key = i.keys().get(k);
            BoundExpression value = key.expression() == null
                    ? column(key.column())
                    : kept(key.expression()).key(analysis.rules().expression(key.expression()));
            BoundExpression by = analysis.rules().indexKey(value, i.unique(), analysis.at(0));
            if (key.expression() != null || by != value) {
                expressions.put(k, by);
            }
        }
        if (i.unique() && i.nullsNotDistinct()) {
            for (int k = 0; k < i.keys().size(); k++) {
                BoundExpression by = expressions.containsKey(k)
                        ? expressions.get(k)
                        : column(i.keys().get(k).column());
                withNulls(expressions, k, by, analysis.rules());
            }
        }
        BoundExpression where = i.predicate() == null
                ? null
                : kept(i.predicate()).predicate(analysis.rules().expression(i.predicate()));
        return new SchemaStep.CreatesIndex(table, i, expressions, where);
    }

    /**
     * Puts two keys in place of one that is NULL at times, so that a storage for which NULLs differ finds them equal: whether
     * it is NULL, and some value for it then.
     */
    static void withNulls(Map<Integer, BoundExpression> expressions, int k, BoundExpression key, TypeRules rules) {
        if (key instanceof BoundColumn c && !c.nullable()) {
            return;
        }
        int further =
                Math.max(expressions.keySet().stream().mapToInt(x -> x).max().orElse(0), FURTHER) + 1;
        expressions.put(k, someValue(key, rules));
        expressions.put(further, isNull(key, rules));
    }

    /** Places of keys that an index has besides its own are behind this. */
    private static final int FURTHER = 1000;

    /** A key, or some value where it is NULL. */
    static BoundExpression someValue(BoundExpression key, TypeRules rules) {
        return new OperationValue(
                Operation.COALESCE, List.of(key, new BoundConstant(0L, rules.rowCountType())), key.type());
    }

    /** Whether a key is NULL. */
    static BoundExpression isNull(BoundExpression key, TypeRules rules) {
        return new OperationValue(Operation.IS_NULL, List.of(key), rules.booleanType());
    }
}
