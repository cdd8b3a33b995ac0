package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Script;
import java.util.List;

/** Q: the statements of a text, one after the other, each with its rows and its C; the first E ends it. */
final class QueryFlow implements Flow {
    private enum Step {
        NEXT_STATEMENT,
        PREPARED,
        RUNNING,
        NEXT_RESULT
    }

    private final Conversation conversation;
    private final Requests requests;
    private final PortalRun run;
    private final Parameters none = new Parameters();

    private Script script;
    /** Of the statement that is being served; 0 for a failure of the text as a whole. */
    private int offset;

    private Step step;
    private boolean anything;
    private Prepared prepared;
    private Portal portal;
    private SqlFailure failure;

    private final Reply<Prepared> onPrepared = new Reply<>() {
        @Override
        public void done(Prepared value) {
            prepared = value;
            conversation.answered();
        }

        @Override
        public void failed(SqlFailure why) {
            failure = why;
            conversation.answered();
        }
    };

    private final Reply<Portal> onNextResult = new Reply<>() {
        @Override
        public void done(Portal value) {
            portal = value;
            conversation.answered();
        }

        @Override
        public void failed(SqlFailure why) {
            failure = why;
            conversation.answered();
        }
    };

    QueryFlow(Conversation conversation, Requests requests) {
        this.conversation = conversation;
        this.requests = requests;
        run = new PortalRun(conversation);
    }

    /** Takes the message; what can be wrong with it is thrown. */
    void begin(Payload message) {
        script = conversation.session().script(message.text("statement"));
        step = Step.NEXT_STATEMENT;
        anything = false;
        failure = null;
        conversation.start(this);
    }

    @Override
    public boolean proceed() {
        try {
            while (true) {
                switch (step) {
                    case NEXT_STATEMENT -> {
                        offset = 0;
                        if (!script.hasNext()) {
                            return finish();
                        }
                        anything = true;
                        step = Step.PREPARED;
                        String text = script.next();
                        offset = script.offset();
                        long call = conversation.call();
                        conversation.session().prepare(text, List.of(), onPrepared);
                        if (!conversation.baton.returned(call)) {
                            return false;
                        }
                    }
                    case PREPARED -> {
                        if (failure != null) {
                            return fail(failure);
                        }
                        portal = conversation.session().bind(prepared, null, none.reset(0));
                        describe();
                    }
                    case RUNNING -> {
                        switch (run.proceed()) {
                            case PENDING -> {
                                return false;
                            }
                            case FAILED -> {
                                return fail(run.failure());
                            }
                            default -> {
                                if (!complete()) {
                                    return false;
                                }
                            }
                        }
                    }
                    case NEXT_RESULT -> {
                        if (failure != null) {
                            return fail(failure);
                        }
                        describe();
                    }
                }
            }
        } catch (SqlFailure thrown) {
            return fail(thrown);
        }
    }

    @Override
    public void abandon() {
        script = null;
        prepared = null;
        portal = null;
    }

    private void describe() {
        if (conversation.options().describe && !portal.columns().isEmpty()) {
            conversation.replies.rowDescription(portal.columns());
        }
        run.begin(portal, requests.textRows, 0);
        step = Step.RUNNING;
    }

    /** A result is at its end; false if the next one is being waited for. */
    private boolean complete() {
        String command = portal.command();
        boolean rowsOnly = portal.prepared().isReadOnly();
        conversation.replies.complete(
                command,
                portal.rows(),
                conversation.options().extended,
                rowsOnly ? 0 : portal.rows(),
                rowsOnly ? 0 : portal.lastInsertId());
        if (!portal.hasMore()) {
            portal.close();
            step = Step.NEXT_STATEMENT;
            return true;
        }
        step = Step.NEXT_RESULT;
        Portal present = portal;
        long call = conversation.call();
        present.next(onNextResult);
        return conversation.baton.returned(call);
    }

    private boolean finish() {
        if (!anything) {
            conversation.replies.complete("", 0, conversation.options().extended, 0, 0);
        }
        abandon();
        requests.ready();
        return true;
    }

    private boolean fail(SqlFailure why) {
        conversation.replyFailed(why, offset, -1);
        if (portal != null) {
            portal.close();
        }
        abandon();
        requests.ready();
        return true;
    }
}
