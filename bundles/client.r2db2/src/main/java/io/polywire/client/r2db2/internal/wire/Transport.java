package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.internal.config.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A connected socket, with TLS where it is asked for. Every wait can be given a bound. */
final class Transport {
    /** For a deadline: none. */
    static final long NEVER = Long.MAX_VALUE;

    private final InetSocketAddress address;
    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private volatile int timeout;
    private volatile long deadline = NEVER;

    private Transport(InetSocketAddress address, Socket raw, Socket socket) throws IOException {
        this.address = address;
        this.raw = raw;
        this.socket = socket;
        this.in = new Timed(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects to the first address of the host that answers.
     *
     * @param tls null: none
     * @param deadline {@link System#nanoTime} by which it must be done, TLS handshake included
     */
    static Transport open(Host host, Tls tls, long deadline) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host.name());
        IOException last = null;
        for (InetAddress address : addresses) {
            try {
                return open(new InetSocketAddress(address, host.port()), host, tls, deadline);
            } catch (IOException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last;
    }

    /** Connects to one address, as {@link #open(Host, Tls, long)} does. */
    static Transport open(InetSocketAddress address, Host host, Tls tls, long deadline) throws IOException {
        Socket raw = new Socket();
        try {
            raw.setTcpNoDelay(true);
            raw.setKeepAlive(true);
            raw.connect(address, left(deadline));
            Socket socket = raw;
            if (tls != null) {
                raw.setSoTimeout(left(deadline));
                socket = tls.handshake(raw, host);
            }
            return new Transport(address, raw, socket);
        } catch (IOException e) {
            closeQuietly(raw, e);
            throw e;
        }
    }

    private static void closeQuietly(Socket socket, IOException because) {
        try {
            socket.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** Milliseconds up to the deadline, as a socket takes them: 0 means no bound. */
    private static int left(long deadline) throws SocketTimeoutException {
        if (deadline == NEVER) {
            return 0;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("The time to connect is over");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** The address that was reached. */
    InetSocketAddress address() {
        return address;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Longest wait for the next bytes, ms; 0: no limit. */
    void timeout(int millis) {
        timeout = millis;
    }

    /** Longest wait for the next bytes, ms; 0: no limit. */
    int timeout() {
        return timeout;
    }

    /** Time after which every read fails; {@link #NEVER} for none. */
    void deadline(long nanoTime) {
        deadline = nanoTime;
    }

    /** Closes in order: with TLS, the peer is told. May wait for the peer. */
    void close() throws IOException {
        try {
            socket.close();
        } finally {
            raw.close();
        }
    }

    /** Closes at once; a thread that reads fails. Never waits. */
    void abort() throws IOException {
        // past the TLS layer: its farewell would wait for a peer that does not read
        raw.close();
    }

    /** Applies the bounds to each read. */
    private final class Timed extends InputStream {
        private final InputStream source;
        private int applied = -1;

        Timed(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int wanted = timeout;
            long until = deadline;
            if (until != NEVER) {
                int left = left(until);
                wanted = wanted == 0 ? left : Math.min(wanted, left);
            }
            if (wanted != applied) {
                socket.setSoTimeout(wanted);
                applied = wanted;
            }
            return source.read(bytes, from, length);
        }
    }
}
