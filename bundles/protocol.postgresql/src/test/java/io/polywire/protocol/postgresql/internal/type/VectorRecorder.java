package io.polywire.protocol.postgresql.internal.type;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Records what PostgreSQL makes of values: run by hand against a private instance of version 15 (trust, user postgres,
 * loopback), never by the build.
 *
 * <pre>VectorRecorder &lt;port&gt; &lt;inputs.txt&gt; &lt;vectors.txt&gt;</pre>
 *
 * A line of the inputs is "type | settings | value"; a line of the vectors has the oid, the text form and the binary form
 * behind it, or "!", SQLSTATE and message where the value is refused. Backslash, line end and bar are escaped.
 */
final class VectorRecorder {
    private final DataInputStream in;
    private final DataOutputStream out;

    private VectorRecorder(Socket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    public static void main(String[] args) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Socket s = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
            VectorRecorder r = new VectorRecorder(s);
            r.startup();
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line + r.record(line));
                }
            }
        }
        Files.write(Path.of(args[2]), lines);
    }

    private String record(String line) throws IOException {
        String[] parts = line.split("\\|", -1);
        String type = parts[0].strip();
        query("RESET ALL; SET TimeZone = 'UTC'");
        for (String setting : parts[1].split(";")) {
            if (!setting.isBlank()) {
                query("SET " + setting.strip());
            }
        }
        String value = unescape(parts[2]);
        List<byte[]> text = execute(type, value, 0);
        if (text.size() == 1) {
            return "|!|" + new String(text.get(0), StandardCharsets.UTF_8);
        }
        List<byte[]> binary = execute(type, value, 1);
        return "|" + new String(text.get(0), StandardCharsets.UTF_8) + "|"
                + escape(new String(text.get(1), StandardCharsets.UTF_8)) + "|"
                + HexFormat.of().formatHex(binary.get(1));
    }

    static String escape(String s) {
        return s.replace("\\", "\\\\").replace("\n", "\\n").replace("|", "\\b");
    }

    static String unescape(String s) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && i + 1 < s.length()) {
                char n = s.charAt(++i);
                b.append(n == 'n' ? '\n' : n == 'b' ? '|' : n);
            } else {
                b.append(c);
            }
        }
        return b.toString();
    }

    // ---- just enough of a client ----

    private void startup() throws IOException {
        byte[] body = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.UTF_8);
        out.writeInt(body.length + 8);
        out.writeInt(196608);
        out.write(body);
        while (next().type != 'Z') {
            // parameters
        }
    }

    private record Message(char type, byte[] body) {}

    private Message next() throws IOException {
        char type = (char) in.readByte();
        return new Message(type, in.readNBytes(in.readInt() - 4));
    }

    private void send(char type, byte[] body) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + 4);
        out.write(body);
    }

    private void query(String sql) throws IOException {
        send('Q', (sql + "\0").getBytes(StandardCharsets.UTF_8));
        out.flush();
        for (Message m = next(); m.type != 'Z'; m = next()) {
            if (m.type == 'E') {
                throw new IOException(sql + ": " + error(m.body));
            }
        }
    }

    /** Oid and value; or the error alone. */
    private List<byte[]> execute(String type, String value, int format) throws IOException {
        send('P', ("\0SELECT $1::" + type + "\0\0\0").getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream bind = new ByteArrayOutputStream();
        DataOutputStream b = new DataOutputStream(bind);
        byte[] v = value.getBytes(StandardCharsets.UTF_8);
        b.write(new byte[4]);
        b.writeShort(1);
        b.writeInt(v.length);
        b.write(v);
        b.writeShort(1);
        b.writeShort(format);
        send('B', bind.toByteArray());
        send('D', "P\0".getBytes(StandardCharsets.UTF_8));
        send('E', new byte[5]);
        send('S', new byte[0]);
        out.flush();
        List<byte[]> result = new ArrayList<>();
        String error = null;
        for (Message m = next(); m.type != 'Z'; m = next()) {
            switch (m.type) {
                case 'T' -> {
                    int at = 2;
                    while (m.body[at++] != 0) {
                        // the column's name
                    }
                    int oid = java.nio.ByteBuffer.wrap(m.body, at + 6, 4).getInt();
                    result.add(Integer.toString(oid).getBytes(StandardCharsets.UTF_8));
                }
                case 'D' -> {
                    byte[] cell = new byte[m.body.length - 6];
                    System.arraycopy(m.body, 6, cell, 0, cell.length);
                    result.add(cell);
                }
                case 'E' -> error = error(m.body);
                default -> {
                    // completions
                }
            }
        }
        return error == null ? result : List.of(error.getBytes(StandardCharsets.UTF_8));
    }

    private static String error(byte[] body) {
        String state = "";
        String message = "";
        for (String field : new String(body, StandardCharsets.UTF_8).split("\0")) {
            if (field.startsWith("C")) {
                state = field.substring(1);
            } else if (field.startsWith("M")) {
                message = field.substring(1);
            }
        }
        return escape(state + " " + message);
    }
}
