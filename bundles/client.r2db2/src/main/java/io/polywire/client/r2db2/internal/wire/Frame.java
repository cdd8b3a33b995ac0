package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One message: its type and a cursor over its payload, which lies in memory that others may own. */
public final class Frame {
    private byte type;
    private byte[] data;
    private int start;
    private int pos;
    private int end;

    /** Points to a message's payload, from {@code from} up to and without {@code to}. */
    void set(byte newType, byte[] bytes, int from, int to) {
        type = newType;
        data = bytes;
        start = from;
        pos = from;
        end = to;
    }

    /** Points to a message that {@link #keep} copied. */
    void set(byte[] kept) {
        set(kept[0], kept, 1, kept.length);
    }

    /** A copy of the message: type byte and payload. */
    byte[] keep() {
        byte[] copy = new byte[1 + end - start];
        copy[0] = type;
        System.arraycopy(data, start, copy, 1, end - start);
        return copy;
    }

    /** The type byte. */
    public byte type() {
        return type;
    }

    /** The memory that holds the payload. */
    byte[] data() {
        return data;
    }

    /** Where the next unread byte lies in {@link #data()}. */
    int position() {
        return pos;
    }

    /** Bytes of the payload. */
    int size() {
        return end - start;
    }

    /** Unread bytes. */
    public int remaining() {
        return end - pos;
    }

    /** The next byte. */
    public byte readByte() throws IOException {
        need(1);
        return data[pos++];
    }

    /** The next Int32. */
    public int readInt() throws IOException {
        need(4);
        int value = intAt(data, pos);
        pos += 4;
        return value;
    }

    /** The next Int64. */
    public long readLong() throws IOException {
        need(8);
        long value = longAt(data, pos);
        pos += 8;
        return value;
    }

    /** The next NUL-ended string; a missing last NUL is accepted. */
    public String readString() throws IOException {
        int nul = pos;
        while (nul < end && data[nul] != 0) {
            nul++;
        }
        if (nul == end && pos == end) {
            throw new ProtocolException("Message " + name(type) + " ends where a string is due");
        }
        String text = utf8(data, pos, nul - pos);
        pos = Math.min(end, nul + 1);
        return text;
    }

    /**
     * The next Int32, checked as a number of items.
     *
     * @param least fewest bytes that one item takes, at least 1
     */
    public int readCount(int least) throws IOException {
        int count = readInt();
        if (count < 0 || count > remaining() / least) {
            throw new ProtocolException(
                    "Message " + name(type) + " announces " + count + " items in " + remaining() + " bytes");
        }
        return count;
    }

    private void need(int bytes) throws IOException {
        if (end - pos < bytes) {
            throw new ProtocolException("Message " + name(type) + " is too short");
        }
    }

    /** A type byte as text for an error message. */
    public static String name(byte type) {
        return type > 0x20 && type < 0x7F ? "'" + (char) type + "'" : String.format("0x%02X", type);
    }

    static String utf8(byte[] data, int from, int length) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            ProtocolException wrong = new ProtocolException("A string from the server is not UTF-8");
            wrong.initCause(e);
            throw wrong;
        }
    }

    static int intAt(byte[] data, int at) {
        return data[at] << 24 | (data[at + 1] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF;
    }

    static long longAt(byte[] data, int at) {
        return (long) intAt(data, at) << 32 | intAt(data, at + 4) & 0xFFFFFFFFL;
    }
}
