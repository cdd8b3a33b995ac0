package io.polywire.protocol.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HttpRequestsTest {
    private static final String GET = "GET /v1/agents/ids HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Fakes fakes = new Fakes();

    private EmbeddedChannel start() {
        return fakes.start(new HttpEntry(fakes, fakes, fakes));
    }

    private static void send(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        channel.runPendingTasks();
    }

    private String answer(EmbeddedChannel channel) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.UTF_8));
            out.release();
        }
        return all.toString();
    }

    private String ask(String request) {
        EmbeddedChannel channel = start();
        send(channel, request.getBytes(StandardCharsets.UTF_8));
        String answer = answer(channel);
        channel.finishAndReleaseAll();
        return answer;
    }

    @Test
    @DisplayName("W12: two requests, cut in two at each byte, are answered on one connection")
    void splits() {
        byte[] bytes = (GET + "POST /v1/agents/summary HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n[1,2]")
                .getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= bytes.length; cut++) {
            EmbeddedChannel channel = start();
            send(channel, Arrays.copyOf(bytes, cut));
            send(channel, Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(answer(channel))
                    .as("cut at %d", cut)
                    .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 12\r\ncontent-type: application/json\r\n\r\n"
                            + "\"AGENT_IDS \"HTTP/1.1 200 OK\r\ncontent-length: 15\r\ncontent-type: application/json"
                            + "\r\n\r\n\"SUMMARY [1,2]\"");
            assertThat(channel.isOpen()).isTrue();
            channel.finishAndReleaseAll();
        }
        assertThat(fakes.open).isZero();
    }

    @Test
    @DisplayName("W13, W15: paths, status codes, ends")
    void status() {
        assertThat(ask("GET /v1/agents/ids/groups/a%20b+c HTTP/1.1\r\nHost: x\r\n\r\n"))
                .endsWith("\"GROUP_AGENTS a b+c\"");
        assertThat(ask("GET /v1/agents/007/groups?x=1 HTTP/1.1\r\nHost: x\r\n\r\n"))
                .endsWith("\"AGENT_GROUPS 007\"");
        assertThat(ask("GET /v1/agents/fail/groups HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("content-length: 0\r\n\r\n");
        assertThat(ask("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("PUT /v1/agents/sync HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET /v1/agents//groups HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("Missing parameter: agent_id");
        assertThat(ask("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("POST /v1/agents/summary HTTP/1.1\r\nHost: x\r\nContent-Length: 4097\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(ask("GET /v1/agents/ids HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET /v1/agents/ids HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("connection: close");
        assertThat(ask("GET /v1/agents/ids HTTP/1.0\r\n\r\n")).contains("connection: close");
    }

    @Test
    @DisplayName("a request waits for the answer of the one before, and reading pauses")
    void order() {
        fakes.later = true;
        EmbeddedChannel channel = start();
        send(channel, (GET + GET).getBytes(StandardCharsets.US_ASCII));
        assertThat(fakes.heard).hasSize(1);
        assertThat(channel.config().isAutoRead()).isFalse();
        fakes.pending.get(0).complete("1".getBytes(StandardCharsets.US_ASCII));
        channel.runPendingTasks();
        assertThat(fakes.heard).hasSize(2);
        fakes.pending.get(1).complete("2".getBytes(StandardCharsets.US_ASCII));
        channel.runPendingTasks();
        assertThat(answer(channel)).containsSubsequence("\r\n\r\n1HTTP/1.1 200 OK", "\r\n\r\n2");
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    @DisplayName("W71: passwords and tokens, asked for again when they change")
    void credentials() {
        fakes.methods = List.of("password");
        fakes.secret = "secret";
        EmbeddedChannel channel = start();
        send(channel, GET.getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(channel)).startsWith("HTTP/1.1 401 ").contains("www-authenticate: Basic ");
        for (String[] each : new String[][] {{"user:wrong", "401"}, {"user:secret", "200"}, {"user:wrong", "401"}}) {
            String basic = Base64.getEncoder().encodeToString(each[0].getBytes(StandardCharsets.UTF_8));
            send(
                    channel,
                    GET.replace("\r\n\r\n", "\r\nAuthorization: Basic " + basic + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(channel)).startsWith("HTTP/1.1 " + each[1]);
        }
        send(
                channel,
                GET.replace("\r\n\r\n", "\r\nAuthorization: Bearer secret\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(channel)).startsWith("HTTP/1.1 401 ");
        fakes.methods = List.of("token");
        send(
                channel,
                GET.replace("\r\n\r\n", "\r\nAuthorization: Bearer secret\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(channel)).startsWith("HTTP/1.1 200 ");
        channel.finishAndReleaseAll();
        assertThat(fakes.heard).hasSize(2);
        assertThat(fakes.open).isZero();
    }
}
