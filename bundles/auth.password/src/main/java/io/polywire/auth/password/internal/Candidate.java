package io.polywire.auth.password.internal;

import io.polywire.api.auth.User;

/**
 * Whoever wants in, and whether it may at all; a mechanism does its whole work either way.
 *
 * @param user null if there is none of that name
 * @param verifier of the mechanism, or null
 * @param refusal why it cannot get in whatever it proves, for the operator; null if it can
 */
record Candidate(User user, String verifier, String refusal) {
    /** Without the verifier. */
    @Override
    public String toString() {
        return "Candidate[" + user + ", " + refusal + "]";
    }
}
