package io.polywire.sql.tree;

import java.util.List;

/** One action of ALTER TABLE. */
public sealed interface AlterTableAction extends Part {
    /** ADD COLUMN. */
    record AddColumn(boolean ifNotExists, ColumnDefinition column, int start, int end) implements AlterTableAction {}

    /** DROP COLUMN. */
    record DropColumn(boolean ifExists, Identifier column, Behavior behavior, int start, int end)
            implements AlterTableAction {}

    /** ALTER COLUMN TYPE; collation and expression may be null. */
    record SetType(Identifier column, TypeName type, QualifiedName collation, Expression using, int start, int end)
            implements AlterTableAction {}

    /** ALTER COLUMN SET DEFAULT, or DROP DEFAULT if the value is null. */
    record SetDefault(Identifier column, Expression value, int start, int end) implements AlterTableAction {}

    /** ALTER COLUMN SET or DROP NOT NULL. */
    record SetNotNull(Identifier column, boolean notNull, int start, int end) implements AlterTableAction {}

    /** ALTER COLUMN DROP EXPRESSION. */
    record DropExpression(Identifier column, boolean ifExists, int start, int end) implements AlterTableAction {}

    /** ALTER COLUMN ADD GENERATED AS IDENTITY. */
    record AddIdentity(Identifier column, Constraint.Identity identity, int start, int end)
            implements AlterTableAction {}

    /** ALTER COLUMN SET GENERATED and options of its sequence; {@code always} is null if it stays as it is. */
    record SetIdentity(Identifier column, Boolean always, List<SequenceOption> options, int start, int end)
            implements AlterTableAction {
        /** Copies the list. */
        public SetIdentity {
            options = List.copyOf(options);
        }
    }

    /** ALTER COLUMN DROP IDENTITY. */
    record DropIdentity(Identifier column, boolean ifExists, int start, int end) implements AlterTableAction {}

    /** ALTER COLUMN SET STATISTICS, STORAGE or COMPRESSION; the column may be a number (of an index). */
    record SetColumnProperty(Expression column, String property, Expression value, int start, int end)
            implements AlterTableAction {}

    /** ALTER COLUMN SET or RESET (options). */
    record SetColumnOptions(Identifier column, boolean reset, List<Option> options, int start, int end)
            implements AlterTableAction {
        /** Copies the list. */
        public SetColumnOptions {
            options = List.copyOf(options);
        }
    }

    /** ADD CONSTRAINT. */
    record AddConstraint(Constraint constraint, int start, int end) implements AlterTableAction {}

    /** ALTER CONSTRAINT. */
    record AlterConstraint(Identifier name, Constraint.Timing timing, int start, int end) implements AlterTableAction {}

    /** VALIDATE CONSTRAINT. */
    record ValidateConstraint(Identifier name, int start, int end) implements AlterTableAction {}

    /** DROP CONSTRAINT. */
    record DropConstraint(boolean ifExists, Identifier name, Behavior behavior, int start, int end)
            implements AlterTableAction {}

    /** OWNER TO. */
    record OwnerTo(RoleName owner, int start, int end) implements AlterTableAction {}

    /** SET TABLESPACE. */
    record SetTablespace(Identifier tablespace, int start, int end) implements AlterTableAction {}

    /** SET LOGGED or UNLOGGED. */
    record SetLogged(boolean logged, int start, int end) implements AlterTableAction {}

    /** SET ACCESS METHOD. */
    record SetAccessMethod(Identifier method, int start, int end) implements AlterTableAction {}

    /** SET or RESET (options). */
    record SetOptions(boolean reset, List<Option> options, int start, int end) implements AlterTableAction {
        /** Copies the list. */
        public SetOptions {
            options = List.copyOf(options);
        }
    }

    /** CLUSTER ON, or SET WITHOUT CLUSTER if the index is null. */
    record ClusterOn(Identifier index, int start, int end) implements AlterTableAction {}

    /**
     * REPLICA IDENTITY.
     *
     * @param kind 'd' for DEFAULT, 'f' for FULL, 'n' for NOTHING, 'i' for an index
     * @param index null but for USING INDEX
     */
    record ReplicaIdentity(char kind, Identifier index, int start, int end) implements AlterTableAction {}

    /**
     * ENABLE or DISABLE.
     *
     * @param what "TRIGGER ALL", "TRIGGER USER", "TRIGGER", "RULE" or "ROW LEVEL SECURITY"
     * @param name of a trigger or a rule, else null
     */
    record Toggle(String what, Identifier name, boolean enable, int start, int end) implements AlterTableAction {}

    /** OF a composite type, or NOT OF if the type is null. */
    record OfType(QualifiedName type, int start, int end) implements AlterTableAction {}

    /** SET WITHOUT OIDS, which changes nothing. */
    record WithoutOids(int start, int end) implements AlterTableAction {}
}
