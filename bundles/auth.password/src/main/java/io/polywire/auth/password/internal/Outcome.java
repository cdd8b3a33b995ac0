package io.polywire.auth.password.internal;

import io.polywire.api.auth.User;
import io.polywire.api.error.SqlFailure;

/** What a step of an exchange ends with. */
sealed interface Outcome {
    /** The client must answer this. */
    record Challenge(byte[] data) implements Outcome {}

    /**
     * The user proved to be who it says.
     *
     * @param finalData goes to the client with the success, or null
     * @param sessionKey for the wire's encryption, or null
     */
    record Success(User user, byte[] finalData, byte[] sessionKey) implements Outcome {
        Success(User user) {
            this(user, null, null);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Success[" + user + "]";
        }
    }

    /** It did not, or cannot. */
    record Failure(SqlFailure failure) implements Outcome {}
}
