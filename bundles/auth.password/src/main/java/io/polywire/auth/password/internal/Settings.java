package io.polywire.auth.password.internal;

import static io.polywire.api.config.ConfigValues.WORDS;
import static io.polywire.api.config.ConfigValues.list;
import static io.polywire.api.config.ConfigValues.range;
import static io.polywire.api.config.ConfigValues.refuse;

import io.polywire.api.error.SqlFailure;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A checked configuration.
 *
 * @param mechanisms enabled ones
 * @param argon2 cost of new argon2id verifiers
 * @param scramIterations of new SCRAM verifiers
 * @param threads of each of the two log-in pools
 * @param queue steps that may wait for each of them
 * @param cacheUsers up to how many users the store is held in memory
 * @param sha2Cache entries of the caching_sha2_password cache
 * @param developmentUser whether test/test exists where it is not stored
 * @param users to be created if they are not there
 * @param directory of the store, or empty for the home's
 */
record Settings(
        Set<Mechanism> mechanisms,
        Argon2Cost argon2,
        int scramIterations,
        int threads,
        int queue,
        int cacheUsers,
        int sha2Cache,
        boolean developmentUser,
        List<ConfiguredUser> users,
        String directory) {

    /**
     * Checks every value.
     *
     * @throws SqlFailure of kind CONFIGURATION with key, value and range
     */
    static Settings of(PasswordConfiguration c) {
        return new Settings(
                mechanisms(c.mechanisms()),
                new Argon2Cost(
                        range(
                                "argon2.memory",
                                c::argon2_memory,
                                Argon2Cost.LEAST_MEMORY,
                                Argon2Cost.MOST_MEMORY,
                                " KiB"),
                        range("argon2.passes", c::argon2_passes, 1, Argon2Cost.MOST_PASSES),
                        range("argon2.lanes", c::argon2_lanes, 1, Argon2Cost.MOST_LANES)),
                range("scram.iterations", c::scram_iterations, 4096, 1_000_000),
                range("login.threads", c::login_threads, 1, 64),
                range("login.queue", c::login_queue, 1, 100_000),
                range("cache.users", c::cache_users, 0, 100_000),
                range("sha2.cache", c::sha2_cache, 0, 100_000),
                c.development_user(),
                users(c.users()),
                c.directory() == null ? "" : c.directory().trim());
    }

    private static Set<Mechanism> mechanisms(String[] values) {
        Set<Mechanism> result = EnumSet.noneOf(Mechanism.class);
        for (String word : list(values, WORDS)) {
            result.add(Mechanism.of(word)
                    .orElseThrow(() -> refuse("mechanisms", word, "allowed are " + Mechanism.keys())));
        }
        if (result.isEmpty()) {
            throw refuse("mechanisms", "", "allowed are " + Mechanism.keys());
        }
        return java.util.Collections.unmodifiableSet(result);
    }

    private static List<ConfiguredUser> users(String[] values) {
        return list(values, "\\s+").stream().map(ConfiguredUser::parse).toList();
    }
}
