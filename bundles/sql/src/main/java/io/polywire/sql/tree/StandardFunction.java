package io.polywire.sql.tree;

import java.util.List;

/**
 * A function with a syntax of its own in the SQL standard, or in most dialects.
 *
 * @param kind which
 * @param word a word inside as upper case (the field of EXTRACT as written, the form of NORMALIZE), or null
 * @param arguments in the order in which they are written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record StandardFunction(Kind kind, String word, List<Expression> arguments, int start, int end)
        implements Expression {
    /** Which function; the words after an underscore tell the forms of one function apart. */
    public enum Kind {
        EXTRACT,
        OVERLAY,
        POSITION,
        SUBSTRING_FROM,
        SUBSTRING_FROM_FOR,
        SUBSTRING_FOR,
        SUBSTRING_SIMILAR,
        TRIM_BOTH,
        TRIM_LEADING,
        TRIM_TRAILING,
        NORMALIZE,
        COLLATION_FOR,
        COALESCE,
        NULLIF,
        GREATEST,
        LEAST,
        GROUPING,
        OVERLAPS,
        CURRENT_DATE,
        CURRENT_TIME,
        CURRENT_TIMESTAMP,
        LOCALTIME,
        LOCALTIMESTAMP,
        CURRENT_USER,
        CURRENT_ROLE,
        SESSION_USER,
        USER,
        CURRENT_CATALOG,
        CURRENT_SCHEMA
    }

    /** Copies the lists. */
    public StandardFunction {
        arguments = List.copyOf(arguments);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
