package io.polywire.protocol.postgresql.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client sends, message after message. */
final class Frames {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    byte[] bytes() {
        return all.toByteArray();
    }

    private static byte[] cstring(String s) {
        return (s + '\0').getBytes(StandardCharsets.UTF_8);
    }

    Frames raw(byte... b) {
        all.writeBytes(b);
        return this;
    }

    /** A message of a type with a body put together from integers (4 bytes), shorts (2), strings and byte arrays. */
    Frames message(char type, Object... body) {
        byte[] b = body(body);
        all.write(type);
        return raw(body(b.length + 4)).raw(b);
    }

    Frames untyped(Object... body) {
        byte[] b = body(body);
        return raw(body(b.length + 4)).raw(b);
    }

    static byte[] body(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object p : parts) {
            if (p instanceof Integer i) {
                out.writeBytes(ByteBuffer.allocate(4).putInt(i).array());
            } else if (p instanceof Short s) {
                out.writeBytes(ByteBuffer.allocate(2).putShort(s).array());
            } else if (p instanceof Character c) {
                out.write(c);
            } else if (p instanceof byte[] b) {
                out.writeBytes(b);
            } else {
                out.writeBytes(cstring((String) p));
            }
        }
        return out.toByteArray();
    }

    Frames startup(String... parameters) {
        Object[] body = new Object[parameters.length + 2];
        body[0] = 196608;
        System.arraycopy(parameters, 0, body, 1, parameters.length);
        body[parameters.length + 1] = new byte[1];
        return untyped(body);
    }

    Frames query(String text) {
        return message('Q', text);
    }

    Frames parse(String name, String text, int... oids) {
        Object[] body = new Object[3 + oids.length];
        body[0] = name;
        body[1] = text;
        body[2] = (short) oids.length;
        for (int i = 0; i < oids.length; i++) {
            body[3 + i] = oids[i];
        }
        return message('P', body);
    }

    /** Text values, null for NULL; one format for all columns. */
    Frames bind(String portal, String statement, int resultFormat, String... values) {
        Object[] body = new Object[6 + 2 * values.length];
        body[0] = portal;
        body[1] = statement;
        body[2] = (short) 0;
        body[3] = (short) values.length;
        for (int i = 0; i < values.length; i++) {
            byte[] v = values[i] == null ? new byte[0] : values[i].getBytes(StandardCharsets.UTF_8);
            body[4 + 2 * i] = values[i] == null ? -1 : v.length;
            body[5 + 2 * i] = v;
        }
        body[4 + 2 * values.length] = (short) 1;
        body[5 + 2 * values.length] = (short) resultFormat;
        return message('B', body);
    }

    Frames describe(char kind, String name) {
        return message('D', kind, name);
    }

    Frames execute(String portal, int rows) {
        return message('E', portal, rows);
    }

    Frames close(char kind, String name) {
        return message('C', kind, name);
    }

    Frames sync() {
        return message('S');
    }

    Frames flush() {
        return message('H');
    }
}
