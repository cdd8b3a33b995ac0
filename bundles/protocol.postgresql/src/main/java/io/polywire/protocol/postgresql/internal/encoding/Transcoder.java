package io.polywire.protocol.postgresql.internal.encoding;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.TextEncoding;
import io.polywire.protocol.postgresql.internal.io.Utf8;
import java.util.Arrays;

/**
 * Converts text between a client's encoding and UTF-8, with PostgreSQL's errors: 22021 for bytes that are no character,
 * 22P05 for a character that the other side does not have. Immutable and shared.
 */
public final class Transcoder {
    private final CodePage page;

    private Transcoder(CodePage page) {
        this.page = page;
    }

    /** The converter of an encoding; null if its text is UTF-8 already. */
    public static Transcoder of(TextEncoding encoding) {
        return encoding.isUtf8() ? null : new Transcoder(CodePage.of(encoding));
    }

    /** The encoding on the client's side. */
    public TextEncoding encoding() {
        return page.encoding;
    }

    /** Whether bytes are the same in all encodings: ASCII without a zero. */
    public static boolean isPlain(byte[] b, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (b[i] <= 0) {
                return false;
            }
        }
        return true;
    }

    /** From the client: UTF-8 in an array of its own length. */
    public byte[] toUtf8(byte[] b, int from, int length) {
        byte[] to = new byte[length + length / 2 + 8];
        int n = 0;
        int end = from + length;
        for (int at = from; at < end; ) {
            if (n + 4 > to.length) {
                to = Arrays.copyOf(to, to.length * 2);
            }
            if (b[at] > 0) {
                to[n++] = b[at++];
                continue;
            }
            int sequence = b[at] == 0 ? 1 : page.length(b, at, end);
            if (b[at] == 0 || !page.isValid(b, at, sequence)) {
                throw Utf8.invalid(page.encoding.name(), b, at, sequence);
            }
            int point = page.decode(b, at, sequence);
            if (point < 0) {
                throw none(b, at, sequence, page.encoding.name(), "UTF8");
            }
            n = Utf8.write(point, to, n);
            at += sequence;
        }
        return n == to.length ? to : Arrays.copyOf(to, n);
    }

    /** Bytes at the end of a piece of text that begin a character whose rest is in the next piece. */
    public int incomplete(byte[] b, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            if (b[at] >= 0) {
                at++;
                continue;
            }
            int sequence = page.promised(b, at, end);
            if (at + sequence > end) {
                return end - at;
            }
            at += sequence;
        }
        return 0;
    }

    /** Bytes from the start that can be converted. */
    int good(byte[] b, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            int sequence = b[at] > 0 ? 1 : page.length(b, at, end);
            if (b[at] == 0 || b[at] < 0 && (!page.isValid(b, at, sequence) || page.decode(b, at, sequence) < 0)) {
                break;
            }
            at += sequence;
        }
        return at - from;
    }

    /** To the client: its bytes, in an array of its own length. */
    public byte[] fromUtf8(byte[] b, int from, int length) {
        byte[] to = new byte[length + length / 3 + 8];
        int n = 0;
        int end = from + length;
        for (int at = from; at < end; ) {
            if (n + 4 > to.length) {
                to = Arrays.copyOf(to, to.length * 2);
            }
            if (b[at] >= 0) {
                to[n++] = b[at++];
                continue;
            }
            int sequence = Math.min(Utf8.length(b[at]), end - at);
            int packed = page.encode(Utf8.read(b, at, sequence));
            if (packed == 0) {
                throw none(b, at, sequence, "UTF8", page.encoding.name());
            }
            if (packed >>> 24 != 0) {
                to[n++] = (byte) (packed >>> 24);
            }
            if (packed >>> 16 != 0) {
                to[n++] = (byte) (packed >>> 16);
            }
            if (packed >>> 8 != 0) {
                to[n++] = (byte) (packed >>> 8);
            }
            to[n++] = (byte) packed;
            at += sequence;
        }
        return n == to.length ? to : Arrays.copyOf(to, n);
    }

    private static SqlFailure none(byte[] b, int at, int length, String from, String to) {
        return SqlFailure.build(
                        FailureKind.DATA,
                        "character with byte sequence " + Utf8.hex(b, at, length) + " in encoding \"" + from
                                + "\" has no equivalent in encoding \"" + to + '"')
                .sqlState("22P05")
                .build();
    }
}
