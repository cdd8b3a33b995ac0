package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Rows that break what ALTER TABLE wants of them, in PostgreSQL's words (tablecmds.c). */
final class AlterFailures {
    /** A key or a foreign key that the statement adds. */
    private record Added(Constraint constraint, List<String> columns) {}

    private AlterFailures() {}

    static SqlFailure told(SqlFailure f, AlterTable a, CatalogSnapshot catalog) {
        String table = a.table().name().last().name();
        Relation r = ConstraintFailures.table(a.table().name(), catalog);
        String schema = r == null ? null : r.schema();
        int at = f.getMessage().indexOf(ConstraintFailures.FAILED);
        String what = at < 0 ? "" : f.getMessage().substring(at + ConstraintFailures.FAILED.length());
        if (f.kind() == FailureKind.NOT_NULL && what.contains(".")) {
            String column = what.substring(what.indexOf('.') + 1);
            return SqlFailure.build(
                            f.kind(), "column \"" + column + "\" of relation \"" + table + "\" contains null values")
                    .objects(schema, table, column, null)
                    .build();
        }
        if (f.kind() == FailureKind.CHECK && at >= 0 && isFull(what, a, r, table)) {
            return ConstraintFailures.mixed(schema, table, what);
        }
        if (f.kind() == FailureKind.CHECK && at >= 0) {
            return SqlFailure.build(
                            f.kind(),
                            "check constraint \"" + what + "\" of relation \"" + table + "\" is violated by some row")
                    .objects(schema, table, null, what)
                    .build();
        }
        if (f.kind() == FailureKind.EXCLUSION && at >= 0) {
            String prefix = schema + ".";
            String name = what.startsWith(prefix) && !"public".equals(schema) ? what.substring(prefix.length()) : what;
            return SqlFailure.build(f.kind(), "could not create exclusion constraint \"" + name + "\"")
                    .objects(schema, table, null, name)
                    .detail("Key conflicts exist.")
                    .build();
        }
        if (f.kind() == FailureKind.UNIQUE && at >= 0) {
            String name = key(what, a, r, schema, table);
            return name == null
                    ? f
                    : SqlFailure.build(f.kind(), "could not create unique index \"" + name + "\"")
                            .objects(schema, table, null, name)
                            .build();
        }
        if (f.kind() == FailureKind.FOREIGN_KEY) {
            List<Added> keys = added(a).stream()
                    .filter(x -> x.constraint() instanceof Constraint.ForeignKey)
                    .toList();
            if (keys.size() == 1) {
                String name = name(keys.get(0), table, "fkey");
                return SqlFailure.build(
                                f.kind(),
                                "insert or update on table \"" + table + "\" violates foreign key constraint \"" + name
                                        + "\"")
                        .objects(schema, table, null, name)
                        .build();
            }
        }
        return f;
    }

    /** Whether a condition that failed is that of a foreign key with MATCH FULL. */
    private static boolean isFull(String name, AlterTable a, Relation r, String table) {
        return r != null && r.constraint(name) != null && r.constraint(name).isFull()
                || added(a).stream()
                        .anyMatch(x -> x.constraint() instanceof Constraint.ForeignKey
                                && name(x, table, "fkey").equals(name));
    }

    private static String key(String what, AlterTable a, Relation r, String schema, String table) {
        if (what.startsWith("index '") && what.endsWith("'")) {
            // that of a key over expressions
            String stored = what.substring(7, what.length() - 1);
            String prefix = schema + ".";
            return stored.startsWith(prefix) && !"public".equals(schema) ? stored.substring(prefix.length()) : stored;
        }
        List<String> columns = new ArrayList<>();
        for (String part : what.split(", ")) {
            columns.add(part.substring(part.indexOf('.') + 1));
        }
        for (Added x : added(a)) {
            if (x.constraint() instanceof Constraint.Key k && x.columns().equals(columns)) {
                return k.primary() && k.name() == null ? table + "_pkey" : name(x, table, "key");
            }
        }
        if (r != null) {
            for (TableConstraint c : r.constraints()) {
                if (c.isKey() && r.names(c.columns()).equals(columns)) {
                    return c.name();
                }
            }
        }
        return null;
    }

    private static String name(Added x, String table, String label) {
        Identifier given = x.constraint().name();
        return given != null ? given.name() : table + "_" + String.join("_", x.columns()) + "_" + label;
    }

    private static List<Added> added(AlterTable a) {
        List<Added> all = new ArrayList<>();
        for (AlterTableAction x : a.actions()) {
            if (x instanceof AlterTableAction.AddConstraint c) {
                add(c.constraint(), null, all);
            } else if (x instanceof AlterTableAction.AddColumn c) {
                c.column().constraints().forEach(k -> add(k, c.column().name().name(), all));
            }
        }
        return all;
    }

    private static void add(Constraint c, String column, List<Added> all) {
        List<Identifier> written = c instanceof Constraint.Key k
                ? k.columns()
                : c instanceof Constraint.ForeignKey f ? f.columns() : List.of();
        all.add(new Added(
                c,
                column != null
                        ? List.of(column)
                        : written.stream().map(Identifier::name).toList()));
    }
}
