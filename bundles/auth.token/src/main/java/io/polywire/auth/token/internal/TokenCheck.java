package io.polywire.auth.token.internal;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import io.polywire.api.auth.OutsideUsers.Refused;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whether a token is good: form and header first, then the signature, and only then what it says. Keys come from the
 * configuration alone; what a header brings along ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) is not looked at.
 */
final class TokenCheck {
    /** Keys that one token is tried with, so that a token without a key's name costs little. */
    private static final int MOST_TRIES = 16;

    private final List<KeySource> sources;
    private final Set<JWSAlgorithm> algorithms;
    private final Set<String> types;
    private final int maxBytes;
    private final ClaimRules rules;
    private final Supplier<Revocations> revocations;
    private final Clock clock;

    TokenCheck(
            List<KeySource> sources,
            Set<JWSAlgorithm> algorithms,
            Set<String> types,
            int maxBytes,
            ClaimRules rules,
            Supplier<Revocations> revocations,
            Clock clock) {
        this.sources = List.copyOf(sources);
        this.algorithms = Set.copyOf(algorithms);
        this.types = Set.copyOf(types);
        this.maxBytes = maxBytes;
        this.rules = rules;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * Checks a token.
     *
     * @param token all of it; not kept
     * @return its claims; fails with {@link Refused}, or with what keeps a key source from answering
     */
    CompletionStage<JWTClaimsSet> check(byte[] token) {
        JWSObject jws;
        try {
            jws = parse(token);
        } catch (Refused r) {
            return CompletableFuture.failedFuture(r);
        }
        String kid = jws.getHeader().getKeyID();
        return gather(KeySource::keys)
                .thenCompose(keys -> kid == null || keys.stream().anyMatch(k -> kid.equals(k.getKeyID()))
                        ? CompletableFuture.completedFuture(keys)
                        : gather(KeySource::newer))
                .thenCompose(keys -> decide(token, jws, keys));
    }

    private CompletionStage<JWTClaimsSet> decide(byte[] token, JWSObject jws, List<JWK> keys) {
        try {
            if (!signed(jws, keys)) {
                throw new Refused("no key that is trusted has signed it");
            }
            JWTClaimsSet claims = claims(jws);
            rules.check(claims, clock.instant());
            if (revocations.get().has(token, jws.getHeader().getKeyID(), claims)) {
                throw new Refused("it is revoked");
            }
            return CompletableFuture.completedFuture(claims);
        } catch (Refused r) {
            return CompletableFuture.failedFuture(r);
        }
    }

    JWSObject parse(byte[] token) throws Refused {
        if (token.length > maxBytes) {
            throw new Refused("the token is longer than " + maxBytes + " bytes");
        }
        String text = new String(token, StandardCharsets.ISO_8859_1);
        if (text.chars().filter(c -> c == '.').count() == 4) {
            throw new Refused("encrypted tokens are not taken");
        }
        JWSObject jws;
        try {
            jws = JWSObject.parse(text);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            // without the cause, whose text may show a part of the token; "none" is no algorithm of a JWS either
            throw new Refused("it is not a signed token");
        }
        JWSHeader header = jws.getHeader();
        if (!algorithms.contains(header.getAlgorithm())) {
            throw new Refused("its algorithm is not one of the configuration");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw new Refused("its header has critical parameters, of which none is known");
        }
        if (header.getContentType() != null) {
            throw new Refused("it holds another token or content");
        }
        JOSEObjectType type = header.getType();
        if (type != null && !types.contains(plain(type))) {
            throw new Refused("it is a token of another type");
        }
        return jws;
    }

    /** RFC 7515, 4.1.9: without the prefix, whatever the case. */
    private static String plain(JOSEObjectType type) {
        String text = type.getType().toLowerCase(Locale.ROOT);
        return text.startsWith("application/") ? text.substring("application/".length()) : text;
    }

    private boolean signed(JWSObject jws, List<JWK> keys) {
        JWSHeader header = jws.getHeader();
        Date now = Date.from(clock.instant());
        String kid = header.getKeyID();
        return keys.stream()
                .filter(k -> kid == null || k.getKeyID() == null || kid.equals(k.getKeyID()))
                .filter(k -> Signatures.fits(k, header.getAlgorithm(), now))
                // the one that it names first
                .sorted((a, b) -> Boolean.compare(a.getKeyID() == null, b.getKeyID() == null))
                .limit(MOST_TRIES)
                .anyMatch(k -> Signatures.verify(jws, k));
    }

    private static JWTClaimsSet claims(JWSObject jws) throws Refused {
        Map<String, Object> json = jws.getPayload().toJSONObject();
        if (json == null) {
            throw new Refused("its payload is not a JSON object");
        }
        try {
            return JWTClaimsSet.parse(json);
        } catch (ParseException | IllegalArgumentException e) {
            // without the cause, whose text shows the claim
            throw new Refused("a claim is of the wrong type");
        }
    }

    /** The keys of all sources that answer; fails only if none does. */
    private CompletionStage<List<JWK>> gather(Function<KeySource, CompletionStage<List<JWK>>> way) {
        List<CompletableFuture<List<JWK>>> parts =
                sources.stream().map(s -> way.apply(s).toCompletableFuture()).toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
                .handle((done, failure) -> {
                    List<JWK> keys = new ArrayList<>();
                    for (CompletableFuture<List<JWK>> part : parts) {
                        if (!part.isCompletedExceptionally()) {
                            keys.addAll(part.join());
                        }
                    }
                    return keys.isEmpty() && failure != null
                            ? CompletableFuture.<List<JWK>>failedFuture(failure)
                            : CompletableFuture.completedFuture(keys);
                })
                .thenCompose(f -> f);
    }
}
