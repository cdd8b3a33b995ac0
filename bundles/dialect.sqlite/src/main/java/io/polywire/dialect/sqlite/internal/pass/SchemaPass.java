package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.StorageStatement;
import io.polywire.dialect.sqlite.internal.catalog.MetadataWriter;
import io.polywire.dialect.sqlite.internal.syntax.Command;
import io.polywire.dialect.sqlite.internal.syntax.Expression;
import io.polywire.dialect.sqlite.internal.syntax.Query;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.plan.Passed;
import io.polywire.sql.plan.ProgramStep;
import io.polywire.sql.right.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Changes of the schema: what is about tables of another dialect is said in that one's words, so that its metadata stay
 * true; what SQLite makes is noted in the metadata.
 */
final class SchemaPass {
    private static final String OTHER = "postgresql";
    private static final Pattern TYPE =
            Pattern.compile("[A-Za-z][A-Za-z0-9_ ]*(?:\\(\\s*\\d+\\s*(?:,\\s*\\d+\\s*)?\\))?");
    private static final Pattern LITERAL = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?|'(?:[^'\\\\]|'')*'|NULL|TRUE|FALSE");

    /** Types of SQLite that mean less, or something else, to the other dialect. */
    private static final Map<String, String> TYPES = Map.of(
            "INTEGER",
            "bigint",
            "INT",
            "bigint",
            "REAL",
            "double precision",
            "DOUBLE",
            "double precision",
            "FLOAT",
            "double precision",
            "BLOB",
            "bytea",
            "DATETIME",
            "timestamp");

    private final Context context;
    private final Views views;

    SchemaPass(Context context, Views views) {
        this.context = context;
        this.views = views;
    }

    private static Passed to(String text) {
        return Passed.to(OTHER, text);
    }

    private Needs needs(List<Relation> owned, boolean creates) {
        return context.allNeeds(owned, creates);
    }

    /** The statement as it stands. */
    private Passed asItStands(StorageStatement s, List<Relation> owned, boolean creates) {
        return new Passed(s, List.of(), Map.of(), List.of(), needs(owned, creates), null, null);
    }

    private void refuseTaken(String name) {
        if (context.catalog.isTaken(Schema.PUBLIC, name)) {
            throw SqlFailure.build(FailureKind.DUPLICATE_OBJECT, "relation \"" + name + "\" already exists")
                    .sqlState("42P07")
                    .build();
        }
    }

    // --- CREATE -----------------------------------------------------------------------------------------------------

    Passed table(Command.CreateTable s, StorageStatement statement) {
        if (s.query() != null) {
            QueryPass queries = new QueryPass(context, views);
            Rewriting.refuse(queries.nested(s.query()));
            if (!context.fragments.isEmpty()) {
                throw Context.unsupported("CREATE TABLE ... AS with expressions over columns of another dialect");
            }
        }
        refuseReferences(s.references());
        if (context.isThere(s.name().name())) {
            // SQLite says that it is there, or does nothing
            return asItStands(statement, List.of(), true);
        }
        refuseTaken(s.name().name());
        int id = context.catalog.nextId();
        Relation made = new Relation(id, Relation.Kind.TABLE, s.name().name(), List.of(), List.of()).adopted("sqlite");
        List<ProgramStep> program = new ArrayList<>();
        program.add(step(statement));
        MetadataWriter.put(made).forEach(m -> program.add(step(new StorageStatement(m, Access.SCHEMA, 0))));
        program.add(step(new StorageStatement(MetadataWriter.nextId(id + 1), Access.SCHEMA, 0)));
        return Passed.program(program, needs(List.of(), true));
    }

    private static ProgramStep step(StorageStatement s) {
        return new ProgramStep(s, List.of(), false);
    }

    private void refuseReferences(List<Command.Reference> references) {
        for (Command.Reference r : references) {
            Relation to = context.relation(null, r.table());
            if (to == null) {
                continue;
            }
            List<String> columns = r.columns().isEmpty() ? to.primaryKey() : r.columns();
            for (String name : columns) {
                RelationColumn c = ChangePass.column(to, name);
                Held h = c == null ? null : context.held(to, c, to.stored());
                if (h != null && !h.plain()) {
                    throw Context.unsupported("a foreign key to a column of another dialect");
                }
            }
        }
    }

    Passed view(Command.CreateView s, StorageStatement statement) {
        if (views.other(s.query()) != null) {
            throw Context.unsupported("CREATE VIEW over a table of another dialect");
        }
        new QueryPass(context, views).nested(s.query());
        if (!context.isThere(s.name().name())) {
            refuseTaken(s.name().name());
        }
        return asItStands(statement, List.of(), true);
    }

    Passed index(Command.CreateIndex s, StorageStatement statement) {
        Relation r = context.relation(s.name().schema(), s.table());
        if (!Context.hasOther(r)) {
            return r == null ? null : asItStands(statement, List.of(r), false);
        }
        StringBuilder text = new StringBuilder(s.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
        text.append(s.lenient() ? "IF NOT EXISTS " : "")
                .append(OtherForms.quoted(s.name().name()))
                .append(" ON ")
                .append(OtherForms.name(r));
        String comma = " (";
        for (Query.Sort k : s.keys()) {
            RelationColumn c = k.key() instanceof Expression.Name n && n.names().size() == 1
                    ? ChangePass.column(r, n.column())
                    : null;
            if (c == null) {
                throw Context.unsupported("an index over expressions on a table of another dialect");
            }
            text.append(comma).append(OtherForms.quoted(c.name())).append(k.descending() ? " DESC" : "");
            comma = ", ";
        }
        if (s.where() != null) {
            throw Context.unsupported("an index over some rows of a table of another dialect");
        }
        return to(text.append(")").toString());
    }

    /** @return null for those that nothing is known of */
    Passed trigger(Command.CreateTrigger s) {
        if (views.other(s) != null) {
            throw Context.unsupported("a trigger over a table of another dialect");
        }
        return null;
    }

    Passed virtual(Command.CreateVirtualTable s) {
        String arguments = Context.lower(s.arguments());
        for (Relation r : context.catalog.relations()) {
            if (Context.isStored(r) && Context.hasOther(r) && arguments.contains(Context.lower(r.stored()))) {
                throw Context.unsupported("a virtual table over a table of another dialect");
            }
        }
        return null;
    }

    // --- DROP -------------------------------------------------------------------------------------------------------

    Passed drop(Command.Drop s, StorageStatement statement) {
        switch (s.what()) {
            case "TABLE" -> {
                Relation r = context.relation(s.name().schema(), s.name().name());
                if (r == null || r.kind() == Relation.Kind.VIEW) {
                    return asItStands(statement, List.of(), false);
                }
                if (r.kind() == Relation.Kind.MATERIALIZED_VIEW) {
                    throw Context.unsupported("DROP TABLE of a materialized view");
                }
                return to("DROP TABLE " + OtherForms.name(r));
            }
            case "INDEX" -> {
                return index(s, statement);
            }
            case "VIEW" -> {
                Relation r = context.relation(s.name().schema(), s.name().name());
                return asItStands(statement, r == null ? List.of() : List.of(r), false);
            }
            default -> {
                return null;
            }
        }
    }

    private Passed index(Command.Drop s, StorageStatement statement) {
        for (Relation r : context.catalog.relations()) {
            for (TableIndex i : r.indexes()) {
                if (i.stored() != null && i.stored().equalsIgnoreCase(s.name().name())) {
                    return r.own()
                            ? to("DROP INDEX " + OtherForms.quoted(r.schema()) + "." + OtherForms.quoted(i.name()))
                            : asItStands(statement, List.of(r), false);
                }
            }
        }
        return asItStands(statement, List.of(), false);
    }

    // --- ALTER ------------------------------------------------------------------------------------------------------

    Passed alter(Command.AlterTable s, StorageStatement statement) {
        Relation r = context.relation(s.name().schema(), s.name().name());
        if (r == null || r.kind() == Relation.Kind.VIEW) {
            return asItStands(statement, List.of(), false);
        }
        refuseReferences(s.references());
        String table = "ALTER TABLE " + OtherForms.name(r);
        return switch (s.action()) {
            case "RENAME TO" -> {
                refuseTriggers(r);
                yield to(table + " RENAME TO " + OtherForms.quoted(s.to()));
            }
            case "RENAME COLUMN" ->
                to(table + " RENAME COLUMN " + quoted(r, s.from()) + " TO " + OtherForms.quoted(s.to()));
            case "DROP COLUMN" -> to(table + " DROP COLUMN " + quoted(r, s.from()));
            default ->
                Context.isOther(r)
                        ? to(table + " ADD COLUMN " + added(s.added()))
                        : asItStands(statement, List.of(r), false);
        };
    }

    private void refuseTriggers(Relation r) {
        if (Context.hasOther(r)) {
            views.refuseTriggers(r);
        }
    }

    private static String quoted(Relation r, String column) {
        RelationColumn c = ChangePass.column(r, column);
        return OtherForms.quoted(c == null ? column : c.name());
    }

    private static String added(Command.ColumnDefinition c) {
        if (!Set.of("NOT NULL", "NULL", "DEFAULT").containsAll(c.constraints())) {
            throw Context.unsupported("a column of a table of another dialect with more than NOT NULL and a default");
        }
        String type = c.type().strip();
        if (!TYPE.matcher(type).matches()) {
            throw Context.unsupported("a column of a table of another dialect without a type of that one");
        }
        StringBuilder out = new StringBuilder(OtherForms.quoted(c.name()))
                .append(' ')
                .append(TYPES.getOrDefault(type.toUpperCase(Locale.ROOT), type));
        out.append(c.constraints().contains("NOT NULL") ? " NOT NULL" : "");
        if (c.defaultValue() != null) {
            if (!LITERAL.matcher(c.defaultValue().toUpperCase(Locale.ROOT)).matches()) {
                throw Context.unsupported("a default other than a constant for a table of another dialect");
            }
            out.append(" DEFAULT ").append(c.defaultValue());
        }
        return out.toString();
    }
}
