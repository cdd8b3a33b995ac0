package io.polywire.api.session;

/**
 * Some rows, one behind the other, that a storage keeps because they are asked for again and again. Immutable but for the form
 * that a sink has made of them; used by many threads at once.
 */
public interface KeptRows {
    /** How many there are; at least one. */
    int count();

    /** Puts them, each with its end, whatever the sink answers to that. */
    void putInto(RowSink sink);

    /** What a sink has made of them, which knows it by its class and by what it says of itself; null if nothing is there. */
    Object form();

    /**
     * Offers what a sink has made of them, in the place of what was made before.
     *
     * @param made immutable
     * @param bytes what it takes; of too many it is not kept
     */
    void offer(Object made, int bytes);
}
