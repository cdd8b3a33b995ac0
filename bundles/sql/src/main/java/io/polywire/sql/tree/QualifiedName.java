package io.polywire.sql.tree;

import java.util.List;

/**
 * A name with what stands before it: schema, table, catalog.
 *
 * @param parts at least one; the last is the name itself
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record QualifiedName(List<Identifier> parts, int start, int end) implements Part {
    /** The last part. */
    public Identifier last() {
        return parts.get(parts.size() - 1);
    }

    /** Copies the lists. */
    public QualifiedName {
        parts = List.copyOf(parts);
    }
}
