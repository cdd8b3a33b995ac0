package io.polywire.api.event;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The bus between the sessions of one database: PostgreSQL's LISTEN and NOTIFY, Firebird's POST_EVENT. Thread-safe.
 * What a transaction sends is delivered once it is committed, in order, duplicates within the transaction removed.
 */
@ProviderType
public interface Notifications {
    /** Receives what arrives on a channel; called on any thread, must not block. */
    @FunctionalInterface
    interface Listener {
        /**
         * One notification.
         *
         * @param sender id of the session that sent it
         * @param channel never null
         * @param payload never null, may be empty
         */
        void notification(int sender, String channel, String payload);
    }

    /** Listens to a channel of a database until the returned handle is closed. */
    AutoCloseable listen(String database, String channel, Listener listener);

    /** Sends at once; the router calls it when the transaction that asked for it is committed. */
    void send(String database, int sender, String channel, String payload);
}
