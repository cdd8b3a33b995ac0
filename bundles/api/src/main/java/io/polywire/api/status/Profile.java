package io.polywire.api.status;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the server is run for, from {@code profile = development | production} of io.polywire.router.cfg; one service,
 * provided by the router. A component that would do what is only fit for development asks here before it does it, so
 * that production is safe whatever else is configured. Thread-safe; a changed profile is a new service.
 */
@ProviderType
public interface Profile {
    /** "development" or "production". */
    String name();

    /** Whether this is production. */
    boolean isProduction();

    /**
     * Returns if this is development, or if {@code allow} of io.polywire.router.cfg names the permission. Otherwise the
     * refusal is kept for the start report and thrown.
     *
     * @param permission "development-user", "unauthenticated:&lt;listener&gt;", "cleartext:&lt;listener&gt;", ...
     * @param what what would happen, for a person: "listener r2db2 lets clients in without authentication"
     * @param change what line to change, for a person: "remove none from auth in config/io.polywire.net-r2db2.cfg"
     * @throws io.polywire.api.error.SqlFailure of kind CONFIGURATION
     */
    void require(String permission, String what, String change);

    /** The refusals that stand, each with the lines that would end it; empty in development. */
    List<String> refusals();
}
