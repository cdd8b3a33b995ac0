package io.polywire.sql.tree;

import java.util.List;

/**
 * A window, written out or by name.
 *
 * @param name the window that is meant, or built upon; null if none
 * @param reference whether only its name was written
 * @param partitionBy may be empty
 * @param orderBy may be empty
 * @param frame null if none was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record WindowSpecification(
        Identifier name,
        boolean reference,
        List<Expression> partitionBy,
        List<SortItem> orderBy,
        WindowFrame frame,
        int start,
        int end)
        implements Part {
    /** Copies the lists. */
    public WindowSpecification {
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
    }
}
