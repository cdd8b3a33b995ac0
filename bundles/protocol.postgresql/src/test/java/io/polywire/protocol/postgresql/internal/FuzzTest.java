package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.polywire.api.wire.Limits;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames with flipped, dropped, doubled and lying bytes: an answer or a closed connection, never a defect or a hang. */
class FuzzTest {
    private static final int FRAMES = 220_000;

    private final Random random = new Random(20260101);

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void mutated_frames() {
        int sent = 0;
        int connections = 0;
        while (sent < FRAMES) {
            connections++;
            sent += connection();
        }
        assertThat(connections).isGreaterThan(100);
        // the next client is served
        try (Wire w = Wire.in(Samples.door(Runnable::run))) {
            assertThat(w.send(new Frames().query("insert")).replies()).containsExactly("C INSERT 0 2|", "Z I");
        }
    }

    /** One connection until it is closed or has had enough; how many frames it got. */
    private int connection() {
        FakeDoor door = Samples.door(Runnable::run);
        door.limits = new Limits(64 * 1024, 100_000, 10_000, 0, 60_000, 256 * 1024);
        EmbeddedChannel channel = new EmbeddedChannel();
        // counts what is not released
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
        channel.config().setAllocator(memory);
        door.channel = channel;
        channel.pipeline().addLast(new PostgresProtocol(door, door).handler(door));
        int frames = 0;
        try {
            byte[] start =
                    new Frames().startup("user", "alice", "options", "-c a=b").bytes();
            if (random.nextInt(4) == 0) {
                frames++;
                start = mutate(start);
            }
            feed(channel, start);
            while (channel.isOpen() && frames < 400) {
                byte[] frame = frame();
                feed(channel, random.nextInt(3) > 0 ? mutate(frame) : frame);
                frames++;
            }
            return Math.max(frames, 1);
        } finally {
            channel.finishAndReleaseAll();
            assertThat(memory.metric().usedHeapMemory()).isZero();
            assertThat(memory.metric().usedDirectMemory()).isZero();
            assertThat(door.session.calls.isEmpty() || door.session.closed).isTrue();
        }
    }

    private void feed(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(channel.alloc().buffer().writeBytes(bytes));
        channel.runPendingTasks();
        for (Object o = channel.readOutbound(); o != null; o = channel.readOutbound()) {
            ByteBuf b = (ByteBuf) o;
            assertThat(b.toString(java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("internal error");
            b.release();
        }
        channel.checkException();
    }

    private byte[] frame() {
        Frames f = new Frames();
        switch (random.nextInt(10)) {
            case 0 -> f.query("insert; select 1");
            case 1 -> f.parse("s" + random.nextInt(4), "lookup", 23, 25);
            case 2 -> f.bind("", "s" + random.nextInt(4), random.nextInt(2), "42", "text");
            case 3 -> f.describe(random.nextBoolean() ? 'S' : 'P', "s1");
            case 4 -> f.execute("", random.nextInt(3));
            case 5 -> f.close(random.nextBoolean() ? 'S' : 'P', "s" + random.nextInt(4));
            case 6 -> f.message('F', 1, (short) 0, (short) 0, (short) 0);
            case 7 -> f.message('d', "1\t2\n").message('c');
            case 8 ->
                f.parse("", "lookup", 17)
                        .bind("p", "", 1, null, "x")
                        .execute("p", 1)
                        .flush();
            default -> f.sync();
        }
        return f.sync().bytes();
    }

    private byte[] mutate(byte[] frame) {
        byte[] b = frame.clone();
        switch (random.nextInt(6)) {
            case 0 -> b[random.nextInt(b.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> b[random.nextInt(b.length)] = (byte) random.nextInt();
            case 2 -> b = Arrays.copyOf(b, random.nextInt(b.length) + 1);
            case 3 -> {
                // lies in the body rather than in the frame: type and length stay
                for (int i = 5; i < b.length; i++) {
                    if (random.nextInt(6) == 0) {
                        b[i] = (byte) random.nextInt();
                    }
                }
            }
            case 4 -> {
                int at = random.nextInt(b.length);
                byte[] longer = Arrays.copyOf(b, b.length + 3);
                System.arraycopy(b, at, longer, at + 3, b.length - at);
                b = longer;
            }
            default -> b[Math.min(b.length - 1, 5 + random.nextInt(8))] = (byte) -1;
        }
        return b;
    }
}
