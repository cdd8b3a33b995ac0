package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.Unpooled;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Session;
import io.polywire.protocol.postgresql.internal.type.WireType;

/**
 * FunctionCall: a function by its number, with values as Bind has them (manual, 55.2.4). It is a query of one row underneath.
 *
 * <pre>
 *   F ─▶ prepare the call ─▶ bind ─▶ run ─▶ V ─▶ Z
 *              └────────── error ───────▶ E ─▶ Z
 * </pre>
 */
final class FunctionCall implements Run.Owner {
    private static final int[] NONE = {};

    private final Conversation conversation;
    private final Session session;
    private final Answer<Prepared> prepareAnswer;
    private final Formats argumentFormats = new Formats();
    private final Formats resultFormat = new Formats();
    private final MessageReader reader = new MessageReader();

    FunctionCall(Conversation conversation, Session session) {
        this.conversation = conversation;
        this.session = session;
        this.prepareAnswer = conversation.answer(this::prepared);
    }

    void start(MessageReader in) {
        conversation.refuseIfAborted("SELECT");
        int function = in.i32();
        // the message is gone when the reply comes
        byte[] rest = in.rest();
        reader.reset(Unpooled.wrappedBuffer(rest), 0, rest.length);
        conversation.waiting();
        session.prepareCall(function, prepareAnswer);
    }

    private void prepared(Prepared p) {
        WireStatement statement = new WireStatement(p, NONE);
        WireType[] types = statement.parameters();
        argumentFormats.read(reader);
        int values = reader.i16() & 0xFFFF;
        if (values != types.length) {
            throw Failures.protocol(
                    "function call message contains " + values + " arguments but function requires " + types.length);
        }
        if (argumentFormats.count() > 1 && argumentFormats.count() != values) {
            throw Failures.protocol("function call message contains " + argumentFormats.count()
                    + " argument formats but " + values + " arguments");
        }
        Parameters given = new Parameters();
        try {
            ParameterReader.read(
                    reader, types, argumentFormats, conversation.style(), conversation.transcoder(), "", given);
        } catch (SqlFailure f) {
            // there is no portal of which it could be a parameter
            throw f.but().context(null).build();
        }
        resultFormat.only(reader.i16());
        reader.finish();
        Portal portal = session.bind(p, null, given);
        conversation.runCall(portal, statement, resultFormat, this);
    }

    @Override
    public void limitReached(Portal portal, long rows) {
        throw new IllegalStateException("a function call has no row limit");
    }

    @Override
    public void completed(Portal portal, long rows) {
        portal.close();
        conversation.endOfCommand();
    }

    @Override
    public void failed(Portal portal, SqlFailure failure) {
        conversation.failed(failure);
    }
}
