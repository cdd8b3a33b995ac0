package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.tree.QualifiedName;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of new objects: given ones checked, missing ones made as PostgreSQL makes them (indexcmds.c). */
final class SchemaNames {
    private static final int NAME_BYTES = 63;

    private final Analysis analysis;
    /** Names of relations and of constraints that the statement itself makes. */
    private final Set<String> made = new HashSet<>();

    SchemaNames(Analysis analysis) {
        this.analysis = analysis;
    }

    /** The name of a relation that a statement names; schemas other than public are not served yet. */
    String of(QualifiedName name) {
        if (name.parts().size() > 2
                || name.parts().size() == 2 && !name.parts().get(0).name().equals("public")) {
            throw analysis.at(name).unsupported("a schema other than public");
        }
        return name.last().name();
    }

    /** The name of a new relation or index, which is not taken. */
    String fresh(QualifiedName name) {
        String last = of(name);
        fresh(last, analysis.at(name));
        return last;
    }

    void fresh(String name, Place at) {
        String folded = name.toLowerCase(Locale.ROOT);
        if (folded.startsWith("sqlite_") || folded.startsWith("_pw_") || folded.startsWith("pg_")) {
            throw at.unsupported("a table with the name \"" + name + "\"");
        }
        CatalogSnapshot catalog = analysis.catalog();
        if (catalog.isTaken("public", name) || made.contains(name)) {
            throw SqlFailure.of(FailureKind.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        // SQLite takes names that differ in case for one
        for (Relation r : catalog.relations()) {
            if (r.name().equalsIgnoreCase(name)
                    || r.indexes().stream().anyMatch(i -> i.name().equalsIgnoreCase(name))) {
                throw at.unsupported("a name that differs from that of another relation only in case");
            }
        }
        made.add(name);
    }

    /** A name for an index or for the constraint that it keeps. */
    String index(String table, List<String> columns, String label) {
        for (int pass = 0; ; pass++) {
            String name = join(
                    table, label.equals("pkey") ? "" : String.join("_", columns), pass == 0 ? label : label + pass);
            boolean taken = analysis.catalog().isTaken("public", name) || made.contains(name);
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
                    || analysis.catalog().relations().stream().anyMatch(r -> r.constraint(name) != null);
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

    private static String cut(String s, int most) {
        String out = s;
        while (bytes(out) > most) {
            out = out.substring(0, out.offsetByCodePoints(out.length(), -1));
        }
        return out;
    }
}
