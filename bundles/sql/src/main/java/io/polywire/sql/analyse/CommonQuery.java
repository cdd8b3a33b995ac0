package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundStatement;
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

    /** SEARCH and CYCLE of a recursive one; null for none. */
    SearchAndCycle further;

    /** Where it was written. */
    final Place at;

    /** For a statement that changes rows: which rows of its it is; null for a query. */
    Changed changed;

    /** Where in a recursive one around it stands, if that is where nothing may name that one; null otherwise. */
    String barred;

    private int uses;
    private boolean named;

    /**
     * What a statement within WITH has returned.
     *
     * @param slot number of the rows
     * @param outputs its columns; empty if it returns none
     * @param statement the statement
     */
    record Changed(int slot, List<BoundOutput> outputs, BoundStatement statement) {}

    /** Whether it was named at all. */
    boolean isNamed() {
        return named;
    }

    CommonQuery(Query query, List<String> columns, Scope scope, Place at) {
        this.at = at;
        this.query = query;
        this.columns = columns;
        this.scope = scope;
    }

    /** @return this, as that which its scope is the outermost of */
    CommonQuery owning() {
        scope.owned(this);
        return this;
    }

    /** Whether it was named before. */
    boolean namedBefore() {
        named = true;
        return uses++ > 0;
    }

    /** How often it was named. */
    int uses() {
        return uses;
    }

    /** Some of the places that named it are left out. */
    void uses(int count) {
        uses = count;
    }
}
