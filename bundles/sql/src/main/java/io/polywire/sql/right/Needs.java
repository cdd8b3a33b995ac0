package io.polywire.sql.right;

import io.polywire.sql.bound.BoundStatement;
import java.util.List;

/**
 * The rights that a statement needs, and what was given at the version of the schema that it was planned for: giving a right
 * is a change of the schema, so that a plan with older ones is made again before it runs. Immutable; any thread.
 *
 * @param list what it needs, the changed table's first
 * @param grants what was given in the database
 */
public record Needs(List<Need> list, Grants grants) {
    /** Of a statement that touches nothing that belongs to anybody. */
    public static final Needs NONE = new Needs(List.of(), Grants.NONE);

    /** Copies the list. */
    public Needs {
        list = List.copyOf(list);
    }

    /**
     * The rights that a bound statement needs.
     *
     * @param locks whether its query locks the rows that it reads, which needs UPDATE as well
     */
    public static Needs of(BoundStatement statement, boolean locks, Grants grants) {
        return new Needs(NeedFinder.of(statement, locks, grants), grants);
    }
}
