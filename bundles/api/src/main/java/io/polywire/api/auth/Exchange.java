package io.polywire.api.auth;

/**
 * One run of a mechanism with one client. One call at a time, the next after the reply of the last; {@link #close} from
 * any thread.
 */
public interface Exchange extends AutoCloseable {
    /**
     * Goes on. Never waits: what takes long (argon2, a look-up elsewhere) runs on threads of the authenticator.
     *
     * @param data what the client sent; null at first where the mechanism speaks first or the client sent nothing with
     *     its choice. The exchange wipes it when it is done with it
     */
    void next(byte[] data, AuthReply reply);

    /** The client is gone or chose another mechanism; secrets are wiped. Idempotent. */
    @Override
    void close();
}
