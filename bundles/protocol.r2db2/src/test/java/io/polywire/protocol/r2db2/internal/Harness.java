package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.polywire.api.wire.Protocol;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;

/** A connection over an embedded channel: everything happens on the calling thread, calls are answered at once. */
final class Harness implements AutoCloseable {
    final FakeGate gate = new FakeGate();
    final FakeDesk desk = new FakeDesk(Strand.Mode.INLINE);
    final FakeLog log = new FakeLog();
    final FakeConnection connection;
    final EmbeddedChannel channel;

    Harness() {
        this(FakeListener.PLAIN);
    }

    Harness(FakeListener listener) {
        connection = new FakeConnection(listener);
        channel = new EmbeddedChannel();
        connection.channel = channel;
        channel.pipeline().addLast(protocol(desk, gate, log).handler(connection));
    }

    static Protocol protocol(FakeDesk desk, FakeGate gate, FakeLog log) {
        R2db2Protocol protocol = new R2db2Protocol(desk, gate, log);
        protocol.addCodec(TestLz4.INSTANCE);
        return protocol;
    }

    /** A connection that is past its start-up, with these options. */
    static Harness started(String... options) {
        return started(FakeListener.PLAIN, options);
    }

    static Harness started(FakeListener listener, String... options) {
        Harness harness = new Harness(listener);
        String[] strings = new String[options.length + 2];
        strings[0] = "";
        strings[1] = "";
        System.arraycopy(options, 0, strings, 2, options.length);
        List<ServerMessage> replies = harness.send(Frames.startup(strings));
        if (replies.get(replies.size() - 1).type() != 'Z') {
            throw new AssertionError(types(replies));
        }
        return harness;
    }

    List<ServerMessage> send(byte[]... bytes) {
        return ServerMessage.parse(sendRaw(bytes));
    }

    byte[] sendRaw(byte[]... bytes) {
        for (byte[] part : bytes) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.copiedBuffer(part));
            }
        }
        return output();
    }

    byte[] output() {
        channel.runPendingTasks();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuf b = channel.readOutbound(); b != null; b = channel.readOutbound()) {
            byte[] raw = new byte[b.readableBytes()];
            b.readBytes(raw);
            out.writeBytes(raw);
            b.release();
        }
        return out.toByteArray();
    }

    FakeSession session() {
        return desk.sessions.get(0);
    }

    static String types(List<ServerMessage> messages) {
        return messages.stream().map(m -> String.valueOf(m.type())).collect(Collectors.joining());
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
