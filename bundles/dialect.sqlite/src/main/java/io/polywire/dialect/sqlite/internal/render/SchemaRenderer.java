package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.RangeKind;
import io.polywire.dialect.sqlite.internal.catalog.MetadataWriter;
import io.polywire.dialect.sqlite.internal.catalog.RoutineTable;
import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogChange;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.OtherTypes;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.TemporaryChanges;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.plan.ProgramStep;
import io.polywire.sql.plan.Rendered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Writes changes of the schema: each step's statements for the table itself, and those for our metadata. */
final class SchemaRenderer {
    /** What is kept of the condition of an index. */
    private static final String SOME_ROWS = "an index of some rows";

    private final List<ProgramStep> program = new ArrayList<>();
    private final CatalogChange change = new CatalogChange();
    private final int parameters;
    private final IntegerTimes times;
    /** What becomes of temporary relations, whose metadata is the session's to keep. */
    private final List<Relation> kept = new ArrayList<>();

    private final List<Integer> forgotten = new ArrayList<>();
    private final Map<Integer, List<Dependency>> needs = new HashMap<>();
    /** Whether the present step is about a temporary relation, and where that is. */
    private boolean temporary;

    private String place = "main.";

    private SchemaRenderer(int parameters, IntegerTimes times) {
        this.parameters = parameters;
        this.times = times;
    }

    /** The statements of a change, in order. */
    static Rendered render(BoundStatement.ChangesSchema s, int parameters, IntegerTimes times) {
        SchemaRenderer r = new SchemaRenderer(parameters, times);
        if (s.first() && !s.steps().stream().allMatch(SchemaStep::temporary)) {
            MetadataWriter.create().forEach(r::schema);
            r.change.begins();
        }
        for (SchemaStep step : s.steps()) {
            r.temporary = step.temporary();
            r.place = r.temporary ? "temp." : "main.";
            r.step(step);
        }
        r.temporary = CatalogSnapshot.isTemporary(s.nextId());
        boolean numbered = s.steps().stream()
                .filter(p -> !p.temporary())
                .anyMatch(p -> p instanceof SchemaStep.CreatesTable
                        || p instanceof SchemaStep.Keeps
                        || p instanceof SchemaStep.Rebuilds
                        || p instanceof SchemaStep.Redeclares
                        || p instanceof SchemaStep.KeepsType
                        || p instanceof SchemaStep.KeepsRoutine
                        || p instanceof SchemaStep.KeepsSchema);
        if (numbered && !r.temporary) {
            r.schema(MetadataWriter.nextId(s.nextId()));
            r.change.nextId(s.nextId());
        }
        TemporaryChanges changes = new TemporaryChanges(r.kept, r.forgotten, r.needs, r.temporary ? s.nextId() : 0);
        return new Rendered(r.program, changes.isEmpty() ? TemporaryChanges.NONE : changes, r.change);
    }

    private void schema(String text) {
        run(text, Access.SCHEMA, List.of());
    }

    private void schema(SqlText text) {
        run(text.toString(), Access.SCHEMA, text.functions());
    }

    private void run(String text, Access access, List<StorageFunction> functions) {
        program.add(new ProgramStep(new StorageStatement(
                text,
                access,
                0,
                functions,
                List.of(),
                temporary ? TemporaryUse.CHANGED : TemporaryUse.NONE,
                !temporary)));
    }

    /** Writes down what a relation is. */
    private void put(Relation r) {
        if (temporary) {
            kept.add(r);
        } else {
            MetadataWriter.put(r).forEach(this::schema);
            change.puts(r);
        }
    }

    /** Writes down that a relation is gone. */
    private void remove(Relation r) {
        if (temporary) {
            forgotten.add(r.id());
        } else {
            MetadataWriter.removeRelation(r.id()).forEach(this::schema);
            change.removesRelation(r.id());
        }
    }

    private void step(SchemaStep step) {
        if (step instanceof SchemaStep.CreatesTable s) {
            schema(createTable(s, table(s.relation().stored())));
            actions(s);
            keep(s);
        } else if (step instanceof SchemaStep.MakesActions s) {
            actions(s.of());
        } else if (step instanceof SchemaStep.DropsAction s) {
            dropAction(s.constraint());
        } else if (step instanceof SchemaStep.DropsTable s) {
            s.relation().constraints().stream()
                    .filter(TableConstraint::setsSome)
                    .forEach(c -> dropAction(c.id()));
            schema("DROP TABLE " + table(s.relation().stored()));
            dropDuplicates(s.relation(), false);
            if (s.relation().own()) {
                remove(s.relation());
            }
        } else if (step instanceof SchemaStep.Empties s) {
            empty(s.relation());
        } else if (step instanceof SchemaStep.CreatesIndex s) {
            index(s, false);
        } else if (step instanceof SchemaStep.DropsIndex s) {
            schema("DROP INDEX " + table(s.index().stored()));
        } else if (step instanceof SchemaStep.Reindexes s) {
            schema("REINDEX " + table(s.stored()));
        } else if (step instanceof SchemaStep.AddsColumn s) {
            SqlText out = new SqlText(0);
            out.add("ALTER TABLE ").add(table(s.relation().stored())).add(" ADD COLUMN ");
            column(out, s.name(), s.type(), s.notNull(), s.defaultValue());
            schema(out.toString());
        } else if (step instanceof SchemaStep.DropsColumn s) {
            schema(new SqlText(0)
                    .add("ALTER TABLE ")
                    .add(table(s.relation().stored()))
                    .add(" DROP COLUMN ")
                    .name(s.name())
                    .toString());
        } else if (step instanceof SchemaStep.RenamesColumn s) {
            schema(new SqlText(0)
                    .add("ALTER TABLE ")
                    .add(table(s.relation().stored()))
                    .add(" RENAME COLUMN ")
                    .name(s.from())
                    .add(" TO ")
                    .name(s.to())
                    .toString());
        } else if (step instanceof SchemaStep.RenamesTable s) {
            schema(new SqlText(0)
                    .add("ALTER TABLE ")
                    .add(table(s.relation().stored()))
                    .add(" RENAME TO ")
                    .name(s.to())
                    .toString());
        } else if (step instanceof SchemaStep.Rebuilds s) {
            rebuild(s);
        } else if (step instanceof SchemaStep.Redeclares s) {
            redeclare(s.after());
        } else if (step instanceof SchemaStep.Fills s) {
            fill(s);
        } else if (step instanceof SchemaStep.Forgets s) {
            remove(s.relation());
        } else if (step instanceof SchemaStep.Needs s) {
            if (temporary) {
                needs.put(s.dependent(), s.on());
            } else {
                MetadataWriter.dependencies(s.dependent(), s.on()).forEach(this::schema);
                change.needs(s.dependent(), s.on());
            }
        } else if (step instanceof SchemaStep.Relabels s) {
            SqlText out = new SqlText(0).add("UPDATE ").add(table(s.relation().stored()));
            out.add(" SET ").name(s.column()).add(" = ").constant(s.to());
            out.add(" WHERE ").name(s.column()).add(" = ").constant(s.from());
            run(out.toString(), Access.WRITE, List.of());
        } else if (step instanceof SchemaStep.Checks s) {
            check(s);
        } else if (step instanceof SchemaStep.KeepsType s) {
            UserType type = s.base() == null ? s.type() : s.type().over(declaration(s.base()));
            if (type.isComposite()) {
                type = type.with(type.attributes().stream()
                        .map(a -> s.attributes().containsKey(a.number())
                                ? a.typed(declaration(s.attributes().get(a.number())), a.typeId())
                                : a)
                        .toList());
            }
            MetadataWriter.put(type).forEach(this::schema);
            change.puts(type);
        } else if (step instanceof SchemaStep.ForgetsType s) {
            MetadataWriter.removeType(s.type().id()).forEach(this::schema);
            change.removesType(s.type().id());
        } else if (step instanceof SchemaStep.KeepsRoutine s) {
            RoutineTable.put(s.routine()).forEach(this::schema);
            change.puts(s.routine());
        } else if (step instanceof SchemaStep.ForgetsRoutine s) {
            RoutineTable.remove(s.routine().id()).forEach(this::schema);
            change.removesRoutine(s.routine().id());
        } else if (step instanceof SchemaStep.KeepsSchema s) {
            MetadataWriter.put(s.schema()).forEach(this::schema);
            change.puts(s.schema());
        } else if (step instanceof SchemaStep.ForgetsSchema s) {
            MetadataWriter.removeSchema(s.schema()).forEach(this::schema);
            change.removes(s.schema());
        } else if (step instanceof SchemaStep.DropsSequence s) {
            remove(s.sequence());
        } else if (step instanceof SchemaStep.SetsSequence s) {
            if (!temporary) {
                // where a temporary one stands only the session has to know
                run(MetadataWriter.sequence(s.id(), s.value(), s.called()), Access.WRITE, List.of());
                change.sets(s.id(), s.value(), s.called());
            }
        } else if (step instanceof SchemaStep.Keeps s) {
            put(declared(s.relation(), s.added()));
        }
    }

    /** Writes down what a table is, with its columns' declarations. */
    private void keep(SchemaStep.CreatesTable s) {
        List<RelationColumn> columns = IntStream.range(0, s.types().size())
                .mapToObj(i -> typed(s.relation().columns().get(i), s.types().get(i), s.relation()))
                .toList();
        put(s.relation().withColumns(columns));
    }

    // --- tables that change ---------------------------------------------------------------------------------------

    private static final String NEW = "_pw_new";
    private static final String OLD = "_pw_old";

    /** What the names of triggers begin with that stand for actions of foreign keys; the key's number follows. */
    private static final String ACTION = "_pw_action_";

    /**
     * A new table takes the name of the old one by a change of SQLite's own schema table: renaming and dropping would carry
     * foreign keys along and delete what refers to the rows (lang_altertable.html, "Making Other Kinds Of Table Schema
     * Changes"). All of it happens in the transaction of the statement.
     */
    private void rebuild(SchemaStep.Rebuilds s) {
        Relation r = s.after().relation();
        schema(createTable(s.after(), place + NEW));
        SqlText out = new SqlText(0);
        out.add("INSERT INTO " + place + NEW + " (");
        String comma = "";
        QueryRenderer queries = new QueryRenderer(out, times);
        queries.table(s.source(), s.before());
        List<BoundExpression> copied = new ArrayList<>();
        for (int i = 0; i < s.values().size(); i++) {
            if (s.values().get(i) != null) {
                out.add(comma).name(r.columns().get(i).name());
                copied.add(s.values().get(i));
                comma = ", ";
            }
        }
        if (copied.isEmpty()) {
            // rows of nothing that could be copied
            out.name(r.rowNumber());
        }
        out.add(") SELECT ");
        if (copied.isEmpty()) {
            out.add("t" + s.source() + ".rowid");
        }
        queries.expressions().list(copied);
        out.add(" FROM ")
                .add(table(s.before().stored()))
                .add(" AS t" + s.source() + " ORDER BY t" + s.source() + ".rowid");
        write(out);
        dropDuplicates(s.before(), true);
        s.dropped().forEach(i -> schema("DROP INDEX " + table(i.stored())));
        schema("PRAGMA " + place + "writable_schema = ON");
        moved(s.before().stored(), OLD);
        moved(NEW, r.stored());
        schema("PRAGMA " + place + "writable_schema = RESET");
        schema("DROP TABLE " + place + OLD);
        s.indexes().forEach(i -> index(i, true));
        actions(s.after());
        keep(s.after());
    }

    /** Gives a table and the indexes of its declaration another name in SQLite's schema. */
    private void moved(String from, String to) {
        String a = literal(from);
        String b = literal(to);
        // SQLite keeps the text from the name on, behind "CREATE TABLE "; ours is in quotes or a plain word
        String name = literal(new SqlText(0).name(to).toString());
        write(new SqlText(0)
                .add("UPDATE " + place + "sqlite_schema SET sql = CASE WHEN type = 'table' THEN 'CREATE TABLE ' || "
                        + name
                        + " || substr(sql, CASE WHEN substr(sql, 14, 1) = '\"' THEN 14 + "
                        + new SqlText(0).name(from).toString().length() + " ELSE 14 + " + from.length()
                        + " END) END, name = CASE WHEN type = 'table' THEN " + b
                        + " ELSE 'sqlite_autoindex_' || " + b + " || substr(name, " + (18 + from.length())
                        + ") END, tbl_name = " + b
                        // triggers are on the table of the name, whichever that is
                        + " WHERE type <> 'trigger' AND tbl_name = " + a));
    }

    private void redeclare(SchemaStep.CreatesTable s) {
        SqlText declaration =
                createTable(s, new SqlText(0).name(s.relation().stored()).toString());
        schema("PRAGMA " + place + "writable_schema = ON");
        write(new SqlText(0)
                .add("UPDATE " + place + "sqlite_schema SET sql = ")
                .add(literal(declaration.toString()))
                .add(" WHERE type = 'table' AND name = ")
                .add(literal(s.relation().stored())));
        schema("PRAGMA " + place + "writable_schema = RESET");
        // other connections see it by the schema's number, which a change of its own raises
        schema("CREATE TABLE " + place + NEW + "(a)");
        schema("DROP TABLE " + place + NEW);
        actions(s);
        keep(s);
    }

    private void write(SqlText out) {
        StorageStatement statement = new StorageStatement(
                out.toString(),
                Access.SCHEMA,
                out.hidden().size(),
                out.functions(),
                out.relations(),
                temporary ? TemporaryUse.CHANGED : TemporaryUse.NONE,
                !temporary);
        program.add(new ProgramStep(statement, out.hidden(), false));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Reads all rows; it stands in a change of nothing, since a program of changes has no queries. */
    private void check(SchemaStep.Checks s) {
        SqlText out = new SqlText(0);
        out.add("UPDATE main._pw_meta SET value = value WHERE key = 'next_id' AND EXISTS (SELECT 1 FROM ")
                .add(table(s.relation().stored()))
                .add(" AS t" + s.source() + " WHERE ");
        QueryRenderer queries = new QueryRenderer(out, times);
        queries.table(s.source(), s.relation());
        queries.expressions().condition(s.condition());
        write(out.add(")"));
    }

    private void empty(Relation r) {
        run("DELETE FROM " + table(r.stored()), Access.WRITE, List.of());
    }

    private void fill(SchemaStep.Fills s) {
        SqlText out = new SqlText(parameters);
        out.add("INSERT INTO ").changed(s.relation());
        names(
                out,
                s.relation().columns().isEmpty()
                        ? List.of(Relation.NO_COLUMN)
                        : s.relation().columns().stream()
                                .map(RelationColumn::name)
                                .toList());
        out.add(" ");
        new QueryRenderer(out, times).write(s.query());
        StorageStatement statement =
                out.statement(Access.WRITE, parameters + out.hidden().size());
        program.add(new ProgramStep(statement, out.hidden(), s.counted()));
    }

    private static Relation declared(Relation r, Map<Integer, Type> added) {
        return r.withColumns(r.columns().stream()
                .map(c -> added.containsKey(c.number()) ? typed(c, added.get(c.number()), r) : c)
                .toList());
    }

    /** A column with its declaration; of a type of users, with its number too. */
    private static RelationColumn typed(RelationColumn c, Type t, Relation r) {
        Type plain = t.kind() == TypeKind.ARRAY ? t.element() : t;
        boolean ofUsers = c.typeId() == 0 && (plain.kind() == TypeKind.ENUM || plain.fields() != null);
        return c.typed(declaration(t, r), ofUsers ? plain.id() : c.typeId());
    }

    /** A view's column may have a type that no table's has. */
    private static String declaration(Type t, Relation r) {
        if (r.kind() != Relation.Kind.VIEW) {
            return declaration(t);
        }
        try {
            return declaration(t);
        } catch (SqlFailure f) {
            return t.name();
        }
    }

    private String table(String stored) {
        return new SqlText(0).add(place).name(stored).toString();
    }

    // --- tables ---------------------------------------------------------------------------------------------------

    private SqlText createTable(SchemaStep.CreatesTable s, String name) {
        Relation r = s.relation();
        SqlText out = new SqlText(0);
        out.add("CREATE TABLE ").add(name).add(" (");
        boolean none = r.columns().stream().allMatch(c -> s.generated().containsKey(c.number()));
        if (none) {
            // SQLite wants one that is not generated
            out.add(Relation.NO_COLUMN);
        }
        for (int i = 0; i < r.columns().size(); i++) {
            RelationColumn c = r.columns().get(i);
            out.add(i == 0 && !none ? "" : ", ");
            column(out, c.name(), s.types().get(i), c.notNull(), s.defaults().get(i));
            if (s.generated().containsKey(c.number())) {
                out.add(" GENERATED ALWAYS AS (");
                kept(out, s.generated().get(c.number()), "a generated column");
                out.add(") STORED");
            }
        }
        // the first condition that fails is named, and PostgreSQL looks at them in the order of their names
        List<TableConstraint> ordered = new ArrayList<>(r.constraints());
        ordered.sort(Comparator.comparing(c -> c.kind() == TableConstraint.Kind.CHECK ? c.name() : ""));
        for (TableConstraint c : ordered) {
            if (c.hasIndex() && isApart(c, r)) {
                continue;
            }
            out.add(", CONSTRAINT ").name(c.name());
            switch (c.kind()) {
                // SQLite has no generated columns in a primary key; the columns are NOT NULL anyway
                case PRIMARY_KEY ->
                    names(
                            out.add(
                                    c.columns().stream()
                                                    .anyMatch(n -> r.column(n).generated())
                                            ? " UNIQUE"
                                            : " PRIMARY KEY"),
                            r.names(c.columns()));
                case UNIQUE -> names(out.add(" UNIQUE"), r.names(c.columns()));
                case CHECK -> {
                    out.add(" CHECK (");
                    kept(out, s.conditions().get(c.id()), "CHECK");
                    out.add(")");
                }
                case FOREIGN_KEY -> {
                    Relation to = s.referred().get(c.id());
                    names(out.add(" FOREIGN KEY"), r.names(c.columns()));
                    names(
                            out.add(" REFERENCES ").name(to.stored()),
                            to.names(c.reference().columns()));
                    // SQLite restricts row by row; of rows of one table PostgreSQL does when the statement is done
                    boolean late = to.id() == r.id() && !c.deferred();
                    // what sets some of the columns is a trigger
                    action(
                            out,
                            " ON DELETE ",
                            c.setsSome()
                                    ? TableConstraint.Action.NO_ACTION
                                    : c.reference().onDelete(),
                            late);
                    action(out, " ON UPDATE ", c.reference().onUpdate(), late);
                    out.add(c.deferred() ? " DEFERRABLE INITIALLY DEFERRED" : "");
                    if (c.isFull()) {
                        full(out, c, r);
                    }
                }
                case EXCLUSION -> throw new IllegalStateException("an EXCLUDE without an index");
            }
        }
        return out.add(")");
    }

    /** SQLite's foreign keys are those of MATCH SIMPLE; what FULL demands beside that is a condition of the key's name. */
    private static void full(SqlText out, TableConstraint c, Relation r) {
        out.add(", CONSTRAINT ").name(c.name()).add(" CHECK (");
        List<String> names = r.names(c.columns());
        for (int i = 1; i < names.size(); i++) {
            out.add(i == 1 ? "(" : " AND (").name(names.get(0)).add(" IS NULL) = (");
            out.name(names.get(i)).add(" IS NULL)");
        }
        out.add(")");
    }

    /** Whether an index of its own keeps a key, as ALTER TABLE makes it. */
    private static boolean isApart(TableConstraint c, Relation r) {
        return r.indexes().stream().anyMatch(i -> i.id() == c.indexId() && i.stored() != null);
    }

    private static void action(SqlText out, String words, TableConstraint.Action action, boolean late) {
        if (action != TableConstraint.Action.NO_ACTION && !(late && action == TableConstraint.Action.RESTRICT)) {
            out.add(words).add(action.name().replace('_', ' '));
        }
    }

    private void dropAction(int constraint) {
        schema("DROP TRIGGER IF EXISTS " + place + ACTION + constraint);
    }

    /**
     * SQLite's foreign keys set all of their columns. A key that sets some has no action: it is looked at when the statement
     * ends, and a trigger on the referred table has set them by then.
     */
    private void actions(SchemaStep.CreatesTable s) {
        Relation r = s.relation();
        for (TableConstraint c : r.constraints()) {
            if (!c.setsSome()) {
                continue;
            }
            dropAction(c.id());
            Relation to = s.referred().get(c.id());
            SqlText out = new SqlText(0);
            out.add("CREATE TRIGGER " + place + ACTION + c.id() + " AFTER DELETE ON ")
                    .name(to.stored());
            out.add(" BEGIN UPDATE ").name(r.stored()).add(" SET ");
            String comma = "";
            for (int i = 0; i < r.columns().size(); i++) {
                if (!c.reference().onDeleteColumns().contains(r.columns().get(i).number())) {
                    continue;
                }
                BoundConstant value = c.reference().onDelete() == TableConstraint.Action.SET_DEFAULT
                        ? s.defaults().get(i)
                        : null;
                out.add(comma).name(r.columns().get(i).name()).add(" = ");
                out.constant(value == null ? null : value.value());
                comma = ", ";
            }
            List<String> key = r.names(c.columns());
            List<String> referred = to.names(c.reference().columns());
            for (int i = 0; i < key.size(); i++) {
                out.add(i == 0 ? " WHERE " : " AND ")
                        .name(key.get(i))
                        .add(" = OLD.")
                        .name(referred.get(i));
            }
            schema(out.add("; END"));
        }
    }

    private static void names(SqlText out, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            out.add(i == 0 ? " (" : ", ").name(names.get(i));
        }
        out.add(")");
    }

    private static void column(SqlText out, String name, Type type, boolean notNull, BoundConstant defaultValue) {
        out.name(name).add(" ").add(declaration(type));
        if (notNull) {
            out.add(" NOT NULL");
        }
        if (defaultValue != null) {
            out.add(" DEFAULT ").constant(defaultValue.value());
        }
    }

    /**
     * An expression that SQLite keeps and works out by itself: it may call functions that only a connection of ours has,
     * so that another program reads the table and cannot write to it, but nothing that depends on a session.
     */
    private void kept(SqlText out, BoundExpression e, String what) {
        kept(out, e, what, null);
    }

    /** @param row what the columns are of; null for the table itself */
    private void kept(SqlText out, BoundExpression e, String what, String row) {
        QueryRenderer queries = new QueryRenderer(out, times);
        queries.bare();
        queries.bareOf(row);
        kept(out, e, what, what.equals("CHECK") || what.equals(SOME_ROWS), queries);
    }

    private void kept(SqlText out, BoundExpression e, String what, boolean condition, QueryRenderer queries) {
        out.kept(true);
        if (condition) {
            queries.expressions().condition(e);
        } else {
            queries.expressions().write(e);
        }
        out.kept(false);
        if (!out.hidden().isEmpty()) {
            throw SqlFailure.unsupported(what + " with a value that depends on the session");
        }
        for (StorageFunction f : out.functions()) {
            if (f instanceof ScalarFunction s && !s.deterministic()) {
                throw SqlFailure.unsupported(what + " with a function whose value changes from call to call");
            }
        }
    }

    /** @param rows whether the table may have rows */
    private void index(SchemaStep.CreatesIndex s, boolean rows) {
        boolean deferrable = s.relation().deferrableKey(s.index().id()) != null;
        if (deferrable && rows) {
            // of the rows that are there no two may be equal
            schema(createIndex(s, true));
            schema("DROP INDEX " + table(s.index().stored()));
        }
        schema(createIndex(s, s.index().unique() && !deferrable));
        if (deferrable) {
            new DuplicateKeys(s, temporary, (out, key, row) -> key(out, s, key, row), this::schema).create();
        }
        if (s.exclusion() != null) {
            new ExclusionTriggers(
                            s,
                            temporary,
                            (out, e, condition, held, wanted) -> {
                                QueryRenderer queries = new QueryRenderer(out, times);
                                queries.table(s.exclusion().held(), s.relation());
                                queries.rename(s.exclusion().held(), held);
                                queries.table(s.exclusion().wanted(), s.relation());
                                queries.rename(s.exclusion().wanted(), wanted);
                                kept(out, e, "EXCLUDE", condition, queries);
                            },
                            this::schema)
                    .create(rows);
        }
    }

    /** A key of an index over a row, of the names that triggers have for them. */
    private void key(SqlText out, SchemaStep.CreatesIndex s, int key, String row) {
        if (s.expressions().containsKey(key)) {
            kept(out, s.expressions().get(key), "an index", row);
            return;
        }
        out.add(row == null ? "" : row + ".")
                .name(s.relation().column(s.index().keys().get(key).column()).name());
    }

    private void dropDuplicates(Relation r, boolean triggers) {
        for (TableIndex i : r.indexes()) {
            if (r.deferrableKey(i.id()) != null) {
                DuplicateKeys.drop(i, r.temporary(), triggers).forEach(this::schema);
            }
            if (r.exclusion(i.id()) != null) {
                ExclusionTriggers.drop(i, r.temporary(), triggers).forEach(this::schema);
            }
        }
    }

    private SqlText createIndex(SchemaStep.CreatesIndex s, boolean unique) {
        TableIndex i = s.index();
        if (s.exclusion() != null
                && s.exclusion().equal().isEmpty()
                && s.exclusion().nearest() == null) {
            // rows are found by no key that has to be equal: it stands for its name
            return new SqlText(0)
                    .add("CREATE INDEX ")
                    .add(table(i.stored()))
                    .add(" ON ")
                    .name(s.relation().stored())
                    .add(" ((NULL)) WHERE 0");
        }
        SqlText out = new SqlText(0);
        out.add(unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
                .add(table(i.stored()))
                .add(" ON ")
                .name(s.relation().stored());
        boolean first = true;
        for (int k = 0; k < i.keys().size(); k++) {
            TableIndex.Key key = i.keys().get(k);
            if (s.exclusion() != null && !s.exclusion().equal().contains(k)) {
                continue;
            }
            out.add(first ? " (" : ", ");
            first = false;
            if (s.expressions().containsKey(k)) {
                out.add("(");
                kept(out, s.expressions().get(k), "an index");
                out.add(")");
            } else {
                out.name(s.relation().column(key.column()).name());
            }
            out.add(key.descending() ? " DESC" : "");
        }
        // those that make NULLs equal, or order what may not be beside each other
        for (int k : new TreeSet<>(s.expressions().keySet()).tailSet(i.keys().size())) {
            out.add(first ? " ((" : ", (");
            first = false;
            kept(out, s.expressions().get(k), "an index");
            out.add(")");
        }
        out.add(")");
        if (s.where() != null) {
            out.add(" WHERE ");
            kept(out, s.where(), SOME_ROWS);
        }
        return out;
    }

    /**
     * How a column of a type is declared: the type's own name where SQLite's affinity for it leaves the values alone. A
     * decimal is kept as text (sql.md: NUMERIC affinity makes 1.10 a REAL).
     */
    static String declaration(Type t) {
        if (t.fields() != null) {
            return rowDeclaration(t, "");
        }
        if (t.kind() == TypeKind.ARRAY && t.element().fields() != null) {
            return rowDeclaration(t.element(), "_");
        }
        return switch (t.kind()) {
            case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, TEXT -> t.name();
            case BYTES -> "blob";
            case VARCHAR, CHAR -> t.length() > 0 ? t.name() + "(" + t.length() + ")" : t.name();
            case DECIMAL ->
                t.precision() > 0 ? "numeric_text(" + t.precision() + "," + t.scale() + ")" : "numeric_text";
            // text in braces, which no affinity changes
            // the name of a user's type can be anything
            case ARRAY -> t.element().kind() == TypeKind.ENUM ? "_enum_text" : t.name() + modifiers(t.element());
            case ENUM -> "enum_text";
            case DATE -> "date_days";
            case UUID -> "uuid_blob";
            case JSON -> t.name() + "_text";
            case BIT -> t.name() + "_text" + modifiers(t);
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> t.name() + "_micros" + digits(t);
            case TIME_TZ -> "timetz_text" + digits(t);
            case INTERVAL ->
                t.length() == 0 && t.precision() == 0
                        ? "interval_text"
                        : "interval_text(" + t.length() + "," + written(t.precision()) + ")";
            // of the affinity that leaves numbers and texts alone
            case OTHER -> {
                if (isRange(t)) {
                    yield t.name() + "_text";
                }
                if (!OtherTypes.NAMES.contains(t.name())) {
                    throw SqlFailure.unsupported("a column of type " + t.name());
                }
                yield t.name() + OtherTypes.SUFFIX;
            }
            default -> throw SqlFailure.unsupported("a column of type " + t.name());
        };
    }

    /** Text in parentheses, which no affinity changes; which type it is the metadata have. */
    private static String rowDeclaration(Type t, String array) {
        if (t.name().equals("record")) {
            throw SqlFailure.unsupported("a column of type record");
        }
        return array + "row_text";
    }

    private static boolean isRange(Type t) {
        return RangeKind.ofRange(t.name()) != null || RangeKind.ofMultirange(t.name()) != null;
    }

    private static String modifiers(Type t) {
        boolean time = switch (t.kind()) {
            case TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, INTERVAL -> true;
            default -> false;
        };
        if (time && (t.precision() != 0 || t.length() != 0)) {
            throw SqlFailure.unsupported("an array of " + t.name() + " with a precision or fields");
        }
        return t.precision() > 0
                ? "(" + t.precision() + "," + t.scale() + ")"
                : t.length() > 0 ? "(" + t.length() + ")" : "";
    }

    private static String digits(Type t) {
        return t.precision() == 0 ? "" : "(" + written(t.precision()) + ")";
    }

    /** Digits of fractions of a second; 7 where all are kept. */
    private static int written(int precision) {
        return precision == 0 ? 7 : Math.max(precision, 0);
    }
}
