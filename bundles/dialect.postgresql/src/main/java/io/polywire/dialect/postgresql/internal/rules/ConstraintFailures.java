package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RefreshMaterializedView;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Violated constraints in PostgreSQL's words, with the names that it gives to constraints without one
 * (ChooseIndexName and ChooseConstraintName of its source).
 */
public final class ConstraintFailures {
    static final String FOREIGN_KEY = "FOREIGN KEY constraint failed";
    static final String FAILED = "constraint failed: ";
    private static final int NAME_BYTES = 63;

    private ConstraintFailures() {}

    /**
     * The failure as PostgreSQL would tell it; itself where there is nothing to say better.
     *
     * @param target the table that the statement changes; may be null
     * @param catalog where the other end of a foreign key is looked for; may be null
     * @param statement what ran
     */
    public static SqlFailure told(SqlFailure f, Relation target, CatalogSnapshot catalog, ParsedStatement statement) {
        if (isOfText(f)) {
            return SqlFailure.build(FailureKind.INTERNAL, "the statement could not be run on this storage")
                    .cause(f)
                    .build();
        }
        if (target != null && FOREIGN_KEY.equals(f.getMessage())) {
            return foreignKey(target, catalog, statement.body());
        }
        if (f.kind() == FailureKind.UNIQUE
                && statement.body() instanceof CreateIndex c
                && c.name() != null
                && f.getMessage().contains(FAILED)) {
            String name = c.name().name();
            return SqlFailure.build(f.kind(), "could not create unique index \"" + name + "\"")
                    .objects(schema(c, catalog), c.table().name().last().name(), null, name)
                    .build();
        }
        if (f.kind() == FailureKind.UNIQUE
                && statement.body() instanceof RefreshMaterializedView r
                && f.getMessage().contains(FAILED)
                && table(r.name(), catalog) != null) {
            return refreshed(f, table(r.name(), catalog), r.concurrently());
        }
        if (statement.body() instanceof AlterTable a && f.getMessage() != null) {
            return AlterFailures.told(f, a, catalog);
        }
        return told(f, failing(f, target, catalog));
    }

    /** What a storage says of names and syntax in its own language, which are none of the client's. */
    private static final Pattern OF_TEXT = Pattern.compile(
            "(no such column: |no such function: |ambiguous column name: |misuse of |near \".*\": syntax error"
                    + "|sub-select returns |SELECTs to the left and right ).*",
            Pattern.DOTALL);

    /** Whether a storage did not understand what was written for it: an error in here, whatever its SQLSTATE. */
    private static boolean isOfText(SqlFailure f) {
        boolean fits = switch (f.kind()) {
            case UNDEFINED_COLUMN, UNDEFINED_FUNCTION, AMBIGUOUS, SYNTAX, SEMANTIC -> true;
            default -> false;
        };
        return fits && f.getMessage() != null && OF_TEXT.matcher(f.getMessage()).matches();
    }

    /** The table that a storage has named, which an action of a foreign key may have changed; else the statement's. */
    static Relation failing(SqlFailure f, Relation target, CatalogSnapshot catalog) {
        int at = f.getMessage() == null ? -1 : f.getMessage().indexOf(FAILED);
        if (at < 0 || catalog == null) {
            return target;
        }
        String what = f.getMessage().substring(at + FAILED.length());
        if (target != null
                && f.kind() != FailureKind.EXCLUSION
                && (what.startsWith(target.stored() + ".") || target.constraint(what) != null)) {
            return target;
        }
        if (f.kind() == FailureKind.EXCLUSION) {
            return catalog.relations().stream()
                    .filter(r -> excluded(f, r) != null)
                    .findFirst()
                    .orElse(target);
        }
        if (f.kind() == FailureKind.CHECK) {
            // of a condition the storage tells nothing but its name
            List<Relation> named = catalog.relations().stream()
                    .filter(r -> r.constraint(what) != null)
                    .toList();
            return named.size() == 1 ? named.get(0) : target;
        }
        return catalog.relations().stream()
                .filter(r -> r.kind() == Relation.Kind.TABLE && what.startsWith(r.stored() + "."))
                .max(Comparator.comparingInt(r -> r.stored().length()))
                .orElse(target);
    }

    private static String schema(CreateIndex c, CatalogSnapshot catalog) {
        Relation r = table(c.table().name(), catalog);
        return r == null ? null : r.schema();
    }

    /** What a statement has named, or null. */
    static Relation table(QualifiedName name, CatalogSnapshot catalog) {
        if (catalog == null) {
            return null;
        }
        String last = name.last().name();
        int parts = name.parts().size();
        return parts == 1
                ? catalog.relation(last)
                : catalog.relation(name.parts().get(parts - 2).name(), last);
    }

    /** SQLite does not say which key failed; where only one can have, it is named. */
    private static SqlFailure foreignKey(Relation target, CatalogSnapshot catalog, StatementBody body) {
        List<TableConstraint> own = new ArrayList<>();
        if (!(body instanceof Delete)) {
            target.constraints().stream().filter(c -> c.reference() != null).forEach(own::add);
        }
        List<TableConstraint> others = new ArrayList<>();
        List<Relation> owners = new ArrayList<>();
        if (!(body instanceof Insert i && i.onConflict() == null) && catalog != null) {
            for (Relation r : catalog.relations()) {
                for (TableConstraint c : r.constraints()) {
                    if (c.reference() != null && c.reference().tableId() == target.id()) {
                        others.add(c);
                        owners.add(r);
                    }
                }
            }
        }
        String text = (others.isEmpty() ? "insert" : own.isEmpty() ? "update or delete" : "change")
                + (others.isEmpty() ? " or update" : "") + " on table \"" + target.name() + "\" violates ";
        if (own.size() + others.size() != 1) {
            return SqlFailure.build(FailureKind.FOREIGN_KEY, text + "a foreign key constraint")
                    .objects(target.schema(), target.name(), null, null)
                    .build();
        }
        String name = (own.isEmpty() ? others : own).get(0).name();
        String table = own.isEmpty() ? owners.get(0).name() : target.name();
        return SqlFailure.build(
                        FailureKind.FOREIGN_KEY,
                        text + "foreign key constraint \"" + name + "\""
                                + (own.isEmpty() ? " on table \"" + table + "\"" : ""))
                .objects(own.isEmpty() ? owners.get(0).schema() : target.schema(), table, null, name)
                .build();
    }

    private static SqlFailure told(SqlFailure f, Relation target) {
        if (target == null || f.getMessage() == null || !f.getMessage().contains(FAILED)) {
            return f;
        }
        List<String> columns = columns(f.getMessage(), target.stored());
        if (f.kind() == FailureKind.NOT_NULL && columns.size() == 1) {
            return SqlFailure.build(
                            f.kind(),
                            "null value in column \"" + columns.get(0) + "\" of relation \"" + target.name()
                                    + "\" violates not-null constraint")
                    .objects(target.schema(), target.name(), columns.get(0), null)
                    .build();
        }
        if (f.kind() == FailureKind.UNIQUE && (!columns.isEmpty() || indexNamed(f, target) != null)) {
            String name = columns.isEmpty() ? indexNamed(f, target) : key(columns, target);
            if (name == null) {
                return f;
            }
            return duplicate(target, name);
        }
        if (f.kind() == FailureKind.EXCLUSION) {
            TableIndex index = excluded(f, target);
            return index == null
                    ? f
                    : SqlFailure.build(
                                    f.kind(),
                                    "conflicting key value violates exclusion constraint \"" + index.name() + "\"")
                            .objects(target.schema(), target.name(), null, index.name())
                            .detail("Key conflicts with existing key.")
                            .build();
        }
        if (f.kind() == FailureKind.CHECK) {
            String name = f.getMessage().substring(f.getMessage().indexOf(FAILED) + FAILED.length());
            if (target.constraint(name) != null && target.constraint(name).isFull()) {
                return mixed(target.schema(), target.name(), name);
            }
            if (target.constraint(name) != null) {
                return SqlFailure.build(
                                f.kind(),
                                "new row for relation \"" + target.name() + "\" violates check constraint \"" + name
                                        + "\"")
                        .objects(target.schema(), target.name(), null, name)
                        .build();
            }
        }
        return f;
    }

    /** The new rows of a materialized view do not fit its unique index (matview.c, refresh_by_match_merge). */
    private static SqlFailure refreshed(SqlFailure f, Relation view, boolean concurrently) {
        if (concurrently) {
            return SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "new data for materialized view \"" + view.name()
                                    + "\" contains duplicate rows without any null columns")
                    .sqlState("21000")
                    .build();
        }
        List<String> columns = columns(f.getMessage(), view.stored());
        String name = columns.isEmpty() ? indexNamed(f, view) : key(columns, view);
        return name == null
                ? f
                : SqlFailure.build(f.kind(), "could not create unique index \"" + name + "\"")
                        .objects(view.schema(), view.name(), null, name)
                        .build();
    }

    /** What a key with MATCH FULL says to NULL in some of its columns. */
    static SqlFailure mixed(String schema, String table, String key) {
        return SqlFailure.build(
                        FailureKind.FOREIGN_KEY,
                        "insert or update on table \"" + table + "\" violates foreign key constraint \"" + key + "\"")
                .detail("MATCH FULL does not allow mixing of null and nonnull key values.")
                .objects(schema, table, null, key)
                .build();
    }

    static SqlFailure duplicate(Relation r, String key) {
        return SqlFailure.build(FailureKind.UNIQUE, "duplicate key value violates unique constraint \"" + key + "\"")
                .objects(r.schema(), r.name(), null, key)
                .build();
    }

    /** The index of the EXCLUDE that a storage has named; null if that is of another table. */
    static TableIndex excluded(SqlFailure f, Relation table) {
        String stored = f.getMessage().substring(f.getMessage().indexOf(FAILED) + FAILED.length());
        return table.indexes().stream()
                .filter(i -> stored.equals(i.stored()))
                .findFirst()
                .orElse(null);
    }

    /** The index that SQLite names instead of its columns, since they are expressions; null if it does not. */
    private static String indexNamed(SqlFailure f, Relation target) {
        String what = f.getMessage().substring(f.getMessage().indexOf(FAILED) + FAILED.length());
        if (!what.startsWith("index '") || !what.endsWith("'")) {
            return null;
        }
        String stored = what.substring(7, what.length() - 1);
        return target.indexes().stream()
                .filter(i -> stored.equals(i.stored()))
                .map(TableIndex::name)
                .findFirst()
                .orElse(stored);
    }

    /** The name of the key or unique index over columns; where several are, nobody says which it was. */
    private static String key(List<String> columns, Relation target) {
        for (TableConstraint c : target.constraints()) {
            if (c.isKey() && target.names(c.columns()).equals(columns)) {
                return c.name();
            }
        }
        for (TableIndex i : target.indexes()) {
            List<Integer> numbers =
                    i.keys().stream().map(TableIndex.Key::column).toList();
            if (i.unique() && !numbers.contains(0) && target.names(numbers).equals(columns)) {
                return i.name();
            }
        }
        String name = target.name() + "_" + String.join("_", columns) + "_key";
        return target.own() || name.length() > NAME_BYTES ? null : name;
    }

    /** The columns of "... constraint failed: t.a, t.b"; none if it says something else. */
    static List<String> columns(String message, String table) {
        List<String> columns = new ArrayList<>();
        String prefix = table + ".";
        for (String part :
                message.substring(message.indexOf(FAILED) + FAILED.length()).split(", ")) {
            if (!part.startsWith(prefix)) {
                return List.of();
            }
            columns.add(part.substring(prefix.length()));
        }
        return columns;
    }
}
