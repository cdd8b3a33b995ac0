package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.right.Maintained;
import io.polywire.sql.tree.MaintainedTable;
import io.polywire.sql.tree.Maintenance;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * VACUUM, ANALYZE and CHECKPOINT: the storage cleans and counts by itself, so that nothing is left to do but to see whether
 * what is named is there, and, when it runs, to tell what is left out.
 */
final class MaintenanceBinder {
    private MaintenanceBinder() {}

    static BoundStatement bind(Maintenance s, Analysis analysis) {
        if (s.task() == Maintenance.Task.REINDEX) {
            return reindex(s, analysis);
        }
        if (s.task() == Maintenance.Task.CLUSTER) {
            throw analysis.at(s).unsupported(s.command());
        }
        boolean columns = s.tables().stream().anyMatch(t -> !t.columns().isEmpty());
        if (s.task() == Maintenance.Task.VACUUM && columns && !s.analyses()) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED, "ANALYZE option must be specified when a column list is provided");
        }
        List<Maintained> maintained = new ArrayList<>();
        for (MaintainedTable t : s.tables()) {
            maintained.add(named(t, analysis));
        }
        if (s.tables().isEmpty() && s.task() != Maintenance.Task.CHECKPOINT) {
            analysis.catalog().relations().stream()
                    .filter(r -> r.kind() == Relation.Kind.TABLE || r.kind() == Relation.Kind.MATERIALIZED_VIEW)
                    .filter(r -> !r.temporary() && !r.schema().equals("pg_catalog"))
                    .sorted(Comparator.comparingInt(Relation::id))
                    .forEach(r -> maintained.add(new Maintained(r.name(), r, false)));
        }
        return new BoundStatement.ChangesSchema(
                List.of(), List.of(), false, analysis.catalog().nextId(), maintained);
    }

    private static Maintained named(MaintainedTable t, Analysis analysis) {
        TableIndex index = new SchemaNames(analysis).index(t.name());
        if (index != null) {
            return new Maintained(index.name(), analysis.catalog().tableOf(index.id()), true);
        }
        try {
            Relation relation = analysis.relation(t.name());
            relation.columns();
            return new Maintained(relation.name(), relation, false);
        } catch (SqlFailure f) {
            // told without a place
            throw f.kind() == FailureKind.UNDEFINED_TABLE ? SqlFailure.of(f.kind(), f.getMessage()) : f;
        }
    }

    /** The indexes of a table; with one index, those of its table; of all tables of a schema or a database. */
    private static BoundStatement reindex(Maintenance s, Analysis analysis) {
        for (Option o : s.options()) {
            String option = o.name().last().name();
            switch (option) {
                // nobody waits for it longer than for any other change
                case "concurrently", "verbose" -> {}
                case "tablespace" -> TableSettings.tablespace(word(o, analysis));
                default ->
                    throw analysis.at(o)
                            .build(FailureKind.SYNTAX, "unrecognized REINDEX option \"" + option + "\"")
                            .build();
            }
        }
        QualifiedName name = s.tables().get(0).name();
        String last = name.last().name();
        SchemaNames names = new SchemaNames(analysis);
        List<Relation> all = new ArrayList<>();
        switch (s.kind()) {
            case SCHEMA -> {
                String schema = analysis.rules().isSystemSchema(last)
                        ? last
                        : names.existing(last).name();
                tables(analysis).filter(r -> r.schema().equals(schema)).forEach(all::add);
            }
            case DATABASE -> tables(analysis).forEach(all::add);
            case SYSTEM -> {
                // catalogs have no indexes of their own here
            }
            default -> all.add(named(s, name, names, analysis));
        }
        List<Notice> notices = new ArrayList<>();
        List<SchemaStep> steps = new ArrayList<>();
        for (Relation r : all) {
            boolean none = r.indexes().isEmpty() && s.kind() == ObjectKind.TABLE;
            if (none
                    && r.columns().stream()
                            .noneMatch(c -> isLong(analysis.rules().stored(c), analysis.rules()))) {
                notices.add(Notice.notice("table \"" + r.name() + "\" has no indexes to reindex"));
            }
            steps.add(new SchemaStep.Reindexes(r.stored(), r.temporary()));
        }
        return new BoundStatement.ChangesSchema(
                steps, notices, false, analysis.catalog().nextId());
    }

    /** Whether values of a type may be too long for a page, so that PostgreSQL has a table beside with an index for them. */
    private static boolean isLong(Type type, TypeRules rules) {
        return type == null || !rules.storageOf(type).equals("plain") && type.length() == 0 && type.precision() == 0;
    }

    private static String word(Option o, Analysis analysis) {
        return o.value() == null
                ? ""
                : analysis.text(o.value()).replace("'", "").replace("\"", "");
    }

    private static Stream<Relation> tables(Analysis analysis) {
        return analysis.catalog().relations().stream()
                .filter(r -> r.kind() == Relation.Kind.TABLE || r.kind() == Relation.Kind.MATERIALIZED_VIEW)
                .filter(r -> !r.temporary())
                .sorted(Comparator.comparingInt(Relation::id));
    }

    private static Relation named(Maintenance s, QualifiedName name, SchemaNames names, Analysis analysis) {
        String last = name.last().name();
        Relation found = names.find(name);
        TableIndex index = found == null ? names.index(name) : null;
        if (found == null && index == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + last + "\" does not exist");
        }
        boolean table = s.kind() == ObjectKind.TABLE;
        boolean right = table
                ? found != null
                        && (found.kind() == Relation.Kind.TABLE || found.kind() == Relation.Kind.MATERIALIZED_VIEW)
                : index != null;
        if (!right) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "\"" + last + "\" is not " + (table ? "a table or materialized view" : "an index"))
                    .sqlState("42809")
                    .build();
        }
        return table ? found : analysis.catalog().tableOf(index.id());
    }
}
