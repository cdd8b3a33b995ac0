package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SaslPrepTest {
    /** RFC 4013 section 3. */
    @Test
    void theExamplesAreThoseOfTheRfc() {
        assertThat(SaslPrep.prepare("I\u00adX")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("user")).isEqualTo("user");
        assertThat(SaslPrep.prepare("USER")).isEqualTo("USER");
        assertThat(SaslPrep.prepare("\u00aa")).isEqualTo("a");
        assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("\u0007")).isNull();
        assertThat(SaslPrep.prepare("\u0627\u0031")).isNull();
    }

    @Test
    void mapsNormalisesAndChecks() {
        assertThat(SaslPrep.prepare("a\u00a0b\u2003c")).isEqualTo("a b c");
        assertThat(SaslPrep.prepare("e\u0301")).isEqualTo("é");
        assertThat(SaslPrep.prepare("\u0627\u0628")).isEqualTo("\u0627\u0628");
        assertThat(SaslPrep.prepare("\u06271\u0628")).isEqualTo("\u06271\u0628");
        assertThat(SaslPrep.prepare("a\u0628")).isNull();
        assertThat(SaslPrep.prepare("\u00ad")).as("nothing is left").isNull();
        assertThat(SaslPrep.prepare("\ue000")).as("private use").isNull();
        assertThat(SaslPrep.prepare("\ufffd")).isNull();
        assertThat(SaslPrep.prepare("\u0221")).as("unassigned in Unicode 3.2").isNull();
        assertThat(SaslPrep.prepare("\ud83d\ude00"))
                .as("an emoji is younger than Unicode 3.2")
                .isNull();
        assertThat(SaslPrep.prepare("\u0250")).isEqualTo("\u0250");
    }

    @Test
    void whatIsNotAllowedIsTakenAsItIs() {
        for (byte[] raw : new byte[][] {
            "pass\u0007word".getBytes(StandardCharsets.UTF_8),
            "\ud83d\ude00".getBytes(StandardCharsets.UTF_8),
            {(byte) 0xff, (byte) 0xfe, 'a'},
            "plain".getBytes(StandardCharsets.UTF_8)
        }) {
            assertThat(SaslPrep.prepare(raw)).isEqualTo(raw).isNotSameAs(raw);
        }
    }

    /** rolpassword of PostgreSQL 15.18 for passwords where the order of normalising and checking matters. */
    @Test
    void agreesWithPostgresql() {
        ScramForm form = new ScramForm(4096);
        String[][] stored = {
            {
                "a\u00adb",
                "SCRAM-SHA-256$4096:4CIYxCyesYd0LeujERlyiQ==$yDcp9+qSMZ4B30EABGUJ4DirIP8P0HTEzy4P7JqBPuQ="
                        + ":bkWqMp9uzpatXEf6g0J6JJwo11AFKz4tfFBG0WG86tk="
            },
            {
                "\u2150\u212f\u217b\u2178",
                "SCRAM-SHA-256$4096:lDZhAkgKpN78E+9dS+Y5GA==$/o3MgLhYZBfhGleJ3z+cWbnT1dhZst7KCQ1BstTduKA="
                        + ":RNr5yAVgrvgoYxi1E6c6Epiqubiu3uZIbNhv9Zy3uYo="
            },
            {
                "\ufb36",
                "SCRAM-SHA-256$4096:pFyVWnqez5PhmLeo+QyhDg==$etq8oHYFDmQz+vS4OY2+Q0vq9J5LUtSA4suGPh6csuk="
                        + ":HRi3SeniJ54+EYWdLMVt1De8HsY6ivq2fZ57scqDDzk="
            },
        };
        for (String[] s : stored) {
            assertThat(form.matches("any", s[0].getBytes(StandardCharsets.UTF_8), s[1]))
                    .isTrue();
        }
    }
}
