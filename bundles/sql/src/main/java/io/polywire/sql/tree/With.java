package io.polywire.sql.tree;

import java.util.List;

/**
 * WITH.
 *
 * @param recursive whether RECURSIVE was written
 * @param tables at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record With(boolean recursive, List<CommonTable> tables, int start, int end) implements Part {
    /** Whether one of its statements changes rows. */
    public boolean writes() {
        for (CommonTable t : tables) {
            if (t.body().access() != io.polywire.api.storage.Access.READ) {
                return true;
            }
        }
        return false;
    }

    /** Copies the lists. */
    public With {
        tables = List.copyOf(tables);
    }
}
