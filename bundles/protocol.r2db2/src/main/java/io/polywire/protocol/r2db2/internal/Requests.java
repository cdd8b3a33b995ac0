package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Prepared;

/**
 * What a client may ask once it is in, and what it has asked for so far: its prepared statements and open portals.
 * Belongs to the holder of the baton.
 */
final class Requests {
    final RowEncoder textRows;
    final RowEncoder binaryRows;

    private final Conversation conversation;
    private final Compression compression;
    private final boolean authenticated;
    private final StartupOptions options;

    private final IntMap<Prepared> statements = new IntMap<>();
    private final IntMap<OpenPortal> portals = new IntMap<>();

    private QueryFlow query;
    private PrepareFlow prepare;
    private ExecuteFlow execute;
    private BatchFlow batch;

    /** Whether an answer to A may come that nobody waits for: as the first message only. */
    private boolean surplus;

    /** @param compression null where none was agreed on */
    Requests(Conversation conversation, Compression compression, boolean authenticated, boolean surplus) {
        this.conversation = conversation;
        this.compression = compression;
        this.authenticated = authenticated;
        this.surplus = surplus;
        options = conversation.options();
        int mostRowBytes = conversation.settings.rowBytes();
        textRows = new TextRows(conversation.output, conversation.link, mostRowBytes);
        binaryRows = new BinaryRows(conversation.output, conversation.link, mostRowBytes);
    }

    /** Whether a message is one that this client may send now. */
    boolean isLegal(int type) {
        return switch (type) {
            case Message.QUERY -> true;
            case Message.PREPARE, Message.EXECUTE, Message.FETCH, Message.BATCH, Message.CLOSE ->
                options.extended || isSurplus(type);
            case Message.COMPRESSED -> compression != null && !conversation.input.isUnpacked();
            case Message.HEARTBEAT, Message.HEARTBEAT_REPLY -> options.heartbeatSeconds > 0;
            default -> isSurplus(type);
        };
    }

    /** Serves one message. */
    void serve(Payload message, Login login) {
        byte type = message.type();
        boolean extended = options.extended;
        if (type == Message.HEARTBEAT || type == Message.HEARTBEAT_REPLY) {
            heartbeat(message);
            return;
        }
        if (type == Message.COMPRESSED) {
            conversation.input.unpack(compression.unpack(message, conversation.limits.message()));
            return;
        }
        if (surplus) {
            boolean answer = isSurplus(type) && !(extended && type == Message.PREPARE);
            surplus = false;
            if (answer) {
                trace(message);
                login.surplus(message);
                return;
            }
        }
        trace(message);
        switch (type) {
            case Message.QUERY -> query().begin(message);
            case Message.EXECUTE -> execute().begin(message);
            case Message.FETCH -> execute().fetch(message);
            case Message.PREPARE -> prepare().begin(message);
            case Message.BATCH -> batch().begin(message);
            default -> close(message);
        }
    }

    /** After each reply, where the client asked for it: Z with the state of the transaction. */
    void ready() {
        if (options.readyEvery && !conversation.isClosed()) {
            conversation.replies.ready(
                    authenticated, conversation.session().transaction().state());
        }
    }

    /** The statement of an id. Fails with 26000 if there is none. */
    Prepared statement(int id) {
        Prepared statement = statements.get(id);
        if (statement == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_STATEMENT, "statement " + id + " does not exist");
        }
        return statement;
    }

    /** Keeps a statement. Fails with 54000 over the limit, and with 53200 if the session holds too much. */
    void keep(int id, Prepared statement) {
        if (statements.size() >= conversation.settings.statements()) {
            throw SqlFailure.of(
                    FailureKind.LIMIT, "more than " + conversation.settings.statements() + " prepared statements");
        }
        conversation.session().hold(statement.weight());
        statements.put(id, statement);
    }

    /** Forgets a statement; portals of it go on. */
    void forget(int id) {
        Prepared gone = statements.remove(id);
        if (gone != null) {
            conversation.session().hold(-gone.weight());
        }
    }

    /** The portal of an id. Fails with 34000 if there is none. */
    OpenPortal portal(int id) {
        OpenPortal portal = portals.get(id);
        if (portal == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "portal " + id + " does not exist");
        }
        return portal;
    }

    /** Keeps a portal. Fails with 54000 over the limit. */
    void keep(OpenPortal portal) {
        if (portals.size() >= conversation.settings.portals()) {
            throw SqlFailure.of(FailureKind.LIMIT, "more than " + conversation.settings.portals() + " open portals");
        }
        portals.put(portal.id(), portal);
    }

    /** Closes a portal if it is there. */
    void closePortal(int id) {
        OpenPortal portal = portals.remove(id);
        if (portal != null) {
            portal.portal().close();
        }
    }

    private boolean isSurplus(int type) {
        return surplus && Login.isSecret(type);
    }

    /** The loop has seen to plain ones as they came; one that came compressed was hidden from it. */
    private void heartbeat(Payload message) {
        if (message.remaining() != Message.HEARTBEAT_LENGTH - Message.HEADER) {
            throw message.malformed();
        }
        if (!conversation.input.isUnpacked()) {
            return;
        }
        if (message.type() == Message.HEARTBEAT) {
            conversation.replies.heartbeatReply(message.int64());
        } else {
            conversation.heartbeat().alive();
        }
    }

    private void close(Payload message) {
        byte what = message.int8();
        int id = message.int32();
        message.end();
        switch (what) {
            case 'S' -> forget(id);
            case 'P' -> closePortal(id);
            default -> throw message.malformed();
        }
    }

    private void trace(Payload message) {
        if (conversation.trace.isOn()) {
            conversation.trace.step((char) message.type() + ", " + message.remaining() + " bytes");
        }
    }

    private QueryFlow query() {
        if (query == null) {
            query = new QueryFlow(conversation, this);
        }
        return query;
    }

    private PrepareFlow prepare() {
        if (prepare == null) {
            prepare = new PrepareFlow(conversation, this);
        }
        return prepare;
    }

    private ExecuteFlow execute() {
        if (execute == null) {
            execute = new ExecuteFlow(conversation, this);
        }
        return execute;
    }

    private BatchFlow batch() {
        if (batch == null) {
            batch = new BatchFlow(conversation, this);
        }
        return batch;
    }
}
