package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Rename;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds out what ALTER TABLE means where the storage changes a table in place: columns added, dropped and renamed, keys
 * added, tables renamed. What needs the table to be written anew is refused by name.
 */
final class AlterBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    private final SchemaNames names;
    private final List<SchemaStep> steps = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Map<Integer, Type> added = new HashMap<>();
    private Relation table;
    private int next;

    AlterBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.names = new SchemaNames(analysis);
        this.next = analysis.catalog().nextId();
    }

    private BoundStatement changed() {
        if (!steps.isEmpty() && table.own()) {
            steps.add(new SchemaStep.Keeps(table, added));
        }
        return new BoundStatement.ChangesSchema(
                steps, notices, table.own() && !analysis.catalog().isKept(), next);
    }

    /** Whether the table is there; if not, and that is no failure, a notice says so. */
    private boolean find(QualifiedName name, boolean lenient) {
        String last = SchemaNames.shown(name);
        table = names.find(name);
        if (table == null) {
            SchemaNames.refuseComposite(name, analysis.catalog(), "a composite type", "Use ALTER TYPE instead.");
            if (!lenient) {
                throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + last + "\" does not exist");
            }
            notices.add(new Notice(
                    Notice.Severity.NOTICE,
                    "00000",
                    "relation \"" + name.last().name() + "\" does not exist, skipping",
                    null,
                    null));
            return false;
        }
        if (table.kind() != Relation.Kind.TABLE) {
            throw analysis.at(name).unsupported("ALTER of a view");
        }
        next = analysis.catalog().nextId(table.temporary());
        return true;
    }

    BoundStatement alter(AlterTable s) {
        OtherAlters others = new OtherAlters(analysis, notices);
        if (others.is(s)) {
            return others.alter(s);
        }
        if (!find(s.table().name(), s.ifExists())) {
            return SchemaBinder.nothing(analysis, notices);
        }
        s.actions().forEach(a -> TypedTables.refuse(table, a));
        CompositeBinder.checkTable(analysis, table, s);
        long dropped = s.actions().stream()
                .filter(AlterTableAction.DropColumn.class::isInstance)
                .count();
        // a storage does not drop the last column
        if (dropped >= table.columns().size() || !s.actions().stream().allMatch(this::isInPlace)) {
            return new TableRewrite(analysis, table, notices, analysis.at(s)).alter(s);
        }
        for (AlterTableAction a : s.actions()) {
            // what goes makes room for what comes (ATPrepCmd of tablecmds.c)
            if (a instanceof AlterTableAction.DropColumn drop) {
                dropColumn(drop);
            }
        }
        for (AlterTableAction a : s.actions()) {
            if (a instanceof AlterTableAction.AddColumn add) {
                addColumn(add);
            } else if (a instanceof AlterTableAction.DropColumn) {
                continue;
            } else if (a instanceof AlterTableAction.AddConstraint add
                    && add.constraint() instanceof Constraint.Key key) {
                addKey(key, key.columns().stream().map(Identifier::name).toList());
            } else if (!(a instanceof AlterTableAction.WithoutOids)) {
                throw analysis.at(a).unsupported("ALTER TABLE ... " + words(a));
            }
        }
        return changed();
    }

    /** Whether the storage does it without a new table; what is wrong with an action shows when it is done. */
    private boolean isInPlace(AlterTableAction a) {
        if (a instanceof AlterTableAction.WithoutOids) {
            return true;
        }
        if (a instanceof AlterTableAction.AddColumn add) {
            return isPlain(add.column());
        }
        if (a instanceof AlterTableAction.DropColumn drop) {
            if (rules.isSystemColumn(drop.column().name())) {
                return false;
            }
            int at = table.index(drop.column().name());
            return at < 0 || isFree(at);
        }
        return a instanceof AlterTableAction.AddConstraint add
                && add.constraint() instanceof Constraint.Key key
                && key.index() == null
                && key.options().isEmpty()
                && key.include().isEmpty()
                && !mayDefer(key)
                && (!key.primary()
                        || key.columns().stream().allMatch(c -> {
                            int at = table.index(c.name());
                            return at < 0 || table.columns().get(at).notNull();
                        }));
    }

    private static boolean mayDefer(Constraint k) {
        return Boolean.TRUE.equals(k.timing().deferrable())
                || Boolean.TRUE.equals(k.timing().initiallyDeferred());
    }

    /** A column that SQLite adds: nothing but a constant default, and NOT NULL only with one. */
    private boolean isPlain(ColumnDefinition c) {
        UserType user = rules.userType(c.type());
        // SQLite does not add a column of a name by which it knows the row's number too
        if (Relation.ROW_NUMBERS.contains(c.name().name().toLowerCase(Locale.ROOT))
                || rules.numbered(c.type()) != null
                || user != null && user.isDomain()) {
            return false;
        }
        boolean notNull = false;
        boolean constant = false;
        for (Constraint k : c.constraints()) {
            if (k instanceof Constraint.Nullability n) {
                notNull = n.notNull();
            } else if (k instanceof Constraint.Default d) {
                BoundExpression value = new Defaults(analysis)
                        .define(d.value(), analysis.type(c.type()), c.name().name());
                constant = value instanceof BoundConstant b && !b.isNull();
                if (!Defaults.isInStorage(value)) {
                    return false;
                }
            } else if (!(k instanceof Constraint.Key u) || u.primary() || mayDefer(k)) {
                return false;
            }
        }
        return !notNull || constant;
    }

    static String words(AlterTableAction a) {
        String name = a.getClass().getSimpleName();
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    private SqlFailure undefined(String column) {
        return SqlFailure.of(
                FailureKind.UNDEFINED_COLUMN,
                "column \"" + column + "\" of relation \"" + table.name() + "\" does not exist");
    }

    // --- columns --------------------------------------------------------------------------------------------------

    private void addColumn(AlterTableAction.AddColumn a) {
        ColumnDefinition c = a.column();
        String name = c.name().name();
        SchemaNames.refuseSystemColumn(name, rules);
        SchemaNames.refusePseudo(name, c.type(), rules);
        if (table.index(name) >= 0) {
            String message = "column \"" + name + "\" of relation \"" + table.name() + "\" already exists";
            if (!a.ifNotExists()) {
                throw SqlFailure.of(FailureKind.DUPLICATE_COLUMN, message);
            }
            notices.add(new Notice(Notice.Severity.NOTICE, "42701", message + ", skipping", null, null));
            return;
        }
        steps.addAll(ViewAliases.added(table, name, steps, analysis, analysis.at(a)));
        if (c.compression() != null
                || table.columns().stream().anyMatch(o -> o.name().equalsIgnoreCase(name))) {
            throw analysis.at(c).unsupported("this column");
        }
        Type type = analysis.type(c.type());
        ColumnCollation.check(analysis, c, type);
        CompositeBinder.refuseTemporary(analysis, type, table.temporary(), analysis.at(c));
        CompositeBinder.refuseMember(analysis, type, table);
        boolean notNull = false;
        BoundConstant value = null;
        RelationColumn.Default source = null;
        Constraint.Key unique = null;
        for (Constraint k : c.constraints()) {
            if (!Constraint.Timing.DEFAULT.equals(k.timing())) {
                throw analysis.at(k).unsupported("a deferrable constraint");
            }
            if (k instanceof Constraint.Nullability n) {
                notNull = n.notNull();
            } else if (k instanceof Constraint.Default d && source == null) {
                BoundExpression bound = rules.assign(
                        analysis.expressions().plain(d.value(), new Scope(null), "DEFAULT"),
                        type,
                        name,
                        analysis.at(d.value()));
                if (!(bound instanceof BoundConstant b) || b.value() instanceof Double) {
                    throw analysis.at(d.value()).unsupported("a default that is no constant of the column's type");
                }
                value = b;
                source = new RelationColumn.Default(analysis.text(d.value()), true);
            } else if (k instanceof Constraint.Key u && !u.primary() && unique == null) {
                unique = u;
            } else {
                throw analysis.at(k).unsupported("ADD COLUMN with this constraint");
            }
        }
        if (notNull && (value == null || value.isNull())) {
            throw analysis.at(c).unsupported("ADD COLUMN with NOT NULL and without a default");
        }
        int number =
                table.columns().stream().mapToInt(RelationColumn::number).max().orElse(0) + 1;
        List<RelationColumn> columns = new ArrayList<>(table.columns());
        columns.add(new RelationColumn(
                name,
                number,
                "",
                rules.keptNumber(c.type()),
                notNull,
                source,
                RelationColumn.Identity.NONE,
                null,
                false,
                null));
        steps.add(new SchemaStep.AddsColumn(table, name, type, notNull, value));
        table = table.withColumns(columns);
        added.put(number, type);
        if (unique != null) {
            addKey(unique, List.of(name));
        }
    }

    private void dropColumn(AlterTableAction.DropColumn a) {
        String name = a.column().name();
        int at = table.index(name);
        if (at < 0) {
            if (!a.ifExists()) {
                throw undefined(name);
            }
            notices.add(new Notice(
                    Notice.Severity.NOTICE,
                    "00000",
                    "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist, skipping",
                    null,
                    null));
            return;
        }
        Removal removal = new Removal(analysis);
        removal.addColumn(table, table.columns().get(at).number(), n -> List.of(), n -> List.of());
        steps.addAll(removal.steps(a.behavior() == Behavior.CASCADE, notices));
        steps.addAll(ViewAliases.dropped(table, table.columns().get(at).number(), steps, analysis, analysis.at(a)));
        requireFree(at, a, "DROP COLUMN");
        List<RelationColumn> columns = new ArrayList<>(table.columns());
        columns.remove(at);
        steps.add(new SchemaStep.DropsColumn(table, name));
        table = table.withColumns(columns);
    }

    /** Refuses where a constraint or an index is written with the column. */
    private void requireFree(int at, Part place, String what) {
        if (!isFree(at)) {
            throw analysis.at(place).unsupported(what + " of a column that a constraint or an index has");
        }
    }

    private boolean isFree(int at) {
        int number = table.columns().get(at).number();
        boolean used = table.constraints().stream().anyMatch(c -> c.columns().contains(number))
                || table.indexes().stream().anyMatch(i -> i.predicate() != null || i.has(number) || i.has(0))
                || analysis.catalog().relations().stream()
                        .flatMap(r -> r.constraints().stream())
                        .anyMatch(c -> c.reference() != null
                                && c.reference().tableId() == table.id()
                                && c.reference().columns().contains(number));
        return !used
                && table.columns().stream().noneMatch(RelationColumn::generated)
                && analysis.catalog().ownedSequences(table.id(), number).isEmpty();
    }

    // --- keys -----------------------------------------------------------------------------------------------------

    private void addKey(Constraint.Key k, List<String> columns) {
        if (!k.include().isEmpty() || !k.options().isEmpty() || k.index() != null || mayDefer(k)) {
            throw analysis.at(k).unsupported("a key with options");
        }
        TableSettings.kept(null, k.tablespace());
        if (!table.own()) {
            throw analysis.at(k).unsupported("a key of a table that another program made");
        }
        if (k.primary() && !table.primaryKey().isEmpty()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "multiple primary keys for table \"" + table.name() + "\" are not allowed")
                    .sqlState("42P16")
                    .build();
        }
        List<Integer> numbers = new ArrayList<>();
        for (String name : columns) {
            int at = table.index(name);
            if (at < 0) {
                throw analysis.at(k)
                        .failure(FailureKind.UNDEFINED_COLUMN, "column \"" + name + "\" named in key does not exist");
            }
            RelationColumn c = table.columns().get(at);
            if (numbers.contains(c.number())) {
                throw analysis.at(k)
                        .failure(
                                FailureKind.DUPLICATE_COLUMN,
                                "column \"" + name + "\" appears twice in " + (k.primary() ? "primary key" : "unique")
                                        + " constraint");
            }
            Type type = added.containsKey(c.number()) ? added.get(c.number()) : rules.stored(c);
            if (type == null) {
                throw analysis.at(k).unsupported("a key over a column of this type");
            }
            if (k.primary() && !c.notNull()) {
                throw analysis.at(k).unsupported("ADD PRIMARY KEY over a column that is not NOT NULL");
            }
            numbers.add(c.number());
        }
        String name = k.name() == null
                ? names.index(table.schema(), table.name(), columns, k.primary() ? "pkey" : "key")
                : k.name().name();
        if (k.name() != null) {
            if (table.constraint(name) != null) {
                throw SqlFailure.of(
                        FailureKind.DUPLICATE_OBJECT,
                        "constraint \"" + name + "\" for relation \"" + table.name() + "\" already exists");
            }
            names.fresh(table.schema(), name, analysis.at(k));
        }
        TableIndex index = TableIndex.ofKey(
                        next++, name, SchemaNames.stored(table.schema(), name), k.primary(), numbers, Map.of())
                .nullsNotDistinct(k.nullsNotDistinct());
        List<TableIndex> indexes = new ArrayList<>(table.indexes());
        indexes.add(index);
        List<TableConstraint> constraints = new ArrayList<>(table.constraints());
        constraints.add(TableConstraint.key(next++, name, k.primary(), numbers, index.id()));
        steps.add(new TableParts(analysis, table, types(k)).index(index));
        table = table.with(constraints, indexes);
    }

    private List<Type> types(Constraint.Key k) {
        List<Type> types = new ArrayList<>();
        for (RelationColumn c : table.columns()) {
            Type type = added.containsKey(c.number()) ? added.get(c.number()) : rules.stored(c);
            if (type == null) {
                throw analysis.at(k).unsupported("a key of a table with a column of this type");
            }
            types.add(type);
        }
        return types;
    }

    private BoundStatement renameView(Rename s) {
        Relation view = names.find(s.object().name());
        if (view == null) {
            String message = "relation \"" + SchemaNames.shown(s.object().name()) + "\" does not exist";
            if (!s.ifExists()) {
                throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, message);
            }
            notices.add(Notice.notice(message + ", skipping"));
            return SchemaBinder.nothing(analysis, notices);
        }
        boolean materialized = view.kind() == Relation.Kind.MATERIALIZED_VIEW;
        boolean fits = s.object().kind() == ObjectKind.TABLE
                || s.object().kind() == ObjectKind.INDEX
                || materialized == (s.object().kind() == ObjectKind.MATERIALIZED_VIEW);
        if (!fits || !materialized && !Views.isOwn(view)) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "\"" + view.name() + "\" is not a "
                                    + s.object().kind().words().toLowerCase(Locale.ROOT))
                    .sqlState("42809")
                    .build();
        }
        String to = s.newName().name();
        Relation now;
        if (s.partKind() == null) {
            names.fresh(view.schema(), to, analysis.at(s.newName()));
            now = view.named(view.schema(), to, SchemaNames.stored(view.schema(), to));
            if (materialized) {
                steps.add(new SchemaStep.RenamesTable(view, now.stored()));
            }
        } else {
            int at = view.index(s.part().name());
            if (at < 0) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_COLUMN, "column \"" + s.part().name() + "\" does not exist");
            }
            if (view.index(to) >= 0) {
                throw SqlFailure.of(
                        FailureKind.DUPLICATE_COLUMN,
                        "column \"" + to + "\" of relation \"" + view.name() + "\" already exists");
            }
            List<RelationColumn> columns = new ArrayList<>(view.columns());
            columns.set(at, columns.get(at).named(to));
            now = view.withColumns(columns);
            if (materialized) {
                steps.add(new SchemaStep.RenamesColumn(view, s.part().name(), to));
            }
        }
        steps.add(new SchemaStep.Keeps(now));
        steps.addAll(ViewRenames.steps(analysis, now));
        return new BoundStatement.ChangesSchema(
                steps, notices, false, analysis.catalog().nextId());
    }

    // --- RENAME ---------------------------------------------------------------------------------------------------

    BoundStatement rename(Rename s) {
        ObjectKind kind = s.object().kind();
        if (kind == ObjectKind.VIEW || kind == ObjectKind.MATERIALIZED_VIEW) {
            return renameView(s);
        }
        if (kind == ObjectKind.INDEX && names.find(s.object().name()) == null) {
            return new PartRenames(analysis, notices).index(s);
        }
        if (kind == ObjectKind.TABLE && s.partKind() == ObjectKind.CONSTRAINT) {
            return find(s.object().name(), s.ifExists())
                    ? new PartRenames(analysis, notices).constraint(s, table)
                    : SchemaBinder.nothing(analysis, notices);
        }
        if (kind != ObjectKind.TABLE && kind != ObjectKind.INDEX) {
            throw analysis.at(s).unsupported(s.command() + " ... RENAME");
        }
        Relation named = names.find(s.object().name());
        if (named != null && named.kind() == Relation.Kind.SEQUENCE && s.partKind() == null) {
            return new SequenceBinder(analysis).rename(s);
        }
        if (named == null && s.partKind() == null && names.index(s.object().name()) != null) {
            return new PartRenames(analysis, notices).index(s);
        }
        if (named != null && (Views.isOwn(named) || named.kind() == Relation.Kind.MATERIALIZED_VIEW)) {
            // ALTER TABLE does for views too
            return renameView(s);
        }
        if (!find(s.object().name(), s.ifExists())) {
            return SchemaBinder.nothing(analysis, notices);
        }
        String to = s.newName().name();
        if (s.partKind() == null) {
            names.fresh(table.schema(), to, analysis.at(s.newName()));
            String stored = SchemaNames.stored(table.schema(), to);
            steps.add(new SchemaStep.RenamesTable(table, stored));
            renameKept(s, null, null);
            table = table.named(table.schema(), to, stored);
            steps.addAll(ViewRenames.steps(analysis, table));
            return changed();
        }
        TypedTables.refuseRename(table);
        CompositeBinder.checkRename(analysis, table, s);
        String from = s.part().name();
        int at = table.index(from);
        if (at < 0) {
            throw SqlFailure.of(FailureKind.UNDEFINED_COLUMN, "column \"" + from + "\" does not exist");
        }
        SchemaNames.refuseSystemColumn(to, rules);
        if (Relation.ROW_NUMBERS.contains(to.toLowerCase(Locale.ROOT))) {
            // SQLite does not give these names to a column that is there
            throw analysis.at(s).unsupported("RENAME of a column to \"" + to + "\"");
        }
        if (table.index(to) >= 0) {
            throw SqlFailure.of(
                    FailureKind.DUPLICATE_COLUMN,
                    "column \"" + to + "\" of relation \"" + table.name() + "\" already exists");
        }
        int number = table.columns().get(at).number();
        if (table.columns().stream()
                .anyMatch(o -> o.number() != number && o.name().equalsIgnoreCase(to))) {
            throw analysis.at(s).unsupported("a column whose name differs from another's only in case");
        }
        renameKept(s, from, to);
        List<RelationColumn> columns = new ArrayList<>(table.columns());
        columns.set(at, columns.get(at).named(to));
        steps.add(new SchemaStep.RenamesColumn(table, from, to));
        table = table.withColumns(columns);
        steps.addAll(ViewRenames.steps(analysis, table));
        return changed();
    }

    /** In the tables of another program the storage itself does so. */
    private void renameKept(Rename s, String from, String to) {
        if (table.own()) {
            table = new KeptRenames(analysis, table, TableParts.types(analysis, table, analysis.at(s)), from, to)
                    .written();
        }
    }
}
