package io.polywire.router.internal;

import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the categories to loggers {@code polywire.<category>}; the configuration says which are on. */
@Component
public final class EventLogService implements EventLog {
    /** Longer messages are cut: a statement may have megabytes. */
    private static final int LONGEST = 4000;

    private static final Logger[] LOGGERS = new Logger[LogCategory.values().length];

    static {
        for (LogCategory c : LogCategory.values()) {
            LOGGERS[c.ordinal()] = LoggerFactory.getLogger("polywire." + c.key());
        }
    }

    private final Runnable unlisten;
    private volatile Set<LogCategory> on;

    /** Made by the component runtime. */
    @Activate
    public EventLogService(@Reference SettingsService settings) {
        on = settings.get().log();
        unlisten = settings.listen(s -> on = s.log());
    }

    @Deactivate
    void stop() {
        unlisten.run();
    }

    @Override
    public boolean isEnabled(LogCategory category) {
        return on.contains(category);
    }

    @Override
    public void log(LogCategory category, long connection, String message) {
        log(category, connection, message, null);
    }

    @Override
    public void log(LogCategory category, long connection, String message, Throwable cause) {
        if (!isEnabled(category)) {
            return;
        }
        String line = (connection == 0 ? "" : "[c" + connection + "] ") + oneLine(message);
        Logger logger = LOGGERS[category.ordinal()];
        switch (category) {
            case SECURITY -> logger.warn(line, cause);
            case ERROR -> {
                if (cause == null) {
                    logger.info(line);
                } else {
                    logger.error(line, cause);
                }
            }
            default -> logger.info(line, cause);
        }
    }

    /** Escapes what could end a line or reach a terminal. */
    static String oneLine(String s) {
        int n = Math.min(s.length(), LONGEST);
        StringBuilder b = null;
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            boolean plain = c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f) && c != '\u2028' && c != '\u2029';
            if (plain && b == null) {
                continue;
            }
            if (b == null) {
                b = new StringBuilder(n + 16).append(s, 0, i);
            }
            if (plain) {
                b.append(c);
            } else {
                b.append(
                        switch (c) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> String.format("\\u%04x", (int) c);
                        });
            }
        }
        String line = b == null ? s.substring(0, n) : b.toString();
        return n == s.length() ? line : line + "... (" + s.length() + " characters)";
    }
}
