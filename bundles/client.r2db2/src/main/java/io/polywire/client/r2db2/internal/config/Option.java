package io.polywire.client.r2db2.internal.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every option of the URL and of the properties: its name, default, allowed values and what it is for. */
public enum Option {
    USER("user", null, "User name; empty for an unauthenticated session"),
    PASSWORD("password", null, "Password, or the token with auth=token"),
    DATABASE("database", null, "Database to open; the listener's default otherwise"),
    AUTH("auth", null, "Authentication method to ask for", "none", "password", "token", "certificate"),
    TLS(
            "tls",
            "off",
            "off, require (encrypted) or verify-full (encrypted, certificate and host name checked)",
            "off",
            "require",
            "verify-full"),
    TLS_ROOT_CERT("tlsRootCert", null, "PEM file with the certificates to trust"),
    TLS_TRUST_STORE("tlsTrustStore", null, "Key store file (PKCS12 or JKS) with the certificates to trust"),
    TLS_TRUST_STORE_PASSWORD("tlsTrustStorePassword", null, "Password of tlsTrustStore"),
    TLS_KEY_STORE("tlsKeyStore", null, "Key store file (PKCS12 or JKS) with the client's certificate and key"),
    TLS_KEY_STORE_PASSWORD("tlsKeyStorePassword", null, "Password of tlsKeyStore and of its key"),
    COMPRESSION("compression", "none", "Compression to ask for", "none", "lz4"),
    COMPRESSION_LEVEL("compressionLevel", "0", "0 fast, 1 to 12 high compression", 0, 12),
    CONNECT_TIMEOUT(
            "connectTimeout",
            "10000",
            "Longest wait for one connection and its start-up, ms; 0: no limit",
            0,
            Integer.MAX_VALUE),
    SOCKET_TIMEOUT(
            "socketTimeout", "0", "Longest wait for the server's next bytes, ms; 0: no limit", 0, Integer.MAX_VALUE),
    LOGIN_TIMEOUT(
            "loginTimeout",
            "0",
            "Limit for connecting with all hosts and tries, s; 0: no limit",
            0,
            Integer.MAX_VALUE / 1000),
    CONNECT_RETRIES("connectRetries", "5", "Tries to connect over all hosts before giving up", 1, 1000),
    CONNECT_RETRY_DELAY(
            "connectRetryDelay", "1000", "Wait before the second try, ms; doubles with each further one", 0, 60_000),
    TARGET_SERVER("targetServer", "inOrder", "Order in which the hosts are tried", "inOrder", "random"),
    FETCH_SIZE("fetchSize", "1000", "Rows fetched at a time where the statement sets none; 0: 1000", 0, 1_000_000),
    APPLICATION_NAME("applicationName", null, "Name shown in the server's logs and lists of sessions"),
    HEARTBEAT("heartbeat", "0", "Seconds between heartbeats; 0: none", 0, 3600),
    DIALECT("dialect", null, "SQL dialect of the session; sqlite otherwise"),
    TRACE("trace", "false", "Ask the server to log each step of this connection", "true", "false"),
    STATEMENT_CACHE("statementCache", "64", "Closed prepared statements kept for reuse; 0: none", 0, 10_000),
    MAX_MESSAGE_BYTES(
            "maxMessageBytes",
            "134217728",
            "Largest message accepted from the server, bytes",
            65_536,
            Integer.MAX_VALUE - 64),
    MAX_BUFFER_BYTES(
            "maxBufferBytes",
            "67108864",
            "Most unread bytes kept when the connection is used while a result is being read",
            0,
            Integer.MAX_VALUE - 64),
    DATE_INTEGERS(
            "dateIntegers",
            "seconds",
            "What an integer in a date or timestamp column counts since 1970, in UTC",
            "seconds",
            "milliseconds");

    private static final Map<String, Option> BY_NAME = new HashMap<>();

    static {
        for (Option option : values()) {
            BY_NAME.put(option.key, option);
        }
    }

    private final String key;
    private final String initial;
    private final String description;
    private final List<String> choices;
    private final boolean number;
    private final int min;
    private final int max;

    Option(String key, String initial, String description, String... choices) {
        this.key = key;
        this.initial = initial;
        this.description = description;
        this.choices = List.of(choices);
        this.number = false;
        this.min = 0;
        this.max = 0;
    }

    Option(String key, String initial, String description, int min, int max) {
        this.key = key;
        this.initial = initial;
        this.description = description;
        this.choices = List.of();
        this.number = true;
        this.min = min;
        this.max = max;
    }

    /** The name as it is written in a URL. */
    public String key() {
        return key;
    }

    /** The value where none is given; null: none. */
    public String initial() {
        return initial;
    }

    /** One line for people. */
    public String description() {
        return description;
    }

    /** The allowed values; empty where any text or a number is. */
    public List<String> choices() {
        return choices;
    }

    /** Whether the value must never be shown. */
    public boolean secret() {
        return key.toLowerCase(Locale.ROOT).contains("password");
    }

    /** The option of that exact name; null where there is none. */
    public static Option named(String name) {
        return BY_NAME.get(name);
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException saying what is allowed; the value itself is not repeated
     */
    public void check(String value) {
        if (!choices.isEmpty() && !choices.contains(value)) {
            throw new IllegalArgumentException("Option " + key + " must be one of " + String.join(", ", choices));
        }
        if (number) {
            try {
                int parsed = Integer.parseInt(value);
                if (parsed >= min && parsed <= max) {
                    return;
                }
            } catch (NumberFormatException e) {
                // told below, in the same words as a number out of range
            }
            throw new IllegalArgumentException("Option " + key + " must be a whole number from " + min + " to " + max);
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Option " + key + " must not hold a NUL character");
        }
    }
}
