package io.polywire.sql.catalog;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.ObjectKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A table, a view or a sequence. Indexes belong to their tables.
 *
 * @param id its number, stable as long as it exists
 * @param kind what it is
 * @param schema where it is
 * @param name within its schema
 * @param stored its name in the storage
 * @param owner name of a role, or null where it is not known
 * @param columns in order
 * @param constraints keys, foreign keys, conditions
 * @param indexes also those that keep the keys
 * @param definition text of the query of a view in the language {@code dialect}, else null
 * @param dialect the front dialect that made it; null if another program did
 * @param sequence what a sequence counts, else null
 * @param options storage parameters, as they were written
 * @param comment or null
 */
public record Relation(
        int id,
        Kind kind,
        String schema,
        String name,
        String stored,
        String owner,
        List<RelationColumn> columns,
        List<TableConstraint> constraints,
        List<TableIndex> indexes,
        String definition,
        String dialect,
        SequenceDefinition sequence,
        Map<String, String> options,
        String comment) {
    /** What SQLite calls the number of a row, where no column is called so. */
    public static final List<String> ROW_NUMBERS = List.of("rowid", "_rowid_", "oid");

    /** The column that a storage has in a table without columns, and which is none of the relation's. */
    public static final String NO_COLUMN = "_pw_no_column";

    /**
     * Stands in the kept query of a view before what nobody has written: the name that a table has by itself, and the
     * condition of a NATURAL join without a common name. It is a blank that nobody types.
     */
    public static final char OWN = '\f';

    /** The option of a materialized view that says "false" until it is filled. */
    public static final String POPULATED = "populated";

    /** The option of a view that says "local" or "cascaded": rows written through it must show in it. */
    public static final String CHECK_OPTION = "check_option";

    /** The option of a table of which PostgreSQL would lose the rows in a crash: "true". */
    public static final String UNLOGGED = "unlogged";

    /** The option of a table that another program has made, and of which Polywire keeps more than that: "true". */
    public static final String FOREIGN = "foreign";

    /** The option of a table of another program whose rows have no numbers (SQLite's WITHOUT ROWID): "true". */
    public static final String WITHOUT_ROW_NUMBER = "without_row_number";

    /** The option of a temporary table that says "delete" or "drop": what happens to it at each commit. */
    public static final String ON_COMMIT = "on_commit";

    /** The option of a table that holds the number of the index which it is said to be in the order of. */
    public static final String CLUSTERED = "clustered_on";

    /** The option of a table that says what a change of it tells of its rows: "f", "n" or "i". */
    public static final String REPLICA_IDENTITY = "replica_identity";

    /** The option of a table that has the name of its index by which changes tell of rows. */
    public static final String REPLICA_INDEX = "replica_index";

    /** The option of a table of a composite type that holds the number of the type. */
    public static final String OF_TYPE = "of_type";

    /** What the names of options of columns begin with; the column's number and a property follow. */
    private static final String COLUMN = "column.";

    /** The name of the option that keeps a property of a column. */
    public static String ofColumn(int number, String property) {
        return COLUMN + number + "." + property;
    }

    /** Whether an option is none of the relation's own but says something of a column. */
    public static boolean isOfColumn(String option) {
        return option.startsWith(COLUMN);
    }

    /** What a relation is. */
    public enum Kind {
        TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        SEQUENCE
    }

    /** Copies the lists. */
    public Relation {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(stored, "stored");
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        indexes = List.copyOf(indexes);
        // in the order in which they were written
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** A relation of a file that another program made. */
    public Relation(int id, Kind kind, String name, List<RelationColumn> columns, List<String> primaryKey) {
        this(
                id,
                kind,
                Schema.PUBLIC,
                name,
                name,
                null,
                columns,
                primaryKey.isEmpty() ? List.of() : List.of(primary(id, name, columns, primaryKey)),
                List.of(),
                null,
                null,
                null,
                Map.of(),
                null);
    }

    private static TableConstraint primary(int id, String name, List<RelationColumn> columns, List<String> key) {
        List<Integer> numbers = new ArrayList<>();
        for (String k : key) {
            for (RelationColumn c : columns) {
                if (c.name().equals(k)) {
                    numbers.add(c.number());
                }
            }
        }
        return new TableConstraint(
                id ^ 1,
                name + "_pkey",
                TableConstraint.Kind.PRIMARY_KEY,
                numbers,
                null,
                0,
                null,
                false,
                false,
                true,
                null);
    }

    /**
     * The name by which a statement for the storage reads the number of a row, which none of its columns has; null if the
     * storage gives its rows none, or if its columns have all names that it may have.
     */
    public String rowNumber() {
        return options.containsKey(WITHOUT_ROW_NUMBER)
                ? null
                : ROW_NUMBERS.stream()
                        .filter(n -> columns.stream().noneMatch(c -> c.name().equalsIgnoreCase(n)))
                        .findFirst()
                        .orElse(null);
    }

    /** Index of a column in {@link #columns} by its name, or -1. */
    public int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    /** A column by its number, or null. */
    public RelationColumn column(int number) {
        for (RelationColumn c : columns) {
            if (c.number() == number) {
                return c;
            }
        }
        return null;
    }

    /** The deferrable key that an index keeps, or null. */
    public TableConstraint deferrableKey(int index) {
        for (TableConstraint c : constraints) {
            if (c.isDeferrableKey() && c.indexId() == index) {
                return c;
            }
        }
        return null;
    }

    /** The EXCLUDE that an index keeps, or null. */
    public TableConstraint exclusion(int index) {
        for (TableConstraint c : constraints) {
            if (c.kind() == TableConstraint.Kind.EXCLUSION && c.indexId() == index) {
                return c;
            }
        }
        return null;
    }

    /** Whether no two rows have its primary key, at no moment. */
    public boolean hasLastingPrimaryKey() {
        return constraints.stream().anyMatch(c -> c.kind() == TableConstraint.Kind.PRIMARY_KEY && !c.deferrable());
    }

    /** Names of columns by their numbers. */
    public List<String> names(List<Integer> numbers) {
        return numbers.stream().map(n -> column(n).name()).toList();
    }

    /** A constraint by its name, or null. */
    public TableConstraint constraint(String constraintName) {
        for (TableConstraint c : constraints) {
            if (c.name().equals(constraintName)) {
                return c;
            }
        }
        return null;
    }

    /** Names of the columns of its primary key, in the key's order; empty if it has none. */
    public List<String> primaryKey() {
        for (TableConstraint c : constraints) {
            if (c.kind() == TableConstraint.Kind.PRIMARY_KEY) {
                return names(c.columns());
            }
        }
        return List.of();
    }

    /** Whether it is one of a session's own, which nobody else sees. */
    public boolean temporary() {
        return CatalogSnapshot.isTemporary(id);
    }

    /** Whether Polywire keeps what it is in its metadata. */
    public boolean own() {
        return dialect != null;
    }

    /** Whether another program made it, whatever Polywire keeps of it. */
    public boolean isForeign() {
        return dialect == null || "true".equals(options.get(FOREIGN));
    }

    /** The same under another name. */
    public Relation named(String otherSchema, String other, String otherStored) {
        return new Relation(
                id,
                kind,
                otherSchema,
                other,
                otherStored,
                owner,
                columns,
                constraints,
                indexes,
                definition,
                dialect,
                sequence,
                options,
                comment);
    }

    /** The same with other columns. */
    public Relation withColumns(List<RelationColumn> others) {
        return new Relation(
                id,
                kind,
                schema,
                name,
                stored,
                owner,
                others,
                constraints,
                indexes,
                definition,
                dialect,
                sequence,
                options,
                comment);
    }

    /** The same with other constraints and indexes. */
    public Relation with(List<TableConstraint> otherConstraints, List<TableIndex> otherIndexes) {
        return new Relation(
                id,
                kind,
                schema,
                name,
                stored,
                owner,
                columns,
                otherConstraints,
                otherIndexes,
                definition,
                dialect,
                sequence,
                options,
                comment);
    }

    /** The same with another definition and the options that come with it. */
    public Relation defined(String text, Map<String, String> otherOptions) {
        return new Relation(
                id,
                kind,
                schema,
                name,
                stored,
                owner,
                columns,
                constraints,
                indexes,
                text,
                dialect,
                sequence,
                otherOptions,
                comment);
    }

    /** The same with other options. */
    public Relation optioned(Map<String, String> others) {
        return defined(definition, others);
    }

    /** The same with another comment; null for none. */
    public Relation commented(String text) {
        return new Relation(
                id,
                kind,
                schema,
                name,
                stored,
                owner,
                columns,
                constraints,
                indexes,
                definition,
                dialect,
                sequence,
                options,
                text);
    }

    /** The same sequence, counting otherwise. */
    public Relation counting(SequenceDefinition other) {
        return new Relation(
                id,
                kind,
                schema,
                name,
                stored,
                owner,
                columns,
                constraints,
                indexes,
                definition,
                dialect,
                other,
                options,
                comment);
    }

    /** The same, which another program has made, kept in Polywire's metadata from now on, for a dialect. */
    public Relation adopted(String by) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(FOREIGN, "true");
        return new Relation(
                id,
                kind,
                schema,
                name,
                stored,
                owner,
                columns,
                constraints,
                indexes,
                definition,
                by,
                sequence,
                more,
                comment);
    }

    /**
     * Makes sure that a statement about objects of a kind, such as ALTER VIEW, can mean this; ALTER TABLE means all.
     *
     * @throws SqlFailure 42809 if it cannot
     */
    public void requireFor(ObjectKind kind) {
        boolean fits = switch (kind) {
            case VIEW -> this.kind == Kind.VIEW;
            case MATERIALIZED_VIEW -> this.kind == Kind.MATERIALIZED_VIEW;
            case SEQUENCE -> this.kind == Kind.SEQUENCE;
            default -> true;
        };
        if (!fits) {
            String word = kind.words().toLowerCase(Locale.ROOT);
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + name + "\" is not a " + word)
                    .sqlState("42809")
                    .build();
        }
    }
}
