package io.polywire.api.connector;

import io.polywire.api.session.Reply;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reaches out to database servers of another product; one service per product, property {@value #NAME}. Opens nothing
 * before it is asked. Thread-safe.
 */
@ConsumerType
public interface RemoteConnector {
    /** Service property: the product's name ("sqlserver"). */
    String NAME = "polywire.connector";

    /** The product's name. */
    String name();

    /**
     * Connects. Hosts and ports are checked against the connector's own allow list before any packet is sent.
     *
     * @param options host, port, database, user, password, time-outs in milliseconds, as the connector documents them
     * @param timeoutNanos longest wait for a connection; positive
     * @param reply the connection, or the failure
     */
    void connect(Map<String, String> options, long timeoutNanos, Reply<RemoteConnection> reply);
}
