package io.polywire.control.internal;

import io.polywire.api.status.StatusEntry;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A snapshot for a machine: one JSON object on one line. Names stay; new ones may come. */
final class JsonView {
    private final StringBuilder out = new StringBuilder();

    private JsonView() {}

    static String of(ServerInfo server, Snapshot snapshot) {
        JsonView view = new JsonView();
        view.server(server, snapshot);
        return view.out.append('\n').toString();
    }

    private void server(ServerInfo server, Snapshot snapshot) {
        out.append('{');
        text("state", snapshot.isUp() ? "up" : "degraded").append(',');
        text("version", server.version()).append(',');
        text("profile", snapshot.profile()).append(',');
        text("home", server.home() == null ? null : server.home().toString()).append(',');
        name("pid").append(server.pid()).append(',');
        name("uptimeMillis").append(server.uptime().toMillis()).append(',');
        name("activeBundles").append(snapshot.activeBundles()).append(',');
        name("refusals");
        strings(snapshot.refusals());
        out.append(',');
        name("parts").append('[');
        String separator = "";
        for (StatusEntry entry : snapshot.entries()) {
            out.append(separator);
            entry(entry);
            separator = ",";
        }
        out.append("]}");
    }

    private void entry(StatusEntry entry) {
        out.append('{');
        text("section", entry.section()).append(',');
        text("name", entry.name()).append(',');
        text("state", entry.state().name().toLowerCase(Locale.ROOT)).append(',');
        name("attributes").append('{');
        String separator = "";
        for (Map.Entry<String, String> attribute : entry.attributes().entrySet()) {
            out.append(separator);
            text(attribute.getKey(), attribute.getValue());
            separator = ",";
        }
        out.append("}}");
    }

    private void strings(List<String> values) {
        out.append('[');
        String separator = "";
        for (String value : values) {
            out.append(separator);
            string(value);
            separator = ",";
        }
        out.append(']');
    }

    private StringBuilder name(String name) {
        string(name);
        return out.append(':');
    }

    private StringBuilder text(String name, String value) {
        name(name);
        if (value == null) {
            return out.append("null");
        }
        string(value);
        return out;
    }

    private void string(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
