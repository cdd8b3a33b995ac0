package io.polywire.api.auth;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who knows what an opaque token stands for: a table, or a server that is asked (RFC 7662). A service; several may be there,
 * and the first that recognizes a token's form decides about it. The log-in by token asks it at each new connection, so what
 * is revoked here lets nobody in again. Thread-safe.
 */
@ConsumerType
public interface TokenStore {
    /**
     * Whether a secret has the form of this store's tokens, so that it is told apart from signed tokens and, on wires with
     * one place for both, from passwords. By its form alone: quick, no look-ups, callable on an event loop.
     *
     * @param secret as the client sent it; not kept, not changed
     */
    boolean recognizes(byte[] secret);

    /**
     * Looks a token up. Called on a thread that may wait. What is unknown, expired and revoked takes the same work.
     *
     * @param token that {@link #recognizes} has said yes to; not kept: it is wiped once the stage is complete
     * @return its holder; fails with {@link OutsideUsers.Refused} (the reason is for the operator, without the token) or with
     *     {@link io.polywire.api.error.SqlFailure} if it cannot be decided now
     */
    CompletionStage<Holder> check(byte[] token);

    /**
     * Whom a token lets in.
     *
     * @param user name in the user store
     * @param roles what the token says about roles, for the rules of the configuration; null if it says nothing of them, so
     *     that memberships stay as they are
     */
    record Holder(String user, Set<String> roles) {
        /** Copies the roles. */
        public Holder {
            Objects.requireNonNull(user, "user");
            roles = roles == null ? null : Set.copyOf(roles);
        }
    }
}
