package io.polywire.sql;

import java.util.Collection;

/**
 * What a front dialect knows of a session's settings. Stateless and thread-safe. Methods may throw
 * {@link io.polywire.api.error.SqlFailure}.
 */
public interface SettingRules {
    /**
     * A setting's name as it is kept and reported.
     *
     * @param name folded
     * @throws io.polywire.api.error.SqlFailure 42704 if there is none; 0A000 if it is not served
     */
    String canonical(String name);

    /** All names, as they are kept. */
    Collection<String> names();

    /**
     * The value where a session has none of its own; null for a value that is the session's own affair
     * ("session_authorization").
     */
    String defaultValue(String canonical);

    /**
     * A value as it is kept.
     *
     * @throws io.polywire.api.error.SqlFailure 22023 for one that cannot be, 55P02 for a setting that cannot be changed,
     *     0A000 for a value that would change what is not served
     */
    String check(String canonical, String value);

    /** Whether clients are told of changes. */
    boolean isReported(String canonical);
}
