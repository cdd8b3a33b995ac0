package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.CreateExtension;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.SetSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what statements about schemas mean, and those that move objects between them. */
final class NamespaceBinder {
    private final Analysis analysis;
    private final SchemaNames names;
    private final List<SchemaStep> steps = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    NamespaceBinder(Analysis analysis) {
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
    }

    private BoundStatement change(int next) {
        return new BoundStatement.ChangesSchema(
                steps, notices, !analysis.catalog().isKept() && !steps.isEmpty(), next);
    }

    private BoundStatement change() {
        return change(analysis.catalog().nextId());
    }

    // --- schemas --------------------------------------------------------------------------------------------------

    BoundStatement create(CreateSchema s) {
        if (!s.elements().isEmpty()) {
            throw analysis.at(s.elements().get(0)).unsupported("CREATE SCHEMA with objects in it");
        }
        if (s.name() == null && s.owner().kind() != RoleName.Kind.NAMED) {
            throw analysis.at(s.owner()).unsupported("CREATE SCHEMA AUTHORIZATION without a name");
        }
        String name = s.name() == null ? s.owner().name().name() : s.name().name();
        if (analysis.catalog().schema(name) != null) {
            String message = "schema \"" + name + "\" already exists";
            if (!s.ifNotExists()) {
                throw duplicate(message);
            }
            notices.add(new Notice(Notice.Severity.NOTICE, "42P06", message + ", skipping", null, null));
            return change();
        }
        acceptable(name);
        int next = analysis.catalog().nextId();
        steps.add(new SchemaStep.KeepsSchema(new Schema(next, name, null, null)));
        return change(next + 1);
    }

    private static SqlFailure duplicate(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("42P06").build();
    }

    private void acceptable(String name) {
        if (name.startsWith("pg_")) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "unacceptable schema name \"" + name + "\"")
                    .sqlState("42939")
                    .detail("The prefix \"pg_\" is reserved for system schemas.")
                    .build();
        }
        if (analysis.rules().isReservedSchema(name)) {
            throw duplicate("schema \"" + name + "\" already exists");
        }
        String folded = name.toLowerCase(java.util.Locale.ROOT);
        boolean other = analysis.catalog().schemas().stream()
                .anyMatch(x -> !x.name().equals(name) && x.name().equalsIgnoreCase(name));
        if (other || folded.startsWith("sqlite_") || folded.startsWith("_pw_")) {
            throw SqlFailure.unsupported(
                    "a schema with the name \"" + name + "\", or one that differs from another's only in case,");
        }
    }

    BoundStatement drop(Drop s) {
        Removal removal = new Removal(analysis);
        for (ObjectReference o : s.objects()) {
            String name = o.name().last().name();
            Schema schema = analysis.catalog().schema(name);
            if (schema != null && CatalogSnapshot.isTemporary(schema.id())) {
                throw analysis.at(s).unsupported("DROP of a temporary schema, which DISCARD TEMP empties");
            } else if (schema != null) {
                removal.add(schema);
            } else if (analysis.rules().isSystemSchema(name)) {
                throw SqlFailure.build(
                                FailureKind.SEMANTIC,
                                "cannot drop schema " + name + " because it is required by the database system")
                        .sqlState("2BP01")
                        .build();
            } else if (!s.ifExists()) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + name + "\" does not exist")
                        .sqlState("3F000")
                        .build();
            } else {
                notices.add(Notice.notice("schema \"" + name + "\" does not exist, skipping"));
            }
        }
        if (!removal.isEmpty()) {
            steps.addAll(removal.steps(s.behavior() == Behavior.CASCADE, notices));
        }
        return change();
    }

    /** CREATE EXTENSION: those that are there from the start are all that there are. */
    BoundStatement extension(CreateExtension s) {
        String name = s.name().name();
        if (!analysis.rules().extensions().containsKey(name)) {
            throw SqlFailure.build(FailureKind.UNSUPPORTED, "extension \"" + name + "\" is not available")
                    .hint("The extension must first be installed on the system where PostgreSQL is running.")
                    .build();
        }
        String message = "extension \"" + name + "\" already exists";
        if (!s.ifNotExists() && analysis.rules().isExtensionOfEveryDatabase(name)) {
            throw SqlFailure.build(FailureKind.SEMANTIC, message)
                    .sqlState("42710")
                    .build();
        }
        // the others are there as well, but a new database of PostgreSQL's has them not: scripts that make them go on
        notices.add(new Notice(Notice.Severity.NOTICE, "42710", message + ", skipping", null, null));
        return change();
    }

    /** ALTER SCHEMA ... RENAME TO. */
    BoundStatement rename(Rename s) {
        Schema old = names.existing(s.object().name().last().name());
        if (CatalogSnapshot.isTemporary(old.id())) {
            throw analysis.at(s).unsupported("RENAME of a temporary schema");
        }
        String to = s.newName().name();
        if (analysis.catalog().schema(to) != null) {
            throw duplicate("schema \"" + to + "\" already exists");
        }
        acceptable(to);
        steps.add(new SchemaStep.KeepsSchema(new Schema(old.id(), to, old.owner(), old.comment())));
        List<Relation> moved = new ArrayList<>();
        for (Relation r : analysis.catalog().relations()) {
            if (r.schema().equals(old.name())) {
                moved.add(r);
            }
        }
        if (moved.stream().anyMatch(r -> !r.own())) {
            throw analysis.at(s).unsupported("ALTER SCHEMA of tables that another program made");
        }
        Map<Integer, Relation> now = new HashMap<>();
        if (moved.stream().anyMatch(r -> r.sequence() != null)) {
            throw analysis.at(s).unsupported("ALTER SCHEMA ... RENAME of a schema with sequences");
        }
        for (Relation r : moved) {
            now.put(r.id(), move(r, to));
        }
        Map<Integer, UserType> types = new HashMap<>();
        for (UserType t : analysis.catalog().types()) {
            if (t.schema().equals(old.name())) {
                types.put(t.id(), t.in(to));
                steps.add(new SchemaStep.KeepsType(t.in(to)));
            }
        }
        Map<Integer, Routine> routines = new HashMap<>();
        for (Routine r : analysis.catalog().routines()) {
            if (r.schema().equals(old.name())) {
                routines.put(r.id(), r.named(to, r.name()));
                steps.add(new SchemaStep.KeepsRoutine(r.named(to, r.name())));
            }
        }
        Renamed all = new Renamed(now, routines, types);
        steps.addAll(ViewRenames.steps(analysis, all));
        steps.addAll(new RenamedInTables(analysis, all, old.name()).steps());
        return change();
    }

    /** Puts a relation into another schema. */
    private Relation move(Relation r, String schema) {
        Relation now = r.named(schema, r.name(), SchemaNames.stored(schema, r.name()));
        boolean real = r.kind() == Relation.Kind.TABLE || r.kind() == Relation.Kind.MATERIALIZED_VIEW;
        if (real) {
            steps.add(new SchemaStep.RenamesTable(r, now.stored()));
        }
        steps.add(new SchemaStep.Keeps(now));
        return now;
    }

    // --- SET SCHEMA -----------------------------------------------------------------------------------------------

    BoundStatement setSchema(SetSchema s) {
        ObjectKind kind = s.object().kind();
        boolean relation = kind == ObjectKind.TABLE
                || kind == ObjectKind.VIEW
                || kind == ObjectKind.MATERIALIZED_VIEW
                || kind == ObjectKind.SEQUENCE;
        if (kind == ObjectKind.TYPE || kind == ObjectKind.DOMAIN) {
            return new TypeBinder(analysis).setSchema(s);
        }
        if (!relation) {
            throw analysis.at(s).unsupported(s.command() + " ... SET SCHEMA");
        }
        Relation r = names.find(s.object().name());
        if (r == null) {
            String message = "relation \"" + SchemaNames.shown(s.object().name()) + "\" does not exist";
            if (!s.ifExists()) {
                throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, message);
            }
            notices.add(Notice.notice(message + ", skipping"));
            return change();
        }
        r.requireFor(kind);
        if (!r.own()) {
            throw analysis.at(s).unsupported("SET SCHEMA of a table that another program made");
        }
        if (r.temporary() != analysis.catalog().isTemporarySchema(s.schema().name())) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot move objects into or out of temporary schemas");
        }
        String to = names.existing(s.schema().name()).name();
        if (to.equals(r.schema())) {
            // who may not do it is told all the same
            steps.add(new SchemaStep.Keeps(r));
            return change();
        }
        if (analysis.catalog().isTaken(to, r.name())) {
            throw SqlFailure.of(
                    FailureKind.DUPLICATE_TABLE,
                    "relation \"" + r.name() + "\" already exists in schema \"" + to + "\"");
        }
        if (r.sequence() != null) {
            refuseMove(r, s);
        }
        boolean sequences = analysis.catalog().relations().stream()
                .anyMatch(q -> q.sequence() != null && q.sequence().ownerId() == r.id());
        if (sequences || r.indexes().stream().anyMatch(i -> analysis.catalog().isTaken(to, i.name()))) {
            throw analysis.at(s).unsupported("SET SCHEMA of a table with sequences, or indexes whose names are taken,");
        }
        Relation now = move(r, to);
        steps.addAll(ViewRenames.steps(analysis, now));
        return change();
    }

    /** A sequence of a column stays with it; one that a default names would be named otherwise. */
    private void refuseMove(Relation sequence, SetSchema s) {
        if (sequence.sequence().ownerId() != 0) {
            Relation owner = analysis.catalog().relation(sequence.sequence().ownerId());
            throw SqlFailure.build(FailureKind.UNSUPPORTED, "cannot move an owned sequence into another schema")
                    .detail("Sequence \"" + sequence.name() + "\" is linked to table \"" + owner.name() + "\".")
                    .build();
        }
        for (Relation r : analysis.catalog().relations()) {
            boolean named = r.columns().stream().anyMatch(c -> SequenceBinder.uses(analysis, r, c, sequence.id()));
            if (named) {
                throw analysis.at(s).unsupported("SET SCHEMA of a sequence that a default names");
            }
        }
        if (analysis.catalog().dependencies().stream().anyMatch(d -> d.on() == sequence.id())) {
            throw analysis.at(s).unsupported("SET SCHEMA of a sequence that a view names");
        }
    }
}
