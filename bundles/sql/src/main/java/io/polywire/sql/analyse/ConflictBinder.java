package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.IndexElement;
import io.polywire.sql.tree.OnConflict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what ON CONFLICT means. */
final class ConflictBinder {
    private final ChangeBinder changes;
    private final Analysis analysis;
    private final Relation target;
    /** Condition of the index that is meant; null if it has none. */
    private BoundExpression keyWhere;
    /** What it is over besides columns. */
    private List<BoundExpression> keyExpressions = List.of();
    /** Whether NULLs are equal in the index that is meant. */
    private boolean nullsEqual;
    /** Operator classes that the clause names, by column or expression; empty for the usual one of the type. */
    private final Map<Object, Optional<String>> classes = new HashMap<>();

    ConflictBinder(ChangeBinder changes, Analysis analysis, Relation target) {
        this.changes = changes;
        this.analysis = analysis;
        this.target = target;
    }

    /** Indexes of the EXCLUDE constraints that are meant. */
    private List<TableIndex> exclusions = List.of();
    /** Whether unique keys are meant. */
    private boolean keys = true;

    /** Number of the target as a source. */
    private int number;

    /**
     * A clause.
     *
     * @param inserted columns that the statement gives values
     * @param source their values; null for one row of defaults
     * @param scope has the target
     * @param number of the target as a source
     */
    BoundStatement.Conflict bind(OnConflict c, List<String> inserted, BoundQuery source, Scope scope, int number) {
        this.number = number;
        List<String> key = key(c, scope);
        int excluded = analysis.newSource(target);
        if (c.assignments().isEmpty()) {
            Map<String, BoundExpression> keyed = keyed(key);
            return new BoundStatement.Conflict(
                    key,
                    keyed,
                    keyExpressions,
                    keyWhere,
                    List.of(),
                    List.of(),
                    null,
                    excluded,
                    List.of(),
                    List.of(),
                    null,
                    exclusions,
                    keys);
        }
        if (key.isEmpty() && keyExpressions.isEmpty()) {
            throw analysis.at(c)
                    .build(
                            FailureKind.SYNTAX,
                            "ON CONFLICT DO UPDATE requires inference specification or constraint name")
                    .hint("For example, ON CONFLICT (column_name).")
                    .build();
        }
        List<Scope.Entry> entries = analysis.entries(target, excluded, List.of());
        if (changes.view() != null) {
            entries = changes.view().entries(entries, excluded, analysis, analysis.at(c));
        }
        analysis.own(excluded, scope);
        analysis.show(excluded, "excluded", entries);
        Scope both = Scope.beside(scope);
        both.takeNames(scope);
        both.visible.addAll(scope.visible);
        both.add("excluded", entries);
        both.ranges().add("excluded", true, target.id(), null, entries);
        Assignments set = new Assignments(changes, analysis, target, 0);
        set.bind(c.assignments(), both, "UPDATE");
        BoundExpression where =
                c.where() == null ? null : analysis.expressions().condition(c.where(), both, "WHERE");
        boolean several = source != null
                && !(source.body() instanceof BoundBody.Rows r && r.rows().size() == 1);
        refuseDefaults(c, set, where, excluded, inserted);
        List<String> told = several ? told(c, key, inserted, set, where, excluded) : List.of();
        boolean meets = several && (!told.isEmpty() || key.isEmpty());
        List<BoundExpression> toldBy = meets ? toldBy(c, keyExpressions, inserted, set, excluded) : List.of();
        BoundExpression toldWhere =
                meets && keyWhere != null ? ofInserted(c, keyWhere, inserted, set, excluded, true) : null;
        Map<String, BoundExpression> keyed = keyed(key);
        return new BoundStatement.Conflict(
                key, keyed, keyExpressions, keyWhere, set.names, set.values, where, excluded, told, toldBy, toldWhere);
    }

    /** The columns of the unique key that is meant; none where none is named. */
    private List<String> key(OnConflict c, Scope scope) {
        List<String> key = new ArrayList<>();
        if (c.constraint() == null && c.columns().isEmpty()) {
            target.constraints().stream().filter(TableConstraint::hasIndex).forEach(this::refuseDeferrable);
            exclusions = target.indexes().stream()
                    .filter(i -> target.exclusion(i.id()) != null)
                    .toList();
        }
        if (c.constraint() != null) {
            String name = c.constraint().name();
            TableConstraint named = changes.view() == null ? target.constraint(name) : null;
            if (named == null) {
                if (changes.view() == null && !target.primaryKey().isEmpty() && name.equals(target.name() + "_pkey")) {
                    return target.primaryKey();
                }
                throw SqlFailure.build(
                                FailureKind.SEMANTIC,
                                "constraint \"" + name + "\" for table \""
                                        + (changes.view() == null
                                                ? target.name()
                                                : changes.view().name())
                                        + "\" does not exist")
                        .sqlState("42704")
                        .build();
            }
            if (named.kind() == TableConstraint.Kind.EXCLUSION) {
                return excluded(named, c);
            }
            if (!named.isKey()) {
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED, "constraint in ON CONFLICT clause has no associated index");
            }
            refuseDeferrable(named);
            nullsEqual = nullsEqual(named.indexId());
            return target.names(named.columns());
        }
        List<BoundExpression> expressions = new ArrayList<>();
        for (IndexElement e : c.columns()) {
            if (e.collation() != null
                    && !e.collation()
                            .parts()
                            .get(e.collation().parts().size() - 1)
                            .name()
                            .equals("default")) {
                throw analysis.at(e).unsupported("ON CONFLICT with a collation");
            }
            if (e.expression() instanceof ColumnReference column) {
                String name = column(e, column, c, scope);
                if (!key.contains(name)) {
                    key.add(name);
                }
                noteClass(e, name, analysis.rules().stored(target.columns().get(target.index(name))));
            } else {
                if (changes.view() != null || !target.own()) {
                    throw analysis.at(e)
                            .unsupported("ON CONFLICT with an expression, on a view or another program's table,");
                }
                BoundExpression value = analysis.expressions().bind(e.expression(), scope);
                expressions.add(value);
                noteClass(e, value, value.type());
            }
        }
        if (!c.columns().isEmpty() && target.own()) {
            arbiter(key, expressions, c, scope);
        }
        return key;
    }

    /** An EXCLUDE that is named: it has no columns by which a row could be found. */
    private List<String> excluded(TableConstraint named, OnConflict c) {
        if (!c.assignments().isEmpty()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "ON CONFLICT DO UPDATE not supported with exclusion constraints")
                    .sqlState("42809")
                    .build();
        }
        refuseDeferrable(named);
        exclusions =
                target.indexes().stream().filter(i -> i.id() == named.indexId()).toList();
        keys = false;
        return List.of();
    }

    private String column(IndexElement e, ColumnReference column, OnConflict c, Scope scope) {
        String name = column.parts().get(column.parts().size() - 1).name();
        if (changes.view() != null) {
            name = changes.view().shown(name);
        }
        if (name == null || column.parts().size() > 1 || target.index(name) < 0) {
            throw NearNames.column(
                    null, column.parts().get(column.parts().size() - 1).name(), scope, analysis.at(c.columnsStart()));
        }
        RelationColumn keyed = target.columns().get(target.index(name));
        if (keyed.written() != null) {
            throw analysis.at(e)
                    .unsupported("ON CONFLICT with column \"" + name + "\" of type \"" + keyed.written()
                            + "\", made by another program,");
        }
        return name;
    }

    /** Keeps the way of comparing that a key is said to have: the index must have it. */
    private void noteClass(IndexElement e, Object key, Type type) {
        if (e.operatorClass() != null) {
            IndexMethods methods = analysis.rules().indexMethods();
            classes.put(
                    key,
                    Optional.ofNullable(methods.operatorClass(
                            methods.method(null, analysis.at(e)),
                            type,
                            e.operatorClass().parts().stream()
                                    .map(Identifier::name)
                                    .toList(),
                            analysis.at(e))));
        }
    }

    private boolean hasClass(Object key, String operatorClass) {
        return !classes.containsKey(key) || classes.get(key).equals(Optional.ofNullable(operatorClass));
    }

    /** What the storage's unique index has in place of columns whose values it does not compare as the dialect does. */
    private Map<String, BoundExpression> keyed(List<String> key) {
        Map<String, BoundExpression> keyed = new HashMap<>();
        List<BoundExpression> expressions = new ArrayList<>();
        if (!target.own()) {
            return keyed;
        }
        for (String name : key) {
            RelationColumn c = target.columns().get(target.index(name));
            BoundExpression column =
                    new BoundColumn(number, name, analysis.rules().stored(c), !c.notNull());
            BoundExpression by = analysis.rules().indexKey(column, true, analysis.at(0));
            if (nullsEqual && !c.notNull()) {
                keyed.put(name, TableParts.someValue(by, analysis.rules()));
                expressions.add(TableParts.isNull(by, analysis.rules()));
            } else if (by != column) {
                keyed.put(name, by);
            }
        }
        if (nullsEqual) {
            for (BoundExpression e : keyExpressions) {
                expressions.add(TableParts.someValue(e, analysis.rules()));
                expressions.add(TableParts.isNull(e, analysis.rules()));
            }
            keyExpressions = expressions;
        }
        return keyed;
    }

    /** Sees to it that a unique key has just these columns and expressions. */
    private void arbiter(List<String> key, List<BoundExpression> expressions, OnConflict clause, Scope scope) {
        Set<String> columns = Set.copyOf(key);
        boolean found = false;
        for (TableConstraint t : target.constraints()) {
            if (t.isKey()
                    && expressions.isEmpty()
                    && Set.copyOf(target.names(t.columns())).equals(columns)
                    && key.stream().allMatch(name -> hasClass(name, null))) {
                refuseDeferrable(t);
                nullsEqual |= nullsEqual(t.indexId());
                found = true;
            }
        }
        for (TableIndex i : target.indexes()) {
            boolean plain = i.unique() && (i.predicate() == null || clause.indexWhere() != null);
            if (plain && isOver(i, columns, expressions) && (i.predicate() == null || implied(i, clause, scope))) {
                nullsEqual |= i.nullsNotDistinct();
                // one in which NULLs are equal finds all that another over the same does
                found = true;
                if (nullsEqual || !expressions.isEmpty()) {
                    break;
                }
            }
        }
        if (found) {
            return;
        }
        throw SqlFailure.build(
                        FailureKind.SEMANTIC,
                        "there is no unique or exclusion constraint matching the ON CONFLICT specification")
                .sqlState("42P10")
                .build();
    }

    /** Whether an index has just these keys; notes its expressions then. */
    private boolean isOver(TableIndex index, Set<String> columns, List<BoundExpression> expressions) {
        Set<String> own = new HashSet<>();
        List<BoundExpression> others = new ArrayList<>();
        for (TableIndex.Key k : index.keys()) {
            Object key;
            if (k.expression() == null) {
                String name = target.names(List.of(k.column())).get(0);
                own.add(name);
                key = name;
            } else {
                BoundExpression value =
                        kept(k.expression()).bind(analysis.rules().expression(k.expression()), table(k.expression()));
                others.add(value);
                key = value;
            }
            if (!hasClass(key, k.operatorClass())) {
                return false;
            }
        }
        boolean same = own.equals(columns) && others.containsAll(expressions) && expressions.containsAll(others);
        if (same) {
            keyExpressions = others.stream()
                    .map(e -> analysis.rules().indexKey(e, true, analysis.at(0)))
                    .toList();
        }
        return same;
    }

    private ExpressionBinder kept(String text) {
        return analysis.of(text).expressions();
    }

    /** The names that an expression of an index can have. */
    private Scope table(String text) {
        Scope table = new Scope(null);
        table.add(target.name(), analysis.of(text).entries(target, number, List.of()));
        return table;
    }

    /** Whether a clause's condition implies that of an index; notes it then. */
    private boolean implied(TableIndex index, OnConflict clause, Scope scope) {
        BoundExpression given = analysis.expressions().condition(clause.indexWhere(), scope, "WHERE");
        BoundExpression own = kept(index.predicate())
                .condition(analysis.rules().expression(index.predicate()), table(index.predicate()), "WHERE");
        boolean there = Implications.implies(given, own);
        if (there) {
            keyWhere = own;
        }
        return there;
    }

    private boolean nullsEqual(int index) {
        return target.indexes().stream().anyMatch(i -> i.id() == index && i.nullsNotDistinct());
    }

    private void refuseDeferrable(TableConstraint c) {
        if (c.deferrable()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters")
                    .sqlState("55000")
                    .objects(target.schema(), target.name(), null, c.name())
                    .build();
        }
    }

    /** The storage has no value yet for a number that it gives itself. */
    private void refuseDefaults(
            OnConflict c, Assignments set, BoundExpression where, int excluded, List<String> inserted) {
        List<BoundExpression> all = new ArrayList<>(set.values);
        all.add(where);
        for (BoundExpression e : all) {
            Columns.each(e, x -> false, column -> {
                if (column.source() != excluded) {
                    return;
                }
                RelationColumn of = target.columns().get(target.index(column.name()));
                if (of.rowNumber() && !inserted.contains(column.name()) || of.generated()) {
                    throw analysis.at(c).unsupported("a value in excluded that the storage makes");
                }
            });
        }
    }

    /** Whether a value is that of the inserted row, which is equal to the one that it takes the place of. */
    private static boolean isExcluded(BoundExpression value, String name, int excluded) {
        return value instanceof BoundColumn b
                && b.source() == excluded
                && b.name().equals(name);
    }

    /** The columns that tell whether two of the inserted rows meet the same row. */
    private List<String> told(
            OnConflict c,
            List<String> key,
            List<String> inserted,
            Assignments set,
            BoundExpression where,
            int excluded) {
        Place at = analysis.at(c);
        if (nullsEqual) {
            throw at.unsupported("ON CONFLICT DO UPDATE of several rows with a key in which NULLs are equal");
        }
        if (Columns.read(where, target) || set.values.stream().anyMatch(v -> Columns.read(v, target))) {
            throw at.unsupported("ON CONFLICT DO UPDATE of several rows that reads its own table");
        }
        for (String name : key) {
            RelationColumn column = target.columns().get(target.index(name));
            int place = set.names.indexOf(name);
            if (place >= 0 && !isExcluded(set.values.get(place), name, excluded)) {
                throw at.unsupported("ON CONFLICT DO UPDATE of several rows that sets the key itself");
            }
            if (!inserted.contains(name)) {
                if (column.hasDefault()) {
                    throw at.unsupported("ON CONFLICT DO UPDATE of several rows whose key is a default");
                }
                // NULL or a new number: meets nothing
                return List.of();
            }
        }
        return key;
    }

    /** The expressions of a key over the inserted rows. */
    private List<BoundExpression> toldBy(
            OnConflict c, List<BoundExpression> expressions, List<String> inserted, Assignments set, int excluded) {
        List<BoundExpression> over = new ArrayList<>();
        for (BoundExpression e : expressions) {
            over.add(ofInserted(c, e, inserted, set, excluded, false));
        }
        return over;
    }

    /**
     * An expression of an index over the inserted rows, which are a source of the number of "excluded".
     *
     * @param fixed whether the columns that it reads may not be set, to whatever
     */
    private BoundExpression ofInserted(
            OnConflict c, BoundExpression e, List<String> inserted, Assignments set, int excluded, boolean fixed) {
        Place at = analysis.at(c);
        Set<String> read = new HashSet<>();
        Columns.each(e, x -> false, column -> read.add(column.name()));
        Set<String> changed = new HashSet<>(set.names);
        changed.retainAll(read);
        boolean same = changed.isEmpty()
                || !fixed
                        && changed.equals(read)
                        && changed.stream()
                                .allMatch(n -> isExcluded(set.values.get(set.names.indexOf(n)), n, excluded));
        if (!same) {
            throw at.unsupported("ON CONFLICT DO UPDATE of several rows that sets the key itself");
        }
        return new Replacement() {
            @Override
            BoundExpression replaced(BoundExpression part, int depth) {
                if (!(part instanceof BoundColumn column)) {
                    return null;
                }
                int place = inserted.indexOf(column.name());
                if (place >= 0) {
                    return new BoundColumn(excluded, QueryBinder.columnOf(place), column.type(), true);
                }
                RelationColumn own = target.columns().get(target.index(column.name()));
                if (own.generated() || own.rowNumber() || Defaults.isNeeded(own) || own.hasDefault()) {
                    throw at.unsupported("ON CONFLICT DO UPDATE of several rows whose key is a default");
                }
                return new BoundConstant(null, column.type());
            }
        }.of(e);
    }
}
