package io.polywire.itests.conformance;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that knows nothing but the published design: messages S, A, Q, D, C, E, and strings in one style. */
final class DesignClient implements AutoCloseable {
    /** How it understood "String". */
    enum Style {
        NUL {
            @Override
            byte[] write(String text) {
                return (text + "\0").getBytes(StandardCharsets.UTF_8);
            }

            @Override
            String read(byte[] payload) {
                return new String(payload, 0, payload.length - 1, StandardCharsets.UTF_8);
            }
        },
        LENGTH {
            @Override
            byte[] write(String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                return ByteBuffer.allocate(4 + bytes.length)
                        .putInt(bytes.length)
                        .put(bytes)
                        .array();
            }

            @Override
            String read(byte[] payload) {
                int length = ByteBuffer.wrap(payload).getInt();
                return new String(payload, 4, length, StandardCharsets.UTF_8);
            }
        },
        RAW {
            @Override
            byte[] write(String text) {
                return text.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            String read(byte[] payload) {
                return new String(payload, StandardCharsets.UTF_8);
            }
        };

        abstract byte[] write(String text);

        abstract String read(byte[] payload);
    }

    /** A message as it came. */
    record Message(char type, byte[] payload) {}

    private final Socket socket;
    private final Style style;
    private final DataInputStream in;
    private final DataOutputStream out;

    DesignClient(Socket socket, Style style) throws IOException {
        this.socket = socket;
        this.style = style;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Sends a message of strings. */
    void send(char type, String... strings) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        int length = 5;
        for (String text : strings) {
            byte[] part = style.write(text);
            parts.add(part);
            length += part.length;
        }
        out.writeByte(type);
        out.writeInt(length);
        for (byte[] part : parts) {
            out.write(part);
        }
        out.flush();
    }

    /** The next message, or null at the end. */
    Message receive() throws IOException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        byte[] payload = new byte[in.readInt() - 5];
        in.readFully(payload);
        return new Message((char) type, payload);
    }

    /** Receives up to the ReadyForQuery, which says whether the client is authenticated. */
    boolean awaitReady() throws IOException {
        for (Message m = receive(); m != null; m = receive()) {
            if (m.type() == 'Z') {
                return m.payload()[0] == 1;
            }
            if (m.type() != 'A') {
                throw new AssertionError("message " + m.type() + " " + style.read(m.payload()));
            }
        }
        throw new AssertionError("closed before it was ready");
    }

    /** Sends a query and gives its rows, values between bars, then the tag or the error. */
    List<String> query(String sql) throws IOException {
        send('Q', sql);
        List<String> lines = new ArrayList<>();
        while (true) {
            Message m = receive();
            if (m == null) {
                throw new AssertionError("closed in the middle of an answer");
            }
            switch (m.type()) {
                case 'D' -> lines.add(row(m.payload()));
                case 'C', 'E' -> {
                    lines.add(m.type() + " " + style.read(m.payload()));
                    return lines;
                }
                default -> throw new AssertionError("message " + m.type() + " in an answer");
            }
        }
    }

    private static String row(byte[] payload) {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        int columns = buffer.getInt();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            int length = buffer.getInt();
            if (i > 0) {
                line.append('|');
            }
            if (length < 0) {
                line.append("NULL");
            } else {
                byte[] value = new byte[length];
                buffer.get(value);
                line.append(new String(value, StandardCharsets.UTF_8));
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
