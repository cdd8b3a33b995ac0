package io.polywire.sql.bound;

import java.util.List;
import java.util.Set;

/**
 * What an EXCLUDE demands of two rows of its table: one that is there and one that comes, which are two sources of the
 * expressions.
 *
 * @param held number of the row that is there as a source
 * @param wanted number of the row that comes as a source
 * @param heldKeys the keys of the constraint over the row that is there
 * @param wantedKeys the same over the row that comes
 * @param meets holds for two rows that may not both be there
 * @param heldWhere which rows count, over the row that is there; null for all
 * @param wantedWhere the same over the row that comes
 * @param columns names of the columns that all of this reads
 * @param holds conditions of the table, and of its columns, that the row that comes has to meet before this is looked at
 * @param equal places of the keys by which the storage's index finds rows; empty if by none
 * @param nearest an order in which only the next row before and the next behind can be one that may not be there; null if none is
 *     known
 */
public record Exclusion(
        int held,
        int wanted,
        List<BoundExpression> heldKeys,
        List<BoundExpression> wantedKeys,
        BoundExpression meets,
        BoundExpression heldWhere,
        BoundExpression wantedWhere,
        List<String> columns,
        List<BoundExpression> holds,
        Set<Integer> equal,
        Nearest nearest) {
    /**
     * An order of rows that may all be beside each other.
     *
     * @param held what the row that is there is ordered by; null for one that no other meets
     * @param wanted the same of the row that comes
     * @param same holds for rows that are in one such order, and not in one of their own each; null if all are in one
     */
    public record Nearest(BoundExpression held, BoundExpression wanted, BoundExpression same) {}

    /** Copies the lists. */
    public Exclusion {
        heldKeys = List.copyOf(heldKeys);
        wantedKeys = List.copyOf(wantedKeys);
        columns = List.copyOf(columns);
        holds = List.copyOf(holds);
        equal = Set.copyOf(equal);
    }
}
