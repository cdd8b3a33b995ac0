package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlTest {
    private static final byte[] NO_TLS_KEY = {2};

    @TempDir
    Path home;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hash(String algorithm, byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] result = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = (byte) (a[i] ^ b[i % b.length]);
        }
        return result;
    }

    /** SELECT PASSWORD('mypass') of the MySQL 5.7 reference manual, 6.1.2.4; and the well-known one of 'password'. */
    @Test
    void theNativeVerifierIsMysqls() {
        NativeForm form = new NativeForm();
        assertThat(form.make("any", utf8("mypass"))).isEqualTo("*6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4");
        assertThat(form.make("any", utf8("password"))).isEqualTo("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19");
        assertThat(form.matches("any", utf8("mypass"), "*6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4"))
                .isTrue();
        assertThat(NativeForm.stage2("6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4"))
                .isNull();
    }

    /** Scramble and answer of password "secret" as in the tests of go-sql-driver/mysql. */
    @Test
    void theNativeAnswerIsThatOfOtherClients() throws Exception {
        byte[] scramble = {70, 114, 92, 94, 1, 38, 11, 116, 63, 114, 23, 101, 126, 103, 26, 95, 81, 17, 24, 21};
        byte[] answer = {
            53,
            (byte) 177,
            (byte) 140,
            (byte) 159,
            (byte) 251,
            (byte) 189,
            127,
            53,
            109,
            (byte) 252,
            (byte) 172,
            50,
            (byte) 211,
            (byte) 192,
            (byte) 240,
            (byte) 164,
            26,
            48,
            (byte) 207,
            45
        };
        byte[] stage2 = hash("SHA-1", hash("SHA-1", utf8("secret")));
        assertThat(NativeExchange.matches(stage2, scramble, answer)).isTrue();
        assertThat(NativeExchange.matches(stage2, scramble, new byte[0])).isFalse();
        answer[0]++;
        assertThat(NativeExchange.matches(stage2, scramble, answer)).isFalse();
    }

    /** Password "secret" as in the tests of go-sql-driver/mysql. */
    @Test
    void theSha2AnswerIsThatOfOtherClients() throws Exception {
        byte[] scramble = {10, 47, 74, 111, 75, 73, 34, 48, 88, 76, 114, 74, 37, 13, 3, 80, 82, 2, 23, 21};
        byte[] answer = HexFormat.of().parseHex("f490e76f66d9d86665ce54d98c78d0acfe2fb0b08b423da807144873d30b312c");
        byte[] stage2 = hash("SHA-256", hash("SHA-256", utf8("secret")));
        assertThat(Sha2Exchange.matches(stage2, scramble, answer)).isTrue();
        answer[31]++;
        assertThat(Sha2Exchange.matches(stage2, scramble, answer)).isFalse();
    }

    /** As crypt(3) of glibc gives it; and MySQL's own form as in the examples of hashcat, mode 7401. */
    @Test
    void sha256CryptIsThatOfOthers() {
        assertThat(Sha256Crypt.digest(utf8("Hello world!"), utf8("saltstring"), 5000))
                .isEqualTo("5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5");
        assertThat(Sha256Crypt.digest(utf8("Hello world!"), utf8("saltstringsaltst"), 10000))
                .isEqualTo("3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA");
        assertThat(Sha256Crypt.digest(utf8("x"), utf8("abc"), 5000))
                .isEqualTo("sCOGUciM.GdmYMCUvmUcgu03oRH87O0clF96.9mwWGB");
        assertThat(Sha256Crypt.digest(utf8("a".repeat(100)), utf8("anotherlongsalts"), 1400))
                .isEqualTo("rxuJkKiQTrzKO8eZ6/.WybjIrgYF3/u7RcK5jYG70QC");
        byte[] salt = HexFormat.of().parseHex("F9CC98CE08892924F50A213B6BC571A2C11778C5");
        assertThat(Sha256Crypt.digest(utf8("hashcat"), salt, 5000))
                .isEqualTo(new String(
                        HexFormat.of()
                                .parseHex("625479393559393965414D45316477456B484F41316E64"
                                        + "484742577A2E3162785353526B7554584647562F"),
                        StandardCharsets.US_ASCII));
        assertThat(Sha256Crypt.digest(
                        utf8("password"), HexFormat.of().parseHex("06437A150142644D74187A6A2F0D7971094F2575"), 5000))
                .isEqualTo("HfzgHSftZ0OjHzspBPf4e3zu02QWhzQ6J8MsuTBI9p.");
    }

    @Test
    void theSha2VerifierHasMysqlsForm() {
        Sha2Form form = new Sha2Form();
        String verifier = form.make("any", utf8("secret"));
        assertThat(verifier).matches("\\$A\\$005\\$[./0-9A-Za-z]{63}");
        assertThat(form.matches("other", utf8("secret"), verifier)).isTrue();
        assertThat(form.matches("any", utf8("Secret"), verifier)).isFalse();
        assertThat(form.matches("any", utf8("secret"), verifier + "x")).isFalse();
        assertThat(form.matches("any", utf8("secret"), "")).isFalse();
        assertThat(form.make("any", utf8("secret"))).isNotEqualTo(verifier);
    }

    @Test
    void logsInNatively() throws Exception {
        try (Gate gate = Gate.development(home, "mechanisms", "argon2,mysql_native_password")) {
            gate.add("alice", "secret");
            assertThat(runNative(gate, "alice", "secret").principal().name()).isEqualTo("alice");
            for (String name : List.of("alice", "nobody")) {
                Answer answer = runNative(gate, name, "wrong");
                assertThat(answer.failure().getMessage()).isEqualTo("authentication failed for user \"" + name + "\"");
            }
            Exchange exchange = gate.begin("mysql_native_password", "alice");
            Answer.to(exchange, null);
            assertThat(Answer.to(exchange, new byte[0]).failure().kind()).isEqualTo(FailureKind.AUTHENTICATION);
            exchange = gate.begin("mysql_native_password", "alice");
            Answer.to(exchange, null);
            assertThat(Answer.to(exchange, new byte[19]).failure().kind()).isEqualTo(FailureKind.PROTOCOL);
        }
    }

    private static Answer runNative(Gate gate, String user, String password) throws Exception {
        Exchange exchange = gate.begin("mysql_native_password", user);
        byte[] scramble = Answer.to(exchange, null).challenge();
        assertThat(scramble).hasSize(20).doesNotContain(0, '$');
        byte[] stage1 = hash("SHA-1", utf8(password));
        return Answer.to(exchange, xor(stage1, hash("SHA-1", scramble, hash("SHA-1", stage1))));
    }

    /** The exchange after the fast answer. */
    private record Sha2(Exchange exchange, byte[] scramble, Answer answer) {
        static Sha2 begin(Gate gate, String user, String password, FakeConnection connection) throws Exception {
            Exchange exchange = gate.begin("caching_sha2_password", user, connection);
            byte[] scramble = Answer.to(exchange, null).challenge();
            assertThat(scramble).hasSize(20).doesNotContain(0, '$');
            byte[] stage1 = hash("SHA-256", utf8(password));
            byte[] stage2 = hash("SHA-256", stage1);
            Answer answer = Answer.to(exchange, xor(stage1, hash("SHA-256", stage2, scramble)));
            return new Sha2(exchange, scramble, answer);
        }

        Answer encrypted(PublicKey key, String password) throws Exception {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return Answer.to(exchange, cipher.doFinal(xor(utf8(password + "\0"), scramble)));
        }
    }

    private static PublicKey key(byte[] pem) throws Exception {
        String text = new String(pem, StandardCharsets.US_ASCII);
        assertThat(text).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("\n-----END PUBLIC KEY-----\n");
        String base64 = text.replaceAll("-----[A-Z ]+-----", "").replace("\n", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    @Test
    void logsInOverTlsAndThenFast() throws Exception {
        FakeConnection tls = FakeConnection.tls(new byte[32]);
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "secret");
            Sha2 first = Sha2.begin(gate, "alice", "secret", tls);
            assertThat(first.answer().challenge()).containsExactly(4);
            byte[] sent = utf8("secret\0");
            Answer full = Answer.to(first.exchange(), sent);
            assertThat(full.principal().name()).isEqualTo("alice");
            assertThat(full.finalData()).isNull();
            Awaitility.await().untilAsserted(() -> assertThat(sent).containsOnly(0));
            Sha2 second = Sha2.begin(gate, "alice", "secret", FakeConnection.CLEAR);
            assertThat(second.answer().principal().name()).isEqualTo("alice");
            assertThat(second.answer().finalData()).containsExactly(3);
            assertThat(Sha2.begin(gate, "alice", "wrong", tls).answer().challenge())
                    .as("a wrong answer is asked for the password")
                    .containsExactly(4);

            gate.service().store().setPassword("alice", "other".toCharArray());
            assertThat(Sha2.begin(gate, "alice", "secret", tls).answer().challenge())
                    .as("nothing that was remembered outlives the password")
                    .containsExactly(4);
            User u = gate.service().store().find("alice");
            Sha2 third = Sha2.begin(gate, "alice", "other", tls);
            assertThat(Answer.to(third.exchange(), utf8("other\0")).principal()).isNotNull();
            gate.service()
                    .store()
                    .update(new User(u.id(), u.name(), true, false, true, null, u.roles(), u.verifiers()));
            Sha2 locked = Sha2.begin(gate, "alice", "other", tls);
            assertThat(locked.answer().challenge()).containsExactly(4);
            assertThat(Answer.to(locked.exchange(), utf8("other\0")).failure()).isNotNull();
        }
    }

    @Test
    void logsInWithTheRsaKey() throws Exception {
        PublicKey key;
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "secret");
            Sha2 asking = Sha2.begin(gate, "alice", "secret", FakeConnection.CLEAR);
            key = key(Answer.to(asking.exchange(), NO_TLS_KEY.clone()).challenge());
            assertThat(asking.encrypted(key, "secret").principal().name()).isEqualTo("alice");
        }
        try (Gate gate = Gate.development(home)) {
            Sha2 knowing = Sha2.begin(gate, "alice", "secret", FakeConnection.CLEAR);
            assertThat(knowing.answer().challenge())
                    .as("the cache is gone after a restart, the key is not")
                    .containsExactly(4);
            assertThat(knowing.encrypted(key, "secret").principal()).isNotNull();
        }
    }

    @Test
    void refusesWithoutSayingWhy() throws Exception {
        FakeConnection tls = FakeConnection.tls(new byte[32]);
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "secret");
            for (String name : List.of("alice", "nobody")) {
                for (String password : List.of("wrong\0", "secret", "\0", "", "x".repeat(5000) + "\0")) {
                    Sha2 run = Sha2.begin(gate, name, "wrong", tls);
                    assertThat(run.answer().challenge()).containsExactly(4);
                    assertThat(Answer.to(run.exchange(), utf8(password))
                                    .failure()
                                    .getMessage())
                            .isEqualTo("authentication failed for user \"" + name + "\"");
                }
                Sha2 clear = Sha2.begin(gate, name, "secret", FakeConnection.CLEAR);
                assertThat(Answer.to(clear.exchange(), utf8("secret\0"))
                                .failure()
                                .kind())
                        .as("a clear password without TLS is not even looked at")
                        .isEqualTo(FailureKind.AUTHENTICATION);
                Sha2 garbage = Sha2.begin(gate, name, "secret", FakeConnection.CLEAR);
                Answer.to(garbage.exchange(), NO_TLS_KEY.clone());
                assertThat(Answer.to(garbage.exchange(), new byte[256])
                                .failure()
                                .kind())
                        .isEqualTo(FailureKind.AUTHENTICATION);
                Exchange empty = gate.begin("caching_sha2_password", name);
                Answer.to(empty, null);
                assertThat(Answer.to(empty, new byte[] {0}).failure().kind()).isEqualTo(FailureKind.AUTHENTICATION);
                Exchange odd = gate.begin("caching_sha2_password", name);
                Answer.to(odd, null);
                assertThat(Answer.to(odd, new byte[31]).failure().kind()).isEqualTo(FailureKind.PROTOCOL);
            }
        }
    }

    @Test
    void aFullLogInRenewsWhatIsMissing() throws Exception {
        FakeConnection tls = FakeConnection.tls(new byte[32]);
        try (Gate gate = Gate.development(home, "mechanisms", "caching_sha2_password")) {
            gate.add("alice", "secret");
        }
        try (Gate gate = Gate.development(home)) {
            Sha2 run = Sha2.begin(gate, "alice", "secret", tls);
            assertThat(Answer.to(run.exchange(), utf8("secret\0")).principal()).isNotNull();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    gate.service().store().find("alice").verifiers())
                            .containsOnlyKeys("argon2", "scram-sha-256", "caching_sha2_password", "srp256"));
        }
    }

    @Test
    void theCacheIsBoundedAndWiped() {
        byte[] first = {1};
        byte[] second = {2};
        try (Sha2Cache cache = new Sha2Cache(1)) {
            cache.put("a", first);
            cache.put("b", second);
            assertThat(cache.size()).isEqualTo(1);
            assertThat(cache.get("a")).isNull();
            assertThat(first).containsExactly(0);
            assertThat(cache.get("b")).containsExactly(2);
        }
        assertThat(second).containsExactly(0);
        try (Sha2Cache none = new Sha2Cache(0)) {
            none.put("a", new byte[] {1});
            assertThat(none.get("a")).isNull();
        }
    }
}
