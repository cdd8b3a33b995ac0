package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.List;
import java.util.Map;

/** One step of a change of the schema. */
public sealed interface SchemaStep {
    /** Whether it is about a temporary object of the session. */
    default boolean temporary() {
        if (this instanceof CreatesTable s) {
            return s.relation().temporary();
        } else if (this instanceof DropsTable s) {
            return s.relation().temporary();
        } else if (this instanceof Empties s) {
            return s.relation().temporary();
        } else if (this instanceof CreatesIndex s) {
            return s.relation().temporary();
        } else if (this instanceof Reindexes s) {
            return s.temporary;
        } else if (this instanceof MakesActions s) {
            return s.of().relation().temporary();
        } else if (this instanceof DropsAction s) {
            return s.temporary;
        } else if (this instanceof Rebuilds s) {
            return s.before().temporary();
        } else if (this instanceof Redeclares s) {
            return s.after().relation().temporary();
        } else if (this instanceof Forgets s) {
            return s.relation().temporary();
        } else if (this instanceof Needs s) {
            return CatalogSnapshot.isTemporary(s.dependent());
        } else if (this instanceof Fills s) {
            return s.relation().temporary();
        } else if (this instanceof DropsIndex s) {
            return CatalogSnapshot.isTemporary(s.index().id());
        } else if (this instanceof AddsColumn s) {
            return s.relation().temporary();
        } else if (this instanceof DropsColumn s) {
            return s.relation().temporary();
        } else if (this instanceof RenamesColumn s) {
            return s.relation().temporary();
        } else if (this instanceof RenamesTable s) {
            return s.relation().temporary();
        } else if (this instanceof Keeps s) {
            return s.relation().temporary();
        } else if (this instanceof DropsSequence s) {
            return s.sequence().temporary();
        } else if (this instanceof SetsSequence s) {
            return CatalogSnapshot.isTemporary(s.id());
        } else if (this instanceof Relabels s) {
            return s.relation().temporary();
        } else if (this instanceof Checks s) {
            return s.relation().temporary();
        }
        return false;
    }

    /**
     * A table is made, in the storage and in the metadata.
     *
     * @param relation what it is; its columns' declarations are the storage's to fill in
     * @param types of its columns, in order
     * @param defaults of its columns, in order; null for none
     * @param generated what its columns are worked out from, by the columns' numbers
     * @param conditions of its CHECK constraints by their numbers, over its own columns
     * @param referred tables that its foreign keys refer to, by number
     */
    record CreatesTable(
            Relation relation,
            List<Type> types,
            List<BoundConstant> defaults,
            Map<Integer, BoundExpression> generated,
            Map<Integer, BoundExpression> conditions,
            Map<Integer, Relation> referred)
            implements SchemaStep {
        /** Copies what has no nulls. */
        public CreatesTable {
            types = List.copyOf(types);
            generated = Map.copyOf(generated);
            conditions = Map.copyOf(conditions);
            referred = Map.copyOf(referred);
        }
    }

    /** A table goes. */
    record DropsTable(Relation relation) implements SchemaStep {}

    /** All rows of a table go. */
    record Empties(Relation relation) implements SchemaStep {}

    /**
     * An index is made in the storage.
     *
     * @param expressions what stands for keys in the storage that are no columns, or columns whose values it does not
     *     compare as the dialect does, by their places among the keys
     * @param where which rows it holds; null for all
     * @param exclusion the constraint that it keeps, if that is an EXCLUDE; else null
     */
    record CreatesIndex(
            Relation relation,
            TableIndex index,
            Map<Integer, BoundExpression> expressions,
            BoundExpression where,
            Exclusion exclusion)
            implements SchemaStep {
        /** One that keeps no EXCLUDE. */
        public CreatesIndex(
                Relation relation, TableIndex index, Map<Integer, BoundExpression> expressions, BoundExpression where) {
            this(relation, index, expressions, where, null);
        }

        /** Copies the map. */
        public CreatesIndex {
            expressions = Map.copyOf(expressions);
        }
    }

    /**
     * A table is written anew under its name, in the storage and in the metadata; what refers to it stays as it is.
     *
     * @param before the table as it is
     * @param after what it becomes, without the indexes that are made apart
     * @param values of its columns over the rows as they are, in order; null for those that are generated
     * @param source number of the table as a source of the values
     * @param dropped indexes apart from the declaration that it has
     * @param indexes those that it gets
     */
    record Rebuilds(
            Relation before,
            CreatesTable after,
            List<BoundExpression> values,
            int source,
            List<TableIndex> dropped,
            List<CreatesIndex> indexes)
            implements SchemaStep {
        /** Copies the lists that have no nulls. */
        public Rebuilds {
            dropped = List.copyOf(dropped);
            indexes = List.copyOf(indexes);
        }
    }

    /** A table's declaration changes and nothing of what it holds, in the storage and in the metadata. */
    record Redeclares(CreatesTable after) implements SchemaStep {}

    /** A relation that the storage itself does not have goes from the metadata. */
    record Forgets(Relation relation) implements SchemaStep {}

    /** What a relation needs from now on, for the metadata. */
    record Needs(int dependent, List<Dependency> on) implements SchemaStep {
        /** Copies the list. */
        public Needs {
            on = List.copyOf(on);
        }
    }

    /**
     * A table gets the rows of a query.
     *
     * @param query as wide as the table, of its columns' types
     * @param counted whether the client is told how many rows they are
     */
    record Fills(Relation relation, BoundQuery query, boolean counted) implements SchemaStep {}

    /** An index goes from the storage. */
    record DropsIndex(TableIndex index) implements SchemaStep {}

    /**
     * The indexes of a table are written anew, or one of them.
     *
     * @param stored the storage's name of the table or the index
     * @param temporary whether it is a temporary one
     */
    record Reindexes(String stored, boolean temporary) implements SchemaStep {}

    /**
     * What a foreign key does when its referred row is deleted goes from the storage, where that is kept apart from its
     * table.
     *
     * @param constraint number of the key
     * @param temporary whether it is of a temporary table
     */
    record DropsAction(int constraint, boolean temporary) implements SchemaStep {}

    /**
     * What the foreign keys of a table do when their referred rows are deleted is kept in the storage again, after the table
     * that they refer to was written anew.
     */
    record MakesActions(CreatesTable of) implements SchemaStep {}

    /** A column is added in the storage. */
    record AddsColumn(Relation relation, String name, Type type, boolean notNull, BoundConstant defaultValue)
            implements SchemaStep {}

    /** A column goes from the storage. */
    record DropsColumn(Relation relation, String name) implements SchemaStep {}

    /** A column gets another name in the storage. */
    record RenamesColumn(Relation relation, String from, String to) implements SchemaStep {}

    /** A table gets another name in the storage. */
    record RenamesTable(Relation relation, String to) implements SchemaStep {}

    /**
     * What a relation is from now on, for the metadata.
     *
     * @param added types of columns whose declaration is the storage's to fill in, by number
     */
    record Keeps(Relation relation, Map<Integer, Type> added) implements SchemaStep {
        /** Copies the map. */
        public Keeps {
            added = Map.copyOf(added);
        }

        /** A relation whose columns are declared. */
        public Keeps(Relation relation) {
            this(relation, Map.of());
        }
    }

    /** A sequence goes from the metadata. */
    record DropsSequence(Relation sequence) implements SchemaStep {}

    /**
     * A sequence stands elsewhere from now on.
     *
     * @param id its number
     * @param value where
     * @param called whether that value counts as given out
     */
    record SetsSequence(int id, long value, boolean called) implements SchemaStep {}

    /** A schema, for the metadata. */
    record KeepsSchema(Schema schema) implements SchemaStep {}

    /** A schema goes from the metadata. */
    record ForgetsSchema(Schema schema) implements SchemaStep {}

    /**
     * A type that users make, for the metadata.
     *
     * @param base the type under a domain whose declaration is the storage's to fill in; null where it is known
     * @param attributes types of a composite type's attributes whose declaration is the storage's to fill in, by number
     */
    record KeepsType(UserType type, Type base, Map<Integer, Type> attributes) implements SchemaStep {
        /** Copies the map. */
        public KeepsType {
            attributes = Map.copyOf(attributes);
        }

        /** One that is not composite. */
        public KeepsType(UserType type, Type base) {
            this(type, base, Map.of());
        }

        /** One that is an enumeration, or has its declarations. */
        public KeepsType(UserType type) {
            this(type, null);
        }
    }

    /** A label of an enumeration is called otherwise in a column. */
    record Relabels(Relation relation, String column, String from, String to) implements SchemaStep {}

    /** A type goes from the metadata. */
    record ForgetsType(UserType type) implements SchemaStep {}

    /** A function that users make, for the metadata. */
    record KeepsRoutine(Routine routine) implements SchemaStep {}

    /** A function goes from the metadata. */
    record ForgetsRoutine(Routine routine) implements SchemaStep {}

    /**
     * Rows are looked for that break what is about to hold.
     *
     * @param source number of the relation as a source of the condition
     * @param condition over each row; it fails where the row breaks it, and holds for none
     */
    record Checks(Relation relation, int source, BoundExpression condition) implements SchemaStep {}
}
