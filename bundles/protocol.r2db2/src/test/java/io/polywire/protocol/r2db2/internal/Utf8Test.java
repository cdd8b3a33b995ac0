package io.polywire.protocol.r2db2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static boolean jdk(byte[] b, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(b, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void agreesWithTheJdkOnEveryShortSequence() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                byte[] two = {(byte) a, (byte) b};
                assertThat(Utf8.isValid(two, 0, 2)).isEqualTo(jdk(two, 0, 2));
                if (a >= 0xE0) {
                    for (int c : new int[] {0, 0x7F, 0x80, 0xBF, 0xC0}) {
                        byte[] three = {(byte) a, (byte) b, (byte) c};
                        assertThat(Utf8.isValid(three, 0, 3)).isEqualTo(jdk(three, 0, 3));
                        byte[] four = {(byte) a, (byte) b, (byte) c, (byte) 0x80};
                        assertThat(Utf8.isValid(four, 0, 4)).isEqualTo(jdk(four, 0, 4));
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnDamagedText() {
        Random random = new Random(5);
        byte[] text = "plain ascii text, then äöü, €, 𝄞 and again ascii for a while"
                .repeat(3)
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200_000; i++) {
            byte[] copy = text.clone();
            if (random.nextBoolean()) {
                copy[random.nextInt(copy.length)] = (byte) random.nextInt();
            }
            int from = random.nextInt(copy.length);
            int length = random.nextInt(copy.length - from + 1);
            if (Utf8.isValid(copy, from, length) != jdk(copy, from, length)) {
                throw new AssertionError("differs from the JDK");
            }
        }
    }
}
