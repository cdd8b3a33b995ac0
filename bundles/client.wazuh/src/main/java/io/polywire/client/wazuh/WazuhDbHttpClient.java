package io.polywire.client.wazuh;

import io.polywire.client.wazuh.internal.Channel;
import io.polywire.client.wazuh.internal.Http;
import io.polywire.client.wazuh.internal.TlsWire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * The HTTP interface of Wazuh-db over its Unix socket, or of Polywire over TCP with TLS and a token. Connections are kept and shared; connecting is tried again with
 * growing pauses. Thread-safe.
 */
public final class WazuhDbHttpClient implements AutoCloseable {
    private static final String SYNC = "sync";
    private static final System.Logger LOG = System.getLogger(WazuhDbHttpClient.class.getName());
    private static final String BASE = "/v1/agents/";
    private static final String SCHEME = "unix:";

    /** First pause before another attempt to connect; each is twice the one before. */
    private static final long PAUSE_MILLIS = 250;

    private static final Pattern HTTPS = Pattern.compile("https://([^/:\\[\\]]+|\\[[0-9a-fA-F:]+\\]):([0-9]{1,5})/?");

    private final WazuhDbOptions options;
    private final Dial dial;
    private final Semaphore permits;
    private final Deque<Http> idle = new ArrayDeque<>();
    private boolean closed;

    /** Makes a connection up to a deadline. */
    @FunctionalInterface
    private interface Dial {
        Http connect(long deadline) throws IOException;
    }

    /** Over the Unix socket of the options; nothing is connected yet. */
    public WazuhDbHttpClient(WazuhDbOptions options) {
        this(options, deadline -> new Http(new Channel(options.socket()), "localhost", null));
    }

    private WazuhDbHttpClient(WazuhDbOptions options, Dial dial) {
        this.options = options;
        this.dial = dial;
        permits = new Semaphore(options.connections(), true);
    }

    /**
     * A client of a listener with TLS; nothing is connected yet.
     *
     * @param options their socket is not used
     * @param host name or address that the server's certificate has to be of
     * @param trust whom to trust, and the client's own certificate if it has one; null for the JDK's default
     * @param token sent as {@code Authorization: Bearer}, or null where the listener wants none
     * @throws WazuhInternalError 2011 if the JDK has no TLS
     * @throws IllegalArgumentException if the token has characters that no token has
     */
    public static WazuhDbHttpClient tls(WazuhDbOptions options, String host, int port, SSLContext trust, String token) {
        if (token != null && !token.matches("[A-Za-z0-9._~+/=:-]+")) {
            throw new IllegalArgumentException("a token has letters, digits and ._~+/=:- only");
        }
        SSLContext context;
        try {
            context = trust == null ? SSLContext.getDefault() : trust;
        } catch (NoSuchAlgorithmException e) {
            throw new WazuhInternalError(WazuhInternalError.HTTP_CLIENT, "TLS cannot be used", e);
        }
        return new WazuhDbHttpClient(
                options, deadline -> new Http(new TlsWire(context, host, port, deadline), host + ":" + port, token));
    }

    /**
     * A client of an address {@code unix:PATH} or {@code https://HOST:PORT}, the latter with the JDK's default trust and
     * without a token.
     *
     * @throws WazuhInternalError 2015 for an address of another kind, 2016 where its folder is not there
     */
    public static WazuhDbHttpClient of(String address) {
        Matcher https = HTTPS.matcher(address);
        if (https.matches()) {
            int port = Integer.parseInt(https.group(2));
            return tls(WazuhDbOptions.of(Path.of("")), https.group(1), port, null, null);
        }
        if (!address.startsWith(SCHEME)) {
            throw new WazuhInternalError(
                    WazuhInternalError.SCHEME, "Address is neither unix:PATH nor https://HOST:PORT");
        }
        Path path = Path.of(address.substring(SCHEME.length()));
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new WazuhInternalError(WazuhInternalError.SOCKET_PATH, "The folder of the socket is not there");
        }
        return new WazuhDbHttpClient(WazuhDbOptions.of(path));
    }

    // --- questions
    // ----------------------------------------------------------------------------------------------------

    /** Ids of all agents but the manager. */
    public List<Long> getAgentIds() {
        return longs(get("ids"));
    }

    /** Agents that are in a group, with all of theirs. */
    public List<AgentIdGroups> getAgentsGroups() {
        List<AgentIdGroups> all = new ArrayList<>();
        Object data = object(get("ids/groups")).get("data");
        if (data != null) {
            object(data)
                    .forEach((id, groups) ->
                            all.add(new AgentIdGroups(String.format("%03d", Long.parseLong(id)), strings(groups))));
        }
        return all;
    }

    /** Ids of the agents of a group; none for a group that is not there. */
    public List<Long> getGroupAgents(String group) {
        return longs(get("ids/groups/" + encoded(group)));
    }

    /** The groups of an agent by priority. */
    public List<String> getAgentGroups(String id) {
        return strings(get(encoded(id) + "/groups"));
    }

    /** Numbers of all agents; of groups and platforms the five largest. */
    public AgentsSummary getAgentsSummary() {
        return summary(post("summary", ""));
    }

    /** Numbers of some agents. */
    public AgentsSummary getAgentsSummary(List<Long> ids) {
        return summary(post("summary", json(ids)));
    }

    /** What changed since it was asked for last, as {@code syncreq}, {@code syncreq_keepalive}, {@code syncreq_status}. */
    public Map<String, Object> getAgentsSync() {
        return object(get(SYNC));
    }

    /** Hands over what another node was told, as the JSON text that it got. */
    public void setAgentsSync(String json) {
        request("POST", SYNC, json);
    }

    /**
     * Id and version of active agents.
     *
     * @param ids those to take, or with {@code negate} to leave out; none for all
     */
    public List<Map<String, Object>> getAgentsRestartInfo(List<Long> ids, boolean negate) {
        Object items = object(post("restartinfo", "{\"ids\":" + json(ids) + ",\"negate\":" + negate + "}"))
                .get("items");
        return list(items).stream().map(WazuhDbHttpClient::object).toList();
    }

    /** Whether the interface answers. */
    public boolean isHealthy() {
        try {
            getGroupAgents("-");
            return true;
        } catch (WazuhException e) {
            return false;
        }
    }

    // --- forms
    // --------------------------------------------------------------------------------------------------------

    private static AgentsSummary summary(Object answer) {
        Map<String, Object> parts = object(answer);
        Map<String, Long> status = counts(parts.get("agents_by_status"));
        return new AgentsSummary(
                new AgentStatus(
                        status.getOrDefault("active", 0L),
                        status.getOrDefault("disconnected", 0L),
                        status.getOrDefault("never_connected", 0L),
                        status.getOrDefault("pending", 0L)),
                counts(parts.get("agents_by_os")),
                counts(parts.get("agents_by_groups")));
    }

    private static Map<String, Long> counts(Object part) {
        Map<String, Long> counts = new LinkedHashMap<>();
        if (part != null) {
            object(part).forEach((name, count) -> counts.put(name, whole(count)));
        }
        return counts;
    }

    private static long whole(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new WazuhError(WazuhError.MALFORMED, "The answer has no whole number where one belongs");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new WazuhError(WazuhError.MALFORMED, "The answer is no JSON object");
    }

    private static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new WazuhError(WazuhError.MALFORMED, "The answer is no JSON array");
    }

    private static List<Long> longs(Object value) {
        return list(value).stream().map(WazuhDbHttpClient::whole).toList();
    }

    private static List<String> strings(Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }

    private static String json(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    // --- requests
    // -----------------------------------------------------------------------------------------------------

    private Object get(String path) {
        return WazuhDbConnection.json(request("GET", path, null));
    }

    private Object post(String path, String body) {
        return WazuhDbConnection.json(request("POST", path, body));
    }

    private String request(String method, String path, String body) {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        try {
            if (!permits.tryAcquire(options.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new WazuhInternalError(WazuhInternalError.TIMEOUT, "No connection to Wazuh-db is free");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WazuhError(WazuhError.HTTP_REQUEST, "Waiting for a connection was interrupted", e);
        }
        try {
            Http.Answer answer = exchange(method, path, body, deadline);
            if (answer.status() >= 400) {
                throw new WazuhError(
                        WazuhError.HTTP_STATUS,
                        "HTTP status " + answer.status() + (answer.body().isEmpty() ? "" : ": " + answer.body()));
            }
            return answer.body();
        } catch (SocketTimeoutException e) {
            throw new WazuhInternalError(WazuhInternalError.TIMEOUT, "Wazuh-db takes too long", e);
        } catch (IOException e) {
            throw new WazuhError(WazuhError.HTTP_REQUEST, "Wazuh-db could not be asked", e);
        } finally {
            permits.release();
        }
    }

    private Http.Answer exchange(String method, String path, String body, long deadline) throws IOException {
        Http kept = kept();
        if (kept != null) {
            try {
                return ask(kept, method, path, body, deadline);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // closed while it was idle (its end, or a broken pipe); what only reads may be asked again. That is not
                // what
                // has changed: the server counts it as told, even if nobody heard it
                if (path.equals(SYNC)) {
                    throw e;
                }
            }
        }
        Http fresh = connect();
        return ask(
                fresh, method, path, body, System.nanoTime() + options.timeout().toNanos());
    }

    private Http.Answer ask(Http http, String method, String path, String body, long deadline) throws IOException {
        try {
            return http.ask(method, BASE + path, body, deadline, options.maxReply());
        } finally {
            give(http);
        }
    }

    private Http kept() {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException("the client is closed");
            }
            return idle.poll();
        }
    }

    private void give(Http http) {
        synchronized (idle) {
            if (!closed && http.isReusable()) {
                idle.push(http);
                return;
            }
        }
        close(http);
    }

    private static void close(Http http) {
        try {
            http.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
        }
    }

    private Http connect() throws IOException {
        long pause = PAUSE_MILLIS;
        for (int left = options.connectRetries(); ; left--) {
            try {
                return dial.connect(System.nanoTime() + options.timeout().toNanos());
            } catch (SSLException | SocketTimeoutException e) {
                // another attempt would end the same way
                throw e;
            } catch (IOException e) {
                if (left == 0) {
                    throw e;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            pause *= 2;
        }
    }

    /** Connections that wait for work. */
    public int idle() {
        synchronized (idle) {
            return idle.size();
        }
    }

    /** Closes those that are idle now, and the others when they are done. */
    @Override
    public void close() {
        List<Http> old;
        synchronized (idle) {
            closed = true;
            old = List.copyOf(idle);
            idle.clear();
        }
        old.forEach(WazuhDbHttpClient::close);
    }
}
