package io.polywire.protocol.postgresql.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.TextEncoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodingTest {
    @Test
    void eachCharacterIsConvertedAsPostgreSqlDoes() throws IOException {
        List<String> recorded = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                EncodingTest.class.getResourceAsStream("/encodings/postgresql-15.txt"), StandardCharsets.US_ASCII))) {
            in.lines().forEach(recorded::add);
        }
        assertThat(recorded).hasSizeGreaterThan(30);
        List<String> ours = new ArrayList<>();
        for (TextEncoding e : TextEncoding.values()) {
            if (e.isKnown() && !e.isUtf8()) {
                ours.add(e.name() + " " + EncodingTables.of(CodePage.of(e)).digests());
            }
        }
        assertThat(ours).containsExactlyElementsOf(recorded);
    }

    @Test
    void textGoesThereAndBackInPiecesOfAnySize() {
        Random random = new Random(15);
        for (TextEncoding e : TextEncoding.values()) {
            if (!e.isKnown() || e.isUtf8()) {
                continue;
            }
            Transcoder t = Transcoder.of(e);
            StringBuilder s = new StringBuilder("a\\b");
            for (int i = 0; i < 200; i++) {
                char c = (char) random.nextInt(0xD800);
                byte[] utf8 = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                if (c > 0 && has(t, utf8) && isSame(t, utf8)) {
                    s.append(c);
                }
            }
            byte[] utf8 = s.toString().getBytes(StandardCharsets.UTF_8);
            byte[] there = t.fromUtf8(utf8, 0, utf8.length);
            assertThat(t.toUtf8(there, 0, there.length)).as(e.name()).isEqualTo(utf8);
            for (int size = 1; size < 6; size++) {
                PieceConverter pieces = new PieceConverter(t);
                StringBuilder whole = new StringBuilder();
                for (int at = 0; at < there.length; at += size) {
                    byte[] piece = java.util.Arrays.copyOfRange(there, at, Math.min(at + size, there.length));
                    whole.append(new String(pieces.convert(piece), StandardCharsets.UTF_8));
                }
                pieces.finish();
                assertThat(pieces.failure()).isNull();
                assertThat(whole.toString()).as(e + " by " + size).isEqualTo(s.toString());
            }
        }
    }

    private static boolean has(Transcoder t, byte[] utf8) {
        try {
            t.fromUtf8(utf8, 0, utf8.length);
            return true;
        } catch (SqlFailure none) {
            return false;
        }
    }

    /** Some characters have two sequences of bytes, some sequences are made of two characters. */
    private static boolean isSame(Transcoder t, byte[] utf8) {
        byte[] b = t.fromUtf8(utf8, 0, utf8.length);
        try {
            return java.util.Arrays.equals(utf8, t.toUtf8(b, 0, b.length));
        } catch (SqlFailure notTaken) {
            // PostgreSQL writes JOHAB that it does not read
            return false;
        }
    }

    @Test
    void whatCannotBeConvertedIsRefusedInPostgreSqlsWords() {
        in(TextEncoding.WIN1252, "6181", "22P05")
                .hasMessage("character with byte sequence 0x81 in encoding \"WIN1252\" has no equivalent in encoding"
                        + " \"UTF8\"");
        in(TextEncoding.EUC_JP, "a120", "22021").hasMessage("invalid byte sequence for encoding \"EUC_JP\": 0xa1 0x20");
        in(TextEncoding.EUC_JP, "61a1", "22021").hasMessage("invalid byte sequence for encoding \"EUC_JP\": 0xa1");
        in(TextEncoding.LATIN1, "6100", "22021").hasMessage("invalid byte sequence for encoding \"LATIN1\": 0x00");
        assertThatThrownBy(() ->
                        Transcoder.of(TextEncoding.LATIN1).fromUtf8("\u20ac".getBytes(StandardCharsets.UTF_8), 0, 3))
                .hasMessage("character with byte sequence 0xe2 0x82 0xac in encoding \"UTF8\" has no equivalent in"
                        + " encoding \"LATIN1\"")
                .extracting(f -> ((SqlFailure) f).sqlState())
                .isEqualTo("22P05");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> in(TextEncoding e, String hex, String state) {
        byte[] b = HexFormat.of().parseHex(hex);
        return assertThatThrownBy(() -> Transcoder.of(e).toUtf8(b, 0, b.length))
                .satisfies(f -> assertThat(((SqlFailure) f).sqlState()).isEqualTo(state));
    }

    @Test
    void namesAreTakenInEverySpelling() {
        assertThat(TextEncoding.named("iso-8859-15")).isEqualTo(TextEncoding.LATIN9);
        assertThat(TextEncoding.named("Windows_1252")).isEqualTo(TextEncoding.WIN1252);
        assertThat(TextEncoding.named("utf-8")).isEqualTo(TextEncoding.UTF8);
        assertThat(TextEncoding.named("latin11")).isNull();
        assertThat(TextEncoding.MULE_INTERNAL.isKnown()).isFalse();
    }
}
