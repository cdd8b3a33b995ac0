package io.polywire.client.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each code of the HTTP client, and its patience. */
class HttpErrorsTest {
    @TempDir
    Path folder;

    private Path socket;

    @BeforeEach
    void path() {
        socket = folder.resolve("http");
    }

    private WazuhDbOptions options() {
        return WazuhDbOptions.of(socket).withTimeout(Duration.ofSeconds(5)).withConnectRetries(0);
    }

    private static WazuhException error(Runnable work) {
        WazuhException error = catchThrowableOfType(WazuhException.class, work::run);
        assertThat(error).isNotNull();
        return error;
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return server;
    }

    /** Answers the next connection's first request; null is silence until the client has gone. */
    private static CompletableFuture<String> answer(ServerSocketChannel server, String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (SocketChannel client = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(4096);
                client.read(request);
                if (answer == null) {
                    while (client.read(request) >= 0) {
                        // nothing more comes but the end
                    }
                } else {
                    client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                }
                return new String(request.array(), 0, request.position(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String http(int status, String body) {
        return "HTTP/1.1 " + status + " x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    @DisplayName(
            "W52: on a connection that ends, what reads is asked again; what has changed is not: it would be lost, told to nobody")
    void askedAgain() throws IOException {
        for (String kind : List.of("ids", "summary", "sync", "set")) {
            CompletableFuture<Void> ending;
            try (ServerSocketChannel server = listen();
                    WazuhDbHttpClient client = new WazuhDbHttpClient(options())) {
                List<String> heard = new CopyOnWriteArrayList<>();
                CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                    for (int connection = 0; connection < 2; connection++) {
                        try (SocketChannel one = server.accept()) {
                            ByteBuffer request = ByteBuffer.allocate(4096);
                            while (one.read(request) > 0) {
                                heard.add(new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
                                request.clear();
                                String body = heard.get(heard.size() - 1).contains("/ids") ? "[7]" : "{}";
                                String whole = http(200, body);
                                // the second one of the first connection ends in the middle
                                boolean half = connection == 0 && heard.size() == 2;
                                one.write(ByteBuffer.wrap(whole.substring(0, half ? 20 : whole.length())
                                        .getBytes(StandardCharsets.UTF_8)));
                                if (half) {
                                    break;
                                }
                            }
                        } catch (IOException e) {
                            // the test is over before a second connection came
                            return;
                        }
                    }
                });
                assertThat(client.getAgentIds()).containsExactly(7L);
                switch (kind) {
                    case "ids" -> assertThat(client.getAgentIds()).containsExactly(7L);
                    case "summary" ->
                        assertThat(client.getAgentsSummary(List.of(1L)).os()).isEmpty();
                    case "sync" ->
                        assertThat(error(client::getAgentsSync).code()).isEqualTo(WazuhError.HTTP_REQUEST);
                    default ->
                        assertThat(error(() -> client.setAgentsSync("{}")).code())
                                .isEqualTo(WazuhError.HTTP_REQUEST);
                }
                assertThat(heard).hasSize(kind.startsWith("s") && !kind.equals("summary") ? 2 : 3);
                ending = served;
            }
            ending.join();
            Files.delete(socket);
        }
    }

    @Test
    @DisplayName("W12, W15: an answer that can have no body is not waited for; its connection is used again")
    void withoutBody() throws IOException {
        try (ServerSocketChannel server = listen()) {
            CompletableFuture<Integer> served = CompletableFuture.supplyAsync(() -> {
                try (SocketChannel one = server.accept()) {
                    int requests = 0;
                    while (one.read(ByteBuffer.allocate(4096)) > 0) {
                        requests++;
                        one.write(
                                ByteBuffer.wrap("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                    }
                    return requests;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (WazuhDbHttpClient client = new WazuhDbHttpClient(options())) {
                client.setAgentsSync("{}");
                client.setAgentsSync("{}");
            }
            assertThat(served.join()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName(
            "W51, W52: an answer that ends too early, at each of its bytes, is 2013 for a change and asked again for a question")
    void brokenAnswers() throws IOException {
        for (String whole : List.of(
                http(200, "[1,2]"),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n")) {
            for (int kept = 0; kept < whole.length(); kept += 3) {
                try (ServerSocketChannel server = listen();
                        WazuhDbHttpClient client = new WazuhDbHttpClient(options())) {
                    CompletableFuture<String> served = answer(server, whole.substring(0, kept));
                    int code = error(() -> client.setAgentsSync("{}")).code();
                    served.join();
                    assertThat(code).as("%d bytes of %s", kept, whole).isEqualTo(WazuhError.HTTP_REQUEST);
                }
                Files.delete(socket);
            }
        }
    }

    @Test
    @DisplayName("W15, W51: 2012 is a status of 400 and more, with what the server says of it")
    void status() throws Exception {
        for (int status : new int[] {400, 404, 500}) {
            try (ServerSocketChannel server = listen();
                    WazuhDbHttpClient client = new WazuhDbHttpClient(options())) {
                CompletableFuture<String> asked = answer(server, http(status, "Missing parameter: name"));
                assertThat(error(client::getAgentIds))
                        .isInstanceOf(WazuhError.class)
                        .hasMessage("Error 2012 - HTTP status " + status + ": Missing parameter: name");
                assertThat(asked.get(20, TimeUnit.SECONDS)).startsWith("GET /v1/agents/ids HTTP/1.1\r\n");
            }
            java.nio.file.Files.delete(socket);
        }
    }

    @Test
    @DisplayName("W51: 2013 where nobody listens, or the answer is no HTTP")
    void noRequest() throws Exception {
        try (WazuhDbHttpClient client = new WazuhDbHttpClient(options())) {
            assertThat(error(client::getAgentIds).code()).isEqualTo(2013);
            try (ServerSocketChannel server = listen()) {
                answer(server, "SSH-2.0-x\r\n");
                assertThat(error(client::getAgentIds).code()).isEqualTo(2013);
            }
        }
    }

    @Test
    @DisplayName("W14, W49: 2014 where the server takes longer than the time-out")
    void timeout() throws Exception {
        try (ServerSocketChannel server = listen();
                WazuhDbHttpClient client = new WazuhDbHttpClient(options().withTimeout(Duration.ofMillis(200)))) {
            answer(server, null);
            WazuhException error = error(client::getAgentIds);
            assertThat(error).isInstanceOf(WazuhInternalError.class);
            assertThat(error.code()).isEqualTo(2014);
            assertThat(error.title()).isEqualTo("Wazuh Internal Error");
        }
    }

    @Test
    @DisplayName("W49: 2015 for an address of another kind, 2016 for a path that leads nowhere")
    void addresses() {
        for (String address : new String[] {"http://localhost:1", "queue/db/wdb-http", "https://host", "https://h:x"}) {
            assertThat(error(() -> WazuhDbHttpClient.of(address).close()).code())
                    .as(address)
                    .isEqualTo(2015);
        }
        assertThat(error(() -> WazuhDbHttpClient.of("unix:" + folder.resolve("no/such/socket"))
                                .close())
                        .code())
                .isEqualTo(2016);
    }

    @Test
    @DisplayName("W14: a socket that appears while the client tries again")
    void appears() throws Exception {
        try (WazuhDbHttpClient client = new WazuhDbHttpClient(options().withConnectRetries(5))) {
            CompletableFuture<ServerSocketChannel> later = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            ServerSocketChannel server = listen();
                            answer(server, http(200, "[7]"));
                            return server;
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
            assertThat(client.getAgentIds()).containsExactly(7L);
            later.get(20, TimeUnit.SECONDS).close();
        }
    }

    @Test
    @DisplayName("W49, W71: over TLS a server that speaks none, or not in time, is told from one that is not there")
    void noTls() throws Exception {
        WazuhDbOptions options = options().withTimeout(Duration.ofMillis(500));
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            try (WazuhDbHttpClient client =
                    WazuhDbHttpClient.tls(options, "127.0.0.1", server.getLocalPort(), null, "t.o-k")) {
                assertThat(error(client::getAgentIds).code()).isEqualTo(2014);
            }
            CompletableFuture<Void> plain = CompletableFuture.runAsync(() -> {
                try (var late = server.accept()) {
                    late.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                try (var second = server.accept()) {
                    second.getOutputStream().write(http(200, "[]").getBytes(StandardCharsets.UTF_8));
                    second.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (WazuhDbHttpClient client =
                    WazuhDbHttpClient.tls(options(), "127.0.0.1", server.getLocalPort(), null, null)) {
                assertThat(error(client::getAgentIds).code()).isEqualTo(2013);
            }
            plain.get(20, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> WazuhDbHttpClient.tls(options, "h", 1, null, "a\r\nHost: b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("W42, W48: every code of the two kinds of errors is told in the manual")
    void codes() throws Exception {
        String manual = java.nio.file.Files.readString(Path.of("README.md"));
        for (Class<?> kind : new Class<?>[] {WazuhError.class, WazuhInternalError.class}) {
            for (var field : kind.getFields()) {
                assertThat(manual).as(field.getName()).contains(field.get(null).toString());
            }
            assertThat(WazuhException.class).isAssignableFrom(kind);
        }
    }
}
