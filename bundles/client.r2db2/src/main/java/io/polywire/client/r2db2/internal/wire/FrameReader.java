package io.polywire.client.r2db2.internal.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts what the server sends into messages. A message lies in the reader's own memory and is good until the next one is
 * asked for. Memory grows with the bytes that really came, not with a length that was announced.
 * Used by one thread at a time.
 */
public final class FrameReader {
    private static final int BUFFER = 32 * 1024;
    private static final int KEEP = 1024 * 1024;

    private final InputStream in;
    private final int maxMessage;
    private Compression decompression;
    private Watch watch;

    private byte[] socket = new byte[BUFFER];
    private int socketPos;
    private int socketEnd;

    private byte[] unpacked;
    private int unpackedPos;
    private int unpackedEnd;

    private final Frame frame = new Frame();

    /**
     * @param in read in large pieces; its time-out bounds every wait
     * @param maxMessage most bytes of one message, header included
     */
    public FrameReader(InputStream in, int maxMessage) {
        this.in = in;
        this.maxMessage = maxMessage;
    }

    /** Switches reading of compressed messages on; null off. */
    public void decompression(Compression codec) {
        this.decompression = codec;
    }

    /** Who is told of each wait for the server; null for nobody. */
    public void watch(Watch newWatch) {
        this.watch = newWatch;
    }

    /**
     * Reads the next message.
     *
     * @return its type byte
     * @throws EOFException if the server closed the connection
     * @throws ProtocolException for a length or a compressed message that cannot be
     */
    public byte next() throws IOException {
        if (unpackedPos < unpackedEnd) {
            return nextUnpacked();
        }
        unpacked = null;
        fill(Codes.HEADER);
        int length = Frame.intAt(socket, socketPos + 1);
        check(length, maxMessage);
        fill(length);
        frame.set(socket[socketPos], socket, socketPos + Codes.HEADER, socketPos + length);
        socketPos += length;
        if (frame.type() == Codes.COMPRESSED) {
            unpack();
            return nextUnpacked();
        }
        return frame.type();
    }

    private byte nextUnpacked() throws IOException {
        int left = unpackedEnd - unpackedPos;
        if (left < Codes.HEADER) {
            throw new ProtocolException("A compressed message ends inside the header of a message");
        }
        int length = Frame.intAt(unpacked, unpackedPos + 1);
        check(length, left);
        byte type = unpacked[unpackedPos];
        if (type == Codes.COMPRESSED) {
            throw new ProtocolException("A compressed message holds a compressed message");
        }
        frame.set(type, unpacked, unpackedPos + Codes.HEADER, unpackedPos + length);
        unpackedPos += length;
        return type;
    }

    private void check(int length, int limit) throws IOException {
        if (length < Codes.HEADER || length > limit) {
            throw new ProtocolException("A message announces " + length + " bytes; allowed are " + Codes.HEADER + " to "
                    + limit + (limit == maxMessage ? " (maxMessageBytes)" : ""));
        }
    }

    private void unpack() throws IOException {
        if (decompression == null) {
            throw new ProtocolException("The server sent a compressed message, but no compression was agreed");
        }
        int raw = frame.readInt();
        int packed = frame.remaining();
        // one LZ4 byte stands for at most 255 bytes: a larger claim is refused before memory is taken for it
        if (raw < Codes.HEADER || raw > maxMessage || raw > packed * 255L) {
            throw new ProtocolException("A compressed message of " + packed + " bytes claims to unpack to " + raw);
        }
        unpacked = decompression.decompress(frame.data(), frame.position(), packed, raw);
        unpackedPos = 0;
        unpackedEnd = raw;
    }

    /** Makes sure that {@code wanted} bytes lie unread in the buffer. */
    private void fill(int wanted) throws IOException {
        if (socketEnd - socketPos >= wanted) {
            return;
        }
        if (socketPos == socketEnd) {
            socketPos = 0;
            socketEnd = 0;
            if (socket.length > KEEP && wanted <= BUFFER) {
                socket = new byte[BUFFER];
            }
        }
        if (socketPos > 0 && socket.length - socketPos < wanted) {
            System.arraycopy(socket, socketPos, socket, 0, socketEnd - socketPos);
            socketEnd -= socketPos;
            socketPos = 0;
        }
        while (socketEnd - socketPos < wanted) {
            if (socketEnd == socket.length) {
                int doubled = (int) Math.min(Math.max(wanted, BUFFER), socket.length * 2L);
                socket = Arrays.copyOf(socket, doubled);
            }
            int read = read();
            if (read < 0) {
                throw new EOFException(
                        socketEnd == socketPos
                                ? "The server closed the connection"
                                : "The server closed the connection in the middle of a message");
            }
            socketEnd += read;
        }
    }

    private int read() throws IOException {
        Watch current = watch;
        if (current == null) {
            return in.read(socket, socketEnd, socket.length - socketEnd);
        }
        current.enter();
        try {
            return in.read(socket, socketEnd, socket.length - socketEnd);
        } finally {
            current.exit();
        }
    }

    /** Whether bytes of a further message were already received. */
    public boolean buffered() {
        return unpackedPos < unpackedEnd || socketPos < socketEnd;
    }

    /** The current message; good until the next one is asked for. */
    public Frame frame() {
        return frame;
    }
}
