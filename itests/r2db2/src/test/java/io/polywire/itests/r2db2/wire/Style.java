package io.polywire.itests.r2db2.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a reader of the published design may take its word "String". */
public enum Style {
    /** As PostgreSQL does: ended by a NUL byte. */
    NUL {
        @Override
        public byte[] write(List<String> strings) {
            return (String.join("\0", strings) + (strings.isEmpty() ? "" : "\0")).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String read(byte[] payload) {
            if (payload.length == 0 || payload[payload.length - 1] != 0) {
                throw new AssertionError("not ended by NUL: " + new String(payload, StandardCharsets.UTF_8));
            }
            return new String(payload, 0, payload.length - 1, StandardCharsets.UTF_8);
        }
    },
    /** As Java's DataOutput does, with Int32. */
    LENGTH {
        @Override
        public byte[] write(List<String> strings) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (String string : strings) {
                byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
                out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
                out.writeBytes(bytes);
            }
            return out.toByteArray();
        }

        @Override
        public String read(byte[] payload) {
            int length = ByteBuffer.wrap(payload).getInt();
            if (length != payload.length - 4) {
                throw new AssertionError("length " + length + " of a string in " + payload.length + " bytes");
            }
            return new String(payload, 4, length, StandardCharsets.UTF_8);
        }
    },
    /** The message's length is the string's. There can be one only. */
    RAW {
        @Override
        public byte[] write(List<String> strings) {
            return String.join("", strings).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String read(byte[] payload) {
            return new String(payload, StandardCharsets.UTF_8);
        }
    };

    public abstract byte[] write(List<String> strings);

    /** The only string of a message. */
    public abstract String read(byte[] payload);
}
