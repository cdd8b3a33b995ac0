package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Truncate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds out what DROP and TRUNCATE mean. */
final class DropBinder {
    private final Analysis analysis;
    private final SchemaNames names;
    private final List<Notice> notices = new ArrayList<>();

    DropBinder(Analysis analysis) {
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
    }

    private BoundStatement change(List<SchemaStep> steps) {
        boolean first = !analysis.catalog().isKept() && steps.stream().anyMatch(SchemaStep.Keeps.class::isInstance);
        return new BoundStatement.ChangesSchema(
                steps, notices, first, analysis.catalog().nextId());
    }

    private void skipping(String state, String message) {
        notices.add(new Notice(Notice.Severity.NOTICE, state, message + ", skipping", null, null));
    }

    BoundStatement drop(Drop s) {
        return switch (s.kind()) {
            case TABLE -> relations(s, Relation.Kind.TABLE);
            case VIEW -> relations(s, Relation.Kind.VIEW);
            case MATERIALIZED_VIEW -> relations(s, Relation.Kind.MATERIALIZED_VIEW);
            case INDEX -> indexes(s);
            case TYPE, DOMAIN -> new TypeBinder(analysis).drop(s);
            case FUNCTION, ROUTINE -> new RoutineBinder(analysis).drop(s);
            case SCHEMA -> new NamespaceBinder(analysis).drop(s);
            default -> throw analysis.at(s).unsupported(s.command());
        };
    }

    // --- relations ------------------------------------------------------------------------------------------------

    private BoundStatement relations(Drop s, Relation.Kind kind) {
        Removal removal = new Removal(analysis);
        for (ObjectReference o : s.objects()) {
            String name = o.name().last().name();
            Relation r = names.find(o.name());
            if (r == null && names.index(o.name()) != null) {
                throw wrongKind("\"" + name + "\" is not " + a(kind), "Use DROP INDEX to remove an index.");
            }
            if (r == null) {
                SchemaNames.refuseComposite(
                        o.name(), analysis.catalog(), "not " + a(kind), "Use DROP TYPE to remove a type.");
                String schema = names.qualifier(o.name());
                boolean lost = schema != null && analysis.catalog().schema(schema) == null;
                if (!s.ifExists()) {
                    throw lost
                            ? SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + schema + "\" does not exist")
                                    .sqlState("3F000")
                                    .build()
                            : SqlFailure.of(
                                    FailureKind.UNDEFINED_TABLE, word(kind) + " \"" + name + "\" does not exist");
                }
                skipping(
                        "00000",
                        lost
                                ? "schema \"" + schema + "\" does not exist"
                                : word(kind) + " \"" + name + "\" does not exist");
            } else if (r.kind() != kind) {
                throw wrongKind(
                        "\"" + name + "\" is not " + a(kind),
                        "Use DROP " + word(r.kind()).toUpperCase(Locale.ROOT) + " to remove " + a(r.kind()) + ".");
            } else {
                removal.add(r);
            }
        }
        return change(removal.steps(s.behavior() == Behavior.CASCADE, notices));
    }

    private static String word(Relation.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String a(Relation.Kind kind) {
        return "a " + word(kind);
    }

    private static SqlFailure wrongKind(String message, String hint) {
        return SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState("42809")
                .hint(hint)
                .build();
    }

    /**
     * Those that refer come before those that they refer to. Keys that are looked at when the transaction ends ask for no
     * order: by then the tables are gone or empty.
     */
    static List<Relation> ordered(Map<Integer, Relation> tables) {
        Set<Relation> left = new LinkedHashSet<>(tables.values());
        List<Relation> out = new ArrayList<>();
        while (!left.isEmpty()) {
            if (!take(left, out, false) && !take(left, out, true)) {
                throw SqlFailure.unsupported("a change of tables whose foreign keys refer to each other");
            }
        }
        return out;
    }

    /**
     * Takes the tables that no other refers to.
     *
     * @param later whether references by keys that are looked at later are left out; one table is taken then
     * @return false if there is none
     */
    private static boolean take(Set<Relation> left, List<Relation> out, boolean later) {
        boolean some = false;
        for (Relation r : List.copyOf(left)) {
            if (left.stream().noneMatch(o -> o != r && refers(o, r, later))) {
                left.remove(r);
                out.add(r);
                some = true;
                if (later) {
                    return true;
                }
            }
        }
        return some;
    }

    private static boolean refers(Relation from, Relation to, boolean later) {
        return from.constraints().stream()
                .anyMatch(c -> c.reference() != null && c.reference().tableId() == to.id() && !(later && c.deferred()));
    }

    // --- TRUNCATE -------------------------------------------------------------------------------------------------

    BoundStatement truncate(Truncate s) {
        Map<Integer, Relation> tables = new LinkedHashMap<>();
        for (NamedTable t : s.tables()) {
            String name = t.name().last().name();
            Relation r = names.find(t.name());
            if (r == null) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_TABLE, "relation \"" + SchemaNames.shown(t.name()) + "\" does not exist");
            }
            if (r.kind() != Relation.Kind.TABLE) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + name + "\" is not a table")
                        .sqlState("42809")
                        .build();
            }
            tables.put(r.id(), r);
        }
        boolean more = true;
        while (more) {
            more = false;
            for (Relation r : List.copyOf(tables.values())) {
                for (Relation other : analysis.catalog().relations()) {
                    if (refers(other, r, false) && !tables.containsKey(other.id())) {
                        if (s.behavior() != Behavior.CASCADE) {
                            throw SqlFailure.build(
                                            FailureKind.UNSUPPORTED,
                                            "cannot truncate a table referenced in a foreign key constraint")
                                    .detail("Table \"" + other.name() + "\" references \"" + r.name() + "\".")
                                    .hint("Truncate table \"" + other.name()
                                            + "\" at the same time, or use TRUNCATE ... CASCADE.")
                                    .build();
                        }
                        more = true;
                    }
                }
            }
            // those that refer to what there is so far, in the order of the catalog; then those that refer to these
            Map<Integer, Relation> there = Map.copyOf(tables);
            for (Relation other : analysis.catalog().relations()) {
                if (there.get(other.id()) == null && there.values().stream().anyMatch(r -> refers(other, r, false))) {
                    notices.add(Notice.notice("truncate cascades to table \"" + other.name() + "\""));
                    tables.put(other.id(), other);
                }
            }
        }
        List<SchemaStep> steps = new ArrayList<>();
        ordered(tables).forEach(r -> steps.add(new SchemaStep.Empties(r)));
        if (s.restartIdentity()) {
            for (int id : tables.keySet()) {
                analysis.catalog()
                        .ownedSequences(id, 0)
                        .forEach(q -> steps.add(
                                new SchemaStep.SetsSequence(q.id(), q.sequence().start(), false)));
            }
        }
        return change(steps);
    }

    // --- indexes --------------------------------------------------------------------------------------------------

    private BoundStatement indexes(Drop s) {
        List<SchemaStep> steps = new ArrayList<>();
        Map<Integer, Relation> changed = new LinkedHashMap<>();
        for (ObjectReference o : s.objects()) {
            String name = o.name().last().name();
            TableIndex index = names.index(o.name());
            if (index == null) {
                Relation r = names.find(o.name());
                if (r != null) {
                    throw wrongKind(
                            "\"" + name + "\" is not an index",
                            "Use DROP " + word(r.kind()).toUpperCase(Locale.ROOT) + " to remove " + a(r.kind()) + ".");
                }
                String lost = names.lostSchema(o.name());
                if (!s.ifExists()) {
                    throw lost != null
                            ? SchemaNames.noSchema(lost)
                            : SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "index \"" + name + "\" does not exist");
                }
                skipping(
                        "00000",
                        lost != null
                                ? "schema \"" + lost + "\" does not exist"
                                : "index \"" + name + "\" does not exist");
                continue;
            }
            Relation table = analysis.catalog().tableOf(index.id());
            Relation now = changed.getOrDefault(table.id(), table);
            if (now.indexes().stream().noneMatch(i -> i.id() == index.id())) {
                // it is named twice
                continue;
            }
            for (TableConstraint c : table.constraints()) {
                if (c.indexId() == index.id() && c.hasIndex()) {
                    throw SqlFailure.build(
                                    FailureKind.SEMANTIC,
                                    "cannot drop index " + name + " because constraint " + c.name() + " on table "
                                            + table.name() + " requires it")
                            .sqlState("2BP01")
                            .hint("You can drop constraint " + c.name() + " on table " + table.name() + " instead.")
                            .build();
                }
            }
            if (analysis.catalog().relations().stream()
                    .flatMap(r -> r.constraints().stream())
                    .anyMatch(c -> c.reference() != null && c.indexId() == index.id())) {
                throw analysis.at(s).unsupported("DROP INDEX of what a foreign key needs");
            }
            changed.put(
                    table.id(),
                    now.with(
                            now.constraints(),
                            now.indexes().stream()
                                    .filter(i -> i.id() != index.id())
                                    .toList()));
            steps.add(new SchemaStep.DropsIndex(index));
        }
        changed.values().forEach(r -> steps.add(new SchemaStep.Keeps(r)));
        return change(steps);
    }
}
