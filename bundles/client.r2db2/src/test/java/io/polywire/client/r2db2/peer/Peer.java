package io.polywire.client.r2db2.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A scripted server on loopback: each connection it gets is played by the next script. Problems show at {@link #close}. */
public final class Peer implements AutoCloseable {
    /** What the peer does on one connection. */
    public interface Script {
        void play(Talk talk) throws Exception;
    }

    private final ServerSocket server;
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final CountDownLatch played;

    public Peer(Script... scripts) throws IOException {
        this(ServerSocketFactory.getDefault(), scripts);
    }

    public Peer(ServerSocketFactory factory, Script... scripts) throws IOException {
        server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        played = new CountDownLatch(scripts.length);
        Thread acceptor = new Thread(() -> accept(scripts), "peer");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept(Script[] scripts) {
        for (Script script : scripts) {
            Socket socket;
            try {
                socket = server.accept();
            } catch (IOException e) {
                return;
            }
            Thread thread = new Thread(() -> play(socket, script), "peer-connection");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void play(Socket socket, Script script) {
        try (socket) {
            script.play(new Talk(socket));
        } catch (Throwable e) {
            problems.add(e);
        } finally {
            played.countDown();
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public String host() {
        return "127.0.0.1:" + port();
    }

    public String url(String options) {
        return "jdbc:r2db2://" + host() + "/?connectRetryDelay=0" + (options.isEmpty() ? "" : "&" + options);
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url("connectRetries=1"));
    }

    public Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(url(options));
    }

    @Override
    public void close() throws IOException {
        boolean all;
        try {
            all = played.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("The test was interrupted", e);
        }
        server.close();
        if (!problems.isEmpty()) {
            throw new AssertionError("The peer met something unexpected", problems.get(0));
        }
        if (!all) {
            throw new AssertionError("Not all scripts were played to their end");
        }
    }
}
