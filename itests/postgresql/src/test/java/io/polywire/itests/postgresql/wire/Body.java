package io.polywire.itests.postgresql.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The body of a message that a client sends. */
public final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    public Body string(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8)).octet(0);
    }

    public Body octet(int value) {
        bytes.write(value);
        return this;
    }

    public Body int16(int value) {
        try {
            out.writeShort(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Body int32(int value) {
        try {
            out.writeInt(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Body raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    /** A value of Bind: its length and bytes; -1 for null. */
    public Body value(byte[] value) {
        return value == null ? int32(-1) : int32(value.length).raw(value);
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
