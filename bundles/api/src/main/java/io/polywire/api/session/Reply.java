package io.polywire.api.session;

import io.polywire.api.error.SqlFailure;

/**
 * Takes the outcome of a call that may have to wait. Exactly one of its methods is called, once: on the caller's thread
 * before the call returns, or later on another thread. It must not block.
 *
 * @param <T> what is asked for
 */
public interface Reply<T> {
    /** It worked. */
    void done(T value);

    /** It did not; nothing is left to release. */
    void failed(SqlFailure failure);
}
