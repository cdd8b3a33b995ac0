package io.polywire.sql.catalog;

import java.util.List;
import java.util.Objects;

/**
 * A constraint of a table or a domain. NOT NULL is a column's, not one of these.
 *
 * @param id its number
 * @param name unique among the constraints of its table
 * @param kind what it demands
 * @param columns numbers of its columns, in its order; empty for a domain's
 * @param reference what a foreign key refers to, else null
 * @param indexId the index that keeps a key, or that of the key which a foreign key refers to; 0 if none
 * @param check the condition of a CHECK as text, else null
 * @param deferrable whether the check can be put off
 * @param deferred whether it is put off unless a session says otherwise
 * @param validated whether the rows that were there before it obey it
 * @param noInherit whether a CHECK says that tables which inherit from its own do not get it
 * @param comment or null
 * @param operators of an EXCLUDE, for each key of its index: two rows for which all of them hold are not both there
 */
public record TableConstraint(
        int id,
        String name,
        Kind kind,
        List<Integer> columns,
        Reference reference,
        int indexId,
        String check,
        boolean deferrable,
        boolean deferred,
        boolean validated,
        boolean noInherit,
        String comment,
        List<String> operators) {
    /** One that is no EXCLUDE. */
    public TableConstraint(
            int id,
            String name,
            Kind kind,
            List<Integer> columns,
            Reference reference,
            int indexId,
            String check,
            boolean deferrable,
            boolean deferred,
            boolean validated,
            boolean noInherit,
            String comment) {
        this(
                id,
                name,
                kind,
                columns,
                reference,
                indexId,
                check,
                deferrable,
                deferred,
                validated,
                noInherit,
                comment,
                List.of());
    }

    /**
     * An EXCLUDE, which its index keeps.
     *
     * @param columns those of its keys that are no expressions
     * @param operators for each key of the index
     */
    public static TableConstraint exclusion(
            int id, String name, List<Integer> columns, int indexId, List<String> operators) {
        return new TableConstraint(
                id, name, Kind.EXCLUSION, columns, null, indexId, null, false, false, true, false, null, operators);
    }

    /** One without NO INHERIT. */
    public TableConstraint(
            int id,
            String name,
            Kind kind,
            List<Integer> columns,
            Reference reference,
            int indexId,
            String check,
            boolean deferrable,
            boolean deferred,
            boolean validated,
            String comment) {
        this(id, name, kind, columns, reference, indexId, check, deferrable, deferred, validated, false, comment);
    }

    /** A primary key, or UNIQUE, which its index keeps. */
    public static TableConstraint key(int id, String name, boolean primary, List<Integer> columns, int indexId) {
        return new TableConstraint(
                id,
                name,
                primary ? Kind.PRIMARY_KEY : Kind.UNIQUE,
                columns,
                null,
                indexId,
                null,
                false,
                false,
                true,
                null);
    }

    /** What a constraint demands. */
    public enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        FOREIGN_KEY,
        CHECK,
        EXCLUSION
    }

    /** What a foreign key does when its referred row is deleted or changed. */
    public enum Action {
        NO_ACTION,
        RESTRICT,
        CASCADE,
        SET_NULL,
        SET_DEFAULT
    }

    /**
     * What a foreign key refers to.
     *
     * @param tableId the table
     * @param columns numbers of its columns, as many as the key has
     * @param onDelete when the referred row goes
     * @param onUpdate when its key changes
     * @param full MATCH FULL instead of SIMPLE
     * @param onDeleteColumns numbers of the key's columns that SET NULL and SET DEFAULT are about; empty for all of them
     */
    public record Reference(
            int tableId,
            List<Integer> columns,
            Action onDelete,
            Action onUpdate,
            boolean full,
            List<Integer> onDeleteColumns) {
        /** One whose actions are about all of its columns. */
        public Reference(int tableId, List<Integer> columns, Action onDelete, Action onUpdate, boolean full) {
            this(tableId, columns, onDelete, onUpdate, full, List.of());
        }

        /** Copies the lists. */
        public Reference {
            columns = List.copyOf(columns);
            onDeleteColumns = List.copyOf(onDeleteColumns);
        }
    }

    /** Copies the list. */
    public TableConstraint {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        operators = List.copyOf(operators);
    }

    /** Whether an index of its own keeps it. */
    public boolean hasIndex() {
        return isKey() || kind == Kind.EXCLUSION;
    }

    /** Whether it is a key that several rows may have for a while. */
    public boolean isDeferrableKey() {
        return isKey() && deferrable;
    }

    /** Whether it is a primary or unique key. */
    public boolean isKey() {
        return kind == Kind.PRIMARY_KEY || kind == Kind.UNIQUE;
    }

    /** The same under another name. */
    public TableConstraint named(String other) {
        return new TableConstraint(
                id,
                other,
                kind,
                columns,
                reference,
                indexId,
                check,
                deferrable,
                deferred,
                validated,
                noInherit,
                comment,
                operators);
    }

    /** The same with another condition. */
    public TableConstraint checking(String condition) {
        return new TableConstraint(
                id,
                name,
                kind,
                columns,
                reference,
                indexId,
                condition,
                deferrable,
                deferred,
                validated,
                noInherit,
                comment,
                operators);
    }

    /** The same, checked for all rows. */
    public TableConstraint valid() {
        return new TableConstraint(
                id,
                name,
                kind,
                columns,
                reference,
                indexId,
                check,
                deferrable,
                deferred,
                true,
                noInherit,
                comment,
                operators);
    }

    /** The same with a comment; null for none. */
    public TableConstraint commented(String text) {
        return new TableConstraint(
                id,
                name,
                kind,
                columns,
                reference,
                indexId,
                check,
                deferrable,
                deferred,
                validated,
                noInherit,
                text,
                operators);
    }

    /** The same with another time at which it is checked. */
    public TableConstraint timed(boolean mayDefer, boolean defers) {
        return new TableConstraint(
                id, name, kind, columns, reference, indexId, check, mayDefer, defers, validated, noInherit, comment,
                operators);
    }

    /**
     * Whether NULL in some of its columns and not in all of them breaks it, which a foreign key of one column cannot have.
     */
    public boolean isFull() {
        return reference != null && reference.full() && columns.size() > 1;
    }

    /** Whether a foreign key sets some of its columns, and not all, where the referred row is deleted. */
    public boolean setsSome() {
        return reference != null
                && !reference.onDeleteColumns().isEmpty()
                && reference.onDeleteColumns().size() < columns.size();
    }
}
