package io.polywire.net.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A blocking client of {@link TestWire}; every read ends after 20 s. */
final class TestClient implements AutoCloseable {
    static final int PATIENCE = 20_000;

    private final Socket socket;

    TestClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE);
    }

    static TestClient to(int port) throws IOException {
        return new TestClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Socket socket() {
        return socket;
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next line, or null at the end. A reset counts as an end. */
    String line() {
        StringBuilder text = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    return text.toString();
                }
                text.append((char) c);
            }
        } catch (SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.length() == 0 ? null : text.toString();
    }

    String ask(String line) throws IOException {
        send(line);
        return line();
    }

    /** Whether the server closed, having sent nothing more. */
    boolean ended() {
        return line() == null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
