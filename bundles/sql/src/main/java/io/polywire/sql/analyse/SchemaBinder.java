package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.ColumnOptions;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.LikeTable;
import io.polywire.sql.tree.OfTable;
import io.polywire.sql.tree.OnCommit;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.TableElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds out what CREATE TABLE means. What tables can have and is not served is refused by name. */
final class SchemaBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    final SchemaNames names;
    final List<RelationColumn> columns = new ArrayList<>();
    final List<Type> types = new ArrayList<>();
    private final List<BoundConstant> defaults = new ArrayList<>();
    private final Map<Integer, Expression> generations = new LinkedHashMap<>();
    private final List<Relation> sequences = new ArrayList<>();
    final List<TableConstraint> constraints = new ArrayList<>();
    final List<TableIndex> indexes = new ArrayList<>();
    private KeyMerge merged;
    private final Map<Integer, BoundExpression> conditions = new HashMap<>();
    private final Map<Integer, Relation> referred = new HashMap<>();
    private final Exclusions exclusions;
    private final List<LikeBinder> likes = new ArrayList<>();

    Relation table;
    private int next;

    SchemaBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.names = new SchemaNames(analysis);
        this.next = analysis.catalog().nextId();
        this.exclusions = new Exclusions(analysis, this);
    }

    /** A change that does nothing but say so. */
    static BoundStatement.ChangesSchema nothing(Analysis analysis, List<Notice> notices) {
        return new BoundStatement.ChangesSchema(
                List.of(), notices, false, analysis.catalog().nextId());
    }

    /** What a statement says that makes nothing since it is there. */
    static Notice exists(String name) {
        return new Notice(
                Notice.Severity.NOTICE, "42P07", "relation \"" + name + "\" already exists, skipping", null, null);
    }

    BoundStatement createTable(CreateTable s) {
        TableSettings.kept(s.method(), s.tablespace());
        String name = s.name().last().name();
        if (s.onCommit() != OnCommit.DEFAULT && s.persistence() != Persistence.TEMPORARY) {
            throw SchemaNames.invalid("ON COMMIT can only be used on temporary tables");
        }
        String schema = names.placed(s.name(), () -> names.schema(s.name(), s.persistence()));
        next = analysis.catalog().nextId(names.isTemporary(schema));
        if (s.ifNotExists() && analysis.catalog().isTaken(schema, name)) {
            // nothing further of a statement that does nothing is looked at
            return nothing(analysis, List.of(exists(name)));
        }
        names.fresh(schema, name, analysis.at(s.name()));
        table = new Relation(next++, Relation.Kind.TABLE, name, List.of(), List.of())
                .named(schema, name, SchemaNames.stored(schema, name));
        Map<String, String> options = lasting(
                StorageParameters.made(StorageParameters.TABLE, s.options(), analysis), s.persistence(), s.onCommit());
        Set<String> described = new HashSet<>();
        for (TableElement e : s.elements()) {
            if (e instanceof ColumnDefinition c) {
                column(c);
            } else if (e instanceof OfTable o) {
                options.put(Relation.OF_TYPE, String.valueOf(attributes(o)));
            } else if (e instanceof ColumnOptions o) {
                if (!described.add(o.name().name())) {
                    throw SqlFailure.of(
                            FailureKind.DUPLICATE_COLUMN,
                            "column \"" + o.name().name() + "\" specified more than once");
                }
                options(o);
            } else if (e instanceof LikeTable l) {
                like(new LikeBinder(analysis, l), options);
            }
        }
        SchemaNames.refuseSystemColumns(columns, rules);
        distinct(s);
        merged = new KeyMerge(s);
        constraints(s, false);
        likes.forEach(this::likeConstraints);
        // they may refer to a key of the table that stands behind them
        constraints(s, true);
        Map<Integer, BoundExpression> generated = new HashMap<>();
        generations.forEach((number, e) -> {
            RelationColumn c = columns.get(number - 1);
            generated.put(number, kept().generated(e, c, types.get(number - 1)));
            columns.set(number - 1, c.generated(new RelationColumn.Generation(kept().text(e), true)));
        });
        for (RelationColumn c : columns) {
            if (c.generated() && !generated.containsKey(c.number())) {
                Type type = types.get(c.number() - 1);
                generated.put(
                        c.number(),
                        LikeBinder.generated(c, type, table.withColumns(columns), List.copyOf(types), analysis));
            }
        }
        table = new Relation(
                table.id(),
                Relation.Kind.TABLE,
                table.schema(),
                name,
                table.stored(),
                null,
                columns,
                constraints,
                indexes,
                null,
                rules.dialect(),
                null,
                options,
                null);
        refuseTemporarySequences();
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(new SchemaStep.CreatesTable(table, types, defaults, generated, conditions, referred));
        TableParts parts = new TableParts(analysis, table, types);
        Exclusions.ordered(table).forEach(i -> steps.add(parts.index(i)));
        sequences.forEach(q -> steps.addAll(SequenceBinder.steps(q)));
        return new BoundStatement.ChangesSchema(
                steps, names.ofWords(s, s.name()), !analysis.catalog().isKept(), next);
    }

    /** What is kept of how long a table and its rows last. */
    static Map<String, String> lasting(Map<String, String> options, Persistence persistence, OnCommit onCommit) {
        if (persistence == Persistence.UNLOGGED) {
            options.put(Relation.UNLOGGED, "true");
        }
        if (onCommit == OnCommit.DELETE_ROWS) {
            options.put(Relation.ON_COMMIT, "delete");
        } else if (onCommit == OnCommit.DROP) {
            options.put(Relation.ON_COMMIT, "drop");
        }
        return options;
    }

    /** The defaults of a table that lasts must not count with what goes with a session. */
    void refuseTemporarySequences() {
        for (RelationColumn c : columns) {
            if (!table.temporary()
                    && Defaults.isNeeded(c)
                    && c.identity() == RelationColumn.Identity.NONE
                    && new Defaults(analysis).sequences(c).stream().anyMatch(CatalogSnapshot::isTemporary)) {
                throw SqlFailure.unsupported(
                        "a default of a permanent table that takes values of a temporary sequence");
            }
        }
    }

    /** Names of columns differ, and not only in case: SQLite would take them for one. */
    private void distinct(CreateTable s) {
        Set<String> seen = new HashSet<>();
        for (RelationColumn c : columns) {
            if (!seen.add(c.name())) {
                throw SqlFailure.of(
                        FailureKind.DUPLICATE_COLUMN, "column \"" + c.name() + "\" specified more than once");
            }
        }
        Set<String> folded = new HashSet<>();
        for (RelationColumn c : columns) {
            if (!folded.add(c.name().toLowerCase(Locale.ROOT))) {
                throw analysis.at(s).unsupported("a table with columns whose names differ only in case");
            }
        }
    }

    // --- of a table that is there ---------------------------------------------------------------------------------

    /** Begins with a table as it is, to which ALTER TABLE adds. */
    void load(Relation r, List<Type> itsTypes) {
        table = r;
        next = analysis.catalog().nextId(r.temporary());
        columns.addAll(r.columns());
        types.addAll(itsTypes);
        constraints.addAll(r.constraints());
        indexes.addAll(r.indexes());
    }

    /** Adds a column; its constraints are added apart. */
    ColumnBinder.Defined add(ColumnDefinition c) {
        int last = columns.stream().mapToInt(RelationColumn::number).max().orElse(0);
        int before =
                table.columns().stream().mapToInt(RelationColumn::number).max().orElse(0);
        ColumnBinder.Defined d =
                new ColumnBinder(analysis, names, () -> next++).define(c, table, Math.max(last, before) + 1);
        columns.add(d.column());
        types.add(d.type());
        if (d.generated() != null) {
            generations.put(d.column().number(), d.generated());
        }
        return d;
    }

    /** Checks what the columns that were added are worked out from. */
    void generate() {
        generations.forEach((number, e) -> {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).number() == number) {
                    RelationColumn c = columns.get(i);
                    kept().generated(e, c, types.get(i));
                    columns.set(i, c.generated(new RelationColumn.Generation(kept().text(e), true)));
                }
            }
        });
        generations.clear();
    }

    /** The sequence that makes an identity column of one that is there. */
    Relation sequence(RelationColumn c, Type type, Constraint.Identity identity) {
        return new ColumnBinder(analysis, names, () -> next++)
                .sequence(table, c.name(), c.number(), identity.options(), type, true);
    }

    /** A number for a new object. */
    int number() {
        return next++;
    }

    /** The number that the next new object gets. */
    int next() {
        return next;
    }

    private void column(ColumnDefinition c) {
        ColumnBinder.Defined d = new ColumnBinder(analysis, names, () -> next++).define(c, table, columns.size() + 1);
        columns.add(d.column());
        types.add(d.type());
        defaults.add(d.stored());
        if (d.generated() != null) {
            generations.put(d.column().number(), d.generated());
        }
        if (d.sequence() != null) {
            sequences.add(d.sequence());
        }
    }

    /** The attributes of a type as columns; its number. */
    private int attributes(OfTable o) {
        UserType t = TypedTables.type(o.type().name(), analysis);
        for (RelationColumn a : t.fields()) {
            Type type = rules.stored(a);
            if (type == null) {
                throw analysis.at(o).unsupported("a table of a type with attribute \"" + a.name() + "\"");
            }
            columns.add(new RelationColumn(
                    a.name(),
                    columns.size() + 1,
                    "",
                    a.typeId(),
                    false,
                    null,
                    RelationColumn.Identity.NONE,
                    null,
                    false,
                    null));
            types.add(type);
            defaults.add(null);
        }
        return t.id();
    }

    /** What is said of a column of a typed table, but for keys and conditions. */
    private void options(ColumnOptions o) {
        int at = position(o.name().name());
        if (at < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN, "column \"" + o.name().name() + "\" does not exist");
        }
        for (Constraint k : o.constraints()) {
            RelationColumn c = columns.get(at);
            if (k instanceof Constraint.Nullability n) {
                columns.set(at, c.notNull(c.notNull() || n.notNull()));
            } else if (k instanceof Constraint.Default d) {
                BoundExpression value = new Defaults(analysis).define(d.value(), types.get(at), c.name());
                boolean stored = Defaults.isInStorage(value);
                columns.set(at, c.defaulting(new Defaults(analysis).text(d.value(), stored)));
                defaults.set(at, stored ? (BoundConstant) value : null);
            } else if (k instanceof Constraint.Identity || k instanceof Constraint.Generated) {
                throw analysis.at(k).unsupported("a column of a typed table that makes its own values");
            }
        }
    }

    // --- LIKE -----------------------------------------------------------------------------------------------------

    private void like(LikeBinder l, Map<String, String> options) {
        for (RelationColumn c : l.of.columns()) {
            Type type = rules.stored(c);
            if (type == null) {
                throw SqlFailure.unsupported("LIKE of a column of type \"" + c.declared() + "\"");
            }
            RelationColumn copy = l.column(c, columns.size() + 1);
            BoundConstant value = null;
            if (c.hasDefault() && l.has(LikeBinder.Part.DEFAULTS)) {
                String source = c.defaultValue().source();
                BoundExpression bound =
                        new Defaults(analysis.of(source)).define(rules.expression(source), type, c.name());
                value = Defaults.isInStorage(bound) ? (BoundConstant) bound : null;
                copy = copy.defaulting(new RelationColumn.Default(source, value != null));
            }
            if (copy.identity() != RelationColumn.Identity.NONE) {
                sequences.add(l.sequence(c, copy, table, analysis, () -> next++));
            }
            options.putAll(l.settings(c, copy));
            columns.add(copy);
            types.add(type);
            defaults.add(value);
        }
        likes.add(l);
    }

    private void likeConstraints(LikeBinder l) {
        for (TableConstraint c : l.of.constraints()) {
            if (c.kind() == TableConstraint.Kind.CHECK && l.has(LikeBinder.Part.CONSTRAINTS)) {
                Analysis in = analysis.of(c.check());
                BoundExpression condition =
                        new KeptExpressions(in, table.withColumns(columns), types).check(rules.expression(c.check()));
                Set<Integer> used = kept().columns(condition);
                int id = next++;
                conditions.put(id, condition);
                constraints.add(new TableConstraint(
                        id,
                        c.name(),
                        TableConstraint.Kind.CHECK,
                        List.copyOf(used),
                        null,
                        0,
                        c.check(),
                        false,
                        false,
                        true,
                        c.noInherit(),
                        l.has(LikeBinder.Part.COMMENTS) ? c.comment() : null));
            }
        }
        if (l.has(LikeBinder.Part.INDEXES)) {
            l.of.indexes().forEach(i -> likeIndex(l, i));
        }
    }

    private void likeIndex(LikeBinder l, TableIndex i) {
        Constraint constraint = l.key(i);
        if (constraint != null) {
            constraint(constraint, null, false);
            return;
        }
        indexes.add(l.index(i, next++, table, analysis, this::position));
    }

    // --- constraints ----------------------------------------------------------------------------------------------

    private void constraints(CreateTable s, boolean foreign) {
        for (TableElement e : s.elements()) {
            if (e instanceof ColumnDefinition c) {
                for (Constraint k : c.constraints()) {
                    constraint(k, c.name().name(), foreign);
                }
            } else if (e instanceof ColumnOptions o) {
                for (Constraint k : o.constraints()) {
                    constraint(k, o.name().name(), foreign);
                }
            } else if (e instanceof Constraint k) {
                constraint(k, null, foreign);
            }
        }
    }

    /** @param column that it was written behind; null for one of the table */
    void constraint(Constraint k, String column, boolean foreign) {
        if (k instanceof Constraint.ForeignKey != foreign) {
            return;
        }
        if (k instanceof Constraint.Nullability
                || k instanceof Constraint.Default
                || k instanceof Constraint.Identity
                || k instanceof Constraint.Generated) {
            if (!Constraint.Timing.DEFAULT.equals(k.timing())) {
                throw analysis.at(k).unsupported("a deferrable constraint");
            }
        } else if (k instanceof Constraint.Key u) {
            Constraint.Key made = merged == null ? u : merged.made(u);
            if (made != null) {
                key(made, column);
            }
        } else if (k instanceof Constraint.Check c) {
            check(c);
        } else if (k instanceof Constraint.ForeignKey f) {
            foreignKey(f, column);
        } else if (k instanceof Constraint.Exclude x) {
            exclusions.add(x);
        } else {
            throw analysis.at(k).unsupported(column == null ? "this table constraint" : "this column constraint");
        }
    }

    private void key(Constraint.Key k, String column) {
        if (k.index() != null) {
            throw analysis.at(k).unsupported("a key with options");
        }
        TableSettings.kept(null, k.tablespace());
        boolean deferred = Boolean.TRUE.equals(k.timing().initiallyDeferred());
        boolean deferrable = deferred || Boolean.TRUE.equals(k.timing().deferrable());
        List<String> keyed = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (String name :
                column == null ? k.columns().stream().map(Identifier::name).toList() : List.of(column)) {
            int at = position(name);
            if (at < 0) {
                throw analysis.at(k)
                        .failure(FailureKind.UNDEFINED_COLUMN, "column \"" + name + "\" named in key does not exist");
            }
            if (keyed.contains(name)) {
                throw analysis.at(k)
                        .failure(
                                FailureKind.DUPLICATE_COLUMN,
                                "column \"" + name + "\" appears twice in " + (k.primary() ? "primary key" : "unique")
                                        + " constraint");
            }
            keyed.add(name);
            numbers.add(columns.get(at).number());
            if (k.primary()) {
                columns.set(at, columns.get(at).notNull(true));
            }
        }
        if (k.primary() && constraints.stream().anyMatch(c -> c.kind() == TableConstraint.Kind.PRIMARY_KEY)) {
            throw analysis.at(k)
                    .build(
                            FailureKind.SEMANTIC,
                            "multiple primary keys for table \"" + table.name() + "\" are not allowed")
                    .sqlState("42P16")
                    .build();
        }
        List<Integer> include = new ArrayList<>();
        for (Identifier i : k.include()) {
            if (position(i.name()) < 0) {
                throw analysis.at(k)
                        .failure(
                                FailureKind.UNDEFINED_COLUMN,
                                "column \"" + i.name() + "\" named in key does not exist");
            }
            keyed.add(i.name());
            include.add(columns.get(position(i.name())).number());
        }
        String name = k.name() == null
                ? names.index(table.schema(), table.name(), keyed, k.primary() ? "pkey" : "key")
                : named(k.name().name(), k);
        if (k.name() != null) {
            names.fresh(table.schema(), name, analysis.at(k));
        }
        TableIndex index = TableParts.stored(
                rules,
                table.withColumns(columns),
                types,
                TableIndex.ofKey(
                                next++,
                                name,
                                null,
                                k.primary(),
                                numbers,
                                StorageParameters.made("btree", k.options(), analysis))
                        .including(include)
                        .nullsNotDistinct(k.nullsNotDistinct()),
                deferrable);
        // a type without an order is told here
        new TableParts(analysis, table.withColumns(columns), types).index(index);
        indexes.add(index);
        constraints.add(TableConstraint.key(next++, name, k.primary(), numbers, index.id())
                .timed(deferrable, deferred));
    }

    int position(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    String named(String name, Constraint k) {
        boolean twice = k instanceof Constraint.Check
                && isNew()
                && constraints.stream()
                        .anyMatch(c -> c.kind() == TableConstraint.Kind.CHECK
                                && c.name().equals(name));
        if (twice) {
            throw SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "check constraint \"" + name + "\" already exists");
        }
        if (constraints.stream().anyMatch(c -> c.name().equals(name))) {
            throw analysis.at(k)
                    .build(
                            FailureKind.DUPLICATE_OBJECT,
                            "constraint \"" + name + "\" for relation \"" + table.name() + "\" already exists")
                    .position(0)
                    .build();
        }
        return name;
    }

    private void check(Constraint.Check c) {
        if (c.timing().deferrable() != null) {
            throw analysis.at(c).unsupported("CHECK with DEFERRABLE");
        }
        BoundExpression condition = kept().check(c.condition());
        String text = kept().text(c.condition());
        Set<Integer> used = kept().columns(condition);
        String one = used.size() == 1 ? name(used.iterator().next()) : "";
        String name = c.name() == null
                ? names.constraint(table, constraints, one, "check")
                : named(c.name().name(), c);
        int id = next++;
        conditions.put(id, condition);
        constraints.add(new TableConstraint(
                id,
                name,
                TableConstraint.Kind.CHECK,
                List.copyOf(used),
                null,
                0,
                text,
                false,
                false,
                // there are no rows yet that it could not hold for
                isNew() || !c.timing().notValid(),
                c.noInherit(),
                null));
    }

    /** The table as far as it is known. */
    private KeptExpressions kept() {
        return new KeptExpressions(analysis, table.withColumns(columns), types);
    }

    private void foreignKey(Constraint.ForeignKey f, String column) {
        List<Integer> numbers = new ArrayList<>();
        List<String> keyed = new ArrayList<>();
        for (String name :
                column == null ? f.columns().stream().map(Identifier::name).toList() : List.of(column)) {
            int at = position(name);
            if (at < 0) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_COLUMN,
                        "column \"" + name + "\" referenced in foreign key constraint does not exist");
            }
            numbers.add(columns.get(at).number());
            keyed.add(name);
        }
        boolean self = isSelf(f.table());
        Relation to = self
                ? table.withColumns(columns).with(constraints, indexes)
                : analysis.unplaced(() -> analysis.relation(f.table()));
        if (to.kind() != Relation.Kind.TABLE) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "referenced relation \"" + to.name() + "\" is not a table")
                    .sqlState("42809")
                    .build();
        }
        if (table.temporary() != to.temporary()) {
            throw SchemaNames.invalid(
                    table.temporary()
                            ? "constraints on temporary tables may reference only temporary tables"
                            : "constraints on permanent tables may reference only permanent tables");
        }
        List<Integer> target = target(f, to);
        if (target.stream().distinct().count() < target.size()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "foreign key referenced-columns list must not contain duplicates")
                    .sqlState("42830")
                    .build();
        }
        if (target.size() != numbers.size()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "number of referencing and referenced columns for foreign key disagree")
                    .sqlState("42830")
                    .build();
        }
        int indexId = KeyIndexes.of(to, target);
        String name = f.name() == null
                ? names.constraint(table, constraints, String.join("_", keyed), "fkey")
                : named(f.name().name(), f);
        for (int i = 0; i < target.size(); i++) {
            Type there = self ? typeOf(target.get(i)) : rules.stored(to.column(target.get(i)));
            Type here = typeOf(numbers.get(i));
            if (there == null || !self && to.column(target.get(i)).written() != null || !comparable(here, there)) {
                String other =
                        self ? name(target.get(i)) : to.column(target.get(i)).name();
                refuseIncompatible(name, keyed.get(i), other, here, there);
                throw analysis.at(f)
                        .unsupported("a foreign key between types " + rules.display(here) + " and "
                                + (there == null ? "?" : rules.display(there)));
            }
        }
        boolean deferred = Boolean.TRUE.equals(f.timing().initiallyDeferred());
        int id = next++;
        TableConstraint made = new TableConstraint(
                id,
                name,
                TableConstraint.Kind.FOREIGN_KEY,
                numbers,
                new TableConstraint.Reference(
                        to.id(),
                        target,
                        action(f.onDelete()),
                        action(f.onUpdate()),
                        f.match() == Constraint.Match.FULL,
                        deleted(f, numbers)),
                indexId,
                null,
                deferred || Boolean.TRUE.equals(f.timing().deferrable()),
                deferred,
                isNew() || !f.timing().notValid(),
                null);
        ForeignKeys.refuse(made, table.withColumns(columns), analysis.catalog(), analysis.at(f));
        constraints.add(made);
        referred.put(id, to);
    }

    /** The columns that ON DELETE SET NULL or SET DEFAULT is about (validateFkOnDeleteSetColumns of tablecmds.c). */
    private List<Integer> deleted(Constraint.ForeignKey f, List<Integer> key) {
        List<Integer> numbers = new ArrayList<>();
        for (Identifier i : f.onDeleteColumns()) {
            int at = position(i.name());
            if (at < 0) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_COLUMN,
                        "column \"" + i.name() + "\" referenced in foreign key constraint does not exist");
            }
            int number = columns.get(at).number();
            if (!key.contains(number)) {
                throw SqlFailure.build(
                                FailureKind.SEMANTIC,
                                "column \"" + i.name()
                                        + "\" referenced in ON DELETE SET action must be part of foreign key")
                        .sqlState("42P10")
                        .build();
            }
            if (!numbers.contains(number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** Whether the table is made by the statement, so that it has no rows. */
    private boolean isNew() {
        return analysis.catalog().relation(table.id()) == null;
    }

    /** Refuses a key of types that nothing compares. */
    private void refuseIncompatible(String name, String from, String to, Type here, Type there) {
        if (there == null) {
            return;
        }
        try {
            rules.operator("=", new BoundConstant(null, there), new BoundConstant(null, here), analysis.at(0));
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.UNDEFINED_FUNCTION) {
                return;
            }
            throw SqlFailure.build(
                            FailureKind.TYPE_MISMATCH, "foreign key constraint \"" + name + "\" cannot be implemented")
                    .detail("Key columns \"" + from + "\" and \"" + to + "\" are of incompatible types: "
                            + rules.display(here) + " and " + rules.display(there) + ".")
                    .build();
        }
    }

    private String name(int number) {
        return table.withColumns(columns).column(number).name();
    }

    private Type typeOf(int number) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).number() == number) {
                return types.get(i);
            }
        }
        throw new IllegalStateException("a column without a place");
    }

    /** Whether a name is that of the table that is made; one that is there already comes before it. */
    private boolean isSelf(QualifiedName name) {
        String schema = names.qualifier(name);
        return name.last().name().equals(table.name())
                && (schema == null
                        ? names.find(name) == null || names.find(name).id() == table.id()
                        : schema.equals(table.schema()));
    }

    private boolean comparable(Type a, Type b) {
        return rules.equalsItself(a)
                // of two scales, equal values are written differently; a smaller precision may not hold what is
                // referred to
                && (a.kind() != TypeKind.DECIMAL || a.scale() == b.scale() && a.precision() >= b.precision())
                && rules.equalsItself(b)
                && (a.kind() != TypeKind.ENUM && b.kind() != TypeKind.ENUM || a.id() == b.id())
                && a.kind().carrier() == b.kind().carrier()
                // padded to their lengths, values of two lengths are never the same
                && (a.equals(b) || a.kind() != TypeKind.CHAR && b.kind() != TypeKind.CHAR)
                && (a.kind() == b.kind() || a.kind().carrier() != TypeKind.Carrier.BYTES)
                && rules.equalAlike(a, b)
                && rules.display(a).contains("int") == rules.display(b).contains("int");
    }

    private static TableConstraint.Action action(Constraint.Action a) {
        return a == null ? TableConstraint.Action.NO_ACTION : TableConstraint.Action.valueOf(a.name());
    }

    private List<Integer> target(Constraint.ForeignKey f, Relation to) {
        List<Integer> target = new ArrayList<>();
        if (f.referred().isEmpty()) {
            KeyIndexes.refuseDeferrable(to);
            for (String k : to.primaryKey()) {
                target.add(to.columns().get(to.index(k)).number());
            }
            if (target.isEmpty()) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_OBJECT,
                        "there is no primary key for referenced table \"" + to.name() + "\"");
            }
            return target;
        }
        for (Identifier i : f.referred()) {
            int at = to.index(i.name());
            if (at < 0) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_COLUMN,
                        "column \"" + i.name() + "\" referenced in foreign key constraint does not exist");
            }
            target.add(to.columns().get(at).number());
        }
        return target;
    }
}
