package io.polywire.protocol.r2db2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mutated frames: whatever a client sends, the server answers well-formed messages or closes; nothing breaks, hangs or
 * leaks ({@link Leaks} looks after that), and no internal error is logged. The seed is in the message of a failure.
 */
class MutationTest {
    private static final boolean LONG = "long".equals(System.getProperty("polywire.test.length"));
    private static final int FRAMES = LONG ? 2_000_000 : 200_000;
    private static final int SOCKET_FRAMES = LONG ? 100_000 : 5_000;

    private static final String[][] OPTIONS = {
        {},
        {"extended", "1"},
        {"extended", "1", "errors", "fields", "ready", "every", "describe", "1"},
        {"extended", "1", "compression", "lz4", "heartbeat", "3600"},
        {"compression", "lz4", "compression_level", "3", "cancel", "1"},
    };

    private static List<byte[]> corpus() {
        byte[] parameters = Frames.parameters(1L, "text", null, new byte[] {1, 2, 3}, 0.5);
        return List.of(
                Frames.query("select 3; insert"),
                Frames.query("fail"),
                Frames.query(""),
                Frames.query("typed"),
                Frames.query("text 300"),
                Frames.prepare(1, "echo", 4, 8, 19),
                Frames.prepare(2, "select 9"),
                Frames.prepare(3, "insert"),
                Frames.execute(1, 0, 1, 0, parameters),
                Frames.execute(1, 0, 0, 1, parameters),
                Frames.execute(2, 5, 0, 2, Frames.parameters()),
                Frames.fetch(5, 1),
                Frames.batch(3, parameters, parameters),
                Frames.close('S', 2),
                Frames.close('P', 5),
                Frames.heartbeat('H', 1),
                Frames.heartbeat('h', 1),
                Frames.compressed(Frames.concat(Frames.query("insert"), Frames.query("select 1"))),
                Frames.frame('p', Frames.utf8("test\0")),
                Frames.frame('k', new byte[12]),
                Frames.startup("test", "test", "extended", "1"));
    }

    @Test
    @Timeout(180)
    void nothingBreaks() {
        long seed = Long.getLong("polywire.test.seed", System.nanoTime());
        Random random = new Random(seed);
        List<byte[]> corpus = corpus();
        int sent = 0;
        try {
            while (sent < FRAMES) {
                sent += connection(random, corpus);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** One client; returns how many mutated frames it got rid of. */
    private static int connection(Random random, List<byte[]> corpus) {
        int sent = 0;
        String[] options = OPTIONS[random.nextInt(OPTIONS.length)];
        FakeListener listener =
                random.nextInt(4) == 0 ? FakeListener.PLAIN.withAuth("password", "token") : FakeListener.PLAIN;
        try (Harness h = new Harness(listener)) {
            String[] strings = new String[options.length + 2];
            strings[0] = random.nextBoolean() ? "test" : "";
            strings[1] = strings[0];
            System.arraycopy(options, 0, strings, 2, options.length);
            byte[] startup = Frames.startup(strings);
            if (random.nextInt(3) == 0) {
                startup = mutate(startup, random);
                sent++;
            }
            receive(h, startup, random);
            while (h.channel.isOpen() && sent < 60) {
                byte[] frame = corpus.get(random.nextInt(corpus.size()));
                if (random.nextInt(8) != 0) {
                    frame = mutate(frame, random);
                    sent++;
                }
                receive(h, frame, random);
            }
            assertThat(h.log.causes).isEmpty();
            check(h.output());
        }
        return sent;
    }

    private static void receive(Harness h, byte[] frame, Random random) {
        int cut = random.nextInt(4) == 0 && frame.length > 1 ? 1 + random.nextInt(frame.length - 1) : frame.length;
        h.channel.writeInbound(Unpooled.wrappedBuffer(frame, 0, cut));
        if (cut < frame.length && h.channel.isOpen()) {
            h.channel.writeInbound(Unpooled.wrappedBuffer(frame, cut, frame.length - cut));
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] frame = original.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            switch (random.nextInt(8)) {
                case 0 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> frame[random.nextInt(frame.length)] = (byte) random.nextInt();
                case 2 -> {
                    // the length is right, the payload is cut
                    frame = Arrays.copyOf(frame, 5 + random.nextInt(frame.length));
                    ByteBuffer.wrap(frame).putInt(1, frame.length);
                }
                case 3 -> {
                    int at = 5 + random.nextInt(Math.max(1, frame.length - 4));
                    byte[] more = new byte[random.nextInt(20)];
                    random.nextBytes(more);
                    frame = Frames.concat(
                            Arrays.copyOf(frame, Math.min(at, frame.length)),
                            more,
                            Arrays.copyOfRange(frame, Math.min(at, frame.length), frame.length));
                    ByteBuffer.wrap(frame).putInt(1, frame.length);
                }
                case 4 -> {
                    if (frame.length >= 9) {
                        int[] edges = {0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 4, 255, 65536};
                        ByteBuffer.wrap(frame)
                                .putInt(5 + random.nextInt(frame.length - 8), edges[random.nextInt(edges.length)]);
                    }
                }
                case 5 -> {
                    // payload only, so that the stream stays in step
                    for (int n = 0; n < 4 && frame.length > 5; n++) {
                        frame[5 + random.nextInt(frame.length - 5)] = (byte) random.nextInt();
                    }
                }
                case 6 -> frame[0] = (byte) "SkpQzHhPBFWUDX".charAt(random.nextInt("SkpQzHhPBFWUDX".length()));
                default -> {
                    if (random.nextInt(10) == 0) {
                        ByteBuffer.wrap(frame).putInt(1, random.nextInt(64) - 8);
                    } else if (frame.length > 5) {
                        frame[frame.length - 1] = (byte) random.nextInt();
                    }
                }
            }
        }
        return frame;
    }

    /** All that came is whole messages of known types, also within compressed blocks. */
    private static void check(byte[] output) {
        for (ServerMessage message : ServerMessage.parse(output)) {
            if ("AKZTDdCEHhztsw".indexOf(message.type()) < 0) {
                throw new AssertionError("message " + message.type());
            }
            switch (message.type()) {
                case 'D' -> message.row();
                case 'd' -> message.binaryRow();
                case 'z' -> {
                    byte[] raw = new byte[message.reader().getInt()];
                    TestLz4.INSTANCE.decompress(message.payload(), 4, message.payload().length - 4, raw, 0, raw.length);
                    check(raw);
                }
                default -> {
                    if (message.type() == 'E' && message.text().startsWith("internal error")) {
                        throw new AssertionError("internal error");
                    }
                }
            }
        }
    }

    @Test
    @Timeout(120)
    void nothingBreaksWhenRepliesComeFromOtherThreads() throws IOException {
        long seed = Long.getLong("polywire.test.seed", System.nanoTime());
        Random random = new Random(seed);
        List<byte[]> corpus = corpus();
        try (SocketServer server = new SocketServer(Strand.Mode.MIXED, FakeListener.PLAIN)) {
            int sent = 0;
            while (sent < SOCKET_FRAMES) {
                try (SocketServer.Client client = server.rawClient()) {
                    List<byte[]> frames = new ArrayList<>();
                    String[] options = OPTIONS[random.nextInt(OPTIONS.length)];
                    String[] strings = new String[options.length + 2];
                    Arrays.fill(strings, 0, 2, "");
                    System.arraycopy(options, 0, strings, 2, options.length);
                    frames.add(Frames.startup(strings));
                    for (int i = 0; i < 30; i++) {
                        byte[] frame = corpus.get(random.nextInt(corpus.size()));
                        boolean mutated = random.nextInt(4) == 0;
                        frames.add(mutated ? mutate(frame, random) : frame);
                        sent++;
                    }
                    exchange(client, Frames.concat(frames.toArray(new byte[0][])));
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
            assertThat(server.log.causes).isEmpty();
            org.awaitility.Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> server.desk.sessions.stream().allMatch(session -> session.closed));
        }
    }

    private static void exchange(SocketServer.Client client, byte[] bytes) throws IOException {
        try {
            client.send(bytes);
            client.socket.shutdownOutput();
            while (true) {
                check(new byte[0]);
                ServerMessage message = client.read();
                check(Frames.frame(message.type(), message.payload()));
            }
        } catch (EOFException end) {
            // the server is through with us
        } catch (java.net.SocketException reset) {
            // it closed while we were sending
        }
    }
}
