package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * How a connection writes strings: the published design leaves it open, so the first start-up message decides and the
 * server mirrors it.
 */
enum StringStyle {
    /** UTF-8 ended by a NUL byte. */
    NUL {
        @Override
        void write(ByteBuf to, String text) {
            // A NUL inside would cut the message for the client.
            ByteBufUtil.writeUtf8(to, text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD'));
            to.writeByte(0);
        }

        @Override
        int open(ByteBuf to) {
            return to.writerIndex();
        }

        @Override
        void close(ByteBuf to, int opened) {
            to.writeByte(0);
        }
    },

    /** Int32 length and bytes. */
    PREFIXED {
        @Override
        int open(ByteBuf to) {
            to.writeInt(0);
            return to.writerIndex();
        }

        @Override
        void close(ByteBuf to, int opened) {
            to.setInt(opened - 4, to.writerIndex() - opened);
        }
    },

    /** The bytes up to the end of the message. */
    RAW {
        @Override
        int open(ByteBuf to) {
            return to.writerIndex();
        }

        @Override
        void close(ByteBuf to, int opened) {
            // The end of the message ends the string.
        }
    };

    /** Writes a string. */
    void write(ByteBuf to, String text) {
        int opened = open(to);
        ByteBufUtil.writeUtf8(to, text);
        close(to, opened);
    }

    /** Starts a string that the caller writes byte by byte; the result goes into {@link #close}. */
    abstract int open(ByteBuf to);

    /** Ends a string that {@link #open} started. */
    abstract void close(ByteBuf to, int opened);

    /** The style of a start-up payload, and its strings. */
    record Detected(StringStyle style, List<byte[]> strings) {}

    /** Finds the style of a payload: length-prefixed if it splits exactly, else NUL-ended if it holds a NUL, else raw. */
    static Detected detect(byte[] payload) {
        if (payload.length == 0) {
            return new Detected(NUL, List.of());
        }
        List<byte[]> prefixed = splitPrefixed(payload);
        if (prefixed != null) {
            return new Detected(PREFIXED, prefixed);
        }
        List<byte[]> ended = splitAtNul(payload);
        return ended != null ? new Detected(NUL, ended) : new Detected(RAW, List.of(payload.clone()));
    }

    private static List<byte[]> splitPrefixed(byte[] payload) {
        int at = 0;
        // First look, then copy: most payloads are not of this form.
        while (at < payload.length) {
            int length = prefixAt(payload, at);
            if (length < 0 || length > payload.length - at - 4) {
                return null;
            }
            at += 4 + length;
        }
        List<byte[]> strings = new ArrayList<>();
        for (at = 0; at < payload.length; at += 4 + prefixAt(payload, at)) {
            strings.add(java.util.Arrays.copyOfRange(payload, at + 4, at + 4 + prefixAt(payload, at)));
        }
        return strings;
    }

    /** The Int32 at a place, or -1 where it does not fit or is negative. */
    private static int prefixAt(byte[] payload, int at) {
        if (payload.length - at < 4) {
            return -1;
        }
        int length = (payload[at] & 0xFF) << 24
                | (payload[at + 1] & 0xFF) << 16
                | (payload[at + 2] & 0xFF) << 8
                | (payload[at + 3] & 0xFF);
        return Math.max(length, -1);
    }

    private static List<byte[]> splitAtNul(byte[] payload) {
        List<byte[]> strings = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < payload.length; i++) {
            if (payload[i] == 0) {
                strings.add(java.util.Arrays.copyOfRange(payload, start, i));
                start = i + 1;
            }
        }
        if (start == 0) {
            return null;
        }
        if (start < payload.length) {
            // The last NUL is missing; clients do that.
            strings.add(java.util.Arrays.copyOfRange(payload, start, payload.length));
        }
        return strings;
    }
}
