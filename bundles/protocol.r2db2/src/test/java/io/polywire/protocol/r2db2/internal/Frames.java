package io.polywire.protocol.r2db2.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds the messages of a client, byte by byte, apart from the code under test. */
final class Frames {
    private Frames() {}

    static byte[] frame(int type, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) type)
                .putInt(5 + payload.length)
                .put(payload)
                .array();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] int32(int... values) {
        ByteBuffer b = ByteBuffer.allocate(4 * values.length);
        for (int v : values) {
            b.putInt(v);
        }
        return b.array();
    }

    static byte[] int64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] strings(StringStyle style, String... strings) {
        List<byte[]> parts = new ArrayList<>();
        for (String s : strings) {
            switch (style) {
                case NUL -> parts.add(concat(utf8(s), new byte[] {0}));
                case PREFIXED -> parts.add(concat(int32(utf8(s).length), utf8(s)));
                case RAW -> parts.add(utf8(s));
            }
        }
        return concat(parts.toArray(new byte[0][]));
    }

    static byte[] startup(String... strings) {
        return frame('S', strings(StringStyle.NUL, strings));
    }

    static byte[] query(String sql) {
        return frame('Q', strings(StringStyle.NUL, sql));
    }

    static byte[] prepare(int id, String sql, int... types) {
        return frame('P', concat(int32(id), strings(StringStyle.NUL, sql), int32(types.length), int32(types)));
    }

    static byte[] execute(int statement, int portal, int binary, int most, byte[] parameters) {
        return frame('B', concat(int32(statement, portal), new byte[] {(byte) binary}, int32(most), parameters));
    }

    static byte[] fetch(int portal, int most) {
        return frame('F', int32(portal, most));
    }

    static byte[] batch(int statement, byte[]... sets) {
        return frame('W', concat(int32(statement, sets.length), concat(sets)));
    }

    static byte[] close(char what, int id) {
        return frame('U', concat(new byte[] {(byte) what}, int32(id)));
    }

    static byte[] heartbeat(char type, long token) {
        return frame(type, int64(token));
    }

    /** Parameters: Long, Double, String, byte[] or null each. */
    static byte[] parameters(Object... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(int32(values.length));
        for (Object value : values) {
            if (value instanceof Long v) {
                out.write(1);
                out.writeBytes(int32(8));
                out.writeBytes(int64(v));
            } else if (value instanceof Double v) {
                out.write(2);
                out.writeBytes(int32(8));
                out.writeBytes(int64(Double.doubleToRawLongBits(v)));
            } else if (value instanceof byte[] v) {
                out.write(3);
                out.writeBytes(int32(v.length));
                out.writeBytes(v);
            } else {
                out.write(0);
                if (value == null) {
                    out.writeBytes(int32(-1));
                } else {
                    out.writeBytes(int32(utf8((String) value).length));
                    out.writeBytes(utf8((String) value));
                }
            }
        }
        return out.toByteArray();
    }

    static byte[] compressed(byte[] messages) {
        byte[] to = new byte[TestLz4.INSTANCE.maxCompressedLength(messages.length)];
        int size = TestLz4.INSTANCE.compress(0, messages, 0, messages.length, to, 0);
        return frame('z', concat(int32(messages.length), java.util.Arrays.copyOf(to, size)));
    }
}
