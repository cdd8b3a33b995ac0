package io.polywire.auth.token.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenLoginTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SECRET = "a secret that is long enough for every hash there is: 64 bytes!!";
    private static KeyPair rsa;
    private static KeyPair ec256;
    private static KeyPair ec384;
    private static KeyPair ed;

    @TempDir
    Path home;

    private final Rig.Store store = new Rig.Store();
    private final Map<String, Object> configuration = new HashMap<>();
    private TokenService service;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
        g.initialize(2048);
        rsa = g.generateKeyPair();
        g = KeyPairGenerator.getInstance("EC");
        g.initialize(256);
        ec256 = g.generateKeyPair();
        g.initialize(384);
        ec384 = g.generateKeyPair();
        ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @BeforeEach
    void setUp() throws Exception {
        store.create("alice", true, false);
        Files.writeString(
                home.resolve("keys.pem"),
                pem(rsa.getPublic()) + pem(ec256.getPublic()) + pem(ec384.getPublic()) + pem(ed.getPublic()));
        Files.writeString(home.resolve("secret"), SECRET + "\n");
        if (Files.getFileStore(home).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(home.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
        }
        set("issuers", "https://issuer.example/");
        set("audiences", "polywire");
        set("algorithms", "HS256,HS384,HS512,RS256,RS512,PS256,PS384,ES256,ES384,EdDSA,Ed25519");
        set("key.files", "keys.pem");
        configuration.put("secret.file", "secret");
        configuration.put("reload.ms", 0);
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    private void set(String key, String... values) {
        configuration.put(key, values);
    }

    private TokenService open() {
        service = TokenService.open(
                Settings.of(Rig.configuration(configuration)),
                home.toString(),
                () -> store,
                List::of,
                Clock.fixed(NOW, ZoneOffset.UTC));
        return service;
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://issuer.example/")
                .audience("polywire")
                .subject("alice")
                .jwtID("id-1")
                .issueTime(Date.from(NOW.minusSeconds(10)))
                .expirationTime(Date.from(NOW.plusSeconds(600)));
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String rs256(JWTClaimsSet claims) throws Exception {
        return signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(rsa.getPrivate()), claims);
    }

    private static String ed25519(JWTClaimsSet claims) throws Exception {
        String input = Base64URL.encode("{\"alg\":\"EdDSA\"}") + "." + Base64URL.encode(claims.toString());
        Signature s = Signature.getInstance("Ed25519");
        s.initSign(ed.getPrivate());
        s.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(s.sign());
    }

    private void accepted(String token) throws Exception {
        Answer answer = Rig.login(service, "alice", token);
        assertThat(answer.failure()).isNull();
        assertThat(answer.principal().name()).isEqualTo("alice");
        assertThat(answer.principal().authenticated()).isTrue();
    }

    /** Refused with the one answer; the reason, without anything of the token, is for the operator. */
    private void refused(String token, String reason) throws Exception {
        refused("alice", token, reason);
    }

    private void refused(String user, String token, String reason) throws Exception {
        SqlFailure failure = Rig.login(service, user, token).failure();
        assertThat(failure).as("refused: %s", reason).isNotNull();
        assertThat(failure.sqlState()).isEqualTo("28P01");
        assertThat(failure.getMessage()).isEqualTo("authentication failed for user \"" + user + "\"");
        assertThat(failure.getCause()).hasMessageContaining(reason);
        for (String part : token.split("\\.")) {
            assertThat(part.length() < 8 || !failure.getCause().getMessage().contains(part))
                    .isTrue();
        }
    }

    @Test
    void takesEveryAlgorithm() throws Exception {
        open();
        JWTClaimsSet claims = claims().build();
        for (JWSAlgorithm a : List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384)) {
            accepted(signed(new JWSHeader(a), new RSASSASigner(rsa.getPrivate()), claims));
        }
        for (JWSAlgorithm a : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            accepted(signed(new JWSHeader(a), new MACSigner(SECRET), claims));
        }
        accepted(signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner((ECPrivateKey) ec256.getPrivate()), claims));
        accepted(signed(new JWSHeader(JWSAlgorithm.ES384), new ECDSASigner(ec384.getPrivate(), Curve.P_384), claims));
        accepted(ed25519(claims));
    }

    @Test
    void refusesForgedHeaders() throws Exception {
        open();
        JWTClaimsSet claims = claims().build();
        String payload = Base64URL.encode(claims.toString()).toString();
        String none = Base64URL.encode("{\"alg\":\"none\"}") + "." + payload + ".";
        refused(none, "not a signed token");
        refused(none + "AAAA", "not a signed token");
        // key confusion: the public key, in every form that it has, as the secret of an HMAC
        for (byte[] confused :
                List.of(rsa.getPublic().getEncoded(), pem(rsa.getPublic()).getBytes(StandardCharsets.US_ASCII))) {
            refused(signed(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(confused), claims), "no key");
        }
        JWSSigner signer = new RSASSASigner(rsa.getPrivate());
        refused(
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .criticalParams(Set.of("x"))
                                .customParam("x", 1)
                                .build(),
                        signer,
                        claims),
                "critical");
        refused(
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .contentType("JWT")
                                .build(),
                        signer,
                        claims),
                "another token");
        refused(
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        signer,
                        claims),
                "another type");
        refused(signed(new JWSHeader(JWSAlgorithm.RS384), signer, claims), "algorithm");
        refused("a".repeat(40) + "." + "b".repeat(40) + "..c.d", "encrypted");
        refused("a".repeat(20_000) + ".b.c", "longer");
    }

    @Test
    void looksAtNoKeyOfTheHeader() throws Exception {
        open();
        KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
        g.initialize(2048);
        KeyPair own = g.generateKeyPair();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(new com.nimbusds.jose.jwk.RSAKey.Builder((java.security.interfaces.RSAPublicKey) own.getPublic())
                        .build())
                .build();
        refused(signed(header, new RSASSASigner(own.getPrivate()), claims().build()), "no key");
    }

    @Test
    void asksForTheClaims() throws Exception {
        set("required.claims", "tenant=acme", "scope=database");
        open();
        accepted(rs256(full().build()));
        accepted(rs256(full().expirationTime(Date.from(NOW.minusSeconds(29))).build()));
        refused(rs256(full().expirationTime(Date.from(NOW.minusSeconds(30))).build()), "expired");
        refused(rs256(full().expirationTime(null).build()), "no end");
        accepted(rs256(full().notBeforeTime(Date.from(NOW.plusSeconds(30))).build()));
        refused(rs256(full().notBeforeTime(Date.from(NOW.plusSeconds(31))).build()), "not valid yet");
        refused(rs256(full().issueTime(Date.from(NOW.plusSeconds(31))).build()), "future");
        refused(rs256(full().issuer("https://other.example/").build()), "issuer");
        refused(rs256(full().issuer(null).build()), "issuer");
        refused(rs256(full().audience("other").build()), "audience");
        refused(rs256(full().audience((String) null).build()), "audience");
        accepted(rs256(full().audience(List.of("other", "polywire")).build()));
        refused(rs256(full().claim("tenant", "other").build()), "tenant");
        refused(rs256(full().claim("tenant", null).build()), "tenant");
        refused(rs256(full().claim("scope", "databases").build()), "scope");
    }

    private static JWTClaimsSet.Builder full() {
        return claims().claim("tenant", "acme").claim("scope", "openid database");
    }

    @Test
    void isWhoTheTokenSaysAndNobodyElse() throws Exception {
        store.create("bob", true, false);
        store.create("team", false, false);
        open();
        refused("bob", rs256(claims().build()), "another user");
        refused("carol", rs256(claims().subject("carol").build()), "no such user");
        refused("team", rs256(claims().subject("team").build()), "cannot log in");
        refused(rs256(claims().subject(null).build()), "names no user");
        assertThat(Rig.login(service, "", rs256(claims().build())).principal().name())
                .isEqualTo("alice");
        store.update(store.find("alice").withLocked(true));
        refused(rs256(claims().build()), "locked");
    }

    @Test
    void mapsUsersAndRoles() throws Exception {
        store.create("readers", false, false);
        store.create("writers", false, false);
        store.create("others", false, false);
        set("user.rules", "/([a-z]+)@example\\.org/ = $1; svc-7 = alice");
        configuration.put("user.claim", "email");
        configuration.put("users", "create");
        configuration.put("roles.claim", "realm_access.roles");
        set("role.rules", "r:readers", "w:writers");
        open();
        JWTClaimsSet dora = claims().claim("email", "dora@example.org")
                .claim("realm_access", Map.of("roles", List.of("r", "w", "unknown")))
                .build();
        assertThat(Rig.login(service, "dora", rs256(dora)).principal().roles())
                .containsExactlyInAnyOrder("readers", "writers");
        assertThat(store.find("dora").superuser()).isFalse();
        store.apply(List.of(new io.polywire.api.auth.RoleChange.Join(new io.polywire.api.auth.Membership(
                store.find("others").id(), store.find("dora").id(), 0, false))));
        JWTClaimsSet less = claims().claim("email", "dora@example.org")
                .claim("realm_access", Map.of("roles", List.of("r")))
                .build();
        assertThat(Rig.login(service, "", rs256(less)).principal().roles())
                .containsExactlyInAnyOrder("readers", "others");
        accepted(rs256(claims().claim("email", "svc-7").build()));
        refused("dora", rs256(claims().claim("email", "dora@example.org.evil").build()), "another user");
    }

    @Test
    void refusesWhatIsRevokedAfterTheFileChanged() throws Exception {
        Path file = Files.writeString(home.resolve("revoked"), "# none\n");
        configuration.put("revocation.file", "revoked");
        open();
        String token = rs256(claims().build());
        accepted(token);
        Files.writeString(file, "jti id-1\n");
        refused(token, "revoked");
        Files.writeString(file, "sub alice 2026-03-01T11:59:00Z\n");
        accepted(token);
        Files.writeString(file, "sub alice 2026-03-01T12:00:00.000Z\n");
        refused(token, "revoked");
        Files.writeString(
                file,
                "sha256 "
                        + java.util.HexFormat.of()
                                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                        .digest(token.getBytes(StandardCharsets.US_ASCII)))
                        + "\n");
        refused(token, "revoked");
        Files.writeString(file, "nonsense\n");
        refused(token, "revoked");
        assertThat(service.problem()).contains("revoked", "line 1");
    }

    @Test
    void readsKeysAgain() throws Exception {
        open();
        String token = rs256(claims().build());
        accepted(token);
        Files.writeString(home.resolve("keys.pem"), pem(ec256.getPublic()));
        refused(token, "no key");
        Files.writeString(home.resolve("keys.pem"), "damaged");
        refused(token, "no key");
        assertThat(service.problem()).contains("keys.pem");
    }

    @Test
    void refusesConfigurationsByNameAndWithoutTheSecret() throws Exception {
        assertConfiguration("issuers", c -> c.put("issuers", new String[0]));
        assertConfiguration("audiences", c -> c.put("audiences", new String[0]));
        assertConfiguration("algorithms = none", c -> c.put("algorithms", new String[] {"none"}));
        assertConfiguration("jwks.url", c -> c.put("jwks.url", "http://keys.example/jwks"));
        assertConfiguration("jwks.url = ...", c -> c.put("jwks.url", "https://me:hunter2@keys.example/jwks"));
        assertConfiguration("clock.skew.seconds", c -> c.put("clock.skew.seconds", 601));
        assertConfiguration("user.rules", c -> c.put("user.rules", new String[] {"/(a/ = b"}));
        Files.writeString(home.resolve("secret"), "short-hunter2");
        assertConfiguration("secret.file", c -> {});
        Files.writeString(home.resolve("secret"), pem(rsa.getPublic()));
        assertConfiguration("secret.file", c -> {});
    }

    private void assertConfiguration(String key, Consumer<Map<String, Object>> change) {
        Map<String, Object> changed = new HashMap<>(configuration);
        change.accept(changed);
        assertThatThrownBy(() -> TokenService.open(
                                Settings.of(Rig.configuration(changed)),
                                home.toString(),
                                () -> store,
                                List::of,
                                Clock.systemUTC())
                        .close())
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void isNotOfferedInClearTextToOthers() {
        open();
        assertThat(service.available(Rig.context("alice", "127.0.0.1", false))).isTrue();
        assertThat(service.available(Rig.context("alice", "192.0.2.1", false))).isFalse();
        assertThat(service.available(Rig.context("alice", "192.0.2.1", true))).isTrue();
    }

    /** Whatever comes is refused in the one way; a changed token is never taken. */
    @Property(tries = 300)
    void anyTextIsRefused(@ForAll @StringLength(max = 200) @CharRange(from = ' ', to = '~') String text) {
        ClaimRules rules = new ClaimRules(
                Set.of(), Set.of(), 0, true, 0, List.of(), "sub", io.polywire.api.auth.NameRules.NONE, "");
        TokenCheck check = new TokenCheck(
                List.of(), Signatures.KNOWN, Set.of("jwt"), 1000, rules, () -> Revocations.NONE, Clock.systemUTC());
        assertThatThrownBy(() -> check.check(text.getBytes(StandardCharsets.US_ASCII))
                        .toCompletableFuture()
                        .get())
                .cause()
                .isInstanceOf(io.polywire.api.auth.OutsideUsers.Refused.class);
    }

    @Test
    void aTokenWithAnyChangedCharacterIsRefused() throws Exception {
        open();
        String token = rs256(claims().build());
        for (int i = 0; i < token.length() - 1; i += 3) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            Answer answer = Rig.login(service, "alice", token.substring(0, i) + changed + token.substring(i + 1));
            assertThat(answer.failure()).as("character %d", i).isNotNull();
            assertThat(answer.failure().sqlState()).isEqualTo("28P01");
        }
    }
}
