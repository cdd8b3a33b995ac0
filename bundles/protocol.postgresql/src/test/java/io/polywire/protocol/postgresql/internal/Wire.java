package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A backend in an embedded channel, and what it answers as lines of readable text. */
final class Wire implements AutoCloseable {
    /** Runs what the session does later, one by one, as the test asks for it. */
    static final class Later implements Executor {
        final ArrayDeque<Runnable> queue = new ArrayDeque<>();

        @Override
        public void execute(Runnable r) {
            queue.add(r);
        }

        boolean runOne() {
            Runnable r = queue.poll();
            if (r != null) {
                r.run();
            }
            return r != null;
        }
    }

    final FakeDoor door;
    final PostgresProtocol protocol;
    final EmbeddedChannel channel;
    private final List<byte[]> writes = new ArrayList<>();

    Wire(FakeDoor door) {
        this(door, new PostgresProtocol(door, door));
    }

    Wire(FakeDoor door, PostgresProtocol protocol) {
        this.door = door;
        this.protocol = protocol;
        channel = new EmbeddedChannel();
        door.channel = channel;
        channel.pipeline().addLast(protocol.handler(door));
    }

    static Wire in() {
        return in(new FakeDoor());
    }

    /** Logged in. */
    static Wire in(FakeDoor door) {
        Wire w = new Wire(door);
        w.send(new Frames().startup("user", "alice", "database", "main"));
        w.replies();
        return w;
    }

    Wire send(Frames f) {
        return send(f.bytes());
    }

    Wire send(byte[] bytes) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
        }
        settle();
        return this;
    }

    /** Lets the session and the event loop do what waits. */
    void settle() {
        if (door.session.executor instanceof Later later) {
            do {
                channel.runPendingTasks();
            } while (later.runOne());
        }
        do {
            channel.runPendingTasks();
        } while (channel.hasPendingTasks());
        collect();
    }

    private void collect() {
        for (ByteBuf b = channel.readOutbound(); b != null; b = channel.readOutbound()) {
            byte[] a = new byte[b.readableBytes()];
            b.readBytes(a);
            b.release();
            writes.add(a);
        }
    }

    /** How many writes there were since the last look. */
    int writes() {
        return writes.size();
    }

    byte[] raw() {
        int n = 0;
        for (byte[] w : writes) {
            n += w.length;
        }
        byte[] all = new byte[n];
        n = 0;
        for (byte[] w : writes) {
            System.arraycopy(w, 0, all, n, w.length);
            n += w.length;
        }
        writes.clear();
        return all;
    }

    /** What was answered since the last look, one line for each message. */
    List<String> replies() {
        return lines(raw());
    }

    static List<String> lines(byte[] all) {
        List<String> lines = new ArrayList<>();
        ByteBuf b = Unpooled.wrappedBuffer(all);
        while (b.isReadable()) {
            char type = (char) b.readByte();
            int length = b.readInt();
            byte[] body = new byte[length - 4];
            b.readBytes(body);
            lines.add(line(type, body));
        }
        return lines;
    }

    private static String line(char type, byte[] body) {
        return body.length == 0 ? String.valueOf(type) : type + " " + readable(body);
    }

    static String readable(byte[] body) {
        StringBuilder s = new StringBuilder();
        for (char c : new String(body, StandardCharsets.ISO_8859_1).toCharArray()) {
            s.append(c == 0 ? "|" : c < 32 || c > 126 ? String.format("\\x%02x", (int) c) : String.valueOf(c));
        }
        return s.toString();
    }

    boolean isOpen() {
        settle();
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close();
        settle();
        channel.finishAndReleaseAll();
    }
}
