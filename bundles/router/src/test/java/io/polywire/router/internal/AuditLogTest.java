package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.event.AuditEvent;
import io.polywire.api.status.StatusEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678901234Z"), ZoneOffset.UTC);

    @TempDir
    Path home;

    private AuditLogService started(Map<String, Object> config) {
        AuditLogService log = new AuditLogService(home, Harness.annotation(AuditConfig.class, config), CLOCK);
        log.start();
        return log;
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(home.resolve("logs/audit.jsonl"));
    }

    @Test
    void anEventIsOneLineForItsOwnersEyes() throws IOException {
        AuditLogService log = started(Map.of());
        Map<String, String> fields = new HashMap<>();
        fields.put("reason", "no \"such\" user\nC:\\x");
        fields.put("absent", null);
        log.record(AuditEvent.REFUSAL, 7, "anna", fields);
        log.record(AuditEvent.READ, 7, "anna", Map.of());
        log.stop();
        assertThat(lines())
                .containsExactly("{\"time\":\"2026-01-02T03:04:05.678901Z\",\"event\":\"refusal\",\"connection\":7,"
                        + "\"user\":\"anna\",\"reason\":\"no \\\"such\\\" user\\u000aC:\\\\x\"}");
        assertThat(Files.getPosixFilePermissions(home.resolve("logs/audit.jsonl")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    /** Whatever a client calls itself: one line, that reads back as what it was, with nothing that a terminal obeys. */
    @Property
    void nobodyForgesALine(@ForAll @StringLength(max = 60) String name) {
        String line = new JsonLine().add("user", name).add("n", 1).toString();
        assertThat(line).endsWith("\",\"n\":1}\n");
        String value = line.substring("{\"user\":\"".length(), line.length() - "\",\"n\":1}\n".length());
        value.chars()
                .forEach(c -> assertThat(
                                c >= 0x20 && (c < 0x7f || c > 0x9f) && c != 0x2028 && c != 0x202e && c != 0xfeff)
                        .isTrue());
        assertThat(unescaped(value)).isEqualTo(name);
    }

    @Test
    void whatTurnsTextAroundIsEscaped() {
        assertThat(new JsonLine()
                        .add("user", "a\u202eb\ud800\u001b[2Jé\ud83d\ude00")
                        .toString())
                .isEqualTo("{\"user\":\"a\\u202eb\\ud800\\u001b[2Jé\ud83d\ude00\"}\n");
    }

    private static String unescaped(String s) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c != '\\') {
                assertThat(c).isNotEqualTo('"');
                b.append(c);
            } else if (s.charAt(++i) == 'u') {
                b.append((char) Integer.parseInt(s.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                b.append(s.charAt(i));
            }
        }
        return b.toString();
    }

    @Test
    void filesArePutAsideAndTheOldestGoes() throws IOException {
        Path file = home.resolve("a/t.log");
        try (RotatedFile f = new RotatedFile(file, 10, 2)) {
            for (int i = 0; i < 5; i++) {
                f.append(("line " + i + "\n").getBytes());
            }
        }
        assertThat(file).hasContent("line 4\n");
        assertThat(file.resolveSibling("t.1.log")).hasContent("line 3\n");
        assertThat(file.resolveSibling("t.2.log")).hasContent("line 2\n");
        assertThat(file.resolveSibling("t.3.log")).doesNotExist();
    }

    @Test
    void aLineThatWasCutOffDoesNotSwallowTheNext() throws IOException {
        Path file = home.resolve("t.log");
        Files.writeString(file, "{\"half");
        try (RotatedFile f = new RotatedFile(file, 1000, 2)) {
            f.append("{}\n".getBytes());
        }
        assertThat(file).hasContent("{\"half\n{}\n");
    }

    @Test
    void whatFindsTheQueueFullIsCountedInTheTrail() throws IOException {
        AuditLogService log =
                new AuditLogService(home, Harness.annotation(AuditConfig.class, Map.of("queue", 100)), CLOCK);
        for (int i = 0; i < 130; i++) {
            log.record(AuditEvent.DDL, 1, "anna", Map.of("n", Integer.toString(i)));
        }
        log.start();
        log.stop();
        List<String> lines = new ArrayList<>(lines());
        assertThat(lines).hasSize(101);
        assertThat(lines.get(0)).contains("\"event\":\"lost\",\"events\":30}");
        assertThat(lines.get(100)).contains("\"n\":\"99\"");
    }

    @Test
    void strangersDoNotPushOutTheRest() throws IOException {
        AuditLogService log = new AuditLogService(
                home, Harness.annotation(AuditConfig.class, Map.of("strangers_per_second", 1)), CLOCK);
        for (int i = 0; i < 1000; i++) {
            log.record(AuditEvent.REFUSAL, i + 1, "x", Map.of());
        }
        log.record(AuditEvent.LOGIN, 5, "anna", Map.of());
        log.start();
        log.stop();
        // seconds may have changed while it ran
        assertThat(lines().size()).isBetween(3, 20);
        assertThat(lines().get(0)).contains("\"event\":\"suppressed\"");
        assertThat(lines()).anyMatch(l -> l.contains("\"login\""));
    }

    @Test
    void aDiskThatRefusesIsSeenAndWhatWasLostIsTold() throws IOException {
        Files.writeString(home.resolve("logs"), "a file where the folder should be");
        AuditLogService log = started(Map.of());
        log.record(AuditEvent.DDL, 1, "anna", Map.of());
        await(() -> log.entries().get(0).state() == StatusEntry.State.DEGRADED);
        Files.delete(home.resolve("logs"));
        log.record(AuditEvent.DDL, 1, "anna", Map.of());
        log.stop();
        assertThat(lines().get(0)).contains("\"event\":\"lost\",\"events\":1}");
        assertThat(lines()).hasSize(2);
        assertThat(log.entries().get(0).state()).isEqualTo(StatusEntry.State.UP);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aBadConfigurationIsRefusedAndWhatRanGoesOn() {
        AuditLogService log = new AuditLogService(
                home, Harness.annotation(AuditConfig.class, Map.of("events", new String[] {"logins"})), CLOCK);
        assertThat(log.isEnabled(AuditEvent.LOGIN)).isTrue();
        assertThat(log.entries().get(0).attributes().get("reason")).contains("events = logins is not possible");
        log.modified(Harness.annotation(AuditConfig.class, Map.of("events", new String[] {"write"})));
        assertThat(log.isEnabled(AuditEvent.LOGIN)).isFalse();
        assertThat(log.isEnabled(AuditEvent.WRITE)).isTrue();
        log.modified(Harness.annotation(AuditConfig.class, Map.of("files", -1)));
        assertThat(log.isEnabled(AuditEvent.WRITE)).isTrue();
        assertThat(log.entries().get(0).state()).isEqualTo(StatusEntry.State.DEGRADED);
    }

    @Test
    void aSessionTellsOfItsStatementsAndHowTransactionsEnd() {
        try (Harness h = new Harness(home, Map.of("log", new String[0]))) {
            Sql sql = h.open();
            h.audit.take();
            sql.run("create table t (a)");
            sql.run("insert into t values ('secret', 5)".replace(", 5", ""));
            sql.run("begin");
            sql.run("delete from t where a = 'secret' -- secret");
            sql.run("rollback");
            assertThat(h.audit.take())
                    .containsExactly(
                            "ddl tester {database=main, command=CREATE TABLE, statement=create table t (a),"
                                    + " outcome=done}",
                            "write tester {database=main, command=INSERT, statement=insert into t values (?),"
                                    + " outcome=done, rows=1}",
                            "write tester {database=main, command=DELETE, statement=delete from t where a = ?,"
                                    + " outcome=done, rows=1, transaction=1}",
                            "transaction tester {database=main, transaction=1, outcome=rolled back}");
        }
    }
}
