package io.polywire.protocol.postgresql.internal.encoding;

import io.polywire.api.value.TextEncoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The characters of one encoding as PostgreSQL 15 converts them: those of Java's nearest charset and, over them, the
 * {@link Differences} that were recorded from PostgreSQL. Immutable once it is made; each encoding's is made when it is
 * first asked for and shared.
 */
final class CodePage {
    private static final Map<TextEncoding, CodePage> MADE = new EnumMap<>(TextEncoding.class);

    final TextEncoding encoding;
    private final Charset charset;
    private final Shape shape;
    /** By the byte; 0 for none. */
    private final char[] one = new char[256];
    /** By both bytes, of sequences of two; null in an encoding of single bytes. */
    private final char[] two;
    /** By the second and third byte of a sequence of three, which all begin with 0x8F; null if there are none. */
    private final char[] three;
    /** By code point: the bytes, the last one lowest; 0 for none. */
    private final int[] bytes = new int[0x10000];

    private CodePage(TextEncoding encoding) {
        this.encoding = encoding;
        this.charset = Charset.forName(encoding.charset());
        this.shape = Shape.of(encoding);
        this.two = shape == Shape.SINGLE ? null : new char[0x10000];
        this.three = shape == Shape.EUC_JP ? new char[0x10000] : null;
        fillCharacters(charset.newDecoder());
        fillBytes();
    }

    static CodePage of(TextEncoding encoding) {
        synchronized (MADE) {
            return MADE.computeIfAbsent(encoding, CodePage::make);
        }
    }

    /** As Java has it, without the differences. */
    static CodePage plain(TextEncoding encoding) {
        return new CodePage(encoding);
    }

    private static CodePage make(TextEncoding encoding) {
        CodePage page = plain(encoding);
        Differences.of(encoding).apply(page);
        return page;
    }

    private void fillCharacters(CharsetDecoder decoder) {
        for (int b = 0x80; b < 0x100; b++) {
            byte[] first = {(byte) b};
            if (shape.length(first, 0, 1) == 1) {
                one[b] = character(decoder, first);
            }
        }
        for (int b = 0x8000; two != null && b < 0x10000; b++) {
            byte[] pair = {(byte) (b >> 8), (byte) b};
            if (shape.isValid(pair, 0, 2)) {
                two[b] = character(decoder, pair);
            }
        }
        for (int b = 0xA1A1; three != null && b < 0x10000; b++) {
            byte[] triple = {(byte) 0x8F, (byte) (b >> 8), (byte) b};
            if (shape.isValid(triple, 0, 3)) {
                three[b] = character(decoder, triple);
            }
        }
    }

    /** Without exceptions: most of what is asked for is not there. */
    private static char character(CharsetDecoder decoder, byte[] b) {
        CharBuffer c = CharBuffer.allocate(4);
        boolean all = decode(decoder, ByteBuffer.wrap(b), c);
        return all && c.remaining() == 1 && c.get(0) >= 0x80 ? c.get(0) : 0;
    }

    private static boolean decode(CharsetDecoder decoder, ByteBuffer from, CharBuffer to) {
        boolean all = decoder.reset().decode(from, to, true).isUnderflow()
                && decoder.flush(to).isUnderflow();
        to.flip();
        return all;
    }

    private void fillBytes() {
        CharsetEncoder encoder = charset.newEncoder();
        char[] c = new char[1];
        for (int point = 0x80; point < 0x10000; point++) {
            c[0] = (char) point;
            if (!Character.isSurrogate(c[0])) {
                bytes[point] = pack(encoder, CharBuffer.wrap(c));
            }
        }
    }

    private static int pack(CharsetEncoder encoder, CharBuffer c) {
        ByteBuffer b = ByteBuffer.allocate(8);
        boolean all = encoder.reset().encode(c, b, true).isUnderflow()
                && encoder.flush(b).isUnderflow();
        int packed = 0;
        for (int i = 0; all && i < b.position(); i++) {
            packed = packed << 8 | (b.get(i) & 0xFF);
        }
        return packed < 0 || packed >= 0x80 ? packed : 0;
    }

    // ---- what the differences set ----

    void setCharacters(int from, int to, int character) {
        if (from < 0x100) {
            Arrays.fill(one, from, to + 1, (char) character);
        } else if (from < 0x10000) {
            Arrays.fill(two, from, to + 1, (char) character);
        } else {
            Arrays.fill(three, from & 0xFFFF, (to & 0xFFFF) + 1, (char) character);
        }
    }

    void setBytes(int from, int to, int packed) {
        Arrays.fill(bytes, from, to + 1, packed);
    }

    // ---- conversion of one character ----

    /** Bytes of the sequence that begins here, by its first bytes and not over the end; its validity is not said. */
    int length(byte[] b, int at, int end) {
        return shape.length(b, at, end);
    }

    /** The same without a look at the end; more than there is also where the next byte would have to say it. */
    int promised(byte[] b, int at, int end) {
        if (at + 1 == end && encoding == TextEncoding.GB18030) {
            return 2;
        }
        return shape.length(b[at] & 0xFF, at + 1 < end ? b[at + 1] & 0xFF : 0);
    }

    boolean isValid(byte[] b, int at, int length) {
        return shape.isValid(b, at, length);
    }

    /** The code point of a valid sequence; -1 if it has none in Unicode. */
    int decode(byte[] b, int at, int length) {
        char c = switch (length) {
            case 1 -> one[b[at] & 0xFF];
            case 2 -> two[(b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF)];
            case 3 -> three == null ? 0 : three[(b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF)];
            default -> 0;
        };
        if (c != 0) {
            return c;
        }
        return length == 4 ? decodeFour(b, at) : -1;
    }

    /** Of GB18030: linear but for what its differences have, which are few. */
    private int decodeFour(byte[] b, int at) {
        int packed = (b[at] & 0xFF) << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | (b[at + 3] & 0xFF);
        CharBuffer to = CharBuffer.allocate(4);
        if (decode(charset.newDecoder(), ByteBuffer.wrap(b, at, 4), to) && to.hasRemaining()) {
            int point = Character.codePointAt(to, 0);
            if (point >= 0x10000 || bytes[point] == packed) {
                return point;
            }
        }
        for (int c = 0x80; c < 0x10000; c++) {
            if (bytes[c] == packed) {
                return c;
            }
        }
        return -1;
    }

    /** The bytes of a code point over 0x7F, packed, the last one lowest; 0 if it has none. */
    int encode(int point) {
        if (point < 0x10000) {
            return bytes[point];
        }
        return encoding == TextEncoding.GB18030
                ? pack(charset.newEncoder(), CharBuffer.wrap(Character.toChars(point)))
                : 0;
    }
}
