package io.polywire.auth.password.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The mechanisms that a password can be stored for; their keys name verifiers in the store and in configuration. */
enum Mechanism {
    /** Check of a relayed clear password; the wires know it as "password". */
    ARGON2("argon2"),
    SCRAM_SHA_256("scram-sha-256"),
    CACHING_SHA2("caching_sha2_password"),
    SRP256("srp256"),
    SRP("srp"),
    MYSQL_NATIVE("mysql_native_password"),
    MD5("md5");

    private final String key;

    Mechanism(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    static Optional<Mechanism> of(String key) {
        return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(Mechanism::key).collect(Collectors.joining(", "));
    }
}
