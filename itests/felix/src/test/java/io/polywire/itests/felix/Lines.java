package io.polywire.itests.felix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of the third party's protocol. */
final class Lines implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Lines(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** One line, or null at the end. */
    String line() throws IOException {
        return in.readLine();
    }

    /** Sends a statement and gives the answer up to its closing line. */
    List<String> ask(String statement) throws IOException {
        send(statement);
        return answer();
    }

    List<String> answer() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = line();
            lines.add(line == null ? "END" : line);
        } while (line != null && !line.startsWith("OK") && !line.startsWith("ERROR") && !line.startsWith("BYE"));
        return lines;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
