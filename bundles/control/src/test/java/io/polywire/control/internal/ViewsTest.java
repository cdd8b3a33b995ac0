package io.polywire.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final ServerInfo SERVER = new ServerInfo("1.2.3", Path.of("/srv/home"), Instant.now(), 42);

    private static StatusEntry entry(String section, String name, State state, String... attributes) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put(attributes[i], attributes[i + 1]);
        }
        return new StatusEntry(section, name, state, map);
    }

    private static final StatusEntry LISTENER = entry(
            "listener",
            "r2db2",
            State.UP,
            "protocol",
            "r2db2",
            "address",
            "127.0.0.1",
            "port",
            "2345",
            "tls",
            "optional",
            "auth",
            "password,none",
            "connections",
            "7");

    @Test
    void reportSaysWhatAPersonNeeds() {
        Snapshot snapshot = new Snapshot(
                List.of(
                        entry("sessions", "all", State.UP, "open", "3"),
                        entry("database", "main", State.UP, "storage", "main", "readers", "2"),
                        LISTENER),
                0,
                30,
                "development",
                List.of());

        assertThat(TextView.report(SERVER, snapshot, 812)).isEqualTo("""
                        Polywire 1.2.3 is up after 812 ms
                        profile   development
                        home      %s
                        listener  r2db2  127.0.0.1:2345  tls optional  auth password,none
                        database  main   main

                        Try: bin/polywire sql --port 2345 -c "select sqlite_version()"
                        """.formatted(SERVER.home()));
    }

    @Test
    void reportSaysWhatIsNotUp() {
        Snapshot snapshot = new Snapshot(
                List.of(LISTENER, entry("bundle", "x 1", State.DOWN, "reason", "it is not started")),
                0,
                30,
                "development",
                List.of());

        assertThat(snapshot.isUp()).isFalse();
        assertThat(TextView.report(SERVER, snapshot, 812))
                .contains("runs, but not all that is configured is up")
                .contains("bundle    x 1    DOWN: it is not started");
    }

    @Test
    void statusShowsEverything() {
        Snapshot snapshot = new Snapshot(
                List.of(LISTENER, entry("sessions", "all", State.UP, "open", "3")), 0, 30, "production", List.of());

        assertThat(TextView.status(SERVER, snapshot))
                .contains("connections 7", "open 3", "bundles   30 active", "process 42", "production");
    }

    @Test
    void refusalNamesEachLineToChange() {
        Snapshot snapshot = new Snapshot(List.of(), 0, 30, "production", List.of("change this line", "and that one"));

        assertThat(snapshot.isUp()).isFalse();
        assertThat(TextView.refusal(SERVER, snapshot))
                .contains("does not start", "refused   change this line\n", "refused   and that one\n");
    }

    @Test
    void jsonEscapes() {
        Snapshot snapshot = new Snapshot(
                List.of(entry("a", "b\"\\\n\u0001", State.DEGRADED, "reason", "caf\u00e9")), 0, 1, null, List.of());

        assertThat(JsonView.of(SERVER, snapshot))
                .startsWith("{\"state\":\"up\"")
                .contains("\"profile\":null", "\"name\":\"b\\\"\\\\\\n\\u0001\"", "caf\u00e9", "\"state\":\"degraded\"")
                .endsWith("}\n");
    }

    @Test
    void durationsAreShort() {
        assertThat(TextView.words(Duration.ofSeconds(5))).isEqualTo("5 s");
        assertThat(TextView.words(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(TextView.words(Duration.ofHours(49))).isEqualTo("2 d 1 h");
    }
}
