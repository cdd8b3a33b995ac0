package io.polywire.auth.password.internal;

/** How the password of a user is kept for one mechanism. Thread-safe. */
interface VerifierForm {
    Mechanism mechanism();

    /**
     * A new verifier.
     *
     * @param user exact name
     * @param password in UTF-8, not empty; stays the caller's
     */
    String make(String user, byte[] password);

    /** Whether the verifier was made from this password; false also if it is not of this form. Constant time. */
    boolean matches(String user, byte[] password, String verifier);

    /** Whether a verifier is as this form would make it today; otherwise it is renewed when the password is at hand. */
    default boolean current(String verifier) {
        return true;
    }
}
