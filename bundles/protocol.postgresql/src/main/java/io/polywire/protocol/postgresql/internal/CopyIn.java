package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Copy;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Session;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.copy.CopyOptions;
import io.polywire.protocol.postgresql.internal.copy.CopyOptionsReader;
import io.polywire.protocol.postgresql.internal.copy.CopySource;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;

/**
 * COPY FROM STDIN: hands what the client sends to the session's strand, which loads it row by row (manual, 55.2.6).
 *
 * <pre>
 *   ─▶ G ─▶ d* ─┬─ c ─▶ loaded ─────▶ C
 *               ├─ f ─▶ failed ─────▶ E 57014
 *               └─ any other message ▶ E 08P01, FATAL   H and S are read over
 * </pre>
 *
 * At most {@link #MOST_WAITING} bytes (and one message) wait for the strand; the client is not read meanwhile.
 */
final class CopyIn implements LoadReply, Runnable {
    private static final int MOST_WAITING = 256 * 1024;

    /** Who is told how it ended; on the event loop. */
    interface Owner {
        void loaded(long rows);

        void failed(SqlFailure failure);
    }

    private final Conversation conversation;
    private final Backend backend;
    private final Owner owner;
    private final String table;
    private final int headerLines;
    private final CopySource source;
    private boolean taking = true;
    private boolean over;
    /** A message came that is none of a COPY's: PostgreSQL has not read it and so cannot go on. */
    private boolean lost;

    private long rows;
    private SqlFailure failure;

    private CopyIn(
            Conversation conversation, Backend backend, Copy copy, CopyOptions options, TextStyle style, Owner owner) {
        this.conversation = conversation;
        this.backend = backend;
        this.owner = owner;
        this.table = copy.table();
        this.headerLines = options.header() ? 1 : 0;
        this.source = new CopySource(
                table,
                copy.columns().stream().map(Column::name).toList(),
                CopyOut.types(copy.columns()),
                options,
                style,
                conversation.transcoder(),
                backend.connection.listener().limits().message());
        source.onTaken(MOST_WAITING, this::wake);
    }

    /** Announces it to the client and begins to load; null if the statement cannot even begin, which the owner knows. */
    static CopyIn start(
            Conversation conversation,
            Backend backend,
            Session session,
            Prepared prepared,
            TextStyle style,
            Owner owner) {
        Copy copy = prepared.copy();
        CopyOptions options = CopyOptionsReader.read(copy);
        CopyIn in = new CopyIn(conversation, backend, copy, options, style, owner);
        CopyOut.announce(Message.COPY_IN_RESPONSE, options, copy.columns().size(), backend.out());
        backend.link.ask();
        conversation.copying(in);
        conversation.waiting();
        session.load(prepared, null, in.source, in);
        return in;
    }

    // ---- on the event loop ----

    /** Whether it wants the next message. */
    boolean takes() {
        return taking && !isFull();
    }

    private boolean isFull() {
        return source.waiting() >= MOST_WAITING;
    }

    /** Whether the client is to send no more for now. */
    boolean isBlocked() {
        return !taking || isFull();
    }

    /** A message of the client while it takes. */
    void message(byte type, ByteBuf b, int at, int length) {
        switch (type) {
            case Message.COPY_DATA -> {
                byte[] data = new byte[length];
                b.getBytes(at, data);
                source.feed(data);
            }
            case Message.COPY_DONE -> {
                taking = false;
                source.finish();
            }
            case Message.COPY_FAIL -> {
                taking = false;
                source.fail(SqlFailure.build(FailureKind.CANCELLED, "COPY from stdin failed: " + reason(b, at, length))
                        .context("COPY " + table)
                        .build());
            }
            case Message.FLUSH, Message.SYNC -> {
                // PostgreSQL reads over them, since drivers send them behind Execute
            }
            default -> {
                taking = false;
                lost = true;
                source.fail(SqlFailure.build(
                                FailureKind.PROTOCOL,
                                String.format("unexpected message type 0x%02X during COPY from stdin", type & 0xFF))
                        .context("COPY " + table)
                        .build());
            }
        }
    }

    private String reason(ByteBuf b, int at, int length) {
        int end = b.indexOf(at, at + length, (byte) 0);
        byte[] text = new byte[end < 0 ? length : end - at];
        b.getBytes(at, text);
        if (conversation.transcoder() != null) {
            try {
                text = conversation.transcoder().toUtf8(text, 0, text.length);
            } catch (SqlFailure noText) {
                return noText.getMessage();
            }
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The connection is over. */
    void gone() {
        taking = false;
        source.fail(
                SqlFailure.of(FailureKind.CONNECTION, "unexpected EOF on client connection with an open transaction"));
    }

    // ---- on the strand ----

    private void wake() {
        try {
            backend.link.loop().execute(backend::goOn);
        } catch (RejectedExecutionException stopping) {
            gone();
        }
    }

    @Override
    public void row(long affected) {
        // counted in the whole
    }

    @Override
    public void completed(long affected, long lastInsertId) {
        rows = affected;
        arrive();
    }

    @Override
    public void failed(long index, SqlFailure f) {
        if (CopySource.NOWHERE.equals(f.context())) {
            failure = f.but().context(null).build();
            arrive();
            return;
        }
        failure = index >= 0 && f.context() == null && !f.isFatal()
                ? f.but()
                        .position(0)
                        .context("COPY " + table + ", line " + (index + 1 + headerLines))
                        .build()
                : f;
        arrive();
    }

    private void arrive() {
        if (backend.link.loop().inEventLoop()) {
            run();
            return;
        }
        try {
            backend.link.loop().execute(this);
        } catch (RejectedExecutionException stopping) {
            over = true;
        }
    }

    @Override
    public void run() {
        if (over) {
            return;
        }
        over = true;
        taking = false;
        conversation.copying(null);
        conversation.replied();
        if (backend.isGone()) {
            return;
        }
        try {
            if (lost) {
                Reports.error(failure, 0, backend.out());
                backend.violation(
                        Failures.protocol("terminating connection because protocol synchronization was lost"));
            } else if (failure != null) {
                owner.failed(failure);
            } else {
                owner.loaded(rows);
            }
        } catch (SqlFailure e) {
            backend.failed(e);
        } catch (RuntimeException | Error e) {
            backend.failed(backend.defect(e));
        }
        backend.goOn();
    }
}
