package io.polywire.net.internal;

/** A value of the configuration that cannot be used. Its message names key, value and what is allowed. */
final class BadSetting extends Exception {
    private static final long serialVersionUID = 1L;

    BadSetting(String key, String value, String allowed) {
        this(key, value, allowed, null);
    }

    BadSetting(String key, String value, String allowed, Throwable cause) {
        super(key + " = " + value + " is refused: allowed is " + allowed, cause);
    }

    private BadSetting(String message) {
        super(message);
    }

    /** For keys: their value is not shown, it could be a secret under a mistyped name. */
    static BadSetting unknownKey(String key, String known) {
        return new BadSetting("key " + key + " is refused: allowed are " + known);
    }
}
