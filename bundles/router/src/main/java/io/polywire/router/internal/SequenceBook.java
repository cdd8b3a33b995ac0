package io.polywire.router.internal;

import io.polywire.sql.catalog.Relation;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** Where the sequences of all databases stand, and those of sessions. Thread-safe. */
final class SequenceBook {
    private final Map<Object, Map<Integer, SequenceState>> states = new WeakHashMap<>();

    /** A sequence's state; first as its database has it written down. */
    synchronized SequenceState of(Object owner, Relation sequence) {
        return states.computeIfAbsent(owner, k -> new HashMap<>())
                .computeIfAbsent(
                        sequence.id(),
                        id -> new SequenceState(
                                sequence.sequence().value(), sequence.sequence().called()));
    }

    /** A sequence stands as a committed transaction has left it. */
    synchronized void put(Object owner, int id, SequenceState state) {
        states.computeIfAbsent(owner, k -> new HashMap<>()).put(id, state);
    }

    /** A session's own are gone. */
    synchronized void forget(Object owner) {
        states.remove(owner);
    }

    /** A sequence is gone. */
    synchronized void remove(Object owner, int id) {
        states.computeIfAbsent(owner, k -> new HashMap<>()).remove(id);
    }
}
