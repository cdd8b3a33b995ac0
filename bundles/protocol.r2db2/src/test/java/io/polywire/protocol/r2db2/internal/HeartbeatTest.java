package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.compressed;
import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.heartbeat;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Frames.startup;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    @Test
    void theTokenComesBack() {
        try (Harness h = Harness.started("heartbeat", "5")) {
            List<ServerMessage> replies = h.send(heartbeat('H', 0x1122334455667788L));
            assertThat(types(replies)).isEqualTo("h");
            assertThat(replies.get(0).reader().getLong()).isEqualTo(0x1122334455667788L);
        }
    }

    @Test
    void atEveryOffsetAndBetweenMessages() {
        byte[] stream = concat(
                startup("", "", "heartbeat", "5", "compression", "lz4"),
                heartbeat('H', 1),
                query("insert"),
                heartbeat('H', 2),
                heartbeat('h', 9),
                compressed(concat(heartbeat('H', 3), query("insert"), heartbeat('h', 9))),
                heartbeat('H', 4),
                query("insert"));
        for (int cut = 1; cut < stream.length; cut++) {
            try (Harness h = new Harness()) {
                List<ServerMessage> replies = h.send(
                        java.util.Arrays.copyOf(stream, cut), java.util.Arrays.copyOfRange(stream, cut, stream.length));
                assertThat(replies.stream()
                                .filter(m -> m.type() == 'h')
                                .map(m -> m.reader().getLong()))
                        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
                assertThat(types(replies).replace("h", "")).isEqualTo("ZCCC");
                assertThat(h.connection.violations).isEmpty();
            }
        }
    }

    @Test
    void isAnsweredWhileAStatementRuns() {
        try (Harness h = Harness.started("heartbeat", "5")) {
            assertThat(h.send(query("block"))).isEmpty();
            assertThat(types(h.send(heartbeat('H', 1)))).isEqualTo("h");
            assertThat(types(h.send(concat(query("insert"), heartbeat('H', 2)))))
                    .isEqualTo("h");
        }
    }

    @Test
    void theServerBeatsInItsRhythmAndGivesUpAfterThree() {
        try (Harness h = Harness.started("heartbeat", "5")) {
            for (int i = 1; i <= 10; i++) {
                h.channel.advanceTimeBy(5, TimeUnit.SECONDS);
                h.channel.runScheduledPendingTasks();
                List<ServerMessage> replies = ServerMessage.parse(h.output());
                assertThat(types(replies)).isEqualTo("H");
                assertThat(types(h.send(heartbeat('h', replies.get(0).reader().getLong()))))
                        .isEmpty();
            }
            for (int i = 0; i < 3; i++) {
                h.channel.advanceTimeBy(5, TimeUnit.SECONDS);
                h.channel.runScheduledPendingTasks();
                assertThat(types(ServerMessage.parse(h.output()))).isEqualTo("H");
            }
            assertThat(h.channel.isOpen()).isTrue();
            h.channel.advanceTimeBy(5, TimeUnit.SECONDS);
            h.channel.runScheduledPendingTasks();
            assertThat(h.channel.isOpen()).isFalse();
            assertThat(h.session().closed).isTrue();
        }
    }

    @Test
    void needsItsOptionAndItsLength() {
        try (Harness h = Harness.started()) {
            assertThat(types(h.send(heartbeat('H', 1)))).isEqualTo("E");
            assertThat(h.channel.isOpen()).isFalse();
        }
        try (Harness h = Harness.started("heartbeat", "5")) {
            assertThat(types(h.send(frame('H', new byte[7])))).isEqualTo("E");
            assertThat(h.channel.isOpen()).isFalse();
        }
    }
}
