package io.polywire.sql.tree;

import java.util.List;

/**
 * The name of a type, not yet looked up.
 *
 * @param name as written, or the name that the dialect gives a type with words of its own ("double precision")
 * @param builtin whether it was written with the grammar's own words, so that no other type can be meant
 * @param modifiers length, precision, scale, ...
 * @param fields fields of an interval as upper-case words ("DAY TO SECOND"), or null
 * @param dimensions one for each array dimension: a literal, or DEFAULT where no bound was written
 * @param setOf whether a set of them is meant
 * @param ofColumn whether it is the type of a column (name%TYPE)
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record TypeName(
        QualifiedName name,
        boolean builtin,
        List<Expression> modifiers,
        String fields,
        List<Expression> dimensions,
        boolean setOf,
        boolean ofColumn,
        int start,
        int end)
        implements Part {
    /** Copies the lists. */
    public TypeName {
        modifiers = List.copyOf(modifiers);
        dimensions = List.copyOf(dimensions);
    }
}
