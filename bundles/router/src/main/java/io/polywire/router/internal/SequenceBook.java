package io.polywire.router.internal;

import io.polywire.api.storage.Database;
import io.polywire.sql.catalog.Relation;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** Where the sequences of all databases stand. Thread-safe. */
final class SequenceBook {
    private final Map<Database, Map<Integer, SequenceState>> states = new WeakHashMap<>();

    /** A sequence's state; first as its database has it written down. */
    synchronized SequenceState of(Database d, Relation sequence) {
        return states.computeIfAbsent(d, k -> new HashMap<>())
                .computeIfAbsent(
                        sequence.id(),
                        id -> new SequenceState(
                                sequence.sequence().value(), sequence.sequence().called()));
    }

    /** A sequence stands as a committed transaction has left it. */
    synchronized void put(Database d, int id, SequenceState state) {
        states.computeIfAbsent(d, k -> new HashMap<>()).put(id, state);
    }

    /** A sequence is gone. */
    synchronized void remove(Database d, int id) {
        states.computeIfAbsent(d, k -> new HashMap<>()).remove(id);
    }
}
