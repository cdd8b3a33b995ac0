package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user that is not there, one without a password and one that is locked take as long to be refused as one whose password
 * is wrong, in each exchange. Log-ins take turns, so that the load of others falls on all; medians are compared; the best
 * of several runs counts.
 */
class TimingTest {
    /** Bound of the difference of medians: a part of the slower one, and never less than so many milliseconds. */
    private static final double PART = 0.5;

    private static final double LEAST_MILLIS = 1;

    private static final int ROUNDS = 41;
    private static final int RUNS = 6;
    private static final FakeConnection TLS = FakeConnection.tls(new byte[32]);
    private static final List<String> USERS = List.of("alice", "nobody", "bare", "locked");

    @TempDir
    Path home;

    /** The messages of a log-in that fails. */
    private interface Attempt {
        Answer as(String user) throws Exception;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, Attempt> attempts(Gate gate) {
        Map<String, Attempt> all = new TreeMap<>();
        all.put("md5", user -> {
            Exchange e = gate.begin("md5", user);
            Answer.to(e, null);
            return Answer.to(e, ascii("md5" + "0".repeat(32)));
        });
        all.put("mysql_native_password", user -> {
            Exchange e = gate.begin("mysql_native_password", user);
            Answer.to(e, null);
            return Answer.to(e, new byte[20]);
        });
        all.put("caching_sha2_password", user -> {
            Exchange e = gate.begin("caching_sha2_password", user, TLS);
            Answer.to(e, null);
            assertThat(Answer.to(e, new byte[32]).challenge()).containsExactly(4);
            return Answer.to(e, ascii("wrong\0"));
        });
        for (String srp : List.of("srp", "srp256")) {
            all.put(srp, user -> {
                Exchange e = gate.begin(srp, user);
                assertThat(Answer.to(e, ascii(Srp.G.pow(200).toString(16))).challenge())
                        .isNotEmpty();
                return Answer.to(e, ascii("1".repeat(srp.equals("srp") ? 40 : 64)));
            });
        }
        return all;
    }

    private static double median(List<Double> sample) {
        return sample.stream().sorted().toList().get(sample.size() / 2);
    }

    private static double millis(Attempt attempt, String user) throws Exception {
        long begun = System.nanoTime();
        Answer answer = attempt.as(user);
        double taken = (System.nanoTime() - begun) / 1e6;
        assertThat(answer.failure().kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(answer.failure().getMessage()).isEqualTo("authentication failed for user \"" + user + "\"");
        return taken;
    }

    /** The medians by user; each of them is the first one as often. */
    private static Map<String, Double> medians(Attempt attempt) throws Exception {
        Map<String, List<Double>> samples = new TreeMap<>();
        USERS.forEach(user -> samples.put(user, new ArrayList<>()));
        for (int i = -4; i < ROUNDS; i++) {
            for (int k = 0; k < USERS.size(); k++) {
                String user = USERS.get(Math.floorMod(i + k, USERS.size()));
                double taken = millis(attempt, user);
                if (i >= 0) {
                    samples.get(user).add(taken);
                }
            }
        }
        Map<String, Double> medians = new TreeMap<>();
        samples.forEach((user, sample) -> medians.put(user, median(sample)));
        return medians;
    }

    private static boolean alike(Map<String, Double> medians) {
        double slowest = medians.values().stream().mapToDouble(d -> d).max().orElseThrow();
        double fastest = medians.values().stream().mapToDouble(d -> d).min().orElseThrow();
        return slowest - fastest <= Math.max(slowest * PART, LEAST_MILLIS);
    }

    @Test
    void theyTakeTheSameTime() throws Exception {
        String mechanisms = "argon2, md5, mysql_native_password, caching_sha2_password, srp, srp256";
        try (Gate gate = Gate.development(home, "mechanisms", mechanisms)) {
            gate.add("alice", "right");
            gate.add("locked", "right");
            gate.service().store().create("bare", true, false);
            User u = gate.service().store().find("locked");
            gate.service()
                    .store()
                    .update(new User(u.id(), u.name(), true, false, true, null, u.roles(), u.verifiers()));
            List<String> table = new ArrayList<>();
            for (Map.Entry<String, Attempt> way : attempts(gate).entrySet()) {
                Map<String, Double> medians = medians(way.getValue());
                for (int run = 1; run < RUNS && !alike(medians); run++) {
                    medians = medians(way.getValue());
                }
                table.add(way.getKey() + " (ms) " + medians);
                assertThat(alike(medians)).as(way.getKey() + " " + medians).isTrue();
            }
            table.forEach(System.out::println);
        }
    }
}
