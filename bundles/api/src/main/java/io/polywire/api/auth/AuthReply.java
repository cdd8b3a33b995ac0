package io.polywire.api.auth;

import io.polywire.api.error.SqlFailure;

/**
 * Takes the next step of an exchange. One method is called, once for each call of {@link Exchange#next}, on any thread;
 * a wire brings it onto its event loop.
 */
public interface AuthReply {
    /** The client must answer this; the bytes are the mechanism's own. */
    void challenge(byte[] data);

    /**
     * The client is who it says.
     *
     * @param principal never null
     * @param finalData bytes to send with the success (SCRAM's server signature), or null
     * @param sessionKey a key for the wire's encryption (Firebird), or null; the wire wipes it
     */
    void done(Principal principal, byte[] finalData, byte[] sessionKey);

    /** It is not; the failure says no more than a client may know. */
    void refused(SqlFailure failure);
}
