package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AlterEnum;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.CreateEnum;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.SetSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds out what statements about types mean that users make. */
final class TypeBinder {
    private static final int LABEL_BYTES = 63;

    private final Analysis analysis;
    private final SchemaNames names;
    private final List<SchemaStep> steps = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    TypeBinder(Analysis analysis) {
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

    /** The schema of a new type, whose name is not taken there. */
    String fresh(QualifiedName name) {
        String schema = names.schema(name);
        free(schema, name.last().name());
        return schema;
    }

    private void free(String schema, String name) {
        Relation r = analysis.catalog().relation(schema, name);
        if (analysis.catalog().type(schema, name) != null || r != null && r.kind() != Relation.Kind.SEQUENCE) {
            throw SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "type \"" + name + "\" already exists");
        }
    }

    /** A type of a name, or null. */
    UserType find(QualifiedName name) {
        String schema = names.qualifier(name);
        return schema == null
                ? analysis.catalog().type(name.last().name())
                : analysis.catalog().type(schema, name.last().name());
    }

    static SqlFailure undefined(QualifiedName name) {
        return SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "type \"" + SchemaNames.shown(name) + "\" does not exist");
    }

    // --- enumerations ---------------------------------------------------------------------------------------------

    BoundStatement create(CreateEnum s) {
        String schema = fresh(s.name());
        int next = analysis.catalog().nextId();
        List<String> labels = new ArrayList<>();
        for (Literal l : s.labels()) {
            label(l.value());
            if (labels.contains(l.value())) {
                throw SqlFailure.build(
                                FailureKind.UNIQUE,
                                "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"")
                        .detail("Key (enumtypid, enumlabel)=(" + next + ", " + l.value() + ") already exists.")
                        .objects("pg_catalog", "pg_enum", null, "pg_enum_typid_label_index")
                        .build();
            }
            labels.add(l.value());
        }
        steps.add(new SchemaStep.KeepsType(
                new UserType(next, schema, s.name().last().name(), null, labels, null, false, null, List.of(), null)));
        // the number behind it is that of its arrays
        return change(next + 2);
    }

    private static void label(String label) {
        if (label.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "invalid enum label \"" + label + "\"")
                    .sqlState("42602")
                    .detail("Labels must be " + LABEL_BYTES + " bytes or less.")
                    .build();
        }
    }

    BoundStatement alter(AlterEnum s) {
        UserType t = find(s.name());
        if (t == null) {
            throw undefined(s.name());
        }
        if (!t.isEnumeration()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + SchemaNames.shown(s.name()) + "\" is not an enum")
                    .sqlState("42809")
                    .build();
        }
        String label = s.newLabel().value();
        label(label);
        List<String> labels = new ArrayList<>(t.labels());
        if (s.oldLabel() != null) {
            return rename(t, s.oldLabel().value(), label, s);
        }
        if (labels.contains(label)) {
            String message = "enum label \"" + label + "\" already exists";
            if (!s.ifNotExists()) {
                throw SqlFailure.of(FailureKind.DUPLICATE_OBJECT, message);
            }
            notices.add(new Notice(Notice.Severity.NOTICE, "42710", message + ", skipping", null, null));
            return change();
        }
        int at = labels.size();
        if (s.neighbor() != null) {
            at = place(labels, s.neighbor().value()) + (s.after() ? 1 : 0);
        }
        steps.add(new SchemaStep.KeepsType(t.labelled(label, at)));
        return change();
    }

    private static int place(List<String> labels, String label) {
        int at = labels.indexOf(label);
        if (at < 0) {
            throw SqlFailure.build(FailureKind.DATA, "\"" + label + "\" is not an existing enum label")
                    .sqlState("22023")
                    .build();
        }
        return at;
    }

    private BoundStatement rename(UserType t, String from, String to, AlterEnum s) {
        List<String> labels = new ArrayList<>(t.labels());
        int at = place(labels, from);
        if (labels.contains(to)) {
            throw SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "enum label \"" + to + "\" already exists");
        }
        boolean written = analysis.catalog().dependencies().stream().anyMatch(d -> d.on() == t.id())
                || analysis.catalog().types().stream()
                        .anyMatch(o -> o.isDomain()
                                && CompositeBinder.contains(analysis.rules().base(o), t.id()));
        EnumLabelUse use = new EnumLabelUse(analysis, t, from);
        for (Relation r : analysis.catalog().relations()) {
            for (RelationColumn c : r.columns()) {
                if (c.typeId() != t.id()) {
                    continue;
                }
                written |= use.in(r);
                if (r.kind() != Relation.Kind.VIEW) {
                    steps.add(new SchemaStep.Relabels(r, c.name(), from, to));
                }
            }
        }
        if (written) {
            throw analysis.at(s)
                    .unsupported(
                            "RENAME VALUE of an enum that a view, a default, a condition, a foreign key or an array"
                                    + " names");
        }
        labels.set(at, to);
        steps.add(new SchemaStep.KeepsType(t.labelled(labels)));
        return change();
    }

    // --- all ------------------------------------------------------------------------------------------------------

    BoundStatement drop(Drop s) {
        Removal removal = new Removal(analysis);
        for (ObjectReference o : s.objects()) {
            UserType t = find(o.name());
            if (t == null) {
                missing(o, s.ifExists());
            } else if (s.kind() == ObjectKind.DOMAIN && !t.isDomain()) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + SchemaNames.shown(o.name()) + "\" is not a domain")
                        .sqlState("42809")
                        .build();
            } else {
                removal.add(t);
            }
        }
        if (!removal.isEmpty()) {
            steps.addAll(removal.steps(s.behavior() == Behavior.CASCADE, notices));
        }
        return change();
    }

    private void missing(ObjectReference o, boolean lenient) {
        String schema = names.qualifier(o.name());
        if (schema != null && analysis.catalog().schema(schema) == null) {
            if (!lenient) {
                names.existing(schema);
            }
            notices.add(Notice.notice("schema \"" + schema + "\" does not exist, skipping"));
            return;
        }
        Relation r = names.find(o.name());
        if (r != null && r.kind() != Relation.Kind.SEQUENCE) {
            Removal removal = new Removal(analysis);
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "cannot drop type " + removal.named(r) + " because " + removal.described(r)
                                    + " requires it")
                    .sqlState("2BP01")
                    .hint("You can drop " + removal.described(r) + " instead.")
                    .build();
        }
        if (schema == null && analysis.rules().isBuiltIn(o.name().last().name())) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "cannot drop type " + o.name().last().name()
                                    + " because it is required by the database system")
                    .sqlState("2BP01")
                    .build();
        }
        if (!lenient) {
            throw undefined(o.name());
        }
        notices.add(Notice.notice("type \"" + SchemaNames.shown(o.name()) + "\" does not exist, skipping"));
    }

    BoundStatement rename(Rename s) {
        if (s.partKind() == ObjectKind.COLUMN) {
            return new CompositeBinder(analysis).rename(s);
        }
        UserType t = find(s.object().name());
        if (t == null) {
            throw undefined(s.object().name());
        }
        if (s.partKind() == ObjectKind.CONSTRAINT && t.isDomain()) {
            return new DomainBinder(analysis).rename(s, t);
        }
        if (s.partKind() != null) {
            throw analysis.at(s).unsupported(s.command() + " ... RENAME of a part");
        }
        free(t.schema(), s.newName().name());
        UserType now = t.named(s.newName().name());
        steps.add(new SchemaStep.KeepsType(now));
        steps.addAll(ViewRenames.steps(analysis, Renamed.of(now)));
        steps.addAll(new RenamedInTables(analysis, Renamed.of(now), t.name()).steps());
        return change();
    }

    BoundStatement setSchema(SetSchema s) {
        UserType t = find(s.object().name());
        if (t == null) {
            throw undefined(s.object().name());
        }
        if (s.object().kind() == ObjectKind.DOMAIN && !t.isDomain()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "\"" + SchemaNames.shown(s.object().name()) + "\" is not a domain")
                    .sqlState("42809")
                    .build();
        }
        String to = names.existing(s.schema().name()).name();
        if (names.isTemporary(to)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot move objects into or out of temporary schemas");
        }
        if (to.equals(t.schema())) {
            return change();
        }
        if (analysis.catalog().type(to, t.name()) != null) {
            throw SqlFailure.of(
                    FailureKind.DUPLICATE_OBJECT, "type \"" + t.name() + "\" already exists in schema \"" + to + "\"");
        }
        free(to, t.name());
        UserType now = t.in(to);
        steps.add(new SchemaStep.KeepsType(now));
        steps.addAll(ViewRenames.steps(analysis, Renamed.of(now)));
        steps.addAll(new RenamedInTables(analysis, Renamed.of(now), t.name()).steps());
        return change();
    }
}
