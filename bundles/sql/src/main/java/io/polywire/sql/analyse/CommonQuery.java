package io.polywire.sql.analyse;

import java.util.List;

/**
 * A common table: its query is bound anew where it is named.
 *
 * @param query what it says
 * @param columns names for its columns; may be empty
 * @param scope where its own names are looked up
 */
record CommonQuery(io.polywire.sql.tree.Query query, List<String> columns, Scope scope) {}
