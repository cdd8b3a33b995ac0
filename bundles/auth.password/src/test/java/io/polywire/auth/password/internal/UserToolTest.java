package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.TokenStore;
import io.polywire.api.event.AuditEvent;
import io.polywire.api.event.AuditLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserToolTest {
    @TempDir
    Path home;

    private String out;
    private String err;

    @BeforeEach
    void configure() throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(
                home.resolve("config/io.polywire.auth.password.cfg"),
                "# cheap for the test\nargon2.memory = 7168\nargon2.passes = 1\nmechanisms = argon2, md5\n");
    }

    private int run(String stdin, String... arguments) {
        ByteArrayOutputStream o = new ByteArrayOutputStream();
        ByteArrayOutputStream e = new ByteArrayOutputStream();
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add("--home");
        line.add(home.toString());
        int status = new UserTool(
                        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(o, true, StandardCharsets.UTF_8),
                        new PrintStream(e, true, StandardCharsets.UTF_8))
                .run(line);
        out = o.toString(StandardCharsets.UTF_8);
        err = e.toString(StandardCharsets.UTF_8);
        assertThat(err).doesNotContain("secret");
        return status;
    }

    @Test
    void managesUsersOfARunningServer() throws Exception {
        try (Gate gate = Gate.development(home, "mechanisms", "argon2, md5")) {
            assertThat(gate.password("alice", "secret").failure()).isNotNull();
            assertThat(run("secret\r\nmore\n", "add", "alice", "--superuser", "--password-stdin"))
                    .as(() -> err)
                    .isZero();
            assertThat(gate.password("alice", "secret").principal().superuser()).isTrue();
            assertThat(run("", "lock", "alice")).isZero();
            assertThat(gate.password("alice", "secret").failure()).isNotNull();
            assertThat(run("", "unlock", "alice")).isZero();
            assertThat(run("", "expire", "alice", "2001-01-31")).isZero();
            assertThat(gate.password("alice", "secret").failure()).isNotNull();
            assertThat(run("", "expire", "alice", "never")).isZero();
            assertThat(gate.password("alice", "secret").principal()).isNotNull();
            Path file = Files.writeString(home.resolve("pw"), "Grüße secret");
            assertThat(run("", "password", "alice", "--password-file", file.toString()))
                    .isZero();
            assertThat(gate.password("alice", "secret").failure()).isNotNull();
            assertThat(gate.password("alice", "Grüße secret").principal()).isNotNull();
            assertThat(run("", "add", "staff", "--no-login")).isZero();
            assertThat(run("", "grant", "staff", "to", "alice")).isZero();
            assertThat(gate.password("alice", "Grüße secret").principal().roles())
                    .containsExactly("staff");
            assertThat(run("", "list")).isZero();
            assertThat(out.lines())
                    .containsExactly(
                            "alice  user, superuser, member of staff, password for argon2 md5",
                            "staff  role",
                            "test   user, superuser, development, password for argon2 md5");
            assertThat(run("", "revoke", "staff", "from", "alice")).isZero();
            assertThat(run("", "rename", "alice", "alicia")).isZero();
            assertThat(gate.password("alicia", "Grüße secret").principal().roles())
                    .isEmpty();
            assertThat(run("", "drop", "alicia")).isZero();
            assertThat(gate.password("alicia", "Grüße secret").failure()).isNotNull();
        }
    }

    @Test
    void managesTokensOfARunningServer() throws Exception {
        try (Gate gate = Gate.development(home, "mechanisms", "argon2, md5")) {
            gate.add("alice", "secret");
            TokenStore store = gate.service().tokens();
            assertThat(run("", "--token", "issue", "alice", "--comment", "nightly"))
                    .isZero();
            String token = out.strip();
            assertThat(out).as("the token and nothing else").matches("pwt_[0-9a-f]{16}_[A-Za-z0-9_-]{43}\\R");
            String id = token.substring(4, 20);
            assertThat(err).contains(id, "expires").doesNotContain(token.substring(21));
            byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
            assertThat(store.check(bytes).toCompletableFuture().get().user()).isEqualTo("alice");
            assertThat(run("", "--token", "list")).isZero();
            assertThat(out).contains("alice  " + id, "nightly").doesNotContain(token.substring(21));
            assertThat(run("", "--token", "revoke", id)).isZero();
            assertThat(store.check(bytes).toCompletableFuture()).isCompletedExceptionally();
            assertThat(run("", "--token", "revoke", id)).isEqualTo(1);
            assertThat(err).contains("polywire token: token", "does not exist");
            assertThat(run("", "--token", "issue", "nobody")).isEqualTo(1);
            assertThat(run("", "--token", "issue", "test"))
                    .as("the development user is not stored")
                    .isEqualTo(1);
            assertThat(run("", "--token", "issue", "alice", "--expires", "2001-01-01"))
                    .isEqualTo(2);
            assertThat(run("", "--token", "issue", "alice", "--days", "0")).isEqualTo(2);
            assertThat(run("", "--token", "issue", "alice", "--comment", "a\nb"))
                    .isEqualTo(2);
            assertThat(run("", "--token", "issue", "alice", "--expires", "never"))
                    .isZero();
            assertThat(run("", "--token", "revoke-all", "alice")).isZero();
            assertThat(err).contains("1 revoked");
            assertThat(run("", "--token", "list")).isZero();
            assertThat(out).isEmpty();
            assertThat(run("", "--token", "--help")).isZero();
            assertThat(out).contains("polywire token COMMAND");
        }
    }

    @Test
    void tellsTheAuditTrailWhatItChanged() throws Exception {
        // before the server is there
        assertThat(run("secret\n", "add", "alice", "--superuser", "--password-stdin"))
                .isZero();
        assertThat(run("", "lock", "nobody")).isEqualTo(1);
        assertThat(run("", "list")).isZero();
        BlockingQueue<Map<String, String>> told = new LinkedBlockingQueue<>();
        AuditLog trail = new AuditLog() {
            @Override
            public boolean isEnabled(AuditEvent event) {
                return true;
            }

            @Override
            public void record(AuditEvent event, long connection, String user, Map<String, String> fields) {
                told.add(new HashMap<>(fields));
            }
        };
        try (Gate gate = Gate.audited(home, trail, "mechanisms", "argon2, md5")) {
            assertThat(told.poll(30, TimeUnit.SECONDS))
                    .containsEntry("command", "polywire user add alice --superuser")
                    .containsEntry("source", "command line")
                    .containsEntry("account", System.getProperty("user.name"));
            // and while it is
            assertThat(run("", "lock", "alice")).isZero();
            assertThat(told.poll(30, TimeUnit.SECONDS)).containsEntry("command", "polywire user lock alice");
            assertThat(run("", "--token", "issue", "alice", "--days", "7")).isZero();
            assertThat(told.poll(30, TimeUnit.SECONDS)).containsEntry("command", "polywire token issue alice --days 7");
            gate.service().store().setPassword("alice", "secret".toCharArray());
        }
        try (Gate again = Gate.audited(home, trail, "mechanisms", "argon2, md5")) {
            assertThat(run("", "unlock", "alice")).isZero();
            assertThat(told.poll(30, TimeUnit.SECONDS))
                    .as("each is told once, and what the server does itself is not the command line's")
                    .containsEntry("command", "polywire user unlock alice");
            assertThat(again.password("alice", "secret").principal()).isNotNull();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void refusesWithExitStatusOne() {
        assertThat(run("x\n", "password", "nobody", "--password-stdin")).isEqualTo(1);
        assertThat(err).isEqualTo("polywire user: user \"nobody\" does not exist\n");
        assertThat(run("\n", "add", "alice", "--password-stdin")).isEqualTo(1);
        assertThat(err).contains("the password is empty");
        assertThat(run("", "list")).isZero();
        assertThat(out).as("no user without a password was left behind").doesNotContain("alice");
        assertThat(run("secret\n", "add", "alice", "--password-stdin")).isZero();
        assertThat(run("secret\n", "add", "alice", "--password-stdin")).isEqualTo(1);
        assertThat(err).contains("already exists");
        assertThat(run("", "revoke", "staff", "from", "alice")).isEqualTo(1);
        assertThat(run("", "drop", "test")).isEqualTo(1);
        assertThat(err).contains("Hint: set development.user = false");
        assertThat(run("s".repeat(5000), "password", "alice", "--password-stdin"))
                .isEqualTo(1);
        assertThat(err).contains("more than 4096 bytes");
    }

    @Test
    void refusesACommandLineWithExitStatusTwo() {
        assertThat(run("")).isEqualTo(2);
        assertThat(run("", "explode")).isEqualTo(2);
        assertThat(err).contains("there is no command explode");
        assertThat(run("", "add")).isEqualTo(2);
        assertThat(err).contains("add takes NAME");
        assertThat(run("", "add", "alice", "--password=secret")).isEqualTo(2);
        assertThat(run("", "expire", "test", "tomorrow")).isEqualTo(2);
        assertThat(run("", "grant", "a", "for", "b")).isEqualTo(2);
        assertThat(run("", "--help")).isZero();
        assertThat(out).contains("polywire user COMMAND");
    }

    @Test
    void knowsTheDevelopmentUserOnlyInItsProfile() throws Exception {
        Files.writeString(home.resolve("config/io.polywire.router.cfg"), "profile = production\n");
        assertThat(run("", "list")).isZero();
        assertThat(out).isEmpty();
    }

    @Test
    void runsInAProcessOfItsOwnBesideTheServer() throws Exception {
        try (Gate gate = Gate.development(home, "mechanisms", "argon2, md5")) {
            assertThat(gate.password("bob", "secret").failure()).isNotNull();
            Process tool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            UserTool.class.getName(),
                            "add",
                            "bob",
                            "--password-stdin",
                            "--home",
                            home.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            tool.getOutputStream().write("secret\n".getBytes(StandardCharsets.UTF_8));
            tool.getOutputStream().close();
            assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(tool.exitValue()).isZero();
            assertThat(gate.password("bob", "secret").principal().name()).isEqualTo("bob");
        }
    }
}
