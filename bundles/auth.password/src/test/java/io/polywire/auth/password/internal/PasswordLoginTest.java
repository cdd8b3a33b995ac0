package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordLoginTest {
    @TempDir
    Path home;

    @Test
    void developmentUserLogsInWithoutBeingStored() throws Exception {
        try (Gate gate = Gate.development(home)) {
            Answer answer = gate.password("test", "test");
            assertThat(answer.principal().name()).isEqualTo("test");
            assertThat(answer.principal().superuser()).isTrue();
            assertThat(answer.principal().authenticated()).isTrue();
            assertThat(gate.password("test", "Test").failure().kind()).isEqualTo(FailureKind.AUTHENTICATION);
        }
    }

    @Test
    void asksForThePasswordWhereTheClientSentNone() throws Exception {
        try (Gate gate = Gate.development(home)) {
            Exchange exchange = gate.begin("password", "test");
            assertThat(Answer.to(exchange, null).challenge()).isEmpty();
            assertThat(Answer.to(exchange, "test".getBytes(StandardCharsets.UTF_8))
                            .principal())
                    .isNotNull();
            assertThat(Answer.to(exchange, "test".getBytes(StandardCharsets.UTF_8))
                            .failure())
                    .as("it is over after the success")
                    .isNotNull();
        }
    }

    @Test
    void everyReasonHasTheSameAnswer() throws Exception {
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "secret");
            gate.add("locked", "secret");
            gate.add("expired", "secret");
            gate.service().store().create("role", false, false);
            gate.service().store().setPassword("role", "secret".toCharArray());
            gate.service().store().create("bare", true, false);
            change(gate, "locked", true, null);
            change(gate, "expired", false, Instant.now().minusSeconds(1));
            assertThat(gate.password("alice", "secret").principal().name()).isEqualTo("alice");
            refused(gate, "alice", "wrong", "the password is wrong");
            refused(gate, "alice", "", "the password is wrong");
            refused(gate, "alice", "x".repeat(4097), "the password is wrong");
            refused(gate, "nobody", "secret", "there is no such user");
            refused(gate, "", "secret", "there is no such user");
            refused(gate, "Alice", "secret", "there is no such user");
            refused(gate, "locked", "secret", "the user is locked");
            refused(gate, "expired", "secret", "the user's password has expired");
            refused(gate, "role", "secret", "it is a role that cannot log in");
            refused(gate, "bare", "secret", "the password is wrong");
            assertThat(gate.service().counters().sum("password", LoginCounters.Result.SUCCESS))
                    .isEqualTo(1);
            assertThat(gate.service().counters().sum("password", LoginCounters.Result.FAILURE))
                    .isEqualTo(10);
        }
    }

    private static void refused(Gate gate, String user, String password, String reason) throws Exception {
        Answer answer = gate.password(user, password);
        assertThat(answer.failure().getMessage()).isEqualTo("authentication failed for user \"" + user + "\"");
        assertThat(answer.failure().sqlState()).isEqualTo("28P01");
        assertThat(answer.failure().detail()).isNull();
        assertThat(answer.failure().hint()).isNull();
        assertThat(answer.failure().getCause()).hasMessage(reason);
    }

    private static void change(Gate gate, String name, boolean locked, Instant expires) {
        User u = gate.service().store().find(name);
        gate.service()
                .store()
                .update(new User(
                        u.id(), u.name(), u.login(), u.superuser(), locked, expires, u.roles(), u.verifiers()));
    }

    @Test
    void theNameInTheAnswerCannotForgeALine() throws Exception {
        try (Gate gate = Gate.development(home)) {
            Answer answer = gate.password("a\r\nFATAL: all is well\u2028\u202e" + "b".repeat(500), "x");
            assertThat(answer.failure().getMessage())
                    .startsWith("authentication failed for user \"a??FATAL: all is well??bbb")
                    .hasSizeLessThan(110);
        }
    }

    @Test
    void thePasswordIsWiped() throws Exception {
        try (Gate gate = Gate.development(home)) {
            byte[] good = "test".getBytes(StandardCharsets.UTF_8);
            byte[] bad = "nope".getBytes(StandardCharsets.UTF_8);
            assertThat(Answer.to(gate.begin("password", "test"), good).principal())
                    .isNotNull();
            assertThat(Answer.to(gate.begin("password", "test"), bad).failure()).isNotNull();
            Awaitility.await().untilAsserted(() -> {
                assertThat(good).containsOnly(0);
                assertThat(bad).containsOnly(0);
            });
        }
    }

    @Test
    void tooManyAtOnceAreRefusedAndTheRestAnswered() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicReference<UserStore> directory = new AtomicReference<>();
        try (Gate gate = new Gate(PasswordService.open(
                Configurations.settings("login.threads", "2", "login.queue", "3"),
                home.toString(),
                new FakeProfile(false),
                directory::get,
                () -> null))) {
            directory.set(waiting(gate.service().store(), slow, running));
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            List<byte[]> passwords = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                byte[] password = "test".getBytes(StandardCharsets.UTF_8);
                passwords.add(password);
                answers.add(Answer.ask(gate.begin("password", "test"), password));
                int busy = Math.min(i + 1, 2);
                Awaitility.await().until(() -> running.get() == busy);
            }
            assertThat(answers)
                    .filteredOn(CompletableFuture::isDone)
                    .hasSize(15)
                    .allSatisfy(future -> {
                        assertThat(future.join().failure().sqlState()).isEqualTo("53300");
                        assertThat(future.join().failure()).hasMessage("too many log-ins at once");
                    });
            slow.countDown();
            for (CompletableFuture<Answer> future : answers.subList(0, 5)) {
                assertThat(future.get(60, TimeUnit.SECONDS).principal()).isNotNull();
            }
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(passwords).allSatisfy(p -> assertThat(p).containsOnly(0)));
            assertThat(gate.service().counters().sum("password", LoginCounters.Result.OVERLOAD))
                    .isEqualTo(15);
        }
    }

    /** A store whose look-ups wait. */
    private static UserStore waiting(UserStore store, CountDownLatch latch, AtomicInteger running) {
        return (UserStore) Proxy.newProxyInstance(
                UserStore.class.getClassLoader(), new Class<?>[] {UserStore.class}, (proxy, method, arguments) -> {
                    running.incrementAndGet();
                    latch.await();
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void whatWaitsWhenTheBundleLeavesIsAnswered() throws Exception {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        try (Gate gate = Gate.development(home, "login.threads", "1", "argon2.memory", "65536")) {
            for (int i = 0; i < 10; i++) {
                answers.add(Answer.ask(gate.begin("password", "test"), "no".getBytes(StandardCharsets.UTF_8)));
            }
        }
        for (CompletableFuture<Answer> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).failure().kind())
                    .isIn(FailureKind.UNAVAILABLE, FailureKind.AUTHENTICATION);
        }
        assertThat(answers.get(9).get().failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void anUnknownUserCostsWhatAKnownOneCosts() throws Exception {
        try (Gate gate = Gate.development(home, "argon2.memory", "19456", "argon2.passes", "2")) {
            gate.add("alice", "secret");
            for (int i = 0; i < 10; i++) {
                gate.password("alice", "wrong");
                gate.password("nobody", "wrong");
            }
            long[] known = new long[15];
            long[] unknown = new long[15];
            for (int i = 0; i < known.length; i++) {
                known[i] = nanos(gate, "alice");
                unknown[i] = nanos(gate, "nobody");
            }
            // medians of interleaved runs: a check that skipped argon2 would be a hundred times faster
            assertThat((double) median(unknown) / median(known)).isBetween(0.5, 2.0);
        }
    }

    private static long nanos(Gate gate, String user) throws Exception {
        long start = System.nanoTime();
        gate.password(user, "wrong");
        return System.nanoTime() - start;
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    @Test
    void aClearLogInRenewsWhatIsMissingOrWeak() throws Exception {
        try (Gate gate = Gate.development(home, "mechanisms", "argon2")) {
            gate.add("alice", "secret");
            assertThat(gate.service().store().find("alice").verifiers()).containsOnlyKeys("argon2");
        }
        try (Gate gate = Gate.development(home, "mechanisms", "argon2, scram-sha-256", "argon2.passes", "2")) {
            String before = gate.service().store().find("alice").verifiers().get("argon2");
            assertThat(gate.password("alice", "wrong").failure()).isNotNull();
            assertThat(gate.service().store().find("alice").verifiers()).isEqualTo(Map.of("argon2", before));
            assertThat(gate.password("alice", "secret").principal()).isNotNull();
            Awaitility.await().untilAsserted(() -> {
                Map<String, String> now = gate.service().store().find("alice").verifiers();
                assertThat(now).containsOnlyKeys("argon2", "scram-sha-256");
                assertThat(now.get("argon2")).contains(",t=2,");
            });
            assertThat(gate.password("alice", "secret").principal()).isNotNull();
        }
        try (Gate gate = Gate.development(home, "mechanisms", "scram-sha-256")) {
            assertThat(gate.service().store().find("alice").verifiers().keySet())
                    .as("what is disabled is deleted")
                    .isEqualTo(Set.of("scram-sha-256"));
        }
        try (Gate gate = Gate.development(home)) {
            assertThat(gate.password("alice", "secret").principal())
                    .as("a clear password is also checked against a SCRAM verifier")
                    .isNotNull();
        }
    }

    @Test
    void aRenewalDoesNotBringAnOldPasswordBack() {
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "old");
            User seen = gate.service().store().find("alice");
            gate.service().store().setPassword("alice", "new".toCharArray());
            assertThat(((VerifiedStore) gate.service().store()).addVerifiers(seen, Map.of(Mechanism.MD5, "md5old")))
                    .isFalse();
            assertThat(gate.service().store().find("alice").verifiers()).doesNotContainKey("md5");
        }
    }

    @Test
    void closingAnExchangeEndsIt() throws Exception {
        try (Gate gate = Gate.development(home)) {
            Exchange exchange = gate.begin("password", "test");
            exchange.close();
            exchange.close();
            byte[] password = "test".getBytes(StandardCharsets.UTF_8);
            assertThat(Answer.to(exchange, password).failure().kind()).isEqualTo(FailureKind.PROTOCOL);
            assertThat(password).containsOnly(0);
        }
    }

    @Test
    void aDirectoryDecidesWhileItIsThere() throws Exception {
        AtomicReference<UserStore> directory = new AtomicReference<>();
        try (Gate other = Gate.development(home.resolve("other"));
                Gate gate = new Gate(PasswordService.open(
                        Configurations.settings(),
                        home.toString(),
                        new FakeProfile(false),
                        directory::get,
                        () -> null))) {
            other.add("bob", "secret");
            gate.add("alice", "secret");
            assertThat(gate.password("bob", "secret").failure()).isNotNull();
            directory.set(other.service().store());
            assertThat(gate.password("bob", "secret").principal()).isNotNull();
            assertThat(gate.password("alice", "secret").failure()).isNotNull();
            directory.set(null);
            assertThat(gate.password("alice", "secret").principal()).isNotNull();
        }
    }
}
