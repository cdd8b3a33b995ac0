package io.polywire.sql.right;

import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import java.util.List;
import java.util.Set;

/**
 * The rights that a statement needs, and what was given at the version of the schema that it was planned for: giving a right
 * is a change of the schema, so that a plan with older ones is made again before it runs. Immutable; any thread.
 *
 * @param list what it needs, the changed table's first
 * @param routines functions of users that it calls
 * @param grants what was given in the database
 * @param owned relations that whoever runs it must own
 * @param creates whether it makes something in schema public
 * @param storage whether it reads what is the storage's own, its schema in particular: that asks for the right to run any
 *     statement of the storage's dialect
 * @param maintained what VACUUM or ANALYZE works on where it is the owner's; else empty
 * @param schemas those that are named
 */
public record Needs(
        List<Need> list,
        List<Routine> routines,
        Grants grants,
        List<Relation> owned,
        boolean creates,
        boolean storage,
        List<Maintained> maintained,
        NamedSchemas schemas) {
    /** Of a statement that touches nothing that belongs to anybody. */
    public static final Needs NONE = new Needs(List.of(), List.of(), Grants.NONE);

    /** Copies the lists. */
    public Needs {
        list = List.copyOf(list);
        routines = List.copyOf(routines);
        owned = List.copyOf(owned);
        maintained = List.copyOf(maintained);
    }

    /** The needs of a statement that maintains nothing. */
    public Needs(
            List<Need> list,
            List<Routine> routines,
            Grants grants,
            List<Relation> owned,
            boolean creates,
            boolean storage) {
        this(list, routines, grants, owned, creates, storage, List.of(), NamedSchemas.NONE);
    }

    /** The needs of a statement that makes nothing. */
    public Needs(List<Need> list, List<Routine> routines, Grants grants) {
        this(list, routines, grants, List.of(), false, false);
    }

    /**
     * The rights that a bound statement needs.
     *
     * @param locks whether its query locks the rows that it reads, which needs UPDATE as well
     * @param routines functions of users that it calls
     * @param invoked sources in bodies of these, which are read with the rights of whoever runs it
     * @param schemas those that it names
     */
    public static Needs of(
            BoundStatement statement,
            boolean locks,
            Grants grants,
            List<Routine> routines,
            Set<Integer> invoked,
            NamedSchemas schemas) {
        List<Maintained> maintained = statement instanceof BoundStatement.ChangesSchema c ? c.maintained() : List.of();
        List<Need> list = NeedFinder.of(statement, locks, grants, invoked);
        return new Needs(list, routines, grants, List.of(), false, false, maintained, schemas);
    }
}
