package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AlterComposite;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.CreateComposite;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out what CREATE TYPE of a composite type and ALTER TYPE with its attributes mean. */
final class CompositeBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    private final SchemaNames names;
    private final List<Notice> notices = new ArrayList<>();
    private final Map<Integer, Type> types = new HashMap<>();

    CompositeBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.names = new SchemaNames(analysis);
    }

    private BoundStatement keeps(UserType t, int next) {
        return new BoundStatement.ChangesSchema(
                List.of(new SchemaStep.KeepsType(t, null, types)),
                notices,
                !analysis.catalog().isKept(),
                next);
    }

    BoundStatement create(CreateComposite s) {
        String schema = new TypeBinder(analysis).fresh(s.name());
        String name = s.name().last().name();
        int id = analysis.catalog().nextId();
        Set<String> seen = new HashSet<>();
        for (ColumnDefinition c : s.attributes()) {
            if (!seen.add(c.name().name())) {
                throw SqlFailure.of(
                        FailureKind.DUPLICATE_COLUMN, "column \"" + c.name().name() + "\" specified more than once");
            }
        }
        List<RelationColumn> attributes = new ArrayList<>();
        for (ColumnDefinition c : s.attributes()) {
            attributes.add(attribute(c, attributes.size() + 1));
        }
        if (analysis.catalog().isTaken(schema, name)) {
            throw SqlFailure.of(FailureKind.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        // the two numbers behind it are those of its arrays and of what has its attributes in catalogs of relations
        return keeps(UserType.composite(id, schema, name, attributes), id + 3);
    }

    private RelationColumn attribute(ColumnDefinition c, int number) {
        SchemaNames.refusePseudo(c.name().name(), c.type(), rules);
        Type type = unplaced(c.type());
        ColumnCollation.check(analysis, c.collation(), type);
        rules.checkField(type, analysis.at(c));
        refuseTemporary(analysis, type, false, analysis.at(c));
        types.put(number, type);
        return new RelationColumn(
                c.name().name(),
                number,
                "",
                rules.keptNumber(c.type()),
                false,
                null,
                RelationColumn.Identity.NONE,
                null,
                false,
                null);
    }

    /** A type; a name that is none does not tell where it stands. */
    private Type unplaced(TypeName name) {
        try {
            return analysis.type(name);
        } catch (SqlFailure f) {
            throw f.kind() == FailureKind.UNDEFINED_OBJECT ? f.but().position(0).build() : f;
        }
    }

    // --- ALTER TYPE -----------------------------------------------------------------------------------------------

    /** The type that ALTER TYPE ... ATTRIBUTE means, which looks for it among relations. */
    private UserType find(QualifiedName name) {
        UserType t = new TypeBinder(analysis).find(name);
        if (t != null && t.isComposite()) {
            return t;
        }
        if (t == null && names.find(name) != null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + name.last().name() + "\" is not a composite type")
                    .sqlState("42809")
                    .build();
        }
        throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + SchemaNames.shown(name) + "\" does not exist");
    }

    BoundStatement alter(AlterComposite s) {
        UserType t = find(s.name());
        TypedTables.refuseChange(t, s.cascade(), analysis, analysis.at(s));
        List<RelationColumn> attributes = new ArrayList<>(t.attributes());
        boolean changed = false;
        for (AlterTableAction a : s.actions()) {
            if (a instanceof AlterTableAction.AddColumn add) {
                String name = add.column().name().name();
                if (index(attributes, name) >= 0) {
                    throw taken(name, t);
                }
                RelationColumn made = attribute(add.column(), attributes.size() + 1);
                refuseMember(types.get(made.number()), t.id(), t.name(), rules);
                attributes.add(made);
                changed = true;
            } else if (a instanceof AlterTableAction.DropColumn drop) {
                String name = drop.column().name();
                int i = index(attributes, name);
                if (i < 0) {
                    if (!drop.ifExists()) {
                        throw missing(name, t);
                    }
                    notices.add(Notice.notice(
                            "column \"" + name + "\" of relation \"" + t.name() + "\" does not exist, skipping"));
                    continue;
                }
                attributes.set(i, dropped(attributes.get(i)));
                changed = true;
            } else if (a instanceof AlterTableAction.SetType set) {
                String name = set.column().name();
                int i = index(attributes, name);
                if (i < 0) {
                    throw missing(name, t);
                }
                Type type = unplaced(set.type());
                ColumnCollation.check(analysis, set.collation(), type);
                rules.checkField(type, analysis.at(set));
                refuseTemporary(analysis, type, false, analysis.at(set));
                refuseStored(t);
                refuseMember(type, t.id(), t.name(), rules);
                RelationColumn old = attributes.get(i);
                types.put(old.number(), type);
                attributes.set(
                        i,
                        new RelationColumn(
                                old.name(),
                                old.number(),
                                "",
                                rules.keptNumber(set.type()),
                                false,
                                null,
                                RelationColumn.Identity.NONE,
                                null,
                                false,
                                old.comment()));
                changed = true;
            } else {
                throw analysis.at(a).unsupported("ALTER TYPE ... " + AlterBinder.words(a));
            }
        }
        if (!changed) {
            return SchemaBinder.nothing(analysis, notices);
        }
        if (!s.actions().stream().allMatch(a -> a instanceof AlterTableAction.AddColumn) || isKept(analysis, t.id())) {
            refuseWritten(t, s);
        }
        return keeps(t.with(attributes), analysis.catalog().nextId());
    }

    /** An attribute that is gone, whose number stays taken. */
    static RelationColumn dropped(RelationColumn a) {
        return new RelationColumn(
                UserType.DROPPED + a.number() + "........",
                a.number(),
                "",
                0,
                false,
                null,
                RelationColumn.Identity.NONE,
                null,
                false,
                null);
    }

    private static int index(List<RelationColumn> attributes, String name) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals(name) && !UserType.isDropped(attributes.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static SqlFailure missing(String attribute, UserType t) {
        return SqlFailure.of(
                FailureKind.UNDEFINED_COLUMN,
                "column \"" + attribute + "\" of relation \"" + t.name() + "\" does not exist");
    }

    private static SqlFailure taken(String attribute, UserType t) {
        return SqlFailure.of(
                FailureKind.DUPLICATE_COLUMN,
                "column \"" + attribute + "\" of relation \"" + t.name() + "\" already exists");
    }

    /** RENAME ATTRIBUTE. */
    BoundStatement rename(Rename s) {
        UserType t = find(s.object().name());
        TypedTables.refuseChange(t, s.behavior() == Behavior.CASCADE, analysis, analysis.at(s));
        List<RelationColumn> attributes = new ArrayList<>(t.attributes());
        int i = index(attributes, s.part().name());
        if (i < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN, "column \"" + s.part().name() + "\" does not exist");
        }
        if (index(attributes, s.newName().name()) >= 0) {
            throw taken(s.newName().name(), t);
        }
        refuseWritten(t, s);
        attributes.set(i, attributes.get(i).named(s.newName().name()));
        return keeps(t.with(attributes), analysis.catalog().nextId());
    }

    // --- who uses a type --------------------------------------------------------------------------------------------

    /** Whether values of a type have some of another one in them, by its number. */
    static boolean contains(Type type, int id) {
        if (type == null) {
            return false;
        }
        return type.id() == id
                || contains(type.element(), id)
                || type.fields() != null && type.fields().stream().anyMatch(f -> contains(f.type(), id));
    }

    private static void refuseMember(Type type, int id, String name, TypeRules rules) {
        if (contains(type, id)) {
            throw SchemaNames.invalid("composite type " + rules.quoted(name) + " cannot be made a member of itself");
        }
    }

    /** Refuses a column whose values would have rows of its own table in them (CheckAttributeType of heap.c). */
    static void refuseMember(Analysis analysis, Type type, Relation table) {
        boolean known = analysis.catalog().relation(table.id()) != null;
        Type rows = known ? analysis.rules().rowType(table) : null;
        if (rows != null) {
            refuseMember(type, rows.id(), table.name(), analysis.rules());
        }
    }

    /** Refuses the row type of a table that goes with its session for what stays. */
    static void refuseTemporary(Analysis analysis, Type type, boolean temporary, Place at) {
        if (temporary || type == null) {
            return;
        }
        Relation rows = type.fields() == null ? null : analysis.rules().rowsOf(type.id());
        if (rows != null && rows.temporary()) {
            throw at.unsupported("the row type of a temporary table for what is not temporary");
        }
        refuseTemporary(analysis, type.element(), false, at);
        if (type.fields() != null) {
            type.fields().forEach(f -> refuseTemporary(analysis, f.type(), false, at));
        }
    }

    /** The relations with a column that has values of a type in it, and such a column of each. */
    static Map<Relation, RelationColumn> users(Analysis analysis, int id) {
        Map<Relation, RelationColumn> users = new java.util.LinkedHashMap<>();
        for (Relation r : analysis.catalog().relations()) {
            for (RelationColumn c : r.columns()) {
                if (c.typeId() != 0 && contains(analysis.rules().stored(c), id)) {
                    users.putIfAbsent(r, c);
                }
            }
        }
        return users;
    }

    /** Stored values would have to be written anew (find_composite_type_dependencies of tablecmds.c). */
    private void refuseStored(UserType t) {
        users(analysis, t.id()).forEach((r, c) -> {
            if (r.kind() != Relation.Kind.VIEW) {
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED,
                        "cannot alter type \"" + t.name() + "\" because column \"" + r.name() + "." + c.name()
                                + "\" uses it");
            }
        });
    }

    /** Refuses where a text that is kept, or an index, was made for the type as it is. */
    private void refuseWritten(UserType t, Part at) {
        if (isWritten(analysis, t.id())) {
            throw analysis.at(at)
                    .unsupported("ALTER TYPE of a composite type that a view, a function, a default, a condition or an"
                            + " index names");
        }
    }

    /** Whether a view, a function, a default, a condition or an index over columns of a type, or over its name, is kept. */
    static boolean isWritten(Analysis analysis, int id) {
        Map<Relation, RelationColumn> users = users(analysis, id);
        return isKept(analysis, id)
                || users.keySet().stream().anyMatch(r -> r.kind() != Relation.Kind.TABLE)
                || analysis.catalog().dependencies().stream()
                        .anyMatch(d -> d.on() == id || users.keySet().stream().anyMatch(r -> r.id() == d.on()));
    }

    /** The same without what is bound anew each time, which a further attribute changes nothing of: views and functions. */
    private static boolean isKept(Analysis analysis, int id) {
        boolean written = analysis.catalog().types().stream()
                .anyMatch(t -> t.isDomain()
                        && (!t.checks().isEmpty() || t.defaultSource() != null)
                        && contains(analysis.rules().base(t), id));
        for (Relation r : users(analysis, id).keySet()) {
            if (r.kind() != Relation.Kind.TABLE) {
                continue;
            }
            written |= r.columns().stream().anyMatch(RelationColumn::generated)
                    || r.columns().stream()
                            .anyMatch(c -> c.hasDefault()
                                    && c.typeId() != 0
                                    && contains(analysis.rules().stored(c), id))
                    || r.constraints().stream().anyMatch(k -> k.check() != null)
                    || r.indexes().stream()
                            .anyMatch(i -> i.predicate() != null
                                    || i.keys().stream()
                                            .anyMatch(k -> k.column() == 0
                                                    || contains(analysis.rules().stored(r.column(k.column())), id)));
        }
        return written;
    }

    // --- tables whose row type is used
    // --------------------------------------------------------------------------------

    /** Refuses changes of a table whose row type columns have, as far as their values would have to be written anew. */
    static void checkTable(Analysis analysis, Relation table, AlterTable s) {
        Type rows = table.own() && table.sequence() == null ? analysis.rules().rowType(table) : null;
        if (rows == null) {
            return;
        }
        Map.Entry<Relation, RelationColumn> user = users(analysis, rows.id()).entrySet().stream()
                .filter(u -> u.getKey().kind() != Relation.Kind.VIEW)
                .findFirst()
                .orElse(null);
        for (AlterTableAction a : user == null ? List.<AlterTableAction>of() : s.actions()) {
            boolean fills = a instanceof AlterTableAction.AddColumn add
                    && (analysis.rules().numbered(add.column().type()) != null
                            || add.column().constraints().stream()
                                    .anyMatch(k -> k instanceof Constraint.Default
                                            || k instanceof Constraint.Identity
                                            || k instanceof Constraint.Generated));
            if (fills || a instanceof AlterTableAction.SetType) {
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED,
                        "cannot alter table \"" + table.name() + "\" because column \""
                                + user.getKey().name() + "." + user.getValue().name() + "\" uses its row type");
            }
            int last = table.columns().stream()
                    .mapToInt(RelationColumn::number)
                    .max()
                    .orElse(0);
            if (a instanceof AlterTableAction.DropColumn drop
                    && table.index(drop.column().name()) >= 0
                    && table.columns().get(table.index(drop.column().name())).number() == last) {
                // its number would be taken again, and with it what rows have there
                throw analysis.at(a).unsupported("DROP COLUMN of the last column of a table whose row type is used");
            }
        }
        boolean drops = s.actions().stream().anyMatch(a -> a instanceof AlterTableAction.DropColumn);
        boolean adds = s.actions().stream().anyMatch(a -> a instanceof AlterTableAction.AddColumn);
        boolean used = !users(analysis, rows.id()).isEmpty();
        if (used && (drops && isWritten(analysis, rows.id()) || adds && isKept(analysis, rows.id()))) {
            throw analysis.at(s)
                    .unsupported("a change of a table whose row type a view, a default, a condition or an index names");
        }
    }

    /** Refuses another name for a column of a table whose row type is named by what is kept. */
    static void checkRename(Analysis analysis, Relation table, Part at) {
        Type rows = table.own() && table.sequence() == null ? analysis.rules().rowType(table) : null;
        if (rows != null && !users(analysis, rows.id()).isEmpty() && isWritten(analysis, rows.id())) {
            throw analysis.at(at)
                    .unsupported("RENAME in a table whose row type a view, a default, a condition or an index names");
        }
    }
}
