package io.polywire.protocol.postgresql.internal.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.number.DecimalDigits;
import io.polywire.api.value.TextOut;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Messages on their way out, written into a pooled heap buffer through its array: a cell is a few stores into a byte
 * array, and the transport makes the one copy that a socket needs anyway. Nothing is held while it is empty.
 *
 * <p>Used by one thread at a time; whoever hands it on does so by a call or reply of the session, which orders memory.
 */
public final class Output implements TextOut {
    private static final int FIRST = 1024;
    /** After a big buffer the next one starts at this size: it belongs to a stream of rows. */
    private static final int STREAM = 40 * 1024;
    /** PostgreSQL's own bound of a message. */
    private static final int MOST = 0x3FFFFFFF;

    private final ByteBufAllocator alloc;
    private ByteBuf buffer;
    private byte[] array;
    private int base;
    private int at;
    private int end;
    private int first = FIRST;
    private Transcoder transcoder;

    /** Takes its buffers from {@code alloc}. */
    public Output(ByteBufAllocator alloc) {
        this.alloc = alloc;
    }

    /** Bytes written since the last {@link #take}. */
    public int size() {
        return at - base;
    }

    /** Gives up what was written, to be released by the caller; null if nothing was. */
    public ByteBuf take() {
        ByteBuf taken = buffer;
        if (taken == null) {
            return null;
        }
        int size = size();
        taken.writerIndex(size);
        first = size >= STREAM / 2 ? STREAM : FIRST;
        forget();
        if (size == 0) {
            taken.release();
            return null;
        }
        return taken;
    }

    /** Drops what was written. */
    public void discard() {
        if (buffer != null) {
            buffer.release();
            forget();
        }
    }

    private void forget() {
        buffer = null;
        array = null;
        base = 0;
        at = 0;
        end = 0;
    }

    /** Drops what was written after {@code size} bytes: a message that could not be finished. */
    public void truncate(int size) {
        at = base + size;
    }

    /** What was written after {@code size} bytes. */
    public byte[] copy(int size) {
        return Arrays.copyOfRange(array, base + size, at);
    }

    // ---- messages ----

    /** Begins a message; returns what {@link #end} wants. */
    public int begin(byte type) {
        need(5);
        array[at] = type;
        at += 5;
        return size();
    }

    /** Ends the message begun at {@code start}: writes its length. */
    public void end(int start) {
        setInt(start - 4, size() - start + 4);
    }

    // ---- values ----

    /** Room for so many more bytes. */
    public void need(int bytes) {
        if (end - at < bytes) {
            grow(bytes);
        }
    }

    /** One byte. */
    @Override
    public Output u8(int value) {
        need(1);
        array[at++] = (byte) value;
        return this;
    }

    /** Two bytes, the most significant first, as all numbers here. */
    public Output i16(int value) {
        need(2);
        array[at++] = (byte) (value >> 8);
        array[at++] = (byte) value;
        return this;
    }

    /** Four bytes. */
    public Output i32(int value) {
        need(4);
        byte[] a = array;
        int p = at;
        a[p] = (byte) (value >> 24);
        a[p + 1] = (byte) (value >> 16);
        a[p + 2] = (byte) (value >> 8);
        a[p + 3] = (byte) value;
        at = p + 4;
        return this;
    }

    /** Eight bytes. */
    public Output i64(long value) {
        return i32((int) (value >> 32)).i32((int) value);
    }

    /** Four bytes in the place {@code index} bytes from the start. */
    public void setInt(int index, int value) {
        byte[] a = array;
        int p = base + index;
        a[p] = (byte) (value >> 24);
        a[p + 1] = (byte) (value >> 16);
        a[p + 2] = (byte) (value >> 8);
        a[p + 3] = (byte) value;
    }

    /** Bytes as they are. */
    @Override
    public Output bytes(byte[] from, int offset, int length) {
        if (length == 0) {
            return this;
        }
        need(length);
        System.arraycopy(from, offset, array, at, length);
        at += length;
        return this;
    }

    /** Bytes as they are. */
    public Output bytes(byte[] from) {
        return bytes(from, 0, from.length);
    }

    /** Text without a terminator. */
    @Override
    public Output text(String s) {
        int n = s.length();
        need(n);
        byte[] a = array;
        int p = at;
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            if (c >= 0x80) {
                return bytes(s.getBytes(StandardCharsets.UTF_8));
            }
            a[p + i] = (byte) c;
        }
        at = p + n;
        return this;
    }

    /**
     * Text in the client's encoding and a zero; a zero inside, which no client could read, ends it early.
     *
     * @throws SqlFailure 22P05 for a character that the client's encoding does not have
     */
    public Output cstring(String s) {
        int zero = s.indexOf('\0');
        String t = zero < 0 ? s : s.substring(0, zero);
        if (transcoder == null) {
            return text(t).u8(0);
        }
        byte[] utf8 = t.getBytes(StandardCharsets.UTF_8);
        return bytes(transcoder.fromUtf8(utf8, 0, utf8.length)).u8(0);
    }

    /** What texts are converted by; null for UTF-8. */
    public Transcoder transcoder() {
        return transcoder;
    }

    /** What {@link #cstring} converts by; null for UTF-8. */
    public void transcoder(Transcoder t) {
        transcoder = t;
    }

    /** Converts what was written since {@code size} bytes by {@code conversion}, if it is not ASCII only. */
    public void recode(int size, Conversion conversion) {
        int length = size() - size;
        if (length > 0 && !Transcoder.isPlain(array, index(size), length)) {
            byte[] converted = conversion.apply(array, index(size), length);
            truncate(size);
            bytes(converted);
        }
    }

    /** Makes new bytes of some. */
    @FunctionalInterface
    public interface Conversion {
        /** The converted bytes, as an array of their own length. */
        byte[] apply(byte[] b, int from, int length);
    }

    /** A number in decimal digits. */
    public Output decimal(long value) {
        need(DecimalDigits.LONGEST);
        at = DecimalDigits.write(value, array, at);
        return this;
    }

    /** A number of zero or more with at least so many decimal digits. */
    @Override
    public Output padded(long value, int digits) {
        need(DecimalDigits.LONGEST);
        at = digits == 2 && value < 100
                ? DecimalDigits.writeTwo((int) value, array, at)
                : DecimalDigits.writePadded(value, Math.max(digits, DecimalDigits.count(value)), array, at);
        return this;
    }

    /** Two hexadecimal digits. */
    public Output hex(int value) {
        return u8(Digits.hex(value >> 4)).u8(Digits.hex(value));
    }

    // ---- what was written, for those who go over it again ----

    /** Where in {@link #array} the next byte goes; what a writer of its own begins with after {@link #need}. */
    public int position() {
        return at;
    }

    /** Where such a writer has ended. */
    public void position(int end) {
        at = end;
    }

    /** The array that it is written into; until the next write. */
    public byte[] array() {
        return array;
    }

    /** Where in {@link #array} the byte {@code index} bytes from the start is. */
    public int index(int index) {
        return base + index;
    }

    private void grow(int bytes) {
        long need = (long) size() + bytes;
        if (need > MOST) {
            throw SqlFailure.of(FailureKind.LIMIT, "out of memory: a reply would be longer than " + MOST + " bytes");
        }
        if (buffer == null) {
            buffer = alloc.heapBuffer((int) Math.max(need, first));
        } else {
            int size = size();
            buffer.writerIndex(size);
            buffer.capacity((int) Math.min((long) MOST, Math.max(need, buffer.capacity() * 2L)));
            at = size;
            base = 0;
        }
        int size = at - base;
        array = buffer.array();
        base = buffer.arrayOffset();
        at = base + size;
        end = base + buffer.capacity();
    }
}
