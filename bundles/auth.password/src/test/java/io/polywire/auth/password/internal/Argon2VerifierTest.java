package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

class Argon2VerifierTest {
    private static byte[] of(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** RFC 9106 section 5.3; it has a secret and associated data, which password hashes do not use. */
    @Test
    void theFunctionIsThatOfTheRfc() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(of(16, 2))
                .withSecret(of(8, 3))
                .withAdditional(of(12, 4))
                .build());
        byte[] tag = new byte[32];
        generator.generateBytes(of(32, 1), tag);
        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    /** From the test suite of the reference implementation (phc-winner-argon2, src/test.c). */
    @Test
    void theTextIsThatOfTheReferenceImplementation() {
        String text = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        Argon2Form form = new Argon2Form(new Argon2Cost(65536, 2, 1));
        byte[] password = "password".getBytes(StandardCharsets.US_ASCII);
        assertThat(form.matches("any", password, text)).isTrue();
        assertThat(form.matches("any", "passwore".getBytes(StandardCharsets.US_ASCII), text))
                .isFalse();
        assertThat(form.current(text)).isTrue();
        assertThat(new Argon2Form(new Argon2Cost(65536, 3, 1)).current(text)).isFalse();
        assertThat(Argon2Verifier.parse(text).orElseThrow().text()).isEqualTo(text);
        assertThat(Argon2Verifier.compute(
                                password,
                                "somesalt".getBytes(StandardCharsets.US_ASCII),
                                new Argon2Cost(65536, 2, 1),
                                32)
                        .text())
                .isEqualTo(text);
    }

    @Test
    void whatIsNotAVerifierIsNotRun() {
        String good =
                "$argon2id$v=19$m=7168,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE";
        assertThat(Argon2Verifier.parse(good)).isPresent();
        for (String bad : new String[] {
            "",
            "secret",
            good.replace("argon2id", "argon2i"),
            good.replace("v=19", "v=16"),
            good.replace("m=7168", "m=1048577"),
            good.replace("m=7168", "m=4"),
            good.replace("t=1", "t=21"),
            good.replace("t=1", "t=0"),
            good.replace("p=1", "p=17"),
            good.replace("p=1", "p=0"),
            good + "=",
            good.replace("MDEyMzQ1Njc4OWFiY2RlZg", "MDEy"),
        }) {
            assertThat(Argon2Verifier.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void aVerifierIsNotPrinted() {
        assertThat(Argon2Verifier.compute(of(4, 1), of(16, 1), new Argon2Cost(64, 1, 1), 16)
                        .toString())
                .isEqualTo("Argon2Verifier[Argon2Cost[memory=64, passes=1, lanes=1]]");
    }
}
