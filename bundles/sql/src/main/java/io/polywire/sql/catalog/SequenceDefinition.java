package io.polywire.sql.catalog;

/**
 * What a sequence counts.
 *
 * @param type name of its type ("int8")
 * @param start first value
 * @param increment never 0
 * @param minimum smallest value
 * @param maximum largest value
 * @param cache how many values a session may take at once
 * @param cycle whether it begins anew at its end
 * @param ownerId the table whose column owns it, or 0
 * @param ownerColumn number of that column, or 0
 * @param internal whether it goes with an identity column and with nothing else
 * @param value where the storage says it stands; a server that counts on knows better
 * @param called whether {@code value} was given out
 */
public record SequenceDefinition(
        String type,
        long start,
        long increment,
        long minimum,
        long maximum,
        long cache,
        boolean cycle,
        int ownerId,
        int ownerColumn,
        boolean internal,
        long value,
        boolean called) {
    /** The same, owned by a column; 0, 0 for none. */
    public SequenceDefinition ownedBy(int table, int column) {
        return new SequenceDefinition(
                type, start, increment, minimum, maximum, cache, cycle, table, column, internal, value, called);
    }

    /** The same, standing elsewhere. */
    SequenceDefinition standing(long at, boolean given) {
        return new SequenceDefinition(
                type, start, increment, minimum, maximum, cache, cycle, ownerId, ownerColumn, internal, at, given);
    }

    /** Whether a column owns it. */
    public boolean isOwnedBy(int table, int column) {
        return ownerId == table && ownerColumn == column;
    }
}
