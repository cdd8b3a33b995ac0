package io.polywire.net.internal;

/** Something that is looked at regularly on its event loop. */
interface Swept {
    /** Must not block. */
    void sweep(long nowNanos);
}
