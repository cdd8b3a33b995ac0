package io.polywire.sql.catalog;

/**
 * A relation that needs another object to mean something: a view that reads a table.
 *
 * @param dependent the relation that needs
 * @param on what it needs; of a table whose primary key stands for its rows in a group, the key too
 * @param column number of the column that it needs, or 0 for the object as a whole
 */
public record Dependency(int dependent, int on, int column) {}
