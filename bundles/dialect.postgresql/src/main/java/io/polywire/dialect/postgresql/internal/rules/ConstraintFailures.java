package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * Violated constraints in PostgreSQL's words, with the names that it gives to constraints without one
 * (ChooseIndexName and ChooseConstraintName of its source).
 */
public final class ConstraintFailures {
    private static final String FAILED = "constraint failed: ";
    private static final int NAME_BYTES = 63;

    private ConstraintFailures() {}

    /**
     * The failure as PostgreSQL would tell it; itself where there is nothing to say better.
     *
     * @param target the table that the statement changes; may be null
     */
    public static SqlFailure told(SqlFailure f, Relation target) {
        if (target == null || f.getMessage() == null || !f.getMessage().contains(FAILED)) {
            return f;
        }
        List<String> columns = columns(f.getMessage(), target.stored());
        if (f.kind() == FailureKind.NOT_NULL && columns.size() == 1) {
            return SqlFailure.build(
                            f.kind(),
                            "null value in column \"" + columns.get(0) + "\" of relation \"" + target.name()
                                    + "\" violates not-null constraint")
                    .objects("public", target.name(), columns.get(0), null)
                    .build();
        }
        if (f.kind() == FailureKind.UNIQUE && !columns.isEmpty()) {
            String name = key(columns, target);
            if (name == null) {
                return f;
            }
            return SqlFailure.build(f.kind(), "duplicate key value violates unique constraint \"" + name + "\"")
                    .objects("public", target.name(), null, name)
                    .build();
        }
        if (f.kind() == FailureKind.CHECK) {
            String name = f.getMessage().substring(f.getMessage().indexOf(FAILED) + FAILED.length());
            if (target.constraint(name) != null) {
                return SqlFailure.build(
                                f.kind(),
                                "new row for relation \"" + target.name() + "\" violates check constraint \"" + name
                                        + "\"")
                        .objects("public", target.name(), null, name)
                        .build();
            }
        }
        return f;
    }

    /** The name of the key or unique index over columns; where several are, nobody says which it was. */
    private static String key(List<String> columns, Relation target) {
        for (TableConstraint c : target.constraints()) {
            if (c.isKey() && target.names(c.columns()).equals(columns)) {
                return c.name();
            }
        }
        for (TableIndex i : target.indexes()) {
            List<Integer> numbers = i.keys().stream().map(TableIndex.Key::column).toList();
            if (i.unique() && !numbers.contains(0) && target.names(numbers).equals(columns)) {
                return i.name();
            }
        }
        String name = target.name() + "_" + String.join("_", columns) + "_key";
        return target.own() || name.length() > NAME_BYTES ? null : name;
    }

    /** The columns of "... constraint failed: t.a, t.b"; none if it says something else. */
    private static List<String> columns(String message, String table) {
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
