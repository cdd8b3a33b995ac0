package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.QualifiedName;
import java.util.List;

/** Indexes that are there and become those of keys (transformIndexConstraint of parse_utilcmd.c). */
final class KeyIndexes {
    private KeyIndexes() {}

    /** The index that a key of a table is to have, which has to do for one. */
    static TableIndex find(
            Analysis analysis,
            Relation table,
            List<TableIndex> indexes,
            List<TableConstraint> constraints,
            Constraint.Key k) {
        Place at = analysis.at(k);
        String name = k.index().name();
        QualifiedName written = new QualifiedName(
                List.of(k.index()), k.index().start(), k.index().end());
        TableIndex index =
                indexes.stream().filter(i -> i.name().equals(name)).findFirst().orElse(null);
        if (index == null) {
            TableIndex other = new SchemaNames(analysis).index(written);
            throw other == null
                    ? at.failure(FailureKind.UNDEFINED_OBJECT, "index \"" + name + "\" does not exist")
                    : at.build(
                                    FailureKind.SEMANTIC,
                                    "index \"" + name + "\" does not belong to table \"" + table.name() + "\"")
                            .sqlState("55000")
                            .build();
        }
        if (constraints.stream().anyMatch(c -> c.hasIndex() && c.indexId() == index.id())) {
            throw at.build(FailureKind.SEMANTIC, "index \"" + name + "\" is already associated with a constraint")
                    .sqlState("55000")
                    .build();
        }
        if (k.primary() && constraints.stream().anyMatch(c -> c.kind() == TableConstraint.Kind.PRIMARY_KEY)) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "multiple primary keys for table \"" + table.name() + "\" are not allowed")
                    .sqlState("42P16")
                    .build();
        }
        refuse(index, at);
        return index;
    }

    private static void refuse(TableIndex i, Place at) {
        if (!i.unique()) {
            throw unfit("\"" + i.name() + "\" is not a unique index", at);
        }
        if (i.keys().stream().anyMatch(key -> key.expression() != null)) {
            throw unfit("index \"" + i.name() + "\" contains expressions", at);
        }
        if (i.predicate() != null) {
            throw unfit("\"" + i.name() + "\" is a partial index", at);
        }
        if (!i.method().equals("btree")) {
            throw unfit("index \"" + i.name() + "\" is not a btree", at);
        }
        for (int n = 0; n < i.keys().size(); n++) {
            TableIndex.Key key = i.keys().get(n);
            if (key.descending() || key.nullsFirst() || key.operatorClass() != null) {
                throw unfit(
                        "index \"" + i.name() + "\" column number " + (n + 1)
                                + " does not have default sorting behavior",
                        at);
            }
        }
    }

    private static SqlFailure unfit(String message, Place at) {
        return at.build(FailureKind.SEMANTIC, message)
                .sqlState("42809")
                .detail("Cannot create a primary key or unique constraint using such an index.")
                .build();
    }

    /** The number of the unique index over exactly these columns, to which a foreign key can refer. */
    static int of(Relation to, List<Integer> target) {
        int key = any(to, target);
        boolean nulls = to.columns().stream().anyMatch(c -> target.contains(c.number()) && !c.notNull());
        if (nulls && to.indexes().stream().anyMatch(i -> i.id() == key && i.nullsNotDistinct())) {
            throw SqlFailure.unsupported("a foreign key to a key in which NULLs are equal");
        }
        return key;
    }

    /** Refuses a primary key that several rows may have for a while. */
    static void refuseDeferrable(Relation to) {
        if (!to.primaryKey().isEmpty() && !to.hasLastingPrimaryKey()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "cannot use a deferrable primary key for referenced table \"" + to.name() + "\"")
                    .sqlState("55000")
                    .build();
        }
    }

    private static int any(Relation to, List<Integer> target) {
        for (TableConstraint c : to.constraints()) {
            if (c.isKey()
                    && !c.deferrable()
                    && c.columns().size() == target.size()
                    && c.columns().containsAll(target)) {
                return c.indexId();
            }
        }
        for (TableIndex i : to.indexes()) {
            List<Integer> keys = i.keys().stream().map(TableIndex.Key::column).toList();
            if (i.unique()
                    && to.deferrableKey(i.id()) == null
                    && i.predicate() == null
                    && keys.size() == target.size()
                    && keys.containsAll(target)) {
                return i.id();
            }
        }
        if (to.constraints().stream()
                .anyMatch(c -> c.isDeferrableKey()
                        && c.columns().size() == target.size()
                        && c.columns().containsAll(target))) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "cannot use a deferrable unique constraint for referenced table \"" + to.name() + "\"")
                    .sqlState("55000")
                    .build();
        }
        throw SqlFailure.build(
                        FailureKind.SEMANTIC,
                        "there is no unique constraint matching given keys for referenced table \"" + to.name() + "\"")
                .sqlState("42830")
                .build();
    }
}
