package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.TypeName;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Names of new objects: given ones checked, missing ones made as PostgreSQL makes them (indexcmds.c). */
final class SchemaNames {
    private static final int NAME_BYTES = 63;

    private final Analysis analysis;
    /** Names of relations and of constraints that the statement itself makes. */
    private final Set<String> made = new HashSet<>();

    SchemaNames(Analysis analysis) {
        this.analysis = analysis;
    }

    /** The schema that a name is written with and that is not there; null for none. */
    String lostSchema(QualifiedName name) {
        String schema = qualifier(name);
        return schema != null && analysis.catalog().schema(schema) == null ? schema : null;
    }

    static SqlFailure noSchema(String schema) {
        return SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + schema + "\" does not exist")
                .sqlState("3F000")
                .build();
    }

    /** The schema that a name is qualified with, or null. */
    String qualifier(QualifiedName name) {
        int n = name.parts().size();
        if (n > 3) {
            throw analysis.at(name)
                    .failure(
                            FailureKind.SYNTAX,
                            "improper qualified name (too many dotted names): " + analysis.text(name));
        }
        if (n == 3) {
            throw analysis.at(name).unsupported("an object of another database");
        }
        return n == 1 ? null : name.parts().get(0).name();
    }

    /** A name as errors write it. */
    static String shown(QualifiedName name) {
        StringBuilder out = new StringBuilder();
        name.parts().forEach(p -> out.append(out.isEmpty() ? "" : ".").append(p.name()));
        return out.toString();
    }

    /** The schema that a new object of a name goes to, which is no temporary one. */
    String schema(QualifiedName name) {
        String schema = schema(name, Persistence.PERMANENT);
        if (analysis.catalog().isTemporarySchema(schema)) {
            throw analysis.at(name).unsupported("such an object in a temporary schema");
        }
        return schema;
    }

    /** The schema that a new relation goes to (RangeVarGetCreationNamespace of namespace.c). */
    String schema(QualifiedName name, Persistence persistence) {
        String given = qualifier(name);
        if (given != null && analysis.catalog().isTemporarySchema(given)) {
            if (persistence == Persistence.UNLOGGED) {
                throw invalid("only temporary relations may be created in temporary schemas");
            }
            return analysis.catalog().temporarySchema();
        }
        if (persistence == Persistence.TEMPORARY) {
            if (given != null) {
                if (!analysis.rules().isReservedSchema(given)) {
                    existing(given);
                }
                throw invalid("cannot create temporary relation in non-temporary schema");
            }
            return analysis.catalog().temporarySchema();
        }
        if (given != null) {
            return existing(given).name();
        }
        String creation = creation();
        if (persistence == Persistence.UNLOGGED && analysis.catalog().isTemporarySchema(creation)) {
            throw invalid("only temporary relations may be created in temporary schemas");
        }
        return creation;
    }

    /** What is told of a word that says nothing (gram.y). */
    List<Notice> ofWords(Part statement, QualifiedName name) {
        String words =
                analysis.text().substring(statement.start(), name.start()).toLowerCase(Locale.ROOT);
        int at = words.indexOf("global");
        return at < 0
                ? List.of()
                : List.of(new Notice(
                        Notice.Severity.WARNING,
                        "01000",
                        "GLOBAL is deprecated in temporary table creation",
                        null,
                        null,
                        statement.start() + at + 1));
    }

    /** Whether what is made in a schema is temporary. */
    boolean isTemporary(String schema) {
        return analysis.catalog().isTemporarySchema(schema);
    }

    /** A failure of a definition (42P16). */
    static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("42P16").build();
    }

    /** Refuses a type that no column can have (CheckAttributeType of heap.c). */
    static void refusePseudo(String column, TypeName type, TypeRules rules) {
        if (rules.isPseudo(type)) {
            throw invalid("column \"" + column + "\" has pseudo-type "
                    + type.name().last().name());
        }
    }

    /** Refuses names that every table's own columns have (CheckAttributeNamesTypes of heap.c). */
    static void refuseSystemColumns(List<RelationColumn> columns, TypeRules rules) {
        columns.forEach(c -> refuseSystemColumn(c.name(), rules));
    }

    static void refuseSystemColumn(String name, TypeRules rules) {
        if (rules.isSystemColumn(name)) {
            throw SqlFailure.of(
                    FailureKind.DUPLICATE_COLUMN, "column name \"" + name + "\" conflicts with a system column name");
        }
    }

    /** The schema that objects without one go to: the first of the search path that is there. */
    String creation() {
        for (String s : analysis.catalog().path()) {
            if (s.equals(Schema.TEMPORARY)) {
                return analysis.catalog().temporarySchema();
            }
            // under its own name it is there without having been asked for
            if (analysis.catalog().isTemporarySchema(s)) {
                continue;
            }
            if (!analysis.rules().isSystemSchema(s) && analysis.catalog().schema(s) != null) {
                return s;
            }
        }
        throw SqlFailure.build(FailureKind.SEMANTIC, "no schema has been selected to create in")
                .sqlState("3F000")
                .build();
    }

    /** A schema that must be there. */
    Schema existing(String name) {
        Schema s = analysis.catalog().schema(name);
        if (s == null && analysis.rules().isSystemSchema(name)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for schema " + name);
        }
        if (s == null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + name + "\" does not exist")
                    .sqlState("3F000")
                    .build();
        }
        return s;
    }

    /** A failure of a name that tells where it stands. */
    <T> T placed(QualifiedName name, Supplier<T> body) {
        try {
            return body.get();
        } catch (SqlFailure f) {
            boolean pointed = f.sqlState().equals("3F000") || f.sqlState().equals("42P16");
            if (f.position() != 0 || !pointed) {
                throw f;
            }
            throw analysis.at(name)
                    .build(f.kind(), f.getMessage())
                    .sqlState(f.sqlState())
                    .build();
        }
    }

    /** The composite type of a name that no relation has, or null: relations of one kind are looked for among both. */
    static UserType composite(QualifiedName name, CatalogSnapshot catalog) {
        int n = name.parts().size();
        String last = name.last().name();
        UserType t = n == 1
                ? catalog.type(last)
                : catalog.type(name.parts().get(n - 2).name(), last);
        return t != null && t.isComposite() ? t : null;
    }

    /**
     * Refuses a composite type in place of a relation.
     *
     * @param hint may be null
     */
    static void refuseComposite(QualifiedName name, CatalogSnapshot catalog, String kind, String hint) {
        if (composite(name, catalog) != null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + name.last().name() + "\" is " + kind)
                    .sqlState("42809")
                    .hint(hint)
                    .build();
        }
    }

    /** A relation of a name, or null. */
    Relation find(QualifiedName name) {
        String schema = qualifier(name);
        return schema == null
                ? analysis.catalog().relation(name.last().name())
                : analysis.catalog().relation(schema, name.last().name());
    }

    /** An index of a name, or null. */
    TableIndex index(QualifiedName name) {
        String schema = qualifier(name);
        String last = name.last().name();
        if (schema != null) {
            return analysis.catalog().index(schema, last);
        }
        for (String s : analysis.catalog().path()) {
            TableIndex i = analysis.catalog().index(s, last);
            if (i != null || analysis.catalog().relation(s, last) != null) {
                return i;
            }
        }
        return null;
    }

    /** What the storage calls a relation. */
    static String stored(String schema, String name) {
        // temporary relations are in a room of their own; the prefix is no user's
        boolean bare = schema.equals(Schema.PUBLIC) || schema.startsWith(Schema.TEMPORARY);
        return bare ? name : schema + "." + name;
    }

    /** Checks that a name is not taken in a schema, and takes it. */
    void fresh(String schema, String name, Place at) {
        String folded = name.toLowerCase(Locale.ROOT);
        if (folded.startsWith("sqlite_")
                || folded.startsWith("_pw_")
                || schema.equals(Schema.PUBLIC) && folded.startsWith("pg_")) {
            throw at.unsupported("a table with the name \"" + name + "\"");
        }
        CatalogSnapshot catalog = analysis.catalog();
        if (catalog.isTaken(schema, name) || made.contains(name)) {
            throw SqlFailure.of(FailureKind.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        if (catalog.type(schema, name) != null) {
            throw SqlFailure.build(FailureKind.DUPLICATE_OBJECT, "type \"" + name + "\" already exists")
                    .hint("A relation has an associated type of the same name, so you must use a name that doesn't"
                            + " conflict with any existing type.")
                    .build();
        }
        // SQLite takes names that differ in case for one, and those of tables and indexes are in one room
        String stored = stored(schema, name);
        boolean temporary = isTemporary(schema);
        for (Relation r : catalog.relations()) {
            if (r.temporary() == temporary
                    && (r.stored().equalsIgnoreCase(stored)
                            || r.indexes().stream().anyMatch(i -> stored.equalsIgnoreCase(i.stored())))) {
                throw at.unsupported(
                        "a name that differs from that of another relation only in case, or in where it has a point,");
            }
        }
        made.add(name);
    }

    /** A name for an index of a schema or for the constraint that it keeps. */
    String index(String schema, String table, List<String> columns, String label) {
        for (int pass = 0; ; pass++) {
            String name = join(
                    table, label.equals("pkey") ? "" : String.join("_", columns), pass == 0 ? label : label + pass);
            boolean taken = analysis.catalog().isTaken(schema, name) || made.contains(name);
            if (!taken) {
                made.add(name);
                return name;
            }
        }
    }

    /** A name for a constraint without an index. */
    String constraint(Relation table, List<TableConstraint> others, String column, String label) {
        for (int pass = 0; ; pass++) {
            String name = join(table.name(), column, pass == 0 ? label : label + pass);
            boolean taken = others.stream().anyMatch(c -> c.name().equals(name))
                    || analysis.catalog().relations().stream()
                            .anyMatch(r -> r.schema().equals(table.schema()) && r.constraint(name) != null);
            if (!taken) {
                return name;
            }
        }
    }

    /** makeObjectName: the longer of the two parts gives way. */
    private static String join(String table, String columns, String label) {
        int room = NAME_BYTES - bytes(label) - 1 - (columns.isEmpty() ? 0 : 1);
        int first = bytes(table);
        int second = bytes(columns);
        while (first + second > room) {
            if (first > second) {
                first--;
            } else {
                second--;
            }
        }
        String left = cut(table, first);
        return columns.isEmpty() ? left + "_" + label : left + "_" + cut(columns, second) + "_" + label;
    }

    private static int bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8).length;
    }

    static String cut(String s, int most) {
        String out = s;
        while (bytes(out) > most) {
            out = out.substring(0, out.offsetByCodePoints(out.length(), -1));
        }
        return out;
    }
}
