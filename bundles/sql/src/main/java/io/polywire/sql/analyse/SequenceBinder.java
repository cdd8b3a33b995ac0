package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SequenceDefinition;
import io.polywire.sql.tree.AlterSequence;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.CreateSequence;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.SequenceOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds out what CREATE, ALTER and DROP SEQUENCE mean. */
final class SequenceBinder {
    private final Analysis analysis;
    private final SchemaNames names;
    private final List<Notice> notices = new ArrayList<>();
    private int next;

    SequenceBinder(Analysis analysis) {
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
        this.next = analysis.catalog().nextId();
    }

    private BoundStatement changed(List<SchemaStep> steps) {
        boolean first = !steps.isEmpty() && !analysis.catalog().isKept();
        return new BoundStatement.ChangesSchema(steps, notices, first, next);
    }

    /** A sequence that has come into being. */
    static Relation made(int id, String schema, String name, SequenceDefinition counts, String dialect) {
        return new Relation(
                id,
                Relation.Kind.SEQUENCE,
                schema,
                name,
                SchemaNames.stored(schema, name),
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                dialect,
                counts,
                Map.of(),
                null);
    }

    /** The steps that make a sequence. */
    static List<SchemaStep> steps(Relation sequence) {
        SequenceDefinition s = sequence.sequence();
        return List.of(
                new SchemaStep.Keeps(sequence), new SchemaStep.SetsSequence(sequence.id(), s.value(), s.called()));
    }

    // --- CREATE ---------------------------------------------------------------------------------------------------

    BoundStatement create(CreateSequence s) {
        String name = s.name().last().name();
        String schema = names.schema(s.name(), s.persistence());
        next = analysis.catalog().nextId(names.isTemporary(schema));
        if (s.ifNotExists() && analysis.catalog().isTaken(schema, name)) {
            notices.add(new Notice(
                    Notice.Severity.NOTICE, "42P07", "relation \"" + name + "\" already exists, skipping", null, null));
            return changed(List.of());
        }
        SequenceOptions options = new SequenceOptions(analysis, s.options());
        if (options.name() != null) {
            throw analysis.at(options.name()).failure(FailureKind.SYNTAX, "option \"sequence_name\" not recognized");
        }
        names.fresh(schema, name, analysis.at(s.name()));
        SequenceDefinition counts = options.define(null, null);
        if (options.owner() != null) {
            counts = owned(counts, options.owner());
        }
        Relation owner = counts.ownerId() == 0 ? null : analysis.catalog().relation(counts.ownerId());
        if (owner != null && !owner.schema().equals(schema)) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "sequence must be in same schema as table it is linked to")
                    .sqlState("55000")
                    .build();
        }
        Relation made = made(next++, schema, name, counts, analysis.rules().dialect());
        if (s.persistence() == Persistence.UNLOGGED) {
            made = made.defined(null, Map.of(Relation.UNLOGGED, "true"));
        }
        return changed(steps(made));
    }

    /** OWNED BY. */
    private SequenceDefinition owned(SequenceDefinition counts, SequenceOption option) {
        List<Identifier> parts = option.name().parts();
        String last = option.name().last().name();
        if (parts.size() == 1) {
            if (!last.equals("none")) {
                throw SqlFailure.build(FailureKind.SYNTAX, "invalid OWNED BY option")
                        .hint("Specify OWNED BY table.column or OWNED BY NONE.")
                        .build();
            }
            return counts.ownedBy(0, 0);
        }
        Relation table = analysis.unplaced(() -> analysis.relation(new QualifiedName(
                parts.subList(0, parts.size() - 1),
                parts.get(0).start(),
                parts.get(parts.size() - 2).end())));
        if (table.kind() != Relation.Kind.TABLE) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "sequence cannot be owned by relation \"" + table.name() + "\"")
                    .sqlState("42809")
                    .build();
        }
        if (!table.own()) {
            throw analysis.at(option).unsupported("a sequence owned by a table that another program made");
        }
        int i = table.index(last);
        if (i < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + last + "\" of relation \"" + table.name() + "\" does not exist");
        }
        return counts.ownedBy(table.id(), table.columns().get(i).number());
    }

    // --- ALTER ----------------------------------------------------------------------------------------------------

    /** The sequence of a name; null where it is missing and that is no failure. */
    private Relation find(QualifiedName name, boolean lenient) {
        String last = name.last().name();
        Relation r = names.find(name);
        if (r == null) {
            if (!lenient) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_TABLE, "relation \"" + SchemaNames.shown(name) + "\" does not exist");
            }
            notices.add(new Notice(
                    Notice.Severity.NOTICE, "00000", "relation \"" + last + "\" does not exist, skipping", null, null));
            return null;
        }
        if (r.kind() != Relation.Kind.SEQUENCE) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + last + "\" is not a sequence")
                    .sqlState("42809")
                    .build();
        }
        return r;
    }

    BoundStatement alter(AlterSequence s) {
        Relation sequence = find(s.name(), s.ifExists());
        if (sequence == null) {
            return changed(List.of());
        }
        return changed(altered(sequence, s.options(), false));
    }

    /** The steps that change a sequence. */
    List<SchemaStep> altered(Relation sequence, List<SequenceOption> given, boolean ofIdentity) {
        SequenceOptions options = new SequenceOptions(analysis, given);
        SequenceDefinition counts = options.define(sequence.sequence(), null);
        if (options.owner() != null) {
            if (sequence.sequence().internal()) {
                throw SqlFailure.build(FailureKind.UNSUPPORTED, "cannot change ownership of identity sequence")
                        .detail("Sequence \"" + sequence.name() + "\" is linked to table \""
                                + analysis.catalog()
                                        .relation(sequence.sequence().ownerId())
                                        .name()
                                + "\".")
                        .build();
            }
            counts = owned(counts, options.owner());
        }
        if (options.name() != null || ofIdentity && options.owner() != null) {
            throw analysis.at(options.name() == null ? options.owner() : options.name())
                    .failure(FailureKind.SYNTAX, "sequence option \"sequence_name\" not supported here");
        }
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(new SchemaStep.Keeps(sequence.counting(counts)));
        if (options.restarts()) {
            steps.add(new SchemaStep.SetsSequence(sequence.id(), counts.value(), counts.called()));
        }
        return steps;
    }

    BoundStatement rename(Rename s) {
        Relation sequence = find(s.object().name(), s.ifExists());
        if (sequence == null) {
            return changed(List.of());
        }
        String to = s.newName().name();
        names.fresh(sequence.schema(), to, analysis.at(s.newName()));
        Relation renamed = sequence.named(sequence.schema(), to, SchemaNames.stored(sequence.schema(), to));
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(new SchemaStep.Keeps(renamed));
        String before = analysis.rules().nextValue(sequence);
        String after = analysis.rules().nextValue(renamed);
        for (Relation r : analysis.catalog().relations()) {
            List<RelationColumn> columns = new ArrayList<>();
            boolean changes = false;
            for (RelationColumn c : r.columns()) {
                boolean uses = uses(r, c, sequence.id());
                if (uses && !c.defaultValue().source().equals(before)) {
                    throw analysis.at(s).unsupported("RENAME of a sequence that an expression is written with");
                }
                changes |= uses;
                columns.add(uses ? c.defaulting(new RelationColumn.Default(after, false)) : c);
            }
            if (changes
                    && analysis.catalog().dependencies().stream()
                            .anyMatch(d -> d.dependent() == r.id() && d.on() == sequence.id())) {
                throw analysis.at(s).unsupported("RENAME of a sequence that a view and its own default read");
            }
            if (changes) {
                steps.add(new SchemaStep.Keeps(r.withColumns(columns)));
            }
        }
        steps.addAll(ViewRenames.steps(analysis, renamed));
        return changed(steps);
    }

    // --- DROP -----------------------------------------------------------------------------------------------------

    /** Whether a column's default takes values of a sequence. */
    private boolean uses(Relation r, RelationColumn c, int sequence) {
        return uses(analysis, r, c, sequence);
    }

    static boolean uses(Analysis analysis, Relation r, RelationColumn c, int sequence) {
        return r.own()
                && Defaults.isNeeded(c)
                && c.identity() == RelationColumn.Identity.NONE
                && new Defaults(analysis).sequences(c).contains(sequence);
    }

    BoundStatement drop(Drop s) {
        Map<Integer, Relation> going = new LinkedHashMap<>();
        for (ObjectReference o : s.objects()) {
            String name = o.name().last().name();
            Relation r = names.find(o.name());
            if (r == null) {
                String lost = names.lostSchema(o.name());
                if (!s.ifExists()) {
                    throw lost != null
                            ? SchemaNames.noSchema(lost)
                            : SqlFailure.of(
                                    FailureKind.UNDEFINED_TABLE,
                                    "sequence \"" + SchemaNames.shown(o.name()) + "\" does not exist");
                }
                notices.add(Notice.notice(
                        (lost != null ? "schema \"" + lost : "sequence \"" + name) + "\" does not exist, skipping"));
                continue;
            }
            if (r.kind() != Relation.Kind.SEQUENCE) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + name + "\" is not a sequence")
                        .sqlState("42809")
                        .hint("Use DROP " + r.kind().name().replace('_', ' ') + " to remove a "
                                + r.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ".")
                        .build();
            }
            if (r.sequence().internal()) {
                Relation table = analysis.catalog().relation(r.sequence().ownerId());
                String column =
                        "column " + table.column(r.sequence().ownerColumn()).name() + " of table " + table.name();
                throw SqlFailure.build(
                                FailureKind.SEMANTIC,
                                "cannot drop sequence " + name + " because " + column + " requires it")
                        .sqlState("2BP01")
                        .hint("You can drop " + column + " instead.")
                        .build();
            }
            going.put(r.id(), r);
        }
        Removal removal = new Removal(analysis);
        going.values().forEach(removal::add);
        return changed(removal.isEmpty() ? List.of() : removal.steps(s.behavior() == Behavior.CASCADE, notices));
    }
}
