package io.polywire.client.wazuh.internal;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connected Unix socket whose reads and writes have a deadline. Used by one thread at a time. */
public final class Channel implements Wire {
    private static final long NANOS = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;

    /** Connects. */
    public Channel(Path path) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector opened = null;
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.configureBlocking(false);
            opened = Selector.open();
            channel.register(opened, 0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
        selector = opened;
    }

    @Override
    public void write(ByteBuffer bytes, long deadline) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    /** Reads until the buffer is full. */
    public void fill(ByteBuffer bytes, long deadline) throws IOException {
        while (bytes.hasRemaining()) {
            if (some(bytes, deadline) < 0) {
                throw new EOFException("the server has closed the connection");
            }
        }
    }

    @Override
    public int some(ByteBuffer bytes, long deadline) throws IOException {
        for (; ; ) {
            int count = channel.read(bytes);
            if (count != 0) {
                return count;
            }
            await(SelectionKey.OP_READ, deadline);
        }
    }

    private void await(int operation, long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / NANOS;
        if (millis <= 0) {
            throw new SocketTimeoutException("the server takes too long");
        }
        channel.keyFor(selector).interestOps(operation);
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }
}
