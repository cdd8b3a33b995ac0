package io.polywire.sql.tree;

import java.util.List;

/**
 * A table that is worked on.
 *
 * @param name its name
 * @param columns empty for all
 * @param index the index of CLUSTER, or null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record MaintainedTable(QualifiedName name, List<Identifier> columns, Identifier index, int start, int end)
        implements Part {
    /** Copies the lists. */
    public MaintainedTable {
        columns = List.copyOf(columns);
    }
}
