package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gathers messages and sends them in one write. Used by one thread at a time. What was gathered and not sent can be
 * dropped, so a message that turns out to be too large leaves no half behind.
 */
public final class FrameWriter {
    /** Below this a message is sent as it is: compressing it costs more than it saves. */
    static final int COMPRESS_FROM = 256;

    private static final int COMPRESS_TOGETHER = 1024 * 1024;
    private static final int KEEP = 1024 * 1024;
    private static final int MAX = Integer.MAX_VALUE - 64;

    private final OutputStream out;
    private Compression compression;
    private byte[] buffer = new byte[8 * 1024];
    private int size;
    private int message = -1;

    /** @param out written to in whole messages and not flushed between */
    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Switches compression of what is sent on; null off. */
    public void compression(Compression codec) {
        this.compression = codec;
    }

    /** Starts a message. */
    public FrameWriter begin(byte type) {
        message = size;
        ensure(Codes.HEADER);
        buffer[size] = type;
        size += Codes.HEADER;
        return this;
    }

    /** Ends the message that was begun last. */
    public void end() {
        putIntAt(buffer, message + 1, size - message);
        message = -1;
    }

    /** Appends a byte. */
    public FrameWriter putByte(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Appends an Int32. */
    public FrameWriter putInt(int value) {
        ensure(4);
        putIntAt(buffer, size, value);
        size += 4;
        return this;
    }

    /** Appends an Int64. */
    public FrameWriter putLong(long value) {
        putInt((int) (value >>> 32));
        return putInt((int) value);
    }

    /** Appends bytes as they are. */
    public FrameWriter putBytes(byte[] bytes, int from, int length) {
        ensure(length);
        System.arraycopy(bytes, from, buffer, size, length);
        size += length;
        return this;
    }

    /** Appends a NUL-ended string, which must not hold a NUL itself. */
    public FrameWriter putString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putBytes(bytes, 0, bytes.length);
        return putByte(0);
    }

    /** Bytes gathered so far. */
    public int size() {
        return size;
    }

    /** Drops what was gathered since it held {@code mark} bytes. */
    public void truncate(int mark) {
        size = mark;
        message = -1;
    }

    /** Sends all that was gathered. */
    public void flush() throws IOException {
        int gathered = size;
        size = 0;
        try {
            if (compression != null && gathered >= COMPRESS_FROM) {
                sendCompressed(gathered);
            } else {
                out.write(buffer, 0, gathered);
            }
            out.flush();
        } finally {
            if (buffer.length > KEEP) {
                buffer = new byte[8 * 1024];
            } else {
                // the start-up message held a password
                Arrays.fill(buffer, 0, Math.min(gathered, 1024), (byte) 0);
            }
        }
    }

    private void sendCompressed(int gathered) throws IOException {
        int from = 0;
        while (from < gathered) {
            int to = from;
            do {
                to += Frame.intAt(buffer, to + 1);
            } while (to < gathered && to - from + Frame.intAt(buffer, to + 1) <= COMPRESS_TOGETHER);
            sendCompressed(from, to - from);
            from = to;
        }
    }

    private void sendCompressed(int from, int length) throws IOException {
        byte[] packed = length < COMPRESS_FROM ? null : compression.compress(buffer, from, length, Codes.HEADER + 4);
        if (packed == null) {
            out.write(buffer, from, length);
            return;
        }
        int total = Frame.intAt(packed, 1);
        out.write(packed, 0, total);
    }

    private void ensure(int more) {
        if (buffer.length - size >= more) {
            return;
        }
        long wanted = (long) size + more;
        if (wanted > MAX) {
            throw new IllegalArgumentException("A message must stay below 2 GiB");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(MAX, Math.max(wanted, buffer.length * 2L)));
    }

    static void putIntAt(byte[] data, int at, int value) {
        data[at] = (byte) (value >>> 24);
        data[at + 1] = (byte) (value >>> 16);
        data[at + 2] = (byte) (value >>> 8);
        data[at + 3] = (byte) value;
    }
}
