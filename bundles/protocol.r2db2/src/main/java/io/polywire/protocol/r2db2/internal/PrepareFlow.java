package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** P: prepares a statement under the client's number. */
final class PrepareFlow implements Flow, Reply<Prepared> {
    private final Conversation conversation;
    private final Requests requests;

    private int id;
    private String text;
    private List<Type> declared;
    private Prepared prepared;
    private SqlFailure failure;

    PrepareFlow(Conversation conversation, Requests requests) {
        this.conversation = conversation;
        this.requests = requests;
    }

    /** Takes the message; what can be wrong with it is thrown. */
    void begin(Payload message) {
        id = message.int32();
        // Gone even if the new one fails: what was pipelined behind it must not run the old one.
        requests.forget(id);
        text = message.string(conversation.output.style(), "statement");
        int count = message.count(4);
        List<Type> types = count == 0 ? List.of() : new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(type(message.int32()));
        }
        message.end();
        declared = types;
        prepared = null;
        failure = null;
        conversation.start(this);
    }

    @Override
    public boolean proceed() {
        if (text != null) {
            String statement = text;
            text = null;
            long call = conversation.call();
            conversation.session().prepare(statement, declared, this);
            if (!conversation.baton.returned(call)) {
                return false;
            }
        }
        if (failure == null) {
            requests.keep(id, prepared);
            conversation.replies.prepared(id, prepared);
        } else {
            conversation.replyFailed(failure);
        }
        prepared = null;
        requests.ready();
        return true;
    }

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

    private static Type type(int code) {
        TypeKind kind = TypeKind.ofCode(code);
        if (kind == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "type code " + code + " does not exist");
        }
        if (kind == TypeKind.UNKNOWN) {
            return Type.UNKNOWN;
        }
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == TypeKind.ARRAY ? new Type(kind, name, 0, 0, 0, 0, Type.UNKNOWN) : Type.of(kind, name);
    }
}
