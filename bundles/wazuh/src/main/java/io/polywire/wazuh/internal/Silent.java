package io.polywire.wazuh.internal;

import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;

/** What a session says of its own accord: this wire has no form for it, so that an end closes the connection. */
record Silent(Runnable disconnect) implements Client {
    @Override
    public void notice(Notice notice) {
        // no form for it
    }

    @Override
    public void notification(int sender, String channel, String payload) {
        // nothing is listened to
    }

    @Override
    public void settingChanged(String name, String value) {
        // no form for it
    }

    @Override
    public void shutdown(SqlFailure reason) {
        disconnect.run();
    }
}
