package io.polywire.protocol.r2db2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.Transaction;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An execution of a prepared statement makes no object of this wire, wherever the rest of the server stands. */
class HotPathTest {
    private static final int BATCH = 500;

    @Test
    void executeAllocatesNothing() {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        LeanPortal portal = new LeanPortal();
        try (Harness h = new Harness()) {
            h.desk.instead = new LeanSession(portal);
            h.channel.config().setAllocator(new UnpooledByteBufAllocator(false, true));
            h.send(Frames.startup("", "", "extended", "1"));
            h.send(Frames.prepare(1, "select"));
            byte[] one = Frames.execute(1, 0, 1, 0, Frames.parameters(4711L));
            byte[] many = new byte[BATCH * one.length];
            for (int i = 0; i < BATCH; i++) {
                System.arraycopy(one, 0, many, i * one.length, one.length);
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            long least = Long.MAX_VALUE;
            List<ByteBuf> replies = new ArrayList<>(64);
            for (int round = 0; round < 300; round++) {
                ByteBuf in = Unpooled.wrappedBuffer(many);
                long before = threads.getThreadAllocatedBytes(thread);
                h.channel.writeInbound(in);
                least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
                int bytes = 0;
                for (ByteBuf out = h.channel.readOutbound(); out != null; out = h.channel.readOutbound()) {
                    bytes += out.readableBytes();
                    replies.add(out);
                }
                assertThat(bytes).isEqualTo(BATCH * (5 + 4 + 4 + 9 + 4 + 1 + 4 + 5 + 9 + 16));
                replies.forEach(ByteBuf::release);
                replies.clear();
            }
            assertThat(least / BATCH).isLessThan(16);
            assertThat(portal.runs).isEqualTo(300L * BATCH);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    /** One row of a number and a text. */
    static final class LeanPortal implements Portal, Prepared {
        private static final List<Column> COLUMNS = List.of(
                FakeSession.column("id", io.polywire.api.type.TypeKind.INT64),
                FakeSession.column("v", io.polywire.api.type.TypeKind.TEXT));
        private final byte[] text = Frames.utf8("text");
        Parameters parameters;
        long runs;

        @Override
        public Prepared prepared() {
            return this;
        }

        @Override
        public List<Column> columns() {
            return COLUMNS;
        }

        @Override
        public void run(long maxRows, RowSink sink, RunReply reply) {
            runs++;
            sink.startRow();
            sink.putLong(parameters.getLong(0));
            sink.putUtf8(text, 0, 4);
            sink.endRow();
            reply.completed(this);
        }

        @Override
        public String command() {
            return "SELECT";
        }

        @Override
        public long rows() {
            return 1;
        }

        @Override
        public long lastInsertId() {
            return 0;
        }

        @Override
        public void close() {
            parameters = null;
        }

        @Override
        public List<io.polywire.api.type.Type> parameters() {
            return List.of();
        }

        @Override
        public boolean returnsRows() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }
    }

    /** Always the same portal. */
    static final class LeanSession extends SessionStub {
        private final LeanPortal portal;

        LeanSession(LeanPortal portal) {
            this.portal = portal;
        }

        @Override
        public void prepare(String text, List<io.polywire.api.type.Type> declared, Reply<Prepared> reply) {
            reply.done(portal);
        }

        @Override
        public Portal bind(Prepared prepared, Transaction in, Parameters parameters) {
            portal.parameters = parameters;
            return portal;
        }
    }
}
