package io.polywire.itests.postgresql.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client of protocol 3.0 that hides nothing: each message as it came, and any bytes can be sent. One thread. */
public final class PgClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LONGEST = 64 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Connects, says nothing yet. */
    public PgClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** A client that was let in; further start-up parameters in pairs. */
    public static PgClient ready(int port, String user, String password, String database, String... parameters)
            throws IOException {
        PgClient client = new PgClient(port);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("user", user);
        all.put("database", database);
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        try {
            client.startUp(all);
            List<BackendMessage> answer = client.logIn(password);
            if (!(answer.get(answer.size() - 1) instanceof BackendMessage.ReadyForQuery)) {
                throw new IOException("not let in: " + answer);
            }
            return client;
        } catch (IOException | RuntimeException | Error e) {
            client.socket.close();
            throw e;
        }
    }

    /** Sends StartupMessage. */
    public void startUp(Map<String, String> parameters) throws IOException {
        Body body = new Body().int32(3 << 16);
        parameters.forEach((name, value) -> body.string(name).string(value));
        byte[] bytes = body.octet(0).bytes();
        out.writeInt(bytes.length + 4);
        out.write(bytes);
        out.flush();
    }

    /**
     * Proves who the client is in the way that the server asks for.
     *
     * @param password may be null where none is asked for
     * @return all messages up to ReadyForQuery, or to the error or end that came instead
     */
    public List<BackendMessage> logIn(String password) throws IOException {
        List<BackendMessage> seen = new ArrayList<>();
        Scram scram = password == null ? null : new Scram(password);
        try {
            for (BackendMessage message = read(); message != null; message = read()) {
                seen.add(message);
                if (message instanceof BackendMessage.Authentication asked) {
                    answer(asked, scram, password);
                } else if (message instanceof BackendMessage.ReadyForQuery
                        || message instanceof BackendMessage.ErrorResponse) {
                    return seen;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return seen;
    }

    private void answer(BackendMessage.Authentication asked, Scram scram, String password)
            throws IOException, GeneralSecurityException {
        String data = new String(asked.data(), StandardCharsets.UTF_8);
        switch (asked.code()) {
            case 0 -> {}
            case 3 -> send('p', new Body().string(password));
            case 10 -> {
                byte[] first = Scram.first().getBytes(StandardCharsets.UTF_8);
                send('p', new Body().string("SCRAM-SHA-256").value(first));
            }
            case 11 -> send('p', new Body().raw(scram.last(data).getBytes(StandardCharsets.UTF_8)));
            case 12 -> scram.verify(data);
            default -> throw new IOException("not known: authentication " + asked.code());
        }
        out.flush();
    }

    /** Adds a message to those that the next flush sends. */
    public PgClient send(char type, Body body) throws IOException {
        byte[] bytes = body.bytes();
        out.writeByte(type);
        out.writeInt(bytes.length + 4);
        out.write(bytes);
        return this;
    }

    /** Adds bytes as they are. */
    public PgClient sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    public void flush() throws IOException {
        out.flush();
    }

    /** The next message, or null at the end of the connection. */
    public BackendMessage read() throws IOException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        int length = in.readInt() - 4;
        if (length < 0 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes");
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return MessageParser.parse((char) type, body);
    }

    /** One byte that is no message; -1 at the end of the connection. */
    public int readOctet() throws IOException {
        return in.read();
    }

    /** All messages up to ReadyForQuery, which is the last of them; a COPY from the client is given the lines. */
    public List<BackendMessage> readAnswer(String copyLines) throws IOException {
        List<BackendMessage> answer = new ArrayList<>();
        while (true) {
            BackendMessage message = read();
            if (message == null) {
                throw new EOFException("the server closed after " + answer);
            }
            answer.add(message);
            if (message instanceof BackendMessage.ReadyForQuery) {
                return answer;
            }
            if (message instanceof BackendMessage.CopyResponse copy && copy.kind() == 'G') {
                if (copyLines == null) {
                    send('f', new Body().string("no data given"));
                } else {
                    send('d', new Body().raw(copyLines.getBytes(StandardCharsets.UTF_8)));
                    send('c', new Body());
                }
                flush();
            }
        }
    }

    /** The simple protocol. */
    public List<BackendMessage> query(String sql) throws IOException {
        return query(sql, null);
    }

    /** The simple protocol, with lines for a COPY FROM STDIN. */
    public List<BackendMessage> query(String sql, String copyLines) throws IOException {
        send('Q', new Body().string(sql)).flush();
        return readAnswer(copyLines);
    }

    /** The extended protocol with the unnamed statement and portal: Parse, Describe, Bind, Execute, Sync. */
    public List<BackendMessage> extended(String sql, List<String> parameters, String copyLines) throws IOException {
        send('P', new Body().string("").string(sql).int16(0));
        send('D', new Body().octet('S').string(""));
        Body bind = new Body().string("").string("").int16(0).int16(parameters.size());
        for (String value : parameters) {
            bind.value(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }
        send('B', bind.int16(0));
        send('E', new Body().string("").int32(0));
        // a server in COPY reads over Sync, so that it must not be sent before the data
        boolean copies = copyLines != null;
        send(copies ? 'H' : 'S', new Body()).flush();
        return copies ? readCopy(copyLines) : readAnswer(null);
    }

    private List<BackendMessage> readCopy(String lines) throws IOException {
        List<BackendMessage> before = new ArrayList<>();
        while (true) {
            BackendMessage message = read();
            before.add(message);
            if (message instanceof BackendMessage.CopyResponse) {
                send('d', new Body().raw(lines.getBytes(StandardCharsets.UTF_8)));
                send('c', new Body());
                break;
            }
            if (message == null
                    || message instanceof BackendMessage.ErrorResponse
                    || message instanceof BackendMessage.CommandComplete) {
                break;
            }
        }
        send('S', new Body()).flush();
        before.addAll(readAnswer(null));
        return before;
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            send('X', new Body()).flush();
        }
    }
}
