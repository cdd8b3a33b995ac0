package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.AlterSequence;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.SequenceOption;
import io.polywire.sql.tree.SetSchema;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/** ALTER TABLE, and ALTER INDEX, VIEW, MATERIALIZED VIEW and SEQUENCE, which share its actions. */
final class Alters extends Rules {
    Alters(PgParser parser) {
        super(parser);
    }

    /** Behind ALTER and the words of the kind. */
    StatementBody relation(ObjectKind kind, int start) {
        if (is(ALL) && next(1, IN)) {
            throw unsupported("ALTER " + kind.words() + " ALL IN TABLESPACE");
        }
        boolean ifExists = ifExists();
        NamedTable table;
        if (kind == ObjectKind.TABLE) {
            table = parser.from.relation(null);
        } else {
            QualifiedName name = qualifiedName();
            table = new NamedTable(name, false, null, null, name.start(), name.end());
        }
        ObjectReference object = new ObjectReference(kind, table.name(), null, null, null, table.start(), table.end());
        if (is(RENAME)) {
            return rename(object, ifExists, table.only(), start);
        }
        if (kind != ObjectKind.INDEX && accept(SET, SCHEMA)) {
            return new SetSchema(object, ifExists, name(), start, end());
        }
        if (is(ATTACH) || is(DETACH)) {
            throw unsupported(word() + " PARTITION");
        }
        if (is(DEPENDS) || is(NO) && next(1, DEPENDS)) {
            throw unsupported("DEPENDS ON EXTENSION");
        }
        if (kind == ObjectKind.SEQUENCE) {
            SequenceOption option = parser.sequences.optionOrNull();
            if (option != null) {
                List<SequenceOption> options = new ArrayList<>();
                options.add(option);
                options.addAll(parser.sequences.options());
                return new AlterSequence(ifExists, table.name(), options, start, end());
            }
        }
        List<AlterTableAction> actions = list(this::action);
        return new AlterTable(kind, ifExists, table, actions, start, end());
    }

    private StatementBody rename(ObjectReference object, boolean ifExists, boolean only, int start) {
        cursor.advance();
        ObjectKind kind = object.kind();
        if (accept(TO)) {
            return new Rename(object, ifExists, only, null, null, name(), Behavior.DEFAULT, start, end());
        }
        if (kind == ObjectKind.INDEX || kind == ObjectKind.SEQUENCE) {
            throw syntax();
        }
        ObjectKind part = ObjectKind.COLUMN;
        if (kind == ObjectKind.TABLE && accept(CONSTRAINT)) {
            part = ObjectKind.CONSTRAINT;
        } else {
            accept(COLUMN);
        }
        Identifier from = name();
        expect(TO);
        Identifier to = name();
        return new Rename(object, ifExists, only, part, from, to, Behavior.DEFAULT, start, end());
    }

    /** alter_table_cmd. */
    private AlterTableAction action() {
        int start = start();
        Keyword k = word();
        if (k == null) {
            throw syntax();
        }
        switch (k) {
            case ADD:
                return add(start);
            case ALTER:
                return alter(start);
            case DROP:
                return drop(start);
            case VALIDATE:
                cursor.advance();
                expect(CONSTRAINT);
                return new AlterTableAction.ValidateConstraint(name(), start, end());
            case CLUSTER:
                cursor.advance();
                expect(ON);
                return new AlterTableAction.ClusterOn(name(), start, end());
            case SET:
                return set(start);
            case RESET:
                cursor.advance();
                return new AlterTableAction.SetOptions(true, parser.options.relationOptions(), start, end());
            case OWNER:
                cursor.advance();
                expect(TO);
                return new AlterTableAction.OwnerTo(role(), start, end());
            case ENABLE, DISABLE:
                return toggle(k == ENABLE, start);
            case FORCE:
                throw unsupported("FORCE ROW LEVEL SECURITY");
            case INHERIT:
                throw unsupported("INHERIT");
            case NO:
                if (!next(1, FORCE)) {
                    throw unsupported("NO INHERIT");
                }
                cursor.advance();
                expect(FORCE, ROW);
                expect(LEVEL, SECURITY);
                return new AlterTableAction.Toggle("ROW LEVEL SECURITY", null, false, start, end());
            case OF:
                cursor.advance();
                return new AlterTableAction.OfType(anyName(), start, end());
            case NOT:
                cursor.advance();
                expect(OF);
                return new AlterTableAction.OfType(null, start, end());
            case REPLICA:
                return replica(start);
            case OPTIONS:
                throw unsupported("OPTIONS of a table");
            default:
                throw syntax();
        }
    }

    private AlterTableAction toggle(boolean enable, int start) {
        cursor.advance();
        if (accept(ROW)) {
            if (enable) {
                throw unsupported("ENABLE ROW LEVEL SECURITY");
            }
            expect(LEVEL, SECURITY);
            return new AlterTableAction.Toggle("ROW LEVEL SECURITY", null, false, start, end());
        }
        boolean mode = enable && (accept(ALWAYS) || accept(REPLICA));
        if (accept(RULE)) {
            return new AlterTableAction.Toggle("RULE", name(), enable, start, end());
        }
        expect(TRIGGER);
        if (!mode && accept(ALL)) {
            return new AlterTableAction.Toggle("TRIGGER ALL", null, enable, start, end());
        }
        if (!mode && accept(USER)) {
            return new AlterTableAction.Toggle("TRIGGER USER", null, enable, start, end());
        }
        return new AlterTableAction.Toggle("TRIGGER", name(), enable, start, end());
    }

    private AlterTableAction replica(int start) {
        cursor.advance();
        expect(IDENTITY);
        if (accept(NOTHING)) {
            return new AlterTableAction.ReplicaIdentity('n', null, start, end());
        }
        if (accept(FULL)) {
            return new AlterTableAction.ReplicaIdentity('f', null, start, end());
        }
        if (accept(DEFAULT)) {
            return new AlterTableAction.ReplicaIdentity('d', null, start, end());
        }
        expect(USING, INDEX);
        return new AlterTableAction.ReplicaIdentity('i', name(), start, end());
    }

    private AlterTableAction add(int start) {
        cursor.advance();
        if (parser.tables.beginsConstraint()) {
            return new AlterTableAction.AddConstraint(parser.constraints.table(), start, end());
        }
        accept(COLUMN);
        boolean ifNotExists = is(IF) && next(1, NOT) && ifNotExists();
        return new AlterTableAction.AddColumn(ifNotExists, parser.tables.column(), start, end());
    }

    private AlterTableAction drop(int start) {
        cursor.advance();
        boolean constraint = accept(CONSTRAINT);
        if (!constraint) {
            accept(COLUMN);
        }
        boolean ifExists = is(IF) && next(1, EXISTS) && ifExists();
        Identifier name = name();
        return constraint
                ? new AlterTableAction.DropConstraint(ifExists, name, behavior(), start, end())
                : new AlterTableAction.DropColumn(ifExists, name, behavior(), start, end());
    }

    private AlterTableAction set(int start) {
        cursor.advance();
        if (is('(')) {
            return new AlterTableAction.SetOptions(false, parser.options.relationOptions(), start, end());
        }
        if (accept(WITHOUT)) {
            if (accept(OIDS)) {
                return new AlterTableAction.WithoutOids(start, end());
            }
            expect(CLUSTER);
            return new AlterTableAction.ClusterOn(null, start, end());
        }
        if (accept(LOGGED)) {
            return new AlterTableAction.SetLogged(true, start, end());
        }
        if (accept(UNLOGGED)) {
            return new AlterTableAction.SetLogged(false, start, end());
        }
        if (accept(ACCESS)) {
            expect(METHOD);
            return new AlterTableAction.SetAccessMethod(name(), start, end());
        }
        expect(TABLESPACE);
        return new AlterTableAction.SetTablespace(name(), start, end());
    }

    private AlterTableAction alter(int start) {
        cursor.advance();
        if (accept(CONSTRAINT)) {
            Identifier name = name();
            return new AlterTableAction.AlterConstraint(name, parser.constraints.timing(), start, end());
        }
        accept(COLUMN);
        if (is(Tokens.INTEGER)) {
            Expression number = integer();
            expect(SET, STATISTICS);
            return property(number, "STATISTICS", start);
        }
        Identifier column = name();
        Keyword k = word();
        if (k == null) {
            throw syntax();
        }
        switch (k) {
            case SET:
                return alterSet(column, start);
            case DROP:
                return alterDrop(column, start);
            case RESET:
                cursor.advance();
                return new AlterTableAction.SetColumnOptions(
                        column, true, parser.options.relationOptions(), start, end());
            case ADD:
                return addIdentity(column, start);
            case TYPE:
                return type(column, start);
            case RESTART:
                return identity(column, start);
            case OPTIONS:
                throw unsupported("OPTIONS of a column");
            default:
                throw syntax();
        }
    }

    private AlterTableAction property(Expression column, String property, int start) {
        int at = start();
        int value = signedInteger();
        Literal literal = new Literal(Literal.Kind.INTEGER, String.valueOf(value), at, end());
        return new AlterTableAction.SetColumnProperty(column, property, literal, start, end());
    }

    private static Expression reference(Identifier id) {
        return new ColumnReference(List.of(id), id.start(), id.end());
    }

    private AlterTableAction alterSet(Identifier column, int start) {
        Keyword k = word(1);
        if (next(1, '(')) {
            cursor.advance();
            return new AlterTableAction.SetColumnOptions(column, false, parser.options.relationOptions(), start, end());
        }
        if (k == null) {
            cursor.advance();
            throw syntax();
        }
        switch (k) {
            case DEFAULT:
                cursor.advance();
                cursor.advance();
                return new AlterTableAction.SetDefault(column, parser.expressions.expression(), start, end());
            case NOT:
                cursor.advance();
                cursor.advance();
                expect(NULL);
                return new AlterTableAction.SetNotNull(column, true, start, end());
            case STATISTICS:
                cursor.advance();
                cursor.advance();
                return property(reference(column), "STATISTICS", start);
            case STORAGE, COMPRESSION:
                cursor.advance();
                cursor.advance();
                Identifier value = k == STORAGE ? name() : parser.tables.compression();
                return new AlterTableAction.SetColumnProperty(
                        reference(column), k.name(), reference(value), start, end());
            case DATA:
                cursor.advance();
                cursor.advance();
                return type(column, start);
            default:
                return identity(column, start);
        }
    }

    private AlterTableAction type(Identifier column, int start) {
        expect(TYPE);
        TypeName type = parser.types.type();
        QualifiedName collation = accept(COLLATE) ? anyName() : null;
        Expression using = accept(USING) ? parser.expressions.expression() : null;
        return new AlterTableAction.SetType(column, type, collation, using, start, end());
    }

    private AlterTableAction alterDrop(Identifier column, int start) {
        cursor.advance();
        if (accept(DEFAULT)) {
            return new AlterTableAction.SetDefault(column, null, start, end());
        }
        if (accept(NOT)) {
            expect(NULL);
            return new AlterTableAction.SetNotNull(column, false, start, end());
        }
        if (accept(EXPRESSION)) {
            return new AlterTableAction.DropExpression(column, ifExists(), start, end());
        }
        expect(IDENTITY);
        return new AlterTableAction.DropIdentity(column, ifExists(), start, end());
    }

    private AlterTableAction addIdentity(Identifier column, int start) {
        cursor.advance();
        int from = start();
        expect(GENERATED);
        boolean always = parser.constraints.always();
        expect(AS, IDENTITY);
        List<SequenceOption> options = parser.sequences.parenthesizedOptions();
        Constraint.Identity identity =
                new Constraint.Identity(null, always, options, Constraint.Timing.DEFAULT, from, end());
        return new AlterTableAction.AddIdentity(column, identity, start, end());
    }

    /** alter_identity_column_option_list. */
    private AlterTableAction identity(Identifier column, int start) {
        Boolean always = null;
        List<SequenceOption> options = new ArrayList<>(2);
        while (is(SET) || is(RESTART)) {
            if (is(RESTART)) {
                options.add(parser.sequences.restart());
                continue;
            }
            cursor.advance();
            if (accept(GENERATED)) {
                always = parser.constraints.always();
                continue;
            }
            SequenceOption o = parser.sequences.optionOrNull();
            if (o == null) {
                throw syntax();
            }
            if (o.kind() == SequenceOption.Kind.AS
                    || o.kind() == SequenceOption.Kind.RESTART
                    || o.kind() == SequenceOption.Kind.OWNED_BY) {
                throw failure("sequence option \"" + optionName(o.kind()) + "\" not supported here", o.start());
            }
            options.add(o);
        }
        return new AlterTableAction.SetIdentity(column, always, options, start, end());
    }

    private static String optionName(SequenceOption.Kind kind) {
        return switch (kind) {
            case AS -> "as";
            case RESTART -> "restart";
            default -> "owned_by";
        };
    }
}
