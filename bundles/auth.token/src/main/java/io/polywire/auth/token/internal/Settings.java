package io.polywire.auth.token.internal;

import static io.polywire.api.config.ConfigValues.WORDS;
import static io.polywire.api.config.ConfigValues.list;
import static io.polywire.api.config.ConfigValues.range;
import static io.polywire.api.config.ConfigValues.refuse;
import static io.polywire.api.config.ConfigValues.text;

import com.nimbusds.jose.JWSAlgorithm;
import io.polywire.api.auth.NameRules;
import io.polywire.api.auth.OutsideUsers;
import io.polywire.api.error.SqlFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A checked configuration; files are not read yet.
 *
 * @param algorithms that are taken
 * @param types of typ that are taken, in lower case
 * @param maxBytes of a token
 * @param rules for claims
 * @param users what becomes of users and roles
 * @param keyFiles PEM files
 * @param secretFile or empty
 * @param jwksFile or empty
 * @param url limits and address of the JWK set, or null
 * @param urlTrust PEM file, or empty
 * @param revocationFile or empty
 * @param reloadMillis how often files are looked at
 * @param opaque whether opaque tokens are taken
 * @param cleartext whether tokens are taken beyond loopback without TLS
 * @param threads that check
 * @param queue log-ins that wait for one
 */
record Settings(
        Set<JWSAlgorithm> algorithms,
        Set<String> types,
        int maxBytes,
        ClaimRules rules,
        OutsideUsers users,
        List<String> keyFiles,
        String secretFile,
        String jwksFile,
        UrlKeys.Limits url,
        String urlTrust,
        String revocationFile,
        long reloadMillis,
        boolean opaque,
        boolean cleartext,
        int threads,
        int queue) {
    private static final String ANY = "*";

    /** Whether there are no keys that signed tokens could be checked by. */
    static boolean isEmpty(TokenConfiguration c) {
        return words(c.key_files()).isEmpty()
                && text(c.secret_file()).isEmpty()
                && text(c.jwks_file()).isEmpty()
                && text(c.jwks_url()).isEmpty();
    }

    /**
     * Checks every value.
     *
     * @throws SqlFailure of kind CONFIGURATION with key, value and range
     */
    static Settings of(TokenConfiguration c) {
        return new Settings(
                algorithms(c),
                words(c.types()).stream().map(t -> t.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()),
                range("token.max.bytes", c::token_max_bytes, 256, 65_535),
                isEmpty(c) ? null : rules(c),
                new OutsideUsers(create(c.users()), "role.rules", words(c.role_rules())),
                words(c.key_files()),
                text(c.secret_file()),
                text(c.jwks_file()),
                url(c),
                text(c.jwks_trust()),
                text(c.revocation_file()),
                range("reload.ms", c::reload_ms, 0, 3_600_000),
                c.opaque(),
                c.cleartext(),
                range("login.threads", c::login_threads, 1, 64),
                range("login.queue", c::login_queue, 1, 100_000));
    }

    private static Set<JWSAlgorithm> algorithms(TokenConfiguration c) {
        Set<JWSAlgorithm> result = new HashSet<>();
        for (String word : words(c.algorithms())) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(word);
            if (!Signatures.KNOWN.contains(algorithm)) {
                throw refuse(
                        "algorithms",
                        word,
                        "allowed are "
                                + Signatures.KNOWN.stream()
                                        .map(JWSAlgorithm::getName)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
            result.add(algorithm);
        }
        if (result.isEmpty()) {
            throw refuse("algorithms", "", "at least one is needed");
        }
        boolean secrets = result.stream().anyMatch(JWSAlgorithm.Family.HMAC_SHA::contains);
        if (!text(c.secret_file()).isEmpty() && !secrets) {
            throw refuse("algorithms", words(c.algorithms()).toString(), "secret.file is for HS256, HS384 or HS512");
        }
        return result;
    }

    private static ClaimRules rules(TokenConfiguration c) {
        String user = text(c.user_claim());
        if (user.isEmpty()) {
            throw refuse("user.claim", "", "a claim must name the user");
        }
        String roles = text(c.roles_claim());
        if (roles.isEmpty() != words(c.role_rules()).isEmpty()) {
            throw refuse("roles.claim", roles, "roles.claim and role.rules belong together");
        }
        return new ClaimRules(
                trusted("issuers", c.issuers()),
                trusted("audiences", c.audiences()),
                range("clock.skew.seconds", c::clock_skew_seconds, 0, 600),
                c.expiry_required(),
                range("lifetime.max.seconds", c::lifetime_max_seconds, 0, 31_536_000),
                words(c.required_claims()),
                user,
                NameRules.parse("user.rules", list(c.user_rules(), ";")),
                roles);
    }

    /** Nothing is no answer: a token of another service of the same issuer would do. */
    private static Set<String> trusted(String key, String[] values) {
        List<String> words = words(values);
        if (words.isEmpty()) {
            throw refuse(key, "", "name them, or * for any");
        }
        if (words.contains(ANY)) {
            if (words.size() > 1) {
                throw refuse(key, String.join(", ", words), "* stands alone");
            }
            return Set.of();
        }
        return Set.copyOf(words);
    }

    private static boolean create(String users) {
        return switch (text(users)) {
            case "stored" -> false;
            case "create" -> true;
            default -> throw refuse("users", users, "allowed are stored, create");
        };
    }

    private static UrlKeys.Limits url(TokenConfiguration c) {
        String text = text(c.jwks_url());
        if (text.isEmpty()) {
            return null;
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refuse("jwks.url", text, "it is not a URL");
        }
        if (uri.getRawUserInfo() != null) {
            // not repeated: it is a secret
            throw refuse("jwks.url", "...", "a URL with a user or password in it is not taken");
        }
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !https && !(http && (c.jwks_cleartext() || isLoopback(uri.getHost())))) {
            throw refuse("jwks.url", text, "allowed are https, and http on loopback (or with jwks.cleartext = true)");
        }
        return new UrlKeys.Limits(
                uri,
                range("jwks.timeout.ms", c::jwks_timeout_ms, 100, 60_000),
                range("jwks.max.bytes", c::jwks_max_bytes, 1024, 16 << 20),
                1000L * range("jwks.cache.seconds", c::jwks_cache_seconds, 1, 86_400),
                1000L * range("jwks.stale.seconds", c::jwks_stale_seconds, 0, 604_800),
                1000L * range("jwks.interval.seconds", c::jwks_interval_seconds, 1, 3600));
    }

    /** By its text: a name that is looked up may lead elsewhere. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static List<String> words(String[] values) {
        return list(values, WORDS);
    }
}
