package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;

/**
 * B and F: runs a prepared statement, or goes on with a portal. The hot path: a statement without a portal of its own
 * is decoded into the same parameters, run through the same sink and answered without an object of this wire.
 */
final class ExecuteFlow implements Flow {
    private static final int NO_PORTAL = 0;

    private final Conversation conversation;
    private final Requests requests;
    private final PortalRun run;
    /** For executions without a portal: theirs until they are answered. */
    private final Parameters parameters = new Parameters();

    private Portal portal;
    private OpenPortal open;

    ExecuteFlow(Conversation conversation, Requests requests) {
        this.conversation = conversation;
        this.requests = requests;
        run = new PortalRun(conversation);
    }

    /** Takes a B; what can be wrong with it is thrown. */
    void begin(Payload message) {
        int statementId = message.int32();
        int portalId = message.int32();
        byte kind = message.int8();
        int most = message.int32();
        if (kind != 0 && kind != 1 || most < 0) {
            throw message.malformed();
        }
        if (portalId != NO_PORTAL) {
            requests.closePortal(portalId);
        }
        // A portal keeps its parameters as long as it lives.
        Parameters values = portalId == NO_PORTAL ? parameters : new Parameters();
        ParameterReader.read(message, values);
        message.end();
        Prepared statement = requests.statement(statementId);
        portal = conversation.session().bind(statement, null, values);
        RowEncoder rows = kind == 0 ? requests.textRows : requests.binaryRows;
        open = null;
        if (portalId != NO_PORTAL) {
            open = new OpenPortal(portalId, portal, rows);
            keep();
        }
        run.begin(portal, rows, most);
        conversation.start(this);
    }

    /** Takes an F; what can be wrong with it is thrown. */
    void fetch(Payload message) {
        int id = message.int32();
        int most = message.int32();
        if (most < 0) {
            throw message.malformed();
        }
        message.end();
        open = requests.portal(id);
        portal = open.portal();
        run.begin(portal, open.rows(), most);
        conversation.start(this);
    }

    @Override
    public boolean proceed() {
        switch (run.proceed()) {
            case PENDING -> {
                return false;
            }
            case LIMITED -> limited();
            case COMPLETED -> completed();
            case FAILED -> {
                close();
                conversation.replyFailed(run.failure());
            }
        }
        portal = null;
        open = null;
        requests.ready();
        return true;
    }

    @Override
    public void abandon() {
        portal = null;
        open = null;
    }

    private void limited() {
        if (open != null) {
            conversation.replies.suspended(open.id());
            return;
        }
        // Nobody can fetch the rest: the result is what was asked for.
        conversation.replies.complete(portal.command(), run.rows(), true, 0, 0);
        close();
    }

    private void completed() {
        if (portal.hasMore()) {
            close();
            conversation.replyFailed(SqlFailure.unsupported("a statement with several results over Execute"));
            return;
        }
        boolean rowsOnly = portal.prepared().isReadOnly();
        long rows = portal.rows();
        conversation.replies.complete(
                portal.command(), rows, true, rowsOnly ? 0 : rows, rowsOnly ? 0 : portal.lastInsertId());
        close();
    }

    private void keep() {
        try {
            requests.keep(open);
        } catch (SqlFailure overLimit) {
            portal.close();
            throw overLimit;
        }
    }

    private void close() {
        if (open != null) {
            requests.closePortal(open.id());
        } else {
            portal.close();
        }
    }
}
