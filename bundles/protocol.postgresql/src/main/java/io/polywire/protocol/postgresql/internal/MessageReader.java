package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.protocol.postgresql.internal.io.Utf8;
import io.polywire.protocol.postgresql.internal.type.TypeCodec;
import java.nio.charset.StandardCharsets;

/** Reads the fields of one message in place; one for each connection. What is not there is 08P01, as in PostgreSQL. */
final class MessageReader {
    private static final int KEPT = 4096;

    private ByteBuf buffer;
    private int at;
    private int end;
    private byte[] scratch = new byte[64];

    /** Begins with a message's body. */
    void reset(ByteBuf from, int offset, int length) {
        buffer = from;
        at = offset;
        end = offset + length;
    }

    int remaining() {
        return end - at;
    }

    ByteBuf buffer() {
        return buffer;
    }

    int position() {
        return at;
    }

    int u8() {
        need(1);
        return buffer.getUnsignedByte(at++);
    }

    int i16() {
        need(2);
        int v = buffer.getShort(at);
        at += 2;
        return v;
    }

    int i32() {
        need(4);
        int v = buffer.getInt(at);
        at += 4;
        return v;
    }

    /** Steps over bytes; returns where they begin in {@link #buffer}. */
    int skip(int bytes) {
        if (bytes < 0) {
            throw TypeCodec.tooShort();
        }
        need(bytes);
        int from = at;
        at += bytes;
        return from;
    }

    /** Steps over a text that ends with a zero; its length without it. It begins at the {@link #position} before. */
    int skipText() {
        int zero = buffer.indexOf(at, end, (byte) 0);
        if (zero < 0) {
            throw SqlFailure.of(FailureKind.PROTOCOL, "invalid string in message");
        }
        int n = zero - at;
        at = zero + 1;
        return n;
    }

    /** A text that ends with a zero. */
    String text() {
        int from = at;
        int n = skipText();
        byte[] b = copy(from, n);
        Utf8.check(b, 0, n);
        return new String(b, 0, n, StandardCharsets.UTF_8);
    }

    /** The rest, as new bytes. */
    byte[] rest() {
        byte[] b = new byte[remaining()];
        buffer.getBytes(at, b);
        at = end;
        return b;
    }

    /** Bytes of the buffer in an array that the next call overwrites. */
    byte[] copy(int from, int length) {
        byte[] b = scratch.length >= length ? scratch : new byte[Math.max(length, Math.min(KEPT, length * 2))];
        if (b.length <= KEPT) {
            scratch = b;
        }
        buffer.getBytes(from, b, 0, length);
        return b;
    }

    /** Nothing may be left. */
    void finish() {
        if (at != end) {
            throw SqlFailure.of(FailureKind.PROTOCOL, "invalid message format");
        }
    }

    /** Forgets the buffer. */
    void release() {
        buffer = null;
    }

    private void need(int bytes) {
        if (end - at < bytes) {
            throw TypeCodec.tooShort();
        }
    }
}
