package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.SequenceOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds out what ALTER TABLE means where the storage cannot change the table in place: all actions together make one new
 * declaration, and, unless nothing but that changes, one copy of the rows.
 */
final class TableRewrite {
    /** What has to be done to the storage's table. */
    private enum Need {
        NOTHING,
        DECLARATION,
        ROWS
    }

    private final Analysis analysis;
    private final TypeRules rules;
    private final List<Notice> notices;
    private final Relation before;
    private final int source;
    private final Scope scope;
    /** The table as it becomes, with the rules of CREATE TABLE for what is added. */
    private final SchemaBinder draft;

    /** Values of columns over the rows as they are, by the columns' numbers. */
    private final Map<Integer, BoundExpression> values = new HashMap<>();

    private final TableSettings settings;
    private final List<SchemaStep> around = new ArrayList<>();
    private final List<SchemaStep> behind = new ArrayList<>();
    private Need need = Need.NOTHING;

    TableRewrite(Analysis analysis, Relation table, List<Notice> notices, Place at) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.notices = notices;
        this.before = table;
        this.source = analysis.newSource(table);
        this.scope = Scope.ofKept("transform expression", true);
        analysis.own(source, scope);
        List<Scope.Entry> entries = analysis.entries(table, source, List.of());
        analysis.show(source, table.name(), entries);
        scope.add(table.name(), entries);
        scope.ranges().add(table.name(), false, table.id(), null, entries);
        List<Type> types = TableParts.types(analysis, table, at);
        this.draft = new SchemaBinder(analysis);
        draft.load(table, types);
        this.settings = new TableSettings(
                analysis,
                table,
                () -> before.withColumns(draft.columns).with(draft.constraints, draft.indexes),
                notices);
        for (int i = 0; i < types.size(); i++) {
            RelationColumn c = table.columns().get(i);
            values.put(c.number(), new BoundColumn(source, c.name(), types.get(i), !c.notNull()));
        }
    }

    private void needs(Need more) {
        need = more.ordinal() > need.ordinal() ? more : need;
    }

    BoundStatement alter(AlterTable s) {
        // PostgreSQL drops first, then changes types, then adds, whatever the order of writing
        for (int pass = 0; pass < 4; pass++) {
            for (AlterTableAction a : s.actions()) {
                if (pass(a) == pass) {
                    placed(a);
                }
            }
        }
        return done(analysis.at(s));
    }

    private static int pass(AlterTableAction a) {
        if (a instanceof AlterTableAction.DropColumn || a instanceof AlterTableAction.DropConstraint) {
            return 0;
        }
        if (a instanceof AlterTableAction.SetType) {
            return 1;
        }
        return a instanceof AlterTableAction.AddConstraint ? 3 : 2;
    }

    /** What is added is read without its text, so that PostgreSQL does not point at errors in it. */
    private void placed(AlterTableAction a) {
        try {
            action(a);
        } catch (SqlFailure f) {
            boolean ofIndex = a instanceof AlterTableAction.AddConstraint c
                    && c.constraint() instanceof Constraint.Key k
                    && k.index() != null;
            boolean adds = !ofIndex
                    && (a instanceof AlterTableAction.AddConstraint || a instanceof AlterTableAction.AddColumn);
            if (!adds || f.position() == 0 || f.kind() == FailureKind.UNSUPPORTED) {
                throw f;
            }
            throw f.but().position(0).build();
        }
    }

    private void action(AlterTableAction a) {
        TypedTables.refuse(before, a);
        if (settings.take(a)) {
            return;
        }
        if (a instanceof AlterTableAction.OfType x) {
            ofType(x);
            return;
        }
        if (a instanceof AlterTableAction.AddColumn x) {
            addColumn(x);
        } else if (a instanceof AlterTableAction.DropColumn x) {
            dropColumn(x);
        } else if (a instanceof AlterTableAction.SetType x) {
            setType(x);
        } else if (a instanceof AlterTableAction.SetDefault x) {
            setDefault(x);
        } else if (a instanceof AlterTableAction.SetNotNull x) {
            setNotNull(x);
        } else if (a instanceof AlterTableAction.DropExpression x) {
            dropExpression(x);
        } else if (a instanceof AlterTableAction.AddIdentity x) {
            addIdentity(x);
        } else if (a instanceof AlterTableAction.SetIdentity x) {
            setIdentity(x);
        } else if (a instanceof AlterTableAction.DropIdentity x) {
            dropIdentity(x);
        } else if (a instanceof AlterTableAction.AddConstraint x) {
            addConstraint(x.constraint(), null);
        } else if (a instanceof AlterTableAction.DropConstraint x) {
            dropConstraint(x);
        } else if (a instanceof AlterTableAction.ValidateConstraint x) {
            validate(x);
        } else if (a instanceof AlterTableAction.AlterConstraint x) {
            alterConstraint(x);
        } else {
            throw analysis.at(a).unsupported("ALTER TABLE ... " + AlterBinder.words(a));
        }
    }

    /** The steps of all that was asked for. */
    private BoundStatement done(Place at) {
        Relation columns = before.withColumns(draft.columns);
        Relation keyed = columns.with(draft.constraints, draft.indexes);
        draft.indexes.replaceAll(
                i -> TableParts.stored(rules, columns, draft.types, i, keyed.deferrableKey(i.id()) != null));
        Relation after = columns.with(draft.constraints, draft.indexes).optioned(settings.options);
        for (TableConstraint c : after.constraints()) {
            if (c.reference() != null) {
                ForeignKeys.refuse(c, after, analysis.catalog(), at);
            }
        }
        TableParts parts = new TableParts(analysis, after, draft.types);
        if (need == Need.DECLARATION && Exclusions.any(after)) {
            // what keeps them looks at the conditions of the table, too
            need = Need.ROWS;
        }
        List<SchemaStep> steps = new ArrayList<>(around);
        if (!before.own() && !settings.options.equals(before.options())) {
            throw at.unsupported("this change of a table that another program made");
        }
        if (need == Need.NOTHING) {
            steps.add(new SchemaStep.Keeps(after));
        } else if (need == Need.DECLARATION) {
            steps.add(new SchemaStep.Redeclares(parts.declaration()));
        } else {
            if (!before.own()) {
                throw at.unsupported("this change of a table that another program made");
            }
            actions(steps);
            List<BoundExpression> copied = new ArrayList<>();
            for (RelationColumn c : after.columns()) {
                copied.add(c.generated() ? null : values.get(c.number()));
            }
            List<SchemaStep.CreatesIndex> indexes =
                    Exclusions.ordered(after).stream().map(parts::index).toList();
            List<TableIndex> apart =
                    before.indexes().stream().filter(i -> i.stored() != null).toList();
            // rows that are there need not meet what is NOT VALID: it is declared when they have been written
            List<TableConstraint> met = after.constraints().stream()
                    .filter(TableConstraint::validated)
                    .toList();
            boolean all = met.size() == after.constraints().size();
            TableParts written = all ? parts : new TableParts(analysis, after.with(met, after.indexes()), draft.types);
            steps.add(new SchemaStep.Rebuilds(before, written.declaration(), copied, source, apart, indexes));
            if (!all) {
                steps.add(new SchemaStep.Redeclares(parts.declaration()));
            }
        }
        steps.addAll(behind);
        return new BoundStatement.ChangesSchema(
                steps, notices, !analysis.catalog().isKept(), draft.next());
    }

    /** What is kept on a table for the keys that refer to it goes before the table does, and comes again. */
    private void actions(List<SchemaStep> steps) {
        for (Relation r : analysis.catalog().relations()) {
            List<TableConstraint> keys = r.constraints().stream()
                    .filter(c -> c.setsSome() && c.reference().tableId() == before.id())
                    .toList();
            keys.forEach(c -> steps.add(new SchemaStep.DropsAction(c.id(), r.temporary())));
            if (!keys.isEmpty() && r.id() != before.id()) {
                behind.add(new SchemaStep.MakesActions(
                        new TableParts(analysis, r, TableParts.types(analysis, r, analysis.at(0))).declaration()));
            }
        }
    }

    // --- columns --------------------------------------------------------------------------------------------------

    private SqlFailure undefined(String column) {
        return SqlFailure.of(
                FailureKind.UNDEFINED_COLUMN,
                "column \"" + column + "\" of relation \"" + before.name() + "\" does not exist");
    }

    private void refuseSystem(String column, String verb) {
        if (rules.isSystemColumn(column)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot " + verb + " system column \"" + column + "\"");
        }
    }

    private int at(String column) {
        refuseSystem(column, "alter");
        int i = draft.position(column);
        if (i < 0) {
            throw undefined(column);
        }
        return i;
    }

    private SqlFailure state(String message) {
        return SqlFailure.build(FailureKind.TRANSACTION_STATE, message)
                .sqlState("55000")
                .build();
    }

    private String of(String column) {
        return "column \"" + column + "\" of relation \"" + before.name() + "\"";
    }

    private void addColumn(AlterTableAction.AddColumn a) {
        String name = a.column().name().name();
        SchemaNames.refuseSystemColumn(name, rules);
        if (draft.position(name) >= 0) {
            String message = of(name) + " already exists";
            if (!a.ifNotExists()) {
                throw SqlFailure.of(FailureKind.DUPLICATE_COLUMN, message);
            }
            notices.add(new Notice(Notice.Severity.NOTICE, "42701", message + ", skipping", null, null));
            return;
        }
        if (draft.columns.stream().anyMatch(o -> o.name().equalsIgnoreCase(name))) {
            throw analysis.at(a).unsupported("a column whose name differs from another's only in case");
        }
        around.addAll(ViewAliases.added(before, name, around, analysis, analysis.at(a)));
        ColumnBinder.Defined d = draft.add(a.column());
        int number = d.column().number();
        if (d.sequence() != null) {
            around.addAll(SequenceBinder.steps(d.sequence()));
            values.put(number, rules.assign(rules.next(d.sequence()), d.type(), name, analysis.at(a)));
        } else {
            BoundExpression value = d.value() == null ? new BoundConstant(null, d.type()) : d.value();
            values.put(number, new Domains(analysis).checked(value, d.column().typeId(), analysis.at(a)));
        }
        needs(Need.ROWS);
        for (Constraint k : a.column().constraints()) {
            if (isApart(k)) {
                addConstraint(k, name);
            }
        }
        draft.generate();
    }

    private static boolean isApart(Constraint k) {
        return k instanceof Constraint.Check
                || k instanceof Constraint.Key
                || k instanceof Constraint.Exclude
                || k instanceof Constraint.ForeignKey;
    }

    private void dropColumn(AlterTableAction.DropColumn a) {
        String name = a.column().name();
        int i = draft.position(name);
        refuseSystem(name, "drop");
        if (i < 0) {
            if (!a.ifExists()) {
                throw undefined(name);
            }
            notices.add(Notice.notice(of(name) + " does not exist, skipping"));
            return;
        }
        Removal removal = new Removal(analysis);
        removal.addColumn(before, draft.columns.get(i).number(), this::readers, this::excluding);
        around.addAll(removal.steps(a.behavior() == Behavior.CASCADE, notices));
        for (int number : removal.columns()) {
            around.addAll(ViewAliases.dropped(before, number, around, analysis, analysis.at(a)));
        }
        removal.columns().forEach(this::gone);
        needs(Need.ROWS);
    }

    /** EXCLUDE constraints that read a column in an expression or condition, and that do not go with a column of theirs. */
    private List<Integer> excluding(int number) {
        List<Integer> going = new ArrayList<>(readers(number));
        going.add(number);
        return draft.constraints.stream()
                .filter(c -> c.kind() == TableConstraint.Kind.EXCLUSION)
                .filter(c -> c.columns().stream().noneMatch(going::contains))
                .filter(c -> draft.indexes.stream().anyMatch(x -> x.id() == c.indexId() && readsColumn(x, number)))
                .map(TableConstraint::id)
                .toList();
    }

    /** Generated columns that are worked out from a column. */
    private List<Integer> readers(int number) {
        return draft.columns.stream()
                .filter(c -> c.generated() && c.number() != number && readsColumn(c, number))
                .map(RelationColumn::number)
                .toList();
    }

    private void gone(int number) {
        draft.constraints.stream().filter(c -> c.columns().contains(number)).forEach(this::dropAction);
        draft.constraints.removeIf(c -> c.columns().contains(number));
        draft.indexes.removeIf(x -> {
            boolean gone = x.has(number) || readsColumn(x, number);
            // further columns, and those within expressions, are none of the constraint's own
            if (gone) {
                draft.constraints.removeIf(c -> c.reference() == null && c.indexId() == x.id());
            }
            return gone;
        });
        for (int i = 0; i < draft.columns.size(); i++) {
            if (draft.columns.get(i).number() == number) {
                draft.columns.remove(i);
                draft.types.remove(i);
                break;
            }
        }
        values.remove(number);
        settings.dropped(number);
    }

    private boolean readsColumn(RelationColumn generated, int number) {
        String text = generated.generation().source();
        return reads(text, number);
    }

    private boolean readsColumn(TableIndex index, int number) {
        return index.predicate() != null && reads(index.predicate(), number)
                || index.keys().stream().anyMatch(k -> k.expression() != null && reads(k.expression(), number));
    }

    private boolean reads(String text, int number) {
        KeptExpressions kept =
                new KeptExpressions(analysis.of(text), before, TableParts.types(analysis, before, analysis.at(0)));
        return kept.columns(kept.any(rules.expression(text))).contains(number);
    }

    /** Refuses where foreign keys refer to a key, which has to stay. */
    private void setType(AlterTableAction.SetType a) {
        String name = a.column().name();
        if (draft.position(name) < 0 && a.using() != null) {
            // what it is made of is read first
            analysis.expressions().plain(a.using(), scope, "transform expressions");
        }
        int i = at(name);
        RelationColumn c = draft.columns.get(i);
        refuseViews(c);
        SchemaNames.refusePseudo(name, a.type(), rules);
        Type to = analysis.type(a.type());
        ColumnCollation.check(analysis, a.collation(), to);
        CompositeBinder.refuseTemporary(analysis, to, before.temporary(), analysis.at(a));
        CompositeBinder.refuseMember(analysis, to, before);
        UserType own = rules.userType(a.type());
        int typeId = own == null ? 0 : own.id();
        if (c.identity() != RelationColumn.Identity.NONE) {
            requireInteger(to);
            if (!to.name().equals(draft.types.get(i).name())) {
                // its sequence counts in the same type
                SequenceOption as =
                        new SequenceOption(SequenceOption.Kind.AS, null, a.type(), null, a.start(), a.end());
                around.addAll(new SequenceBinder(analysis).altered(numbering(c), List.of(as), true));
            }
        }
        if (c.generated() && a.using() != null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "cannot specify USING when altering type of generated column")
                    .sqlState("42P16")
                    .detail("Column \"" + name + "\" is a generated column.")
                    .build();
        }
        for (RelationColumn g : draft.columns) {
            if (g.generated() && g.number() != c.number() && readsColumn(g, c.number())) {
                throw SqlFailure.build(
                                FailureKind.UNSUPPORTED, "cannot alter type of a column used by a generated column")
                        .detail("Column \"" + name + "\" is used by generated column \"" + g.name() + "\".")
                        .build();
            }
        }
        BoundExpression value = a.using() == null
                ? new BoundColumn(source, before.column(c.number()).name(), draft.types.get(i), !c.notNull())
                : analysis.expressions().plain(a.using(), scope, "transform expressions");
        values.put(c.number(), new Domains(analysis).checked(converted(value, to, a, name), typeId, analysis.at(a)));
        if (c.hasDefault()) {
            Defaults defaults = new Defaults(analysis);
            BoundExpression old = defaults.kept(c.defaultValue().source(), c, draft.types.get(i));
            try {
                BoundExpression now = rules.assign(old, to, name, analysis.at(a));
                draft.columns.set(
                        i,
                        c.defaulting(new RelationColumn.Default(
                                c.defaultValue().source(),
                                Defaults.isInStorage(now)
                                        && Defaults.isInStorage(
                                                defaults.kept(c.defaultValue().source(), c, to)))));
            } catch (SqlFailure f) {
                throw SqlFailure.of(
                        FailureKind.TYPE_MISMATCH,
                        "default for column \"" + name + "\" cannot be cast automatically to type "
                                + rules.display(to));
            }
        }
        draft.types.set(i, to);
        draft.columns.set(i, draft.columns.get(i).typed("", typeId));
        needs(Need.ROWS);
    }

    /** What a view shows of a column would be of another type than it says. */
    private void refuseViews(RelationColumn c) {
        for (Dependency d : analysis.catalog().dependencies()) {
            Relation by = analysis.catalog().relation(d.dependent());
            if (by != null && d.on() == before.id() && d.column() == c.number()) {
                throw SqlFailure.build(FailureKind.UNSUPPORTED, "cannot alter type of a column used by a view or rule")
                        .detail("rule _RETURN on " + new Removal(analysis).described(by) + " depends on column \""
                                + c.name() + "\"")
                        .build();
            }
        }
    }

    private BoundExpression converted(BoundExpression value, Type to, AlterTableAction.SetType a, String name) {
        try {
            return rules.assign(value, to, name, analysis.at(a));
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.TYPE_MISMATCH) {
                throw f;
            }
            if (a.using() != null) {
                throw SqlFailure.build(
                                FailureKind.TYPE_MISMATCH,
                                "result of USING clause for column \"" + name
                                        + "\" cannot be cast automatically to type " + rules.display(to))
                        .hint("You might need to add an explicit cast.")
                        .build();
            }
            throw SqlFailure.build(
                            FailureKind.TYPE_MISMATCH,
                            "column \"" + name + "\" cannot be cast automatically to type " + rules.display(to))
                    .hint("You might need to specify \"USING " + name + "::" + rules.display(to) + "\".")
                    .build();
        }
    }

    private void setDefault(AlterTableAction.SetDefault a) {
        int i = at(a.column().name());
        RelationColumn c = draft.columns.get(i);
        if (c.identity() != RelationColumn.Identity.NONE) {
            throw SqlFailure.build(FailureKind.SYNTAX, of(c.name()) + " is an identity column")
                    .hint(a.value() == null ? "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead." : null)
                    .build();
        }
        if (c.generated()) {
            throw SqlFailure.build(FailureKind.SYNTAX, of(c.name()) + " is a generated column")
                    .hint(a.value() == null ? "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead." : null)
                    .build();
        }
        boolean was = c.hasDefault() && c.defaultValue().inStorage();
        RelationColumn.Default now = null;
        if (a.value() != null) {
            BoundExpression value = new Defaults(analysis).define(a.value(), draft.types.get(i), c.name());
            now = new Defaults(analysis).text(a.value(), Defaults.isInStorage(value));
        }
        draft.columns.set(i, c.defaulting(now));
        // a storage may give rows that are older than the column what its declaration says: they are written down first
        needs(was || now != null && now.inStorage() ? Need.ROWS : Need.NOTHING);
    }

    private void setNotNull(AlterTableAction.SetNotNull a) {
        int i = at(a.column().name());
        RelationColumn c = draft.columns.get(i);
        if (!a.notNull()) {
            if (c.identity() != RelationColumn.Identity.NONE) {
                throw SqlFailure.of(FailureKind.SYNTAX, of(c.name()) + " is an identity column");
            }
            boolean keyed = draft.constraints.stream()
                    .anyMatch(k -> k.kind() == TableConstraint.Kind.PRIMARY_KEY
                            && k.columns().contains(c.number()));
            if (keyed) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "column \"" + c.name() + "\" is in a primary key")
                        .sqlState("42P16")
                        .build();
            }
        }
        if (c.notNull() != a.notNull()) {
            draft.columns.set(i, c.notNull(a.notNull()));
            needs(a.notNull() ? Need.ROWS : Need.DECLARATION);
        }
    }

    private void dropExpression(AlterTableAction.DropExpression a) {
        int i = at(a.column().name());
        RelationColumn c = draft.columns.get(i);
        if (!c.generated()) {
            String message = of(c.name()) + " is not a stored generated column";
            if (!a.ifExists()) {
                throw state(message);
            }
            notices.add(Notice.notice(message + ", skipping"));
            return;
        }
        draft.columns.set(i, c.plain());
        needs(Need.ROWS);
    }

    // --- identity -------------------------------------------------------------------------------------------------

    private void addIdentity(AlterTableAction.AddIdentity a) {
        int i = at(a.column().name());
        RelationColumn c = draft.columns.get(i);
        requireInteger(draft.types.get(i));
        if (!c.notNull()) {
            throw state(of(c.name()) + " must be declared NOT NULL before identity can be added");
        }
        if (c.identity() != RelationColumn.Identity.NONE) {
            throw state(of(c.name()) + " is already an identity column");
        }
        if (c.hasDefault()) {
            throw state(of(c.name()) + " already has a default value");
        }
        Relation sequence = draft.sequence(c, draft.types.get(i), a.identity());
        draft.columns.set(
                i,
                c.numbering(
                        a.identity().always() ? RelationColumn.Identity.ALWAYS : RelationColumn.Identity.BY_DEFAULT));
        around.addAll(SequenceBinder.steps(sequence));
    }

    private static void requireInteger(Type of) {
        switch (of.kind()) {
            case INT16, INT32, INT64 -> {
                return;
            }
            default ->
                throw SqlFailure.build(
                                FailureKind.SEMANTIC, "identity column type must be smallint, integer, or bigint")
                        .sqlState("22023")
                        .build();
        }
    }

    private void setIdentity(AlterTableAction.SetIdentity a) {
        int i = at(a.column().name());
        RelationColumn c = draft.columns.get(i);
        if (c.identity() == RelationColumn.Identity.NONE) {
            throw state(of(c.name()) + " is not an identity column");
        }
        if (a.always() != null) {
            draft.columns.set(
                    i, c.numbering(a.always() ? RelationColumn.Identity.ALWAYS : RelationColumn.Identity.BY_DEFAULT));
        }
        if (!a.options().isEmpty()) {
            around.addAll(new SequenceBinder(analysis).altered(numbering(c), a.options(), true));
        }
    }

    private Relation numbering(RelationColumn c) {
        return analysis.catalog().ownedSequences(before.id(), c.number()).stream()
                .filter(s -> s.sequence().internal())
                .findFirst()
                .orElseThrow(() ->
                        SqlFailure.unsupported("another action on an identity column that the same statement makes"));
    }

    private void dropIdentity(AlterTableAction.DropIdentity a) {
        int i = at(a.column().name());
        RelationColumn c = draft.columns.get(i);
        if (c.identity() == RelationColumn.Identity.NONE) {
            String message = of(c.name()) + " is not an identity column";
            if (!a.ifExists()) {
                throw state(message);
            }
            notices.add(Notice.notice(message + ", skipping"));
            return;
        }
        draft.columns.set(i, c.numbering(RelationColumn.Identity.NONE));
        behind.add(new SchemaStep.DropsSequence(numbering(c)));
    }

    // --- constraints ----------------------------------------------------------------------------------------------

    private void addConstraint(Constraint k, String column) {
        if (!isApart(k)) {
            throw analysis.at(k)
                    .unsupported("ADD CONSTRAINT with "
                            + k.getClass().getSimpleName().toUpperCase(Locale.ROOT));
        }
        if (k instanceof Constraint.Key key && key.index() != null) {
            keyOf(key);
            return;
        }
        draft.constraint(k, column, k instanceof Constraint.ForeignKey);
        needs(k.timing().notValid() ? Need.DECLARATION : Need.ROWS);
    }

    /** ADD ... USING INDEX (transformIndexConstraint of parse_utilcmd.c). */
    private void keyOf(Constraint.Key k) {
        TableIndex index = KeyIndexes.find(analysis, before, draft.indexes, draft.constraints, k);
        boolean deferred = Boolean.TRUE.equals(k.timing().initiallyDeferred());
        boolean deferrable = deferred || Boolean.TRUE.equals(k.timing().deferrable());
        if (deferrable) {
            needs(Need.ROWS);
        }
        String name = k.name() == null ? index.name() : k.name().name();
        if (!name.equals(index.name())) {
            notices.add(Notice.notice("ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"" + index.name()
                    + "\" to \"" + name + "\""));
            new SchemaNames(analysis).fresh(before.schema(), name, analysis.at(k));
        }
        List<Integer> numbers =
                index.keys().stream().map(TableIndex.Key::column).toList();
        if (k.primary()) {
            for (int n : numbers) {
                int i = draft.position(
                        before.withColumns(draft.columns).column(n).name());
                if (!draft.columns.get(i).notNull()) {
                    draft.columns.set(i, draft.columns.get(i).notNull(true));
                    needs(Need.ROWS);
                }
            }
        }
        draft.indexes.set(draft.indexes.indexOf(index), index.keyed(k.primary()).named(name, index.stored()));
        draft.constraints.add(TableConstraint.key(draft.number(), name, k.primary(), numbers, index.id())
                .timed(deferrable, deferred));
    }

    private TableConstraint constraint(String name) {
        return draft.constraints.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void dropConstraint(AlterTableAction.DropConstraint a) {
        String name = a.name().name();
        TableConstraint c = constraint(name);
        if (c == null) {
            String message = "constraint \"" + name + "\" of relation \"" + before.name() + "\" does not exist";
            if (!a.ifExists()) {
                throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, message);
            }
            notices.add(Notice.notice(message + ", skipping"));
            return;
        }
        if (c.isKey()) {
            Removal removal = new Removal(analysis);
            removal.addKey(before, c);
            around.addAll(removal.steps(a.behavior() == Behavior.CASCADE, notices));
            draft.constraints.removeIf(
                    k -> k.reference() != null && removal.constraints().contains(k.id()));
        }
        if (c.hasIndex()) {
            draft.indexes.removeIf(x -> x.id() == c.indexId());
        }
        dropAction(c);
        draft.constraints.remove(c);
        needs(c.hasIndex() ? Need.ROWS : Need.DECLARATION);
    }

    private void ofType(AlterTableAction.OfType a) {
        if (a.type() == null) {
            if (settings.options.remove(Relation.OF_TYPE) == null) {
                throw TypedTables.none(before);
            }
            return;
        }
        UserType t = TypedTables.type(a.type(), analysis);
        TypedTables.fit(before.withColumns(draft.columns), draft.types, t, rules);
        settings.options.put(Relation.OF_TYPE, String.valueOf(t.id()));
    }

    private void dropAction(TableConstraint c) {
        if (c.setsSome()) {
            around.add(new SchemaStep.DropsAction(c.id(), before.temporary()));
        }
    }

    private void alterConstraint(AlterTableAction.AlterConstraint a) {
        String name = a.name().name();
        TableConstraint c = constraint(name);
        if (c == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "constraint \"" + name + "\" of relation \"" + before.name() + "\" does not exist");
        }
        if (c.reference() == null) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "constraint \"" + name + "\" of relation \"" + before.name()
                                    + "\" is not a foreign key constraint")
                    .sqlState("42809")
                    .build();
        }
        // what is not said is said not to be (gram.y)
        boolean deferred = Boolean.TRUE.equals(a.timing().initiallyDeferred());
        TableConstraint now = c.timed(deferred || Boolean.TRUE.equals(a.timing().deferrable()), deferred);
        draft.constraints.set(draft.constraints.indexOf(c), now);
        needs(now.deferred() == c.deferred() ? Need.NOTHING : Need.DECLARATION);
    }

    private void validate(AlterTableAction.ValidateConstraint a) {
        String name = a.name().name();
        TableConstraint c = constraint(name);
        if (c == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "constraint \"" + name + "\" of relation \"" + before.name() + "\" does not exist");
        }
        if (c.hasIndex()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "constraint \"" + name + "\" of relation \"" + before.name()
                                    + "\" is not a foreign key or check constraint")
                    .sqlState("42809")
                    .build();
        }
        if (!c.validated()) {
            draft.constraints.set(draft.constraints.indexOf(c), c.valid());
            needs(Need.ROWS);
        }
    }
}
