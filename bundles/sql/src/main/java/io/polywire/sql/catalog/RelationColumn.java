package io.polywire.sql.catalog;

import java.util.Objects;

/**
 * A column of a relation.
 *
 * @param name as it is stored
 * @param number its number in the relation, from 1; a dropped column's number is not used again
 * @param declared its type as the storage has it declared, which the front dialect's
 *     {@link io.polywire.sql.analyse.TypeRules} reads; may be empty
 * @param typeId the {@link UserType#id} of its type if that is a domain or an enumeration, else 0
 * @param notNull whether NULL is refused
 * @param defaultValue what it gets where it is left out, or null
 * @param identity whether it numbers rows, and how
 * @param generation how it is worked out from other columns, or null
 * @param rowNumber whether the storage gives a number where it is left out (SQLite's INTEGER PRIMARY KEY)
 * @param comment or null
 * @param written its type as another program declared it, where the storage's dialect has to convert what it stores; else null
 */
public record RelationColumn(
        String name,
        int number,
        String declared,
        int typeId,
        boolean notNull,
        Default defaultValue,
        Identity identity,
        Generation generation,
        boolean rowNumber,
        String comment,
        String written) {

    /** A column whose values are stored as they are. */
    public RelationColumn(
            String name,
            int number,
            String declared,
            int typeId,
            boolean notNull,
            Default defaultValue,
            Identity identity,
            Generation generation,
            boolean rowNumber,
            String comment) {
        this(name, number, declared, typeId, notNull, defaultValue, identity, generation, rowNumber, comment, null);
    }

    /**
     * A default.
     *
     * @param source the expression as text, in the language of who made it
     * @param inStorage whether the storage applies it by itself
     */
    public record Default(String source, boolean inStorage) {
        /** Checks what the record promises. */
        public Default {
            Objects.requireNonNull(source, "source");
        }
    }

    /** GENERATED ... AS IDENTITY. */
    public enum Identity {
        NONE,
        ALWAYS,
        BY_DEFAULT
    }

    /**
     * GENERATED ALWAYS AS (...).
     *
     * @param source the expression as text, in the language of who made it
     * @param stored whether it is kept in the row
     */
    public record Generation(String source, boolean stored) {
        /** Checks what the record promises. */
        public Generation {
            Objects.requireNonNull(source, "source");
        }
    }

    /** Checks what the record promises. */
    public RelationColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(declared, "declared");
        Objects.requireNonNull(identity, "identity");
    }

    /** A column of a file that another program made: defaults and generated values are the storage's. */
    public RelationColumn(
            String name,
            int number,
            String declared,
            boolean notNull,
            boolean hasDefault,
            boolean generated,
            boolean rowNumber) {
        this(
                name,
                number,
                declared,
                0,
                notNull,
                hasDefault ? new Default("", true) : null,
                Identity.NONE,
                generated ? new Generation("", true) : null,
                rowNumber,
                null);
    }

    /** Whether it has a default. */
    public boolean hasDefault() {
        return defaultValue != null;
    }

    /** Whether it is worked out from other columns. */
    public boolean generated() {
        return generation != null;
    }

    /** The same under another name. */
    public RelationColumn named(String other) {
        return new RelationColumn(
                other,
                number,
                declared,
                typeId,
                notNull,
                defaultValue,
                identity,
                generation,
                rowNumber,
                comment,
                written);
    }

    /** The same worked out otherwise. */
    public RelationColumn generated(Generation other) {
        return new RelationColumn(
                name, number, declared, typeId, notNull, defaultValue, identity, other, rowNumber, comment, written);
    }

    /** The same with NULL refused or not. */
    public RelationColumn notNull(boolean refused) {
        return new RelationColumn(
                name,
                number,
                declared,
                typeId,
                refused,
                defaultValue,
                identity,
                generation,
                rowNumber,
                comment,
                written);
    }

    /** The same with another default; null for none. */
    public RelationColumn defaulting(Default other) {
        return new RelationColumn(
                name, number, declared, typeId, notNull, other, identity, generation, rowNumber, comment, written);
    }

    /** The same, numbering rows or not. */
    public RelationColumn numbering(Identity other) {
        return new RelationColumn(
                name, number, declared, typeId, notNull, defaultValue, other, generation, rowNumber, comment, written);
    }

    /** The same, no longer worked out from others. */
    public RelationColumn plain() {
        return new RelationColumn(
                name, number, declared, typeId, notNull, defaultValue, identity, null, rowNumber, comment, written);
    }

    /** The same with another comment; null for none. */
    public RelationColumn commented(String text) {
        return new RelationColumn(
                name, number, declared, typeId, notNull, defaultValue, identity, generation, rowNumber, text, written);
    }

    /** The same, made by another program.
     *
     * @param as its type as that program declared it, where values have to be converted; else null
     */
    public RelationColumn written(String as) {
        return new RelationColumn(
                name, number, declared, typeId, notNull, defaultValue, identity, generation, rowNumber, comment, as);
    }

    /** The same with another type. */
    public RelationColumn typed(String otherDeclared, int otherTypeId) {
        return new RelationColumn(
                name,
                number,
                otherDeclared,
                otherTypeId,
                notNull,
                defaultValue,
                identity,
                generation,
                rowNumber,
                comment);
    }
}
