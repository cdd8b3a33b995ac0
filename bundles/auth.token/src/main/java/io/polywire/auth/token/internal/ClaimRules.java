package io.polywire.auth.token.internal;

import com.nimbusds.jwt.JWTClaimsSet;
import io.polywire.api.auth.NameRules;
import io.polywire.api.auth.OutsideUsers.Refused;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a token must say (RFC 7519, section 4.1), and whom it speaks of.
 *
 * @param issuers one of them has made it; empty for any
 * @param audiences one of them is meant; empty for any
 * @param skewSeconds how far the clocks may be apart
 * @param expiryRequired whether it must have an end
 * @param lifetimeSeconds longest time from its issue to its end, 0 for any
 * @param required claims that must be there: a name, or name=value
 * @param userClaim which claim names the user
 * @param names from claims to users
 * @param rolesClaim which claim says something of roles, or empty
 */
record ClaimRules(
        Set<String> issuers,
        Set<String> audiences,
        long skewSeconds,
        boolean expiryRequired,
        long lifetimeSeconds,
        List<String> required,
        String userClaim,
        NameRules names,
        String rolesClaim) {

    /** Asks for everything but the user. */
    void check(JWTClaimsSet claims, Instant now) throws Refused {
        String issuer = claims.getIssuer();
        require(issuers.isEmpty() || issuer != null && issuers.contains(issuer), "its issuer is not trusted");
        require(
                audiences.isEmpty() || claims.getAudience().stream().anyMatch(a -> a != null && audiences.contains(a)),
                "it is meant for another audience");
        checkTimes(claims, now);
        for (String claim : required) {
            int equals = claim.indexOf('=');
            String name = equals < 0 ? claim : claim.substring(0, equals);
            Object value = value(claims, name);
            require(
                    value != null && (equals < 0 || values(value).contains(claim.substring(equals + 1))),
                    "claim " + name + " is missing or has another value");
        }
    }

    private void checkTimes(JWTClaimsSet claims, Instant now) throws Refused {
        Instant expires = instant(claims.getExpirationTime());
        Instant issued = instant(claims.getIssueTime());
        Instant notBefore = instant(claims.getNotBeforeTime());
        require(expires != null || !expiryRequired, "it has no end (exp)");
        require(expires == null || now.isBefore(expires.plusSeconds(skewSeconds)), "it has expired");
        require(notBefore == null || !now.plusSeconds(skewSeconds).isBefore(notBefore), "it is not valid yet");
        require(issued == null || !now.plusSeconds(skewSeconds).isBefore(issued), "it was issued in the future");
        if (lifetimeSeconds > 0) {
            require(
                    issued != null && expires != null && !expires.isAfter(issued.plusSeconds(lifetimeSeconds)),
                    "its lifetime is too long or not said");
        }
    }

    private static Instant instant(Date date) {
        return date == null ? null : date.toInstant();
    }

    private static void require(boolean condition, String reason) throws Refused {
        if (!condition) {
            throw new Refused(reason);
        }
    }

    /**
     * The user that it speaks of.
     *
     * @param asked whom the client wants to be; null or empty where it left that to the token
     */
    String user(JWTClaimsSet claims, String asked) throws Refused {
        Object value = value(claims, userClaim);
        require(value instanceof String s && !s.isEmpty(), "claim " + userClaim + " names no user");
        String name = (String) value;
        if (asked == null || asked.isEmpty()) {
            String mapped = names.map(name);
            require(mapped != null, "no rule maps its user");
            return mapped;
        }
        require(names.allows(name, asked), "it speaks of another user");
        return asked;
    }

    /** What it says of roles. */
    Set<String> roles(JWTClaimsSet claims) {
        return rolesClaim.isEmpty() ? Set.of() : values(value(claims, rolesClaim));
    }

    /** A claim by its name, or by its way through objects ("realm_access.roles"); null if it is not there. */
    private static Object value(JWTClaimsSet claims, String name) {
        if (name.equals(com.nimbusds.jwt.JWTClaimNames.AUDIENCE)) {
            return claims.getAudience().isEmpty() ? null : claims.getAudience();
        }
        Object direct = claims.getClaim(name);
        if (direct != null || name.indexOf('.') < 0) {
            return direct;
        }
        String[] way = name.split("\\.");
        Object at = claims.getClaim(way[0]);
        for (String step : Arrays.asList(way).subList(1, way.length)) {
            at = at instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return at;
    }

    /** A text, a text of words (RFC 8693, scope), an array of texts, or another value as its text. */
    private static Set<String> values(Object value) {
        Set<String> values = new HashSet<>();
        if (value instanceof Collection<?> several) {
            several.forEach(v -> values.add(String.valueOf(v)));
        } else if (value != null) {
            String text = value.toString();
            values.add(text);
            values.addAll(Arrays.asList(text.split(" ")));
        }
        return values;
    }
}
