package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/**
 * An entry of the configuration key {@code users}: {@code name:verifier[:superuser]}.
 *
 * @param name of the user
 * @param mechanism that the verifier belongs to
 * @param verifier never a clear password
 * @param superuser whether rights are not asked for
 */
record ConfiguredUser(String name, Mechanism mechanism, String verifier, boolean superuser) {
    private static final String SUPERUSER = ":superuser";

    /** Names the user only. */
    @Override
    public String toString() {
        return "ConfiguredUser[" + name + "]";
    }

    /**
     * Reads an entry.
     *
     * @throws SqlFailure of kind CONFIGURATION; it never repeats what stands in the place of the verifier
     */
    static ConfiguredUser parse(String entry) {
        int colon = entry.indexOf(':');
        if (colon < 1) {
            throw SqlFailure.of(
                    FailureKind.CONFIGURATION, "users: an entry is not of the form name:verifier[:superuser]");
        }
        String name = entry.substring(0, colon);
        UserNames.check(name);
        boolean superuser = entry.endsWith(SUPERUSER);
        String verifier = entry.substring(colon + 1, entry.length() - (superuser ? SUPERUSER.length() : 0));
        if (Argon2Verifier.parse(verifier).isPresent()) {
            return new ConfiguredUser(name, Mechanism.ARGON2, verifier, superuser);
        }
        if (ScramVerifier.parse(verifier).isPresent()) {
            return new ConfiguredUser(name, Mechanism.SCRAM_SHA_256, verifier, superuser);
        }
        throw SqlFailure.build(
                        FailureKind.CONFIGURATION,
                        "users: what stands for user \"" + name + "\" is neither an argon2id PHC string nor a"
                                + " SCRAM-SHA-256 verifier; a clear password has no place in a configuration")
                .hint("set it with: polywire user password " + name)
                .build();
    }
}
