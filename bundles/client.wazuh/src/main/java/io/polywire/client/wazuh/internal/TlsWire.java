package io.polywire.client.wazuh.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection over TCP with TLS, whose certificate has to be of the host that was asked for (RFC 2818). */
public final class TlsWire implements Wire {
    private final SSLSocket socket;

    /**
     * Connects, and is through with the handshake.
     *
     * @param deadline by {@link System#nanoTime()}
     */
    public TlsWire(SSLContext context, String host, int port, long deadline) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), left(deadline));
            plain.setTcpNoDelay(true);
            socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(left(deadline));
            socket.startHandshake();
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static int left(long deadline) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("the server takes too long");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    @Override
    public void write(ByteBuffer bytes, long deadline) throws IOException {
        // a socket has no time-out for what it writes: it is closed under the write
        CompletableFuture<Void> written = new CompletableFuture<>();
        CompletableFuture<Void> late = written.orTimeout(left(deadline), TimeUnit.MILLISECONDS)
                .exceptionally(why -> {
                    closeQuietly();
                    return null;
                });
        try {
            socket.getOutputStream().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            if (late.isDone()) {
                SocketTimeoutException timeout = new SocketTimeoutException("the server takes too long");
                timeout.initCause(e);
                throw timeout;
            }
            throw e;
        } finally {
            written.complete(null);
        }
    }

    private void closeQuietly() {
        try {
            socket.close();
        } catch (IOException e) {
            // the write that this ends fails by itself
            System.getLogger(TlsWire.class.getName()).log(System.Logger.Level.DEBUG, "not closed", e);
        }
    }

    @Override
    public int some(ByteBuffer bytes, long deadline) throws IOException {
        socket.setSoTimeout(left(deadline));
        int count =
                socket.getInputStream().read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        if (count > 0) {
            bytes.position(bytes.position() + count);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
