package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.number.DecimalDigits;
import io.polywire.api.session.Column;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Session;
import io.polywire.api.session.Transaction;
import io.polywire.api.type.Type;
import java.util.List;
import java.util.Map;

/** Writes the messages of the server that are neither rows nor errors. */
final class Replies {
    private final Output output;
    private final byte[] digits = new byte[DecimalDigits.LONGEST];

    Replies(Output output) {
        this.output = output;
    }

    /** A: what the client has to prove itself with. */
    void authenticationRequest(Method method, byte[] data) {
        output.begin(Message.AUTHENTICATION_REQUEST).writeByte(method.code()).writeBytes(data);
        output.end();
    }

    /** K: what a CancelRequest needs. */
    void sessionKey(Session session) {
        output.begin(Message.SESSION_KEY).writeInt(session.id()).writeLong(session.secret());
        output.end();
    }

    /** Z: pairs follow as far as the map has them. */
    void ready(boolean authenticated, Map<String, String> pairs) {
        ByteBuf to = output.begin(Message.READY).writeByte(authenticated ? 1 : 0);
        pairs.forEach((key, value) -> {
            output.style().write(to, key);
            output.style().write(to, value);
        });
        output.end();
    }

    /** Z after a reply: where the transaction stands. */
    void ready(boolean authenticated, Transaction.State state) {
        ByteBuf to = output.begin(Message.READY).writeByte(authenticated ? 1 : 0);
        output.style().write(to, "transaction");
        output.style()
                .write(
                        to,
                        switch (state) {
                            case IDLE -> "I";
                            case ACTIVE -> "T";
                            case FAILED -> "E";
                        });
        output.end();
    }

    /** T: the columns of rows that follow. */
    void rowDescription(List<Column> columns) {
        columns(output.begin(Message.ROW_DESCRIPTION), columns);
        output.end();
    }

    /** t: what a statement takes and gives. */
    void prepared(int id, Prepared statement) {
        ByteBuf to = output.begin(Message.PREPARED).writeInt(id);
        List<Type> parameters = statement.parameters();
        to.writeInt(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            to.writeInt(parameters.get(i).kind().code());
        }
        columns(to, statement.columns());
        output.end();
    }

    /**
     * C: the tag, with the number of rows behind the four verbs that have one.
     *
     * @param counts whether the client asked for the counts
     */
    void complete(String command, long rows, boolean counts, long affected, long lastInsertId) {
        ByteBuf to = output.begin(Message.COMPLETE);
        StringStyle style = output.style();
        int opened = style.open(to);
        for (int i = 0; i < command.length(); i++) {
            to.writeByte(command.charAt(i));
        }
        if (isCounted(command)) {
            to.writeByte(' ');
            int start = DecimalDigits.writeBefore(rows, digits, digits.length);
            to.writeBytes(digits, start, digits.length - start);
        }
        style.close(to, opened);
        if (counts) {
            to.writeLong(affected).writeLong(lastInsertId);
        }
        output.end();
    }

    /** s: there are more rows. */
    void suspended(int portal) {
        output.begin(Message.SUSPENDED).writeInt(portal);
        output.end();
    }

    /** h. */
    void heartbeatReply(long token) {
        output.begin(Message.HEARTBEAT_REPLY).writeLong(token);
        output.end();
    }

    private void columns(ByteBuf to, List<Column> columns) {
        to.writeInt(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            output.style().write(to, column.name());
            to.writeInt(column.type().kind().code());
        }
    }

    private static boolean isCounted(String command) {
        return switch (command) {
            case "SELECT", "INSERT", "UPDATE", "DELETE" -> true;
            default -> false;
        };
    }
}
