package io.polywire.sql.catalog;

import java.util.List;
import java.util.Map;

/**
 * What a change of the schema does to a session's temporary objects, apart from what the storage itself does.
 *
 * @param put what is as it is here from then on
 * @param removed numbers of what is gone
 * @param needs what relations need from then on, by their numbers
 * @param nextId the number that the next object gets; 0 if that does not change
 */
public record TemporaryChanges(
        List<Relation> put, List<Integer> removed, Map<Integer, List<Dependency>> needs, int nextId) {
    /** Nothing. */
    public static final TemporaryChanges NONE = new TemporaryChanges(List.of(), List.of(), Map.of(), 0);

    /** Copies the lists. */
    public TemporaryChanges {
        put = List.copyOf(put);
        removed = List.copyOf(removed);
        needs = Map.copyOf(needs);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return put.isEmpty() && removed.isEmpty() && needs.isEmpty();
    }
}
