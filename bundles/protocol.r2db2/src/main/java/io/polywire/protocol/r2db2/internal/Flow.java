package io.polywire.protocol.r2db2.internal;

/**
 * What is being done for one message of the client, step by step. Used by the holder of the baton; one object per
 * connection and kind, used again for each message.
 */
interface Flow {
    /**
     * Goes on as far as it can.
     *
     * @return false if it waits for a reply or for room: the caller may not hold the baton any more and touches nothing;
     *     true if the message is answered
     */
    boolean proceed();

    /** The connection is gone: gives up what it holds. Nothing is under way. */
    default void abandon() {
        // Most hold nothing but what belongs to the session.
    }
}
