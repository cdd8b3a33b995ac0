package io.polywire.auth.token.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code config/io.polywire.auth.token.cfg}; an underscore stands for a dot. Ranges are in {@link Settings}. */
@ObjectClassDefinition(
        name = "Polywire authentication by token",
        description =
                "Log-ins by opaque tokens, and by signed JSON web tokens once keys, issuers and audiences are set. A "
                        + "changed value acts on the next log-in.")
@interface TokenConfiguration {
    /** Who makes tokens. */
    @AttributeDefinition(
            name = "Issuers",
            description = "Values of iss that are trusted, by commas; * for any.",
            required = false)
    String[] issuers() default {};

    /** Whom tokens are for. */
    @AttributeDefinition(
            name = "Audiences",
            description = "Values of aud of which a token must have one, by commas; * for any.",
            required = false)
    String[] audiences() default {};

    /** JWS algorithms. */
    @AttributeDefinition(
            name = "Algorithms",
            description = "Signature algorithms that are taken, by commas: HS256, HS384, HS512 (shared secret), RS256, "
                    + "RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519.")
    String[] algorithms() default {"RS256", "PS256", "ES256", "EdDSA", "Ed25519"};

    /** The header's typ. */
    @AttributeDefinition(
            name = "Types",
            description = "Values of typ in the header that are taken, by commas; a token without typ is taken too.")
    String[] types() default {"JWT", "at+jwt"};

    /** PEM. */
    @AttributeDefinition(
            name = "Key files",
            description = "PEM files with public keys or certificates, by commas.",
            required = false)
    String[] key_files() default {};

    /** HMAC. */
    @AttributeDefinition(
            name = "Secret file",
            description =
                    "File whose first line is the secret of HS256, HS384 and HS512: at least 32, 48 or 64 bytes as "
                            + "they are, or after base64:. Others may not read the file.",
            required = false)
    String secret_file() default "";

    /** RFC 7517. */
    @AttributeDefinition(name = "JWKS file", description = "File with a JWK set.", required = false)
    String jwks_file() default "";

    /** RFC 7517. */
    @AttributeDefinition(
            name = "JWKS URL",
            description = "URL of a JWK set: https, or http on loopback.",
            required = false)
    String jwks_url() default "";

    /** Allows http. */
    @AttributeDefinition(
            name = "JWKS in clear text",
            description = "Whether the URL may be http beyond loopback. Whoever is between can then let itself in.")
    boolean jwks_cleartext() default false;

    /** PEM. */
    @AttributeDefinition(
            name = "JWKS trust",
            description = "PEM file with the certificates that the URL's server is checked by; empty for the JDK's.",
            required = false)
    String jwks_trust() default "";

    /** Time of a fetch. */
    @AttributeDefinition(name = "JWKS time-out", description = "Longest fetch; milliseconds, 100 to 60000.")
    int jwks_timeout_ms() default 5000;

    /** Size of a set. */
    @AttributeDefinition(name = "JWKS size", description = "Longest JWK set; bytes, 1024 to 16777216.")
    int jwks_max_bytes() default 262_144;

    /** Cache. */
    @AttributeDefinition(
            name = "JWKS cache",
            description = "How long fetched keys are used before they are fetched again; seconds, 1 to 86400.")
    int jwks_cache_seconds() default 300;

    /** Beyond the cache. */
    @AttributeDefinition(
            name = "JWKS stale",
            description = "How much longer they are used while the server does not answer; seconds, 0 to 604800.")
    int jwks_stale_seconds() default 3600;

    /** Least time between fetches. */
    @AttributeDefinition(
            name = "JWKS interval",
            description = "Least time between two fetches, also for keys that are not known; seconds, 1 to 3600.")
    int jwks_interval_seconds() default 10;

    /** Revoked tokens. */
    @AttributeDefinition(
            name = "Revocation file",
            description = "File of revoked tokens, one a line: jti <id>, kid <key>, sub <subject> [<issued before>], "
                    + "sha256 <hex of the token>.",
            required = false)
    String revocation_file() default "";

    /** How often files are looked at. */
    @AttributeDefinition(
            name = "Reload",
            description = "How often files are looked at for changes; milliseconds, 0 to 3600000.")
    int reload_ms() default 1000;

    /** Clock skew. */
    @AttributeDefinition(name = "Clock skew", description = "How far clocks may be apart; seconds, 0 to 600.")
    int clock_skew_seconds() default 30;

    /** exp. */
    @AttributeDefinition(name = "Expiry required", description = "Whether a token must have an end (exp).")
    boolean expiry_required() default true;

    /** exp - iat. */
    @AttributeDefinition(
            name = "Longest lifetime",
            description = "Longest time from iat to exp; seconds, 0 (any) to 31536000.")
    int lifetime_max_seconds() default 0;

    /** Other claims. */
    @AttributeDefinition(
            name = "Required claims",
            description = "Claims that must be there, by commas: name, or name=value (a text, one of its words, or an "
                    + "element of an array).",
            required = false)
    String[] required_claims() default {};

    /** Longest token. */
    @AttributeDefinition(name = "Token size", description = "Longest token; bytes, 256 to 65535.")
    int token_max_bytes() default 16_384;

    /** Names the user. */
    @AttributeDefinition(name = "User claim", description = "Claim that names the user.")
    String user_claim() default "sub";

    /** From claims to users. */
    @AttributeDefinition(
            name = "User rules",
            description =
                    "Rules from the claim to users, by semicolons: name = user, or /regular expression/ = user with "
                            + "$1 to $9. Without any, the claim is the user's name.",
            required = false)
    String[] user_rules() default {};

    /** stored or create. */
    @AttributeDefinition(
            name = "Users",
            description =
                    "stored: only users of the store get in; create: others are made there at their first log-in.")
    String users() default "stored";

    /** Says something of roles. */
    @AttributeDefinition(
            name = "Roles claim",
            description = "Claim with roles (an array, or words), also within objects: realm_access.roles.",
            required = false)
    String roles_claim() default "";

    /** From values to roles. */
    @AttributeDefinition(
            name = "Role rules",
            description = "value:role, by commas. At a log-in, the user becomes a member of the roles that its token "
                    + "names, and no member of the others that stand here.",
            required = false)
    String[] role_rules() default {};

    /** Tokens of token stores. */
    @AttributeDefinition(
            name = "Opaque tokens",
            description =
                    "Whether opaque tokens are taken: those of polywire token, and of other bundles' token stores.")
    boolean opaque() default true;

    /** Beyond loopback without TLS. */
    @AttributeDefinition(name = "Clear text", description = "Whether tokens are taken beyond loopback without TLS.")
    boolean cleartext() default false;

    /** Threads. */
    @AttributeDefinition(name = "Log-in threads", description = "Threads that check tokens, 1 to 64.")
    int login_threads() default 2;

    /** Queue. */
    @AttributeDefinition(
            name = "Log-in queue",
            description = "Log-ins that may wait for a thread, 1 to 100000; one more is refused with 53300.")
    int login_queue() default 256;
}
