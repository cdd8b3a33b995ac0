package io.polywire.sql.analyse;

import io.polywire.sql.tree.Query;
import java.util.List;

/** What the name of a common table stands for. Confined to one analysis. */
final class CommonQuery {
    /** What it says; bound anew where it is named. */
    final Query query;
    /** Names for its columns; may be empty. */
    final List<String> columns;
    /** Where its own names are looked up. */
    final Scope scope;
    /** For one that names itself: where it may, and what it gives. */
    Recursion recursion;

    /** Where it was written. */
    final Place at;

    private int uses;

    CommonQuery(Query query, List<String> columns, Scope scope, Place at) {
        this.at = at;
        this.query = query;
        this.columns = columns;
        this.scope = scope;
    }

    /** Whether it was named before. */
    boolean namedBefore() {
        return uses++ > 0;
    }
}
