package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;

/**
 * The message at hand: a window on the buffer it came in, read front to back. Every read is checked against the end of
 * the message, never the end of the buffer; one object per connection, used again for each message.
 */
final class Payload {
    private ByteBuf buffer;
    private byte type;
    private int end;

    /** Sets the window to a message whose payload begins at the buffer's reader index. */
    void set(ByteBuf in, byte messageType, int messageEnd) {
        buffer = in;
        type = messageType;
        end = messageEnd;
    }

    void clear() {
        buffer = null;
    }

    byte type() {
        return type;
    }

    /** Bytes that are still unread. */
    int remaining() {
        return end - buffer.readerIndex();
    }

    byte int8() {
        need(1);
        return buffer.readByte();
    }

    int int32() {
        need(4);
        return buffer.readInt();
    }

    long int64() {
        need(8);
        return buffer.readLong();
    }

    /** A number of things of which each takes at least {@code atLeast} bytes: what cannot fit is refused at once. */
    int count(int atLeast) {
        int n = int32();
        if (n < 0 || (long) n * atLeast > remaining()) {
            throw malformed();
        }
        return n;
    }

    void skip(int length) {
        need(length);
        buffer.skipBytes(length);
    }

    void bytes(byte[] to, int offset, int length) {
        need(length);
        buffer.readBytes(to, offset, length);
    }

    /** Fails unless all was read. */
    void end() {
        if (remaining() != 0) {
            throw malformed();
        }
    }

    int position() {
        return buffer.readerIndex();
    }

    void position(int index) {
        buffer.readerIndex(index);
    }

    /** The unread rest as it is. */
    byte[] rest() {
        byte[] all = new byte[remaining()];
        buffer.readBytes(all);
        return all;
    }

    /** As {@link #rest}, and overwrites it in the buffer, which goes back to a pool: for secrets. */
    byte[] secretRest() {
        int from = buffer.readerIndex();
        byte[] all = rest();
        buffer.setZero(from, all.length);
        return all;
    }

    /**
     * The rest as one string in any style: length-prefixed if the length fits exactly, else all of it less one final
     * NUL.
     */
    String text(String what) {
        int length = remaining();
        int from = buffer.readerIndex();
        if (length >= 4 && buffer.getInt(from) == length - 4) {
            buffer.skipBytes(4);
            length -= 4;
        } else if (length > 0 && buffer.getByte(end - 1) == 0) {
            length--;
        }
        String text = decode(length, what);
        buffer.readerIndex(end);
        return text;
    }

    /** The next string in the connection's style. */
    String string(StringStyle style, String what) {
        if (style == StringStyle.PREFIXED) {
            int length = int32();
            if (length < 0) {
                throw malformed();
            }
            need(length);
            return decode(length, what);
        }
        int nul = buffer.indexOf(buffer.readerIndex(), end, (byte) 0);
        if (nul < 0) {
            throw malformed();
        }
        String text = decode(nul - buffer.readerIndex(), what);
        buffer.skipBytes(1);
        return text;
    }

    SqlFailure malformed() {
        return Breach.malformed(type);
    }

    private String decode(int length, String what) {
        byte[] raw = new byte[length];
        buffer.readBytes(raw);
        return decode(raw, what);
    }

    /** Bytes as text. Fails if they are not UTF-8 or hold a NUL. */
    static String decode(byte[] raw, String what) {
        if (!Utf8.isValid(raw, 0, raw.length)) {
            throw Breach.badText(what);
        }
        String text = new String(raw, StandardCharsets.UTF_8);
        if (text.indexOf(0) >= 0) {
            throw Breach.nulInText(what);
        }
        return text;
    }

    private void need(int length) {
        if (length < 0 || length > end - buffer.readerIndex()) {
            throw malformed();
        }
    }
}
