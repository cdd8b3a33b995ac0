package io.polywire.api.session;

import io.polywire.api.error.SqlFailure;

/**
 * Takes the outcome of {@link Portal#run}; a wire implements it once per connection, so that a run makes no object. One
 * of its methods is called, once for each run, under the thread rule of {@link Session}.
 */
public interface RunReply {
    /** The sink asked for a pause or the row limit is reached; there may be more rows. */
    void suspended(Portal portal);

    /** The result is at its end: {@link Portal#command()} and the counts hold. */
    void completed(Portal portal);

    /** The statement failed; rows that the sink has taken before may have reached the client. The portal is closed. */
    void failed(Portal portal, SqlFailure failure);
}
