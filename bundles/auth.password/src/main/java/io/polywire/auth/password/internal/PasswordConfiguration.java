package io.polywire.auth.password.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code config/io.polywire.auth.password.cfg}; an underscore stands for a dot. Ranges are in {@link Settings}. */
@ObjectClassDefinition(
        name = "Polywire authentication by password",
        description = "User store and password mechanisms behind all wires. A changed value acts on the next log-in.")
@interface PasswordConfiguration {
    /** See {@link Mechanism}. */
    @AttributeDefinition(
            name = "Mechanisms",
            description = "Mechanisms that passwords are stored for and clients may use, separated by commas: argon2 "
                    + "(clear passwords), scram-sha-256, caching_sha2_password, srp256; weak, by name only: md5, "
                    + "mysql_native_password, srp. The verifiers of a mechanism that is taken away are deleted.")
    String[] mechanisms() default {"argon2", "scram-sha-256", "caching_sha2_password", "srp256"};

    /** KiB. */
    @AttributeDefinition(
            name = "Argon2 memory",
            description =
                    "Memory of one argon2id run in KiB, 7168 to 1048576. Stored verifiers of other parameters stay "
                            + "good and are renewed at the next clear log-in.")
    int argon2_memory() default 19_456;

    /** Passes. */
    @AttributeDefinition(name = "Argon2 passes", description = "Passes over the memory, 1 to 20.")
    int argon2_passes() default 2;

    /** Lanes. */
    @AttributeDefinition(name = "Argon2 lanes", description = "Lanes (parallelism) of argon2id, 1 to 16.")
    int argon2_lanes() default 1;

    /** PBKDF2 iterations. */
    @AttributeDefinition(
            name = "SCRAM iterations",
            description = "PBKDF2 iterations of new SCRAM verifiers, 4096 to 1000000; the work is the client's.")
    int scram_iterations() default 4096;

    /** Threads that hash. */
    @AttributeDefinition(
            name = "Log-in threads",
            description = "Threads that check clear passwords and look up users, 1 to 64 each. Memory for argon2 is at "
                    + "most (threads + 1) times argon2.memory.")
    int login_threads() default 2;

    /** Waiting log-ins. */
    @AttributeDefinition(
            name = "Log-in queue",
            description = "Log-in steps that may wait for a thread, 1 to 100000; one more is refused with 53300.")
    int login_queue() default 256;

    /** Users kept in memory. */
    @AttributeDefinition(
            name = "User cache",
            description = "Up to how many users the store is kept in memory, 0 to 100000; a larger store is read from "
                    + "its file at each log-in.")
    int cache_users() default 1000;

    /** Entries of the caching_sha2_password cache. */
    @AttributeDefinition(
            name = "caching_sha2_password cache",
            description = "Users whose fast log-in is remembered in memory, 0 to 100000.")
    int sha2_cache() default 1000;

    /** test/test. */
    @AttributeDefinition(
            name = "Development user",
            description = "Whether user test with password test is a superuser while none of that name is stored. For "
                    + "profile = development; production refuses to start with it.")
    boolean development_user() default true;

    /** Unattended set-up. */
    @AttributeDefinition(
            name = "Users",
            description = "Users that are created if they are not there, separated by white space: "
                    + "name:verifier[:superuser], the verifier an argon2id PHC string or a SCRAM-SHA-256 verifier, never "
                    + "a clear password.",
            required = false)
    String[] users() default {};

    /** Where the store lives. */
    @AttributeDefinition(
            name = "Directory",
            description = "Directory of the user store; empty for data/users in the home.",
            required = false)
    String directory() default "";
}
