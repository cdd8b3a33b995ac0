package io.polywire.protocol.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WazuhHandlerTest {
    private final Fakes fakes = new Fakes();

    private EmbeddedChannel start() {
        return fakes.start(new WazuhHandler(fakes, fakes, fakes));
    }

    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    private static void send(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        channel.runPendingTasks();
    }

    /** The replies so far, each without its header. */
    private static List<String> replies(EmbeddedChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes).release();
            all.writeBytes(bytes);
        }
        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> replies = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] payload = new byte[bytes.getInt()];
            bytes.get(payload);
            replies.add(new String(payload, StandardCharsets.UTF_8));
        }
        return replies;
    }

    @Test
    @DisplayName("three requests, cut in two at each byte, are answered in order")
    void splits() {
        ByteArrayOutputStream three = new ByteArrayOutputStream();
        for (String text : List.of("one", " \n two\n", "thrée")) {
            three.writeBytes(frame(text));
        }
        byte[] bytes = three.toByteArray();
        for (int cut = 0; cut <= bytes.length; cut++) {
            EmbeddedChannel channel = start();
            send(channel, Arrays.copyOf(bytes, cut));
            send(channel, Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(replies(channel)).as("cut at %d", cut).containsExactly("ok one", "ok two\n", "ok thrée");
            channel.finishAndReleaseAll();
        }
        assertThat(fakes.open).isZero();
    }

    @Test
    @DisplayName("a request waits for the reply of the one before")
    void order() {
        fakes.later = true;
        EmbeddedChannel channel = start();
        send(channel, frame("one"));
        send(channel, frame("two"));
        assertThat(fakes.heard).containsExactly("one");
        fakes.pending.get(0).complete("ok 1".getBytes(StandardCharsets.UTF_8));
        channel.runPendingTasks();
        assertThat(fakes.heard).containsExactly("one", "two");
        fakes.pending.get(1).complete("ok 2".getBytes(StandardCharsets.UTF_8));
        channel.runPendingTasks();
        assertThat(replies(channel)).containsExactly("ok 1", "ok 2");
        channel.finishAndReleaseAll();
    }

    @Test
    @DisplayName("lengths: 0 closes, 65,536 is served, more is refused and nothing reserved")
    void lengths() {
        EmbeddedChannel channel = start();
        send(channel, frame(""));
        assertThat(channel.isOpen()).isFalse();

        channel = start();
        send(channel, frame("x".repeat(65_536)));
        assertThat(fakes.heard).last().isEqualTo("x".repeat(65_536));
        channel.finishAndReleaseAll();

        for (byte[] header : List.of(new byte[] {1, 0, 1, 0}, new byte[] {-1, -1, -1, -1})) {
            channel = start();
            send(channel, header);
            assertThat(replies(channel)).singleElement().asString().startsWith("err ");
            assertThat(channel.isOpen()).isFalse();
            channel.finishAndReleaseAll();
        }
        assertThat(fakes.violations).hasSize(2);
    }

    @Test
    @DisplayName("half a frame, then an end: nothing runs")
    void half() {
        EmbeddedChannel channel = start();
        send(channel, Arrays.copyOf(frame("half of it"), 8));
        channel.close();
        channel.finishAndReleaseAll();
        assertThat(fakes.heard).isEmpty();
        assertThat(fakes.open).isZero();
    }

    @Test
    @DisplayName("a listener that asks for a password serves nobody here")
    void password() {
        fakes.methods = List.of("password");
        EmbeddedChannel channel = start();
        assertThat(channel.isOpen()).isFalse();
        assertThat(fakes.violations).hasSize(1);
    }
}
