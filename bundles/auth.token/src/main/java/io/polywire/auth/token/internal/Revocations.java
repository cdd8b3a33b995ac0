package io.polywire.auth.token.internal;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tokens that are not good any more, whatever they say. One a line: {@code jti <id>}, {@code kid <key>},
 * {@code sub <subject>}, {@code sub <subject> <time>} for those issued before it (ISO 8601), {@code sha256 <hex>} of a whole
 * token; {@code #} begins a comment. Immutable.
 */
final class Revocations {
    /** Nothing is revoked. */
    static final Revocations NONE = new Revocations();

    static final int MOST_BYTES = 64 << 20;
    private static final int MOST_ENTRIES = 1_000_000;

    private final Set<String> entries = new HashSet<>();
    private final Map<String, Instant> before = new HashMap<>();

    private Revocations() {}

    static Revocations read(byte[] bytes) throws IOException {
        Revocations r = new Revocations();
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                r.add(text, number);
            }
        }
        if (r.entries.size() + r.before.size() > MOST_ENTRIES) {
            throw new IOException("it has more than " + MOST_ENTRIES + " entries");
        }
        return r;
    }

    private void add(String text, int number) throws IOException {
        String[] words = text.split("\\s+");
        boolean known = words.length >= 2
                && switch (words[0]) {
                    case "jti", "kid", "sha256" -> words.length == 2;
                    case "sub" -> words.length <= 3;
                    default -> false;
                };
        if (!known) {
            // a line that is not understood would let in what was to be kept out
            throw new IOException("line " + number + " is not understood");
        }
        if (words.length == 3) {
            try {
                before.merge(words[1], Instant.parse(words[2]), (a, b) -> a.isAfter(b) ? a : b);
            } catch (DateTimeParseException e) {
                throw new IOException("line " + number + " has no time as 2026-01-31T12:00:00Z", e);
            }
        } else {
            entries.add(words[0] + ' ' + (words[0].equals("sha256") ? words[1].toLowerCase(Locale.ROOT) : words[1]));
        }
    }

    /**
     * Whether a token is revoked.
     *
     * @param token all of it
     * @param kid of its header, or null
     */
    boolean has(byte[] token, String kid, JWTClaimsSet claims) {
        if (entries.isEmpty() && before.isEmpty()) {
            return false;
        }
        return entries.contains("jti " + claims.getJWTID())
                || entries.contains("kid " + kid)
                || entries.contains("sub " + claims.getSubject())
                || entries.contains("sha256 " + hash(token))
                || issuedBefore(claims);
    }

    private boolean issuedBefore(JWTClaimsSet claims) {
        Instant limit = before.get(claims.getSubject());
        Date issued = claims.getIssueTime();
        return limit != null && (issued == null || issued.toInstant().isBefore(limit));
    }

    private static String hash(byte[] token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
