package io.polywire.protocol.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    @DisplayName(
            "W12, W72: a thousand requests in one write are answered in order; who goes in the middle of one is no failure")
    void pipeline() {
        EmbeddedChannel channel = start();
        StringBuilder requests = new StringBuilder();
        StringBuilder wanted = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.append("GET /v1/agents/").append(i).append("/groups HTTP/1.1\r\nHost: x\r\n\r\n");
            String body = "\"AGENT_GROUPS " + i + '"';
            wanted.append("HTTP/1.1 200 OK\r\ncontent-length: ")
                    .append(body.length())
                    .append("\r\ncontent-type: application/json\r\n\r\n")
                    .append(body);
        }
        send(channel, requests.toString().getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(channel)).isEqualTo(wanted.toString());
        send(
                channel,
                "POST /v1/agents/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
                        .getBytes(StandardCharsets.US_ASCII));
        channel.close();
        channel.checkException();
        channel.finishAndReleaseAll();
        assertThat(fakes.heard).hasSize(1000);
        assertThat(fakes.open).isZero();
    }

    @ParameterizedTest
    @DisplayName("W15, W66: what can be read in two ways is refused, and nothing behind it is served")
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n\r\n[1]",
                "Content-Length: -3\r\n\r\n[1]",
                "Content-Length: +3\r\n\r\n[1]",
                "Content-Length: x\r\n\r\n[1]",
                "Transfer-Encoding: gzip\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n[1]\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n[1]\r\n0\r\n\r\n",
                "Content-Length : 3\r\n\r\n[1]"
            })
    void ambiguous(String rest) {
        EmbeddedChannel channel = start();
        send(
                channel,
                ("POST /v1/agents/summary HTTP/1.1\r\nHost: x\r\n" + rest + GET).getBytes(StandardCharsets.US_ASCII));
        assertThat(answer(channel)).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
        assertThat(fakes.heard).isEmpty();
    }

    @Test
    @DisplayName("W15: chunks are one body; methods that are not known, HEAD too, are 404 without one")
    void chunksAndMethods() {
        assertThat(ask(
                        "POST /v1/agents/summary HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\n[1\r\n1\r\n]"
                                + "\r\n0\r\nX: y\r\n\r\n" + GET))
                .contains("\"SUMMARY [1]\"HTTP/1.1 200 OK")
                .endsWith("\"AGENT_IDS \"");
        for (String method : List.of("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "CONNECT", "get", "X")) {
            assertThat(ask(method + " /v1/agents/ids HTTP/1.1\r\nHost: x\r\n\r\n" + GET))
                    .as(method)
                    .startsWith("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK");
        }
        assertThat(
                        ask(
                                "POST /v1/agents/summary HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n[1]"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")
                .endsWith("\"SUMMARY [1]\"");
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

    @Test
    @DisplayName(
            "W46: a token that is taken back ends on a connection that is kept, and a password too; what runs goes on")
    void takenBack() {
        for (String method : List.of("token", "password")) {
            long[] now = {0};
            long good = TimeUnit.SECONDS.toNanos(method.equals("token") ? 1 : 60);
            fakes.methods = List.of(method);
            fakes.secret = "secret";
            fakes.asked = 0;
            String basic = Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));
            byte[] request = GET.replace(
                            "\r\n\r\n",
                            "\r\nAuthorization: " + (method.equals("token") ? "Bearer secret" : "Basic " + basic)
                                    + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            EmbeddedChannel channel = fakes.start(new HttpEntry(fakes, fakes, fakes, () -> now[0]));
            for (int i = 0; i < 3; i++) {
                send(channel, request);
                assertThat(answer(channel)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(fakes.asked).as("asked once for all of these").isEqualTo(1);
            now[0] = good;
            send(channel, request);
            assertThat(answer(channel)).startsWith("HTTP/1.1 200 ");
            assertThat(fakes.asked).isEqualTo(2);
            assertThat(fakes.open).as("and the client keeps its sessions").isEqualTo(1);
            fakes.secret = "another";
            now[0] = 2 * good - 1;
            send(channel, request);
            assertThat(answer(channel)).startsWith("HTTP/1.1 200 ");
            now[0] = 2 * good;
            send(channel, request);
            assertThat(answer(channel)).startsWith("HTTP/1.1 401 ");
            assertThat(fakes.open).isZero();
            fakes.secret = "secret";
            send(channel, request);
            assertThat(answer(channel)).startsWith("HTTP/1.1 200 ");
            channel.finishAndReleaseAll();
            assertThat(fakes.open).isZero();
        }
    }
}
