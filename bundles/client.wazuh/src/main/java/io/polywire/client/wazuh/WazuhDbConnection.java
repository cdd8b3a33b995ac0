package io.polywire.client.wazuh;

import io.polywire.client.wazuh.internal.Channel;
import io.polywire.client.wazuh.internal.Frames;
import io.polywire.client.wazuh.internal.Json;
import io.polywire.client.wazuh.internal.QueryRules;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A connection to Wazuh-db, one request at a time. Not thread-safe; many threads share a {@link WazuhDbPool}.
 *
 * <p>Queries that read are asked for in pages. An answer that the server had to cut makes them smaller, a small answer
 * larger; pages rely on the query's order, so give it one where the table may change meanwhile.
 *
 * <p>After a failure of the connection the next request connects again. A query that reads is then sent once more by
 * itself; a change is not, because it may have been made.
 */
public final class WazuhDbConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WazuhDbConnection.class.getName());

    /** Answers under this size let pages grow. */
    private static final int SMALL = Frames.MAX / 2;

    private final WazuhDbOptions options;
    private Channel channel;
    private long slice;
    private boolean closed;

    /**
     * Connects.
     *
     * @throws WazuhInternalError 2005 if nothing answers there
     */
    public WazuhDbConnection(WazuhDbOptions options) {
        this.options = options;
        slice = options.slice();
        channel = connect();
    }

    private Channel connect() {
        try {
            return new Channel(options.socket());
        } catch (IOException e) {
            throw new WazuhInternalError(WazuhInternalError.CONNECT, "Could not connect to Wazuh-db", e);
        }
    }

    // --- queries
    // ------------------------------------------------------------------------------------------------------

    /**
     * Runs a query that reads, as {@code global sql select ...} or {@code agent 001 sql select ...}, whole.
     *
     * @throws WazuhError 2003 if the server refuses it, 2004 if it may not be sent, 2006 for an answer that is no JSON
     * @throws WazuhInternalError 2009 if one row is over the limit of an answer; 2005, 2007, 2010 for the connection
     */
    public List<Map<String, Object>> execute(String query) {
        return executeCounted(query).items();
    }

    /** As {@link #execute}, with the number of rows that the query finds without its limit. */
    public WazuhRows executeCounted(String query) {
        List<Map<String, Object>> rows = new ArrayList<>();
        long total = forEach(query, rows::add);
        return new WazuhRows(rows, total);
    }

    /** The number that {@code select count(*) from ...} gives. */
    public long count(String query) {
        String lower = checked(query);
        if (!QueryRules.isCount(lower)) {
            throw new WazuhError(WazuhError.INVALID_QUERY, "Query does not count");
        }
        return number(lower);
    }

    /** Changes with {@code agent 001 sql delete from ...} or {@code agent 001 rootcheck delete}. */
    public void delete(String query) {
        String lower = checked(query);
        if (!QueryRules.isDelete(lower)) {
            throw new WazuhError(WazuhError.INVALID_QUERY, "Delete query is wrong");
        }
        payload(lower, false);
    }

    /** Changes with {@code agent 001 sql update ... set value = '...' where key = '...'}. */
    public void update(String query) {
        String lower = checked(query);
        if (!QueryRules.isUpdate(lower)) {
            throw new WazuhError(WazuhError.INVALID_QUERY, "Update query is wrong");
        }
        payload(lower, false);
    }

    /**
     * Hands over each row of a query that reads as its page comes; no more than a page is held.
     *
     * @return the number of rows that the query finds without its limit
     */
    public long forEach(String query, Consumer<Map<String, Object>> row) {
        String lower = checked(query);
        QueryRules.Read read = QueryRules.read(lower);
        if (read == null) {
            throw new WazuhError(WazuhError.INVALID_QUERY, "Query is no SELECT that can be asked for in pages");
        }
        long total = number(read.count());
        long there = Math.max(0, total - read.offset());
        long left = Math.min(read.limit() == 0 ? Long.MAX_VALUE : read.limit(), there);
        long from = read.offset();
        while (left > 0) {
            long rows = Math.min(left, slice);
            int length = page(read, rows, from, row);
            if (length < SMALL) {
                slice = Math.min(options.maxSlice(), Math.max(slice, rows) * 2);
            }
            from += rows;
            left -= rows;
        }
        return total;
    }

    /** One page, in halves where it is too large; gives the length of the longest answer. */
    private int page(QueryRules.Read read, long rows, long from, Consumer<Map<String, Object>> row) {
        byte[] answer = exchange(read.page(rows, from), true);
        if (answer.length >= Frames.MAX) {
            if (rows == 1) {
                throw new WazuhInternalError(WazuhInternalError.TOO_LARGE, "One row is larger than an answer");
            }
            long half = rows / 2;
            slice = Math.max(1, Math.min(slice, half));
            return Math.max(page(read, half, from, row), page(read, rows - half, from + half, row));
        }
        for (Object each : list(json(payload(answer)))) {
            row.accept(row(each));
        }
        return answer.length;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Object item) {
        if (item instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new WazuhError(WazuhError.MALFORMED, "A row is no JSON object");
    }

    private static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new WazuhError(WazuhError.MALFORMED, "The answer is no JSON array");
    }

    private long number(String query) {
        List<?> rows = list(json(payload(query, true)));
        Object first = rows.isEmpty()
                ? null
                : row(rows.get(0)).values().stream().findFirst().orElse(null);
        return first instanceof Number number ? number.longValue() : 0;
    }

    private static String checked(String query) {
        String lower = QueryRules.lower(query);
        String refusal = QueryRules.refusal(lower);
        if (refusal != null) {
            throw new WazuhError(WazuhError.INVALID_QUERY, refusal);
        }
        return lower;
    }

    // --- commands
    // -----------------------------------------------------------------------------------------------------

    /** Sends any request as it is and gives its answer; of several ({@code due}) the first. */
    public WazuhReply send(String request) {
        return reply(exchange(request, false));
    }

    /**
     * Sends any request as it is and gives its answer, which the server must not have had to cut.
     *
     * @param reads whether it may be sent once more by itself after a failure of the connection
     * @throws WazuhInternalError 2009 if the answer was cut; 2005, 2007, 2010 for the connection
     */
    public WazuhReply sendWhole(String request, boolean reads) {
        byte[] answer = exchange(request, reads);
        if (answer.length >= Frames.MAX) {
            throw new WazuhInternalError(WazuhInternalError.TOO_LARGE, "The answer was cut");
        }
        return reply(answer);
    }

    /**
     * Removes the databases of agents.
     *
     * @return "ok" or what was in the way, by id
     */
    public Map<String, Object> deleteAgentsDb(List<String> ids) {
        if (ids.isEmpty() || !ids.stream().allMatch(id -> id.matches("[0-9]+"))) {
            throw new WazuhError(WazuhError.INVALID_QUERY, "Agents' ids are numbers, one at least");
        }
        Map<String, Object> answer = row(json(payload("wazuhdb remove " + String.join(" ", ids), false)));
        return row(answer.get("agents"));
    }

    /** Whether the server answers. */
    public boolean isHealthy() {
        try {
            return reply(exchange("global sql select 1 as up", true)).isOk();
        } catch (WazuhException e) {
            return false;
        }
    }

    // --- the connection
    // -----------------------------------------------------------------------------------------------

    private String payload(String request, boolean reads) {
        return payload(exchange(request, reads));
    }

    private static String payload(byte[] answer) {
        WazuhReply reply = reply(answer);
        if (reply.status().equals("err")) {
            throw new WazuhError(WazuhError.REFUSED, "Wazuh-db refused: " + reply.payload());
        }
        if (!reply.isOk() && !reply.status().equals("due")) {
            throw new WazuhInternalError(WazuhInternalError.RETRIEVE, "Wazuh-db gave no data");
        }
        return reply.payload();
    }

    static WazuhReply reply(byte[] answer) {
        String text = Frames.text(answer);
        int blank = text.indexOf(' ');
        return blank < 0
                ? new WazuhReply(text, "")
                : new WazuhReply(text.substring(0, blank), text.substring(blank + 1));
    }

    static Object json(String payload) {
        try {
            return Json.read(payload);
        } catch (IOException e) {
            throw new WazuhError(WazuhError.MALFORMED, "The answer is no JSON", e);
        }
    }

    private byte[] exchange(String request, boolean reads) {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > Frames.MAX) {
            throw new WazuhError(WazuhError.INVALID_QUERY, "A request has 1 to " + Frames.MAX + " bytes");
        }
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        boolean fresh = channel == null;
        if (fresh) {
            channel = connect();
        }
        try {
            return ask(bytes);
        } catch (SocketTimeoutException e) {
            drop();
            throw new WazuhInternalError(WazuhInternalError.RETRIEVE, "Wazuh-db takes too long", e);
        } catch (EOFException e) {
            drop();
            if (!reads || fresh) {
                throw new WazuhInternalError(WazuhInternalError.INCOMPLETE, "Wazuh-db closed the connection", e);
            }
        } catch (IOException e) {
            drop();
            if (!reads || fresh) {
                throw new WazuhInternalError(WazuhInternalError.RETRIEVE, "Wazuh-db could not be asked", e);
            }
        }
        return exchange(request, true);
    }

    private byte[] ask(byte[] request) throws IOException {
        return Frames.ask(
                channel, request, System.nanoTime() + options.timeout().toNanos());
    }

    /** After a failure nobody knows which answer would come next. */
    private void drop() {
        Channel old = channel;
        channel = null;
        try {
            old.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
        }
    }

    /** Whether it is connected, as far as is known without a request. */
    public boolean isConnected() {
        return channel != null;
    }

    /** Closes. Idempotent. */
    @Override
    public void close() {
        closed = true;
        if (channel != null) {
            drop();
        }
    }
}
