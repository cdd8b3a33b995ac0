package io.polywire.protocol.r2db2.internal;

import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the lines. */
final class FakeLog implements EventLog {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Throwable> causes = new CopyOnWriteArrayList<>();

    @Override
    public boolean isEnabled(LogCategory category) {
        return true;
    }

    @Override
    public void log(LogCategory category, long connection, String message) {
        lines.add(category.key() + " " + connection + " " + message);
    }

    @Override
    public void log(LogCategory category, long connection, String message, Throwable cause) {
        log(category, connection, message);
        causes.add(cause);
    }
}
