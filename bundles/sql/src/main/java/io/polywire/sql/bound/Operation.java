package io.polywire.sql.bound;

/**
 * What every storage can do with values, exactly in the sense that is said here; NULL in, NULL out where nothing else is
 * said.
 */
public enum Operation {
    /** Equal, both sides of one type whose carrier compares as the type does. BOOLEAN result, as the next ones. */
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL,
    /** Two values, not null: whether they differ, NULL being equal to NULL. */
    DISTINCT,
    NOT_DISTINCT,
    IS_NULL,
    IS_NOT_NULL,
    /** Three-valued logic over BOOLEAN. */
    AND,
    OR,
    NOT,
    /** BOOLEAN in, never NULL. */
    IS_TRUE,
    IS_NOT_TRUE,
    IS_FALSE,
    IS_NOT_FALSE,
    /** Values side by side, each comparing as its carrier does: an operand of the comparisons above, and of IN's queries. */
    ROW,
    /** First operand is equal to one of the others. */
    IN,
    /** First operand that is not NULL. */
    COALESCE,
    /** Two texts, one behind the other. */
    CONCAT,
    /** Characters (code points) of a text. */
    LENGTH,
    /** The operand itself, under another type of the same carrier. */
    AS_IS,
    /** An integer as FLOAT64. */
    TO_DOUBLE,
    /** An integer (or BOOLEAN as 0 or 1) as decimal text. */
    INTEGER_TO_TEXT
}
