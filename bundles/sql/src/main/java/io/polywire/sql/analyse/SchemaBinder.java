package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.OnCommit;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.TableElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds out what CREATE TABLE and DROP TABLE mean: columns with types, NOT NULL, constant defaults, primary and unique
 * keys. Everything else that tables can have is refused by name until the catalog keeps it.
 */
final class SchemaBinder {
    private final Analysis analysis;
    private final TypeRules rules;

    SchemaBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    private String name(QualifiedName name) {
        List<Identifier> parts = name.parts();
        if (parts.size() > 2 || parts.size() == 2 && !parts.get(0).name().equals("public")) {
            throw analysis.at(name).unsupported("a schema other than public");
        }
        String last = name.last().name();
        String folded = last.toLowerCase(Locale.ROOT);
        if (folded.startsWith("sqlite_") || folded.startsWith("_pw_") || folded.startsWith("pg_")) {
            throw analysis.at(name).unsupported("a table with the name \"" + last + "\"");
        }
        return last;
    }

    BoundStatement createTable(CreateTable s) {
        if (s.persistence() != Persistence.PERMANENT) {
            throw analysis.at(s).unsupported("CREATE " + s.persistence().name().toLowerCase(Locale.ROOT) + " TABLE");
        }
        if (!s.options().isEmpty()
                || s.onCommit() != OnCommit.DEFAULT
                || s.method() != null
                || s.tablespace() != null) {
            throw analysis.at(s).unsupported("CREATE TABLE with storage options");
        }
        String name = name(s.name());
        CatalogSnapshot catalog = analysis.catalog();
        boolean there = catalog.relation(name) != null;
        if (there) {
            if (!s.ifNotExists()) {
                throw duplicate(name);
            }
            // nothing further of a statement that does nothing is looked at
            return new BoundStatement.CreatesTable(name, List.of(), List.of(), List.of(), true);
        } else {
            // SQLite takes names that differ in case for one
            catalog.relations().stream()
                    .filter(r -> r.name().equalsIgnoreCase(name))
                    .findAny()
                    .ifPresent(r -> {
                        throw analysis.at(s.name())
                                .unsupported("a table whose name differs from \"" + r.name() + "\" only in case");
                    });
        }
        List<BoundStatement.NewColumn> columns = new ArrayList<>();
        List<List<String>> unique = new ArrayList<>();
        List<List<String>> primary = new ArrayList<>();
        for (TableElement e : s.elements()) {
            if (e instanceof ColumnDefinition c) {
                columns.add(column(c, name, primary, unique));
            }
        }
        for (TableElement e : s.elements()) {
            if (!(e instanceof ColumnDefinition)) {
                key(e, columns, primary, unique);
            }
        }
        if (primary.size() > 1) {
            throw analysis.at(s)
                    .build(FailureKind.SEMANTIC, "multiple primary keys for table \"" + name + "\" are not allowed")
                    .sqlState("42P16")
                    .build();
        }
        if (columns.isEmpty()) {
            throw analysis.at(s).unsupported("a table without columns");
        }
        distinct(s, columns);
        return new BoundStatement.CreatesTable(
                name, columns, primary.isEmpty() ? List.of() : primary.get(0), unique, false);
    }

    /** Names of columns differ, and not only in case: SQLite would take them for one. */
    private void distinct(CreateTable s, List<BoundStatement.NewColumn> columns) {
        Set<String> names = new HashSet<>();
        for (BoundStatement.NewColumn c : columns) {
            if (!names.add(c.name())) {
                throw io.polywire.api.error.SqlFailure.of(
                        FailureKind.DUPLICATE_COLUMN, "column \"" + c.name() + "\" specified more than once");
            }
        }
        Set<String> folded = new HashSet<>();
        for (BoundStatement.NewColumn c : columns) {
            if (!folded.add(c.name().toLowerCase(Locale.ROOT))) {
                throw analysis.at(s).unsupported("a table with columns whose names differ only in case");
            }
        }
    }

    private static io.polywire.api.error.SqlFailure duplicate(String name) {
        return io.polywire.api.error.SqlFailure.of(
                FailureKind.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
    }

    private BoundStatement.NewColumn column(
            ColumnDefinition c, String table, List<List<String>> primary, List<List<String>> unique) {
        if (c.collation() != null || c.compression() != null) {
            throw analysis.at(c).unsupported("a column with COLLATE or COMPRESSION");
        }
        Type type = rules.named(c.type());
        Boolean notNull = null;
        boolean key = false;
        BoundConstant defaultValue = null;
        String name = c.name().name();
        for (Constraint k : c.constraints()) {
            if (k.name() != null || !Constraint.Timing.DEFAULT.equals(k.timing())) {
                throw analysis.at(k).unsupported("a named or deferrable constraint");
            }
            if (k instanceof Constraint.Nullability n) {
                if (notNull != null && notNull != n.notNull()) {
                    throw analysis.at(k)
                            .failure(
                                    FailureKind.SYNTAX,
                                    "conflicting NULL/NOT NULL declarations for column \"" + name + "\" of table \""
                                            + table + "\"");
                }
                notNull = n.notNull();
            } else if (k instanceof Constraint.Default d) {
                if (defaultValue != null) {
                    throw analysis.at(k)
                            .failure(
                                    FailureKind.SYNTAX,
                                    "multiple default values specified for column \"" + name + "\" of table \"" + table
                                            + "\"");
                }
                defaultValue = constant(d, type, name);
            } else if (k instanceof Constraint.Key u) {
                plain(u);
                comparable(type, u);
                (u.primary() ? primary : unique).add(List.of(name));
                key |= u.primary();
            } else {
                throw analysis.at(k).unsupported("this column constraint");
            }
        }
        return new BoundStatement.NewColumn(name, type, key || notNull != null && notNull, defaultValue);
    }

    private BoundConstant constant(Constraint.Default d, Type type, String name) {
        BoundExpression value = rules.assign(
                analysis.expressions().plain(d.value(), new Scope(null), "DEFAULT"),
                type,
                name,
                analysis.at(d.value()));
        if (!(value instanceof BoundConstant c)) {
            throw analysis.at(d.value()).unsupported("a default that is no constant of the column's type");
        }
        return c;
    }

    private void plain(Constraint.Key k) {
        if (k.nullsNotDistinct() || !k.include().isEmpty() || !k.options().isEmpty() || k.tablespace() != null) {
            throw analysis.at(k).unsupported("a key with options");
        }
    }

    /** A key compares what is stored. */
    private void comparable(Type type, Constraint.Key k) {
        if (!rules.ordersItself(type)) {
            throw analysis.at(k).unsupported("a key over a column of type " + rules.display(type));
        }
    }

    private void key(
            TableElement e,
            List<BoundStatement.NewColumn> columns,
            List<List<String>> primary,
            List<List<String>> unique) {
        if (!(e instanceof Constraint.Key k)) {
            throw analysis.at(e).unsupported("this table constraint");
        }
        plain(k);
        if (k.name() != null || k.index() != null || !Constraint.Timing.DEFAULT.equals(k.timing())) {
            throw analysis.at(k).unsupported("a named or deferrable constraint");
        }
        List<String> names = new ArrayList<>();
        for (Identifier i : k.columns()) {
            int at = -1;
            for (int c = 0; c < columns.size(); c++) {
                at = columns.get(c).name().equals(i.name()) ? c : at;
            }
            if (at < 0) {
                throw analysis.at(k)
                        .failure(
                                FailureKind.UNDEFINED_COLUMN,
                                "column \"" + i.name() + "\" named in key does not exist");
            }
            if (names.contains(i.name())) {
                throw analysis.at(k)
                        .failure(
                                FailureKind.DUPLICATE_COLUMN,
                                "column \"" + i.name() + "\" appears twice in "
                                        + (k.primary() ? "primary key" : "unique") + " constraint");
            }
            names.add(i.name());
            comparable(columns.get(at).type(), k);
            if (k.primary()) {
                BoundStatement.NewColumn c = columns.get(at);
                columns.set(at, new BoundStatement.NewColumn(c.name(), c.type(), true, c.defaultValue()));
            }
        }
        (k.primary() ? primary : unique).add(names);
    }

    BoundStatement drop(Drop s) {
        if (s.kind() != ObjectKind.TABLE) {
            throw analysis.at(s).unsupported(s.command());
        }
        if (s.behavior() == Behavior.CASCADE) {
            throw analysis.at(s).unsupported("DROP ... CASCADE");
        }
        if (s.objects().size() != 1) {
            throw analysis.at(s).unsupported("DROP of several tables");
        }
        QualifiedName qualified = s.objects().get(0).name();
        String name = name(qualified);
        if (analysis.catalog().relation(name) == null) {
            if (s.ifExists()) {
                return new BoundStatement.DropsTable(null);
            }
            throw io.polywire.api.error.SqlFailure.of(
                    FailureKind.UNDEFINED_TABLE, "table \"" + name + "\" does not exist");
        }
        if (analysis.relation(qualified).kind() != io.polywire.sql.catalog.Relation.Kind.TABLE) {
            throw io.polywire.api.error.SqlFailure.build(FailureKind.SEMANTIC, "\"" + name + "\" is not a table")
                    .sqlState("42809")
                    .hint("Use DROP VIEW to remove a view.")
                    .build();
        }
        return new BoundStatement.DropsTable(name);
    }
}
