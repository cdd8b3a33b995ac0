package io.polywire.auth.password.internal;

/**
 * What an argon2id run costs (RFC 9106 section 3.1).
 *
 * @param memory KiB
 * @param passes over the memory
 * @param lanes degree of parallelism
 */
record Argon2Cost(int memory, int passes, int lanes) {
    /** The least that OWASP's password storage cheat sheet names. */
    static final int LEAST_MEMORY = 7168;

    /** 1 GiB: a verifier from elsewhere that asks for more is not run. */
    static final int MOST_MEMORY = 1_048_576;

    static final int MOST_PASSES = 20;

    static final int MOST_LANES = 16;
}
