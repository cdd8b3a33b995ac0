package io.polywire.sql.tree;

/**
 * An option of a sequence.
 *
 * @param kind which
 * @param value a number; null if none
 * @param type for AS
 * @param name for OWNED_BY (the name NONE: none) and SEQUENCE_NAME
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SequenceOption(Kind kind, Expression value, TypeName type, QualifiedName name, int start, int end)
        implements Part {
    /** Which option. */
    public enum Kind {
        AS,
        CACHE,
        CYCLE,
        NO_CYCLE,
        INCREMENT,
        MAXVALUE,
        NO_MAXVALUE,
        MINVALUE,
        NO_MINVALUE,
        OWNED_BY,
        SEQUENCE_NAME,
        START,
        RESTART
    }
}
