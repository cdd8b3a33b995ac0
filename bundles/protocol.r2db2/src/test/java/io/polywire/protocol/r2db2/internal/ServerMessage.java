package io.polywire.protocol.r2db2.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message of the server as a client sees it. */
record ServerMessage(char type, byte[] payload) {
    /** Splits a stream into messages; a part of one at the end is an error. */
    static List<ServerMessage> parse(byte[] stream) {
        List<ServerMessage> messages = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.hasRemaining()) {
            char type = (char) in.get();
            int length = in.getInt();
            if (length < 5 || length - 5 > in.remaining()) {
                throw new AssertionError("message " + type + " of length " + length + ", " + in.remaining() + " left");
            }
            byte[] payload = new byte[length - 5];
            in.get(payload);
            messages.add(new ServerMessage(type, payload));
        }
        return messages;
    }

    ByteBuffer reader() {
        return ByteBuffer.wrap(payload);
    }

    /** The payload less a final NUL. */
    String text() {
        int length = payload.length > 0 && payload[payload.length - 1] == 0 ? payload.length - 1 : payload.length;
        return new String(payload, 0, length, StandardCharsets.UTF_8);
    }

    /** NUL-ended strings from a place to the end. */
    List<String> strings(int from) {
        List<String> strings = new ArrayList<>();
        ByteBuffer in = reader().position(from);
        while (in.hasRemaining()) {
            strings.add(string(in));
        }
        return strings;
    }

    static String string(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {
            // up to the NUL
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }

    /** The SQLSTATE of an E with fields. */
    String field(char code) {
        ByteBuffer in = reader();
        string(in);
        while (true) {
            byte c = in.get();
            if (c == 0) {
                return null;
            }
            String value = string(in);
            if (c == code) {
                return value;
            }
        }
    }

    /** Values of a D, as text; null for NULL. */
    List<String> row() {
        ByteBuffer in = reader();
        List<String> values = new ArrayList<>();
        int columns = in.getInt();
        for (int i = 0; i < columns; i++) {
            int length = in.getInt();
            if (length == -1) {
                values.add(null);
                continue;
            }
            byte[] value = new byte[length];
            in.get(value);
            values.add(new String(value, StandardCharsets.UTF_8));
        }
        if (in.hasRemaining()) {
            throw new AssertionError("bytes behind the row");
        }
        return values;
    }

    /** Values of a d. */
    List<Object> binaryRow() {
        ByteBuffer in = reader();
        List<Object> values = new ArrayList<>();
        int columns = in.getInt();
        for (int i = 0; i < columns; i++) {
            int length = in.getInt();
            if (length == -1) {
                values.add(null);
                continue;
            }
            byte kind = in.get();
            switch (kind) {
                case 1 -> values.add(in.getLong());
                case 2 -> values.add(in.getDouble());
                default -> {
                    byte[] value = new byte[length - 1];
                    in.get(value);
                    values.add(kind == 0 ? new String(value, StandardCharsets.UTF_8) : value);
                }
            }
        }
        return values;
    }
}
