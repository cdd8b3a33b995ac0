package io.polywire.storage.wazuh.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.client.wazuh.WazuhDbConnection;
import io.polywire.client.wazuh.WazuhDbOptions;
import io.polywire.client.wazuh.WazuhDbPool;
import io.polywire.client.wazuh.WazuhError;
import io.polywire.client.wazuh.WazuhException;
import io.polywire.client.wazuh.WazuhInternalError;
import io.polywire.client.wazuh.WazuhReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Requests to the manager, over connections that all leases share. Thread-safe. */
final class Remote implements AutoCloseable {
    /** Longest request (the socket's own limit). */
    static final int MAX_REQUEST = 65_536;

    private static final JsonFactory JSON = new JsonFactory();

    /** What SQLite says and what kind that is; everything else is a failure of the statement. */
    private record Rule(Pattern pattern, FailureKind kind) {
        Rule(String text, FailureKind kind) {
            this(Pattern.compile(text), kind);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("UNIQUE constraint failed", FailureKind.UNIQUE),
            new Rule("NOT NULL constraint failed", FailureKind.NOT_NULL),
            new Rule("CHECK constraint failed", FailureKind.CHECK),
            new Rule("FOREIGN KEY constraint failed", FailureKind.FOREIGN_KEY),
            new Rule("no such table", FailureKind.UNDEFINED_TABLE),
            new Rule("no such column", FailureKind.UNDEFINED_COLUMN),
            new Rule("no such function", FailureKind.UNDEFINED_FUNCTION),
            new Rule("Agent not found", FailureKind.UNDEFINED_DATABASE),
            new Rule("database is locked", FailureKind.LOCK_TIMEOUT));

    private final WazuhDbPool pool;
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile String reason;

    Remote(WazuhDbOptions options) {
        pool = new WazuhDbPool(options);
    }

    /**
     * Runs a query whose cells are texts.
     *
     * @param actor "global" or its like
     * @return a row for each object, its members by name
     * @throws TooLarge if the answer was cut
     */
    List<Map<String, String>> read(String actor, String sql) {
        return rows(ask(actor, sql, true));
    }

    /**
     * Runs a change, once.
     *
     * @return what it returned
     */
    List<Map<String, String>> change(String actor, String sql) {
        return rows(ask(actor, sql, false));
    }

    private String ask(String actor, String sql, boolean reads) {
        String request = actor + " sql " + sql;
        if (Literals.bytes(request) > MAX_REQUEST) {
            throw SqlFailure.of(
                    FailureKind.LIMIT,
                    "the statement is longer than the " + MAX_REQUEST + " bytes that Wazuh-db takes");
        }
        requests.increment();
        WazuhReply reply = with(connection -> connection.sendWhole(request, reads), reads);
        if (!reply.isOk()) {
            failures.increment();
            throw refused(reply.payload());
        }
        return reply.payload();
    }

    private static SqlFailure refused(String message) {
        for (Rule rule : RULES) {
            if (rule.pattern().matcher(message).find()) {
                return SqlFailure.of(rule.kind(), "the remote Wazuh-db refused it: " + message);
            }
        }
        return SqlFailure.of(FailureKind.SEMANTIC, "the remote Wazuh-db refused it: " + message);
    }

    private WazuhReply with(Function<WazuhDbConnection, WazuhReply> work, boolean reads) {
        try {
            WazuhReply reply = pool.with(work);
            reason = null;
            return reply;
        } catch (WazuhException e) {
            if (e.code() == WazuhInternalError.TOO_LARGE) {
                throw new TooLarge();
            }
            failures.increment();
            reason = e.text();
            if (e.code() == WazuhInternalError.CONNECT) {
                throw SqlFailure.build(FailureKind.UNAVAILABLE, "the remote Wazuh-db cannot be reached at the moment")
                        .cause(e)
                        .build();
            }
            if (e.code() == WazuhError.INVALID_QUERY) {
                throw SqlFailure.build(FailureKind.LIMIT, e.text()).cause(e).build();
            }
            throw SqlFailure.build(
                            FailureKind.CONNECTION,
                            reads
                                    ? "the remote Wazuh-db did not answer"
                                    : "the remote Wazuh-db did not answer: whether the change was made is not known")
                    .cause(e)
                    .build();
        } catch (IllegalStateException closed) {
            throw SqlFailure.build(FailureKind.UNAVAILABLE, "the storage is not there any more")
                    .cause(closed)
                    .build();
        }
    }

    private static List<Map<String, String>> rows(String json) {
        List<Map<String, String>> rows = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("no array");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> row = new HashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    row.put(name, parser.getText());
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw SqlFailure.build(FailureKind.IO, "the remote Wazuh-db answered with what is no JSON")
                    .cause(e)
                    .build();
        }
        return rows;
    }

    /** Why the last request failed; null if it did not. */
    String reason() {
        return reason;
    }

    long requests() {
        return requests.sum();
    }

    long failures() {
        return failures.sum();
    }

    int inUse() {
        return pool.inUse();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** The manager had to cut an answer. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("the answer was cut", null, false, false);
        }
    }
}
