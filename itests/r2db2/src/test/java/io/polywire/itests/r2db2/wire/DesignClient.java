package io.polywire.itests.r2db2.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client written from the published design alone: messages S, A, Q, D, C and E, and some message that says ready.
 * It can also send what no design allows.
 */
public final class DesignClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final Style style;

    /**
     * The answer to a query message.
     *
     * @param rows as text; null where there is no value
     * @param tags of the statements that were completed
     * @param error or null
     */
    public record Answer(List<List<String>> rows, List<String> tags, String error) {}

    public DesignClient(int port) throws IOException {
        this(port, Style.NUL);
    }

    public DesignClient(int port, Style style) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), style);
    }

    public DesignClient(Socket connected, Style style) throws IOException {
        socket = connected;
        this.style = style;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A client that was let in, without credentials, with options in pairs behind them. */
    public static DesignClient ready(int port, String... options) throws IOException {
        DesignClient client = new DesignClient(port);
        List<String> strings = new ArrayList<>(List.of("", ""));
        strings.addAll(List.of(options));
        client.startUp(strings.toArray(String[]::new));
        client.expect('Z');
        return client;
    }

    public Socket socket() {
        return socket;
    }

    public void startUp(String... strings) throws IOException {
        send('S', style.write(List.of(strings)));
    }

    /** The client's answer to A, as a message of that type. */
    public void secret(char type, String secret) throws IOException {
        send(type, style.write(List.of(secret)));
    }

    public void send(int type, byte... payload) throws IOException {
        bytes(Frame.bytes(type, payload));
    }

    public void bytes(byte... any) throws IOException {
        socket.getOutputStream().write(any);
    }

    /** Sends a query message. */
    public void ask(String sql) throws IOException {
        send('Q', style.write(List.of(sql)));
    }

    /** The next message; null where the server has closed. */
    public Frame read() throws IOException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        int length = in.readInt();
        byte[] payload = new byte[length - 5];
        in.readFully(payload);
        return new Frame((char) type, payload);
    }

    /** The next message, which must be of that type. */
    public Frame expect(char type) throws IOException {
        Frame frame = read();
        if (frame == null || frame.type() != type) {
            throw new AssertionError("expected " + type + ", got " + frame);
        }
        return frame;
    }

    /** The text of the next message, which must be an error. */
    public String expectError() throws IOException {
        return style.read(expect('E').payload());
    }

    /** Fails unless the server closes without a further word. */
    public void expectEnd() throws IOException {
        Frame frame;
        try {
            frame = read();
        } catch (EOFException e) {
            throw new AssertionError("closed within a message", e);
        }
        if (frame != null) {
            throw new AssertionError("expected the end, got " + frame);
        }
    }

    /** One statement. */
    public Answer query(String sql) throws IOException {
        return query(sql, 1);
    }

    /** Several statements in one message. */
    public Answer query(String sql, int statements) throws IOException {
        ask(sql);
        return answer(statements);
    }

    /** Reads up to so many tags, or the first error. */
    public Answer answer(int statements) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        while (tags.size() < statements) {
            Frame frame = read();
            if (frame == null) {
                throw new EOFException("closed after " + rows.size() + " rows, " + tags);
            }
            switch (frame.type()) {
                case 'D' ->
                    rows.add(Arrays.asList(
                            frame.cells().stream().map(DesignClient::text).toArray(String[]::new)));
                case 'C' -> tags.add(style.read(frame.payload()));
                case 'E' -> {
                    return new Answer(rows, tags, style.read(frame.payload()));
                }
                default -> throw new AssertionError("the design has no " + frame);
            }
        }
        return new Answer(rows, tags, null);
    }

    private static String text(byte[] cell) {
        return cell == null ? null : new String(cell, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
