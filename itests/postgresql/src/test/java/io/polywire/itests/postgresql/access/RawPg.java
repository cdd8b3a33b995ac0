package io.polywire.itests.postgresql.access;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** PostgreSQL's start-up by hand, with what no honest client would send. */
final class RawPg implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] SSL_REQUEST =
            ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array();

    private Socket socket;
    private DataInputStream in;

    /** Bytes that were sent behind the request for TLS are for whoever reads them. */
    RawPg(int port) throws IOException {
        use(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private void use(Socket s) throws IOException {
        socket = s;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Asks for TLS; what is sent now is to be a handshake. */
    RawPg askForTls() throws IOException {
        raw(SSL_REQUEST);
        if (in.read() != 'S') {
            throw new IOException("no TLS");
        }
        return this;
    }

    /** Asks for TLS and makes the handshake. */
    RawPg secured() throws Exception {
        askForTls();
        SSLSocket tls = (SSLSocket) TrustAll.context().getSocketFactory().createSocket(socket, "localhost", 0, true);
        tls.startHandshake();
        use(tls);
        return this;
    }

    RawPg raw(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    static byte[] startUp(String user, String database) {
        byte[] body = ("user\0" + user + "\0database\0" + database + "\0\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(body.length + 8)
                .putInt(196_608)
                .put(body)
                .array();
    }

    /** A request for TLS and a start-up packet in one write, as one who sits between client and server adds it. */
    static byte[] injected(String user, String database) {
        byte[] start = startUp(user, database);
        return ByteBuffer.allocate(8 + start.length).put(SSL_REQUEST).put(start).array();
    }

    static byte[] message(char type, byte[] body) {
        return ByteBuffer.allocate(body.length + 5)
                .put((byte) type)
                .putInt(body.length + 4)
                .put(body)
                .array();
    }

    /** SASLInitialResponse. */
    static byte[] sasl(String mechanism, String data) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write((mechanism + '\0').getBytes(StandardCharsets.US_ASCII));
        byte[] bytes = data.getBytes(StandardCharsets.US_ASCII);
        body.write(ByteBuffer.allocate(4).putInt(bytes.length).array());
        body.write(bytes);
        return message('p', body.toByteArray());
    }

    /** The next message as its type and text; "end" where the server has closed. */
    String read() throws IOException {
        int type;
        try {
            type = in.read();
        } catch (java.net.SocketException | javax.net.ssl.SSLException reset) {
            return "end";
        }
        if (type < 0) {
            return "end";
        }
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return (char) type + new String(body, StandardCharsets.ISO_8859_1);
    }

    /** SQLSTATE of the next message that is an error; else what came. */
    String state() throws IOException {
        String message = read();
        if (!message.startsWith("E")) {
            return message;
        }
        for (String field : message.substring(1).split("\0")) {
            if (field.startsWith("C")) {
                return field.substring(1);
            }
        }
        return message;
    }

    /** The types of the TLS records that come, to the end. */
    String records() throws IOException {
        StringBuilder types = new StringBuilder();
        try {
            for (int type = in.read(); type >= 0; type = in.read()) {
                types.append((char) type);
                in.readShort();
                in.skipNBytes(in.readUnsignedShort());
            }
        } catch (java.net.SocketException reset) {
            // the end
            return types.toString();
        }
        return types.toString();
    }

    /** Whether the server closes within so many milliseconds; what it says before is read over. */
    boolean ended(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            while (in.read() >= 0) {
                // an error that it says goodbye with
                continue;
            }
            return true;
        } catch (java.net.SocketTimeoutException waiting) {
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
