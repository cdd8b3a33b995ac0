package io.polywire.auth.certificate.internal;

import static io.polywire.api.config.ConfigValues.WORDS;
import static io.polywire.api.config.ConfigValues.list;
import static io.polywire.api.config.ConfigValues.range;
import static io.polywire.api.config.ConfigValues.refuse;
import static io.polywire.api.config.ConfigValues.text;

import io.polywire.api.auth.NameRules;
import io.polywire.api.auth.OutsideUsers;
import io.polywire.api.error.SqlFailure;
import io.polywire.auth.certificate.internal.CertificateNames.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * A checked configuration; files are not read yet.
 *
 * @param names where a user's name may stand
 * @param rules from names to users
 * @param users what becomes of users and roles
 * @param rolesAttribute of the subject
 * @param crlFiles revocation lists
 * @param crlTrust who signs them, or empty
 * @param crlMissing whether a certificate without a list is taken
 * @param crlExpired whether an old list will do
 * @param ocsp off, soft or hard
 * @param ocspTrust authorities whose certificates are asked about, or empty
 * @param ocspUrl whom to ask, or null for those that the certificates name
 * @param reloadMillis how often files are looked at
 * @param threads that check
 * @param queue log-ins that wait for one
 */
record Settings(
        List<Source> names,
        NameRules rules,
        OutsideUsers users,
        String rolesAttribute,
        List<String> crlFiles,
        String crlTrust,
        boolean crlMissing,
        boolean crlExpired,
        String ocsp,
        String ocspTrust,
        URI ocspUrl,
        long reloadMillis,
        int threads,
        int queue) {

    /**
     * Checks every value.
     *
     * @throws SqlFailure of kind CONFIGURATION with key, value and range
     */
    static Settings of(CertificateConfiguration c) {
        String ocsp = text(c.ocsp());
        if (!List.of("off", "soft", "hard").contains(ocsp)) {
            throw refuse("ocsp", ocsp, "allowed are off, soft, hard");
        }
        if (ocsp.equals("off") != text(c.ocsp_trust()).isEmpty()) {
            throw refuse("ocsp.trust", text(c.ocsp_trust()), "it is needed with ocsp = soft or hard, and only there");
        }
        List<String> files = list(c.crl_files(), WORDS);
        String trust = text(c.crl_trust());
        if (files.isEmpty() != trust.isEmpty()) {
            throw refuse("crl.trust", trust, "crl.files and crl.trust belong together");
        }
        return new Settings(
                names(c),
                NameRules.parse("user.rules", list(c.user_rules(), ";")),
                new OutsideUsers(
                        choice("users", c.users(), "stored", "create"), "role.rules", list(c.role_rules(), ";")),
                text(c.roles_attribute()),
                files,
                trust,
                choice("crl.missing", c.crl_missing(), "refuse", "accept"),
                choice("crl.expired", c.crl_expired(), "refuse", "accept"),
                ocsp,
                text(c.ocsp_trust()),
                responder(text(c.ocsp_url())),
                range("reload.ms", c::reload_ms, 0, 3_600_000),
                range("login.threads", c::login_threads, 1, 64),
                range("login.queue", c::login_queue, 1, 100_000));
    }

    private static URI responder(String url) {
        if (url.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(url);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw refuse("ocsp.url", url, "it must be an http or https URL");
    }

    private static List<Source> names(CertificateConfiguration c) {
        List<Source> names = new ArrayList<>();
        for (String word : list(c.names(), WORDS)) {
            Source source = Source.of(word);
            if (source == null) {
                throw refuse("names", word, "allowed are cn, dn, email, dns, uri");
            }
            names.add(source);
        }
        if (names.isEmpty()) {
            throw refuse("names", "", "allowed are cn, dn, email, dns, uri");
        }
        return List.copyOf(names);
    }

    /** Whether it is the second of two. */
    private static boolean choice(String key, String value, String first, String second) {
        String text = text(value);
        if (!text.equals(first) && !text.equals(second)) {
            throw refuse(key, text, "allowed are " + first + ", " + second);
        }
        return text.equals(second);
    }
}
