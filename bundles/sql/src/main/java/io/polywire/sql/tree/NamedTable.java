package io.polywire.sql.tree;

/**
 * A table, a view or a common table.
 *
 * @param name its name
 * @param only whether ONLY was written
 * @param alias null if none
 * @param sample null if none
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record NamedTable(QualifiedName name, boolean only, Alias alias, TableSample sample, int start, int end)
        implements TableReference {}
