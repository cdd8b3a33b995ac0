package io.polywire.router.internal;

import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;

/** PREPARE. */
final class PrepareStatement extends NamedPrepared {
    private final String name;
    private final SessionPrepared statement;

    PrepareStatement(RouterSession session, String text, String name, SessionPrepared statement) {
        super(session, text, "PREPARE", null);
        this.name = name;
        this.statement = statement;
    }

    @Override
    Portal bind(Parameters parameters) {
        return new NamedPortal(this) {
            @Override
            public void run(long maxRows, RowSink sink, RunReply reply) {
                call(
                        () -> {
                            session().names.prepare(name, text(), statement);
                            session().leave();
                            reply.completed(this);
                        },
                        reply);
            }
        };
    }
}
