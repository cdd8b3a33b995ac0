package io.polywire.client.wazuh;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A daemon as the protocol's description has it, over SQLite: it cuts what is longer than 65,536 bytes. What it answers
 * can be replaced; null closes the connection instead of an answer.
 */
final class Daemon implements AutoCloseable {
    static final int CUT = 65_536;

    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile Function<String, byte[]> answers;

    /** What the header of the next answer says in place of its length; -1 for that. */
    volatile long lengthOfNext = -1;

    /** Bytes of the next answer behind which the connection ends; -1 for none. */
    private volatile int breaks = -1;

    private final Path path;
    private final Connection database;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server;

    Daemon(Path path) throws SQLException {
        this.path = path;
        database = DriverManager.getConnection("jdbc:sqlite::memory:");
        answers = this::sql;
    }

    void start() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        ServerSocketChannel mine = server;
        thread(() -> {
            while (true) {
                SocketChannel client = mine.accept();
                open.add(client);
                if (!mine.isOpen()) {
                    // stopped between the two lines above: stop() may not have seen this one
                    client.close();
                    return;
                }
                thread(() -> serve(client));
            }
        });
    }

    /** Closes the connection in the middle of the next answer. */
    void breakNext(int kept) {
        breaks = kept;
    }

    void stop() throws IOException {
        server.close();
        for (SocketChannel each : open) {
            each.close();
        }
        open.clear();
        Files.deleteIfExists(path);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (ClosedChannelException | EOFException e) {
                // the test is over, or its client is
            } catch (IOException e) {
                if ("Broken pipe".equals(e.getMessage())) {
                    // its client did not want the rest
                    return;
                }
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(SocketChannel client) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(client));
        OutputStream out = Channels.newOutputStream(client);
        while (true) {
            byte[] request = in.readNBytes(Integer.reverseBytes(in.readInt()));
            String text = new String(request, StandardCharsets.UTF_8);
            requests.add(text);
            byte[] answer = answers.apply(text);
            if (answer == null) {
                client.close();
                return;
            }
            int length = Math.min(answer.length, CUT);
            ByteBuffer frame = ByteBuffer.allocate(4 + length).order(ByteOrder.LITTLE_ENDIAN);
            frame.putInt(lengthOfNext < 0 ? length : (int) lengthOfNext).put(answer, 0, length);
            lengthOfNext = -1;
            int kept = breaks;
            if (kept >= 0) {
                breaks = -1;
                out.write(frame.array(), 0, Math.min(kept, 4 + length - 1));
                client.close();
                return;
            }
            out.write(frame.array());
        }
    }

    void execute(String sql) throws SQLException {
        synchronized (database) {
            try (Statement statement = database.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    byte[] sql(String request) {
        StringBuilder json = new StringBuilder("ok [");
        String sql = request.substring(request.indexOf("sql ") + 4);
        synchronized (database) {
            try (Statement statement = database.createStatement()) {
                if (!statement.execute(sql)) {
                    return "ok []".getBytes(StandardCharsets.UTF_8);
                }
                int n = 0;
                try (ResultSet rows = statement.getResultSet()) {
                    for (; rows.next(); n++) {
                        json.append(n == 0 ? "{" : ",{");
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            Object value = rows.getObject(i);
                            json.append(i == 1 ? "" : ",")
                                    .append('"')
                                    .append(rows.getMetaData().getColumnLabel(i))
                                    .append("\":")
                                    .append(
                                            value instanceof String text
                                                    ? '"' + text.replace("\"", "\\\"") + '"'
                                                    : value);
                        }
                        json.append('}');
                    }
                }
                return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
            } catch (SQLException e) {
                return "err Cannot execute Global database query".getBytes(StandardCharsets.UTF_8);
            }
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        stop();
        database.close();
    }
}
