package io.polywire.api.auth;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A mechanism; a service with the properties {@value #MECHANISM} and {@value #METHOD}. Thread-safe. Secrets and
 * cryptography stay in here; a wire relays bytes and knows the mechanism's name.
 *
 * <p>Mechanism names: {@code password} (the clear password is relayed), {@code md5}, {@code scram-sha-256},
 * {@code scram-sha-256-plus}, {@code mysql_native_password}, {@code caching_sha2_password}, {@code srp}, {@code srp256},
 * {@code token}, {@code certificate}, or a name of a third party's own.
 */
@ConsumerType
public interface Authenticator {
    /** Service property: the mechanism's name. */
    String MECHANISM = "polywire.auth.mechanism";

    /** Service property: the method it belongs to, which listeners name: password, token, certificate, or another. */
    String METHOD = "polywire.auth.method";

    /** The mechanism's name. */
    String mechanism();

    /** The method it belongs to. */
    String method();

    /** Strength for the order of offers: a higher one is offered first. 100 plain, 200 MD5, 300 SCRAM, SRP-256. */
    int strength();

    /** Whether it can be used with this client at all (TLS needed, certificate needed). Quick; no look-ups. */
    boolean available(AuthContext context);

    /**
     * Whether a secret has the form of those that this mechanism checks, on wires with one place for passwords and tokens.
     * By its form alone; quick. Without a word of the mechanism's own: the form of a JSON web token.
     *
     * @param secret as the client sent it; not kept, not changed
     */
    default boolean recognizes(byte[] secret) {
        return TokenForm.isToken(secret);
    }

    /** Starts with a client. An unknown user is not told apart: the same steps, the same work, then refused. */
    Exchange begin(AuthContext context);
}
