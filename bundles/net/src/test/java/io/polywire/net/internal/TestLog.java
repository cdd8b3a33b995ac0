package io.polywire.net.internal;

import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is logged. */
final class TestLog implements EventLog {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public boolean isEnabled(LogCategory category) {
        return true;
    }

    @Override
    public void log(LogCategory category, long connection, String message) {
        lines.add(category + " " + connection + " " + message);
    }

    @Override
    public void log(LogCategory category, long connection, String message, Throwable cause) {
        log(category, connection, message);
    }

    boolean has(String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }
}
