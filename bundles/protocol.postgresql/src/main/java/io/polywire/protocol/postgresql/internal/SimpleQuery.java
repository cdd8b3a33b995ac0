package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Script;
import io.polywire.api.session.Session;
import java.util.Set;

/**
 * Query: a text of any number of statements, run one after the other as one unit (manual, 55.2.2).
 *
 * <pre>
 *   Q ─▶ script ─┬─ no statement ─────────────────────────────▶ I ─┐
 *                └▶ prepare ─▶ run ─▶ [T] ─▶ D* ─▶ [end unit] ─▶ C ─┴─▶ next statement, or Z
 *                      └─ error ─▶ E, unit undone ─▶ Z
 * </pre>
 *
 * The unit ends before the tag of its last statement goes out: a tag means that it is done.
 */
final class SimpleQuery implements Run.Owner {
    private final Conversation conversation;
    private final Backend backend;
    private final Session session;
    private final Parameters none = new Parameters();
    private final Answer<Prepared> prepareAnswer;
    private final Answer<Void> endAnswer;

    private String text;
    private Script script;
    private String next;
    /** Where the statement that runs begins in the text, in UTF-16 units. */
    private int offset;

    /** What runs in no transaction, and so not as one of several statements that are sent as one. */
    private static final Set<String> ALONE = Set.of("VACUUM", "CREATE DATABASE", "DROP DATABASE", "ALTER SYSTEM");

    private boolean any;
    private boolean several;
    private WireStatement statement;
    private long rows;
    private String command;

    SimpleQuery(Conversation conversation, Backend backend, Session session) {
        this.conversation = conversation;
        this.backend = backend;
        this.session = session;
        this.prepareAnswer = conversation.answer(this::prepared);
        this.endAnswer = conversation.answer(done -> {
            CommandTag.write(command, rows, backend.out());
            finish();
        });
    }

    /** Begins with a text; {@link #step} does the rest. */
    void start(String query) {
        text = query;
        any = false;
        offset = 0;
        script = session.script(query);
        advance();
        several = next != null && script.hasNext();
        if (several) {
            conversation.openUnit();
        }
    }

    boolean isRunning() {
        return script != null;
    }

    private void advance() {
        next = script.hasNext() ? script.next() : null;
    }

    /** Does one statement, or ends. */
    void step() {
        if (next == null) {
            if (!any) {
                Replies.empty(Message.EMPTY_QUERY_RESPONSE, backend.out());
            }
            finish();
            return;
        }
        offset = script.offset();
        String statementText = next;
        next = null;
        conversation.waiting();
        session.prepareWithoutParameters(statementText, prepareAnswer);
    }

    private void prepared(Prepared p) {
        if (p.command().isEmpty()) {
            advance();
            return;
        }
        any = true;
        if (!p.parameters().isEmpty()) {
            throw Failures.of(FailureKind.SEMANTIC, "42P02", "there is no parameter $1");
        }
        conversation.refuseIfAborted(p.command());
        if (several && ALONE.contains(p.command())) {
            throw Failures.of(
                    FailureKind.ACTIVE_TRANSACTION, "25001", p.command() + " cannot run inside a transaction block");
        }
        statement = new WireStatement(p, new int[0]);
        if (p.copy() != null) {
            copy(p);
            return;
        }
        Portal portal = session.bind(p, null, none.reset(0));
        Formats formats = p.isBinary() ? Formats.ALL_BINARY : Formats.ALL_TEXT;
        conversation.runUndescribed(portal, statement, formats, this);
    }

    private void copy(Prepared p) {
        if (!p.copy().in()) {
            conversation.copyOut(session.bind(p, null, none.reset(0)), p, this);
            return;
        }
        CopyIn.start(conversation, backend, session, p, conversation.style(), new CopyIn.Owner() {
            @Override
            public void loaded(long count) {
                rows = count;
                command = p.command();
                done();
            }

            @Override
            public void failed(SqlFailure failure) {
                conversation.failed(failure);
            }
        });
    }

    @Override
    public void limitReached(Portal portal, long count) {
        throw new IllegalStateException("a simple query has no row limit");
    }

    @Override
    public void completed(Portal portal, long count) {
        if (statement.prepared.copy() == null) {
            conversation.describeRows();
        }
        rows = statement.prepared.returnsRows() ? count : portal.rows();
        command = portal.command();
        portal.close();
        done();
    }

    private void done() {
        conversation.afterCommand(command);
        advance();
        if (next == null) {
            conversation.endUnit(true, endAnswer);
        } else {
            CommandTag.write(command, rows, backend.out());
        }
    }

    @Override
    public void failed(Portal portal, SqlFailure failure) {
        if (statement.prepared.command().equals("SELECT") && portal.isBegun()) {
            // a query is described when it begins to run; what else returns rows runs to its end before
            conversation.describeRows();
        }
        conversation.failed(failure);
    }

    /** Characters before the statement that runs, which error positions are shifted by. */
    int shift() {
        return text == null ? 0 : text.codePointCount(0, Math.min(offset, text.length()));
    }

    private void finish() {
        stop();
        conversation.endOfCommand();
    }

    /** Forgets what is left of the text. */
    void stop() {
        text = null;
        script = null;
        next = null;
        statement = null;
    }
}
