package io.polywire.api.auth;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides how a client may prove who it is; one service, provided by the router. It applies the listener's list of
 * methods and its rules, counts failed attempts, slows down and bans, and writes the security log. Thread-safe.
 */
@ProviderType
public interface Gatekeeper {
    /** The method that needs no proof. */
    String NONE = "none";

    /**
     * The mechanisms open to this client, strongest first, {@value #NONE} if and where its rules allow it; empty if
     * nothing is. Limited to mechanisms that the wire can speak.
     *
     * @param spoken mechanisms that the wire can speak
     */
    List<String> mechanisms(AuthContext context, List<String> spoken);

    /**
     * Starts an exchange over one of {@link #mechanisms}; with {@value #NONE} the first step is done, as the role that
     * the configuration names. Refusals are the same in text and time for an unknown user and a wrong secret; under a
     * ban each is refused (28000).
     */
    Exchange begin(String mechanism, AuthContext context);
}
