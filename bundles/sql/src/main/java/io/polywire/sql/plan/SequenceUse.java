package io.polywire.sql.plan;

import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import java.util.List;

/**
 * What a plan has to do with sequences.
 *
 * @param catalog what they are; null if the plan takes no values
 * @param made those that it makes, as they become
 * @param set those that stand elsewhere when it has run
 * @param dropped numbers of those that are gone then
 */
public record SequenceUse(
        CatalogSnapshot catalog, List<Relation> made, List<SchemaStep.SetsSequence> set, List<Integer> dropped) {
    /** Nothing. */
    public static final SequenceUse NONE = new SequenceUse(null, List.of(), List.of(), List.of());

    /** Copies the lists. */
    public SequenceUse {
        made = List.copyOf(made);
        set = List.copyOf(set);
        dropped = List.copyOf(dropped);
    }

    /** Whether the plan takes values. */
    public boolean counts() {
        return catalog != null;
    }
}
