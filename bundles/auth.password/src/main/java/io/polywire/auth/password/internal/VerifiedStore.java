package io.polywire.auth.password.internal;

import io.polywire.api.auth.User;
import java.util.Map;

/** A store that takes verifiers made from a password that a user has just proved. */
interface VerifiedStore {
    /**
     * Adds or replaces verifiers, unless the user's were changed since {@code seen}: a log-in that overlaps a change of
     * the password must not bring the old one back.
     *
     * @return whether it did
     */
    boolean addVerifiers(User seen, Map<Mechanism, String> verifiers);
}
