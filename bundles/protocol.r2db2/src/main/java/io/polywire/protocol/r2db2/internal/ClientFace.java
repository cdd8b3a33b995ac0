package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;

/** What the session says of its own accord. This wire has no messages for notices, so they are only traced. */
final class ClientFace implements Client {
    private final Conversation conversation;

    ClientFace(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public void notice(Notice notice) {
        if (conversation.trace.isOn()) {
            conversation.trace.step("notice " + notice.sqlState());
        }
    }

    @Override
    public void notification(int sender, String channel, String payload) {
        if (conversation.trace.isOn()) {
            conversation.trace.step("notification of session " + sender);
        }
    }

    @Override
    public void settingChanged(String name, String value) {
        if (conversation.trace.isOn()) {
            conversation.trace.step("setting " + name);
        }
    }

    @Override
    public void shutdown(SqlFailure reason) {
        conversation.link.loop().execute(() -> conversation.leave(reason, System.nanoTime()));
    }
}
