package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Listener;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatekeeperTest {
    private final SettingsService settings =
            new SettingsService(Harness.annotation(RouterConfig.class, Map.of("log", new String[0])));
    private final Trail audit = new Trail();
    private final GatekeeperService gate = new GatekeeperService(
            settings,
            new GateSettingsService(
                    Harness.annotation(GateConfig.class, Map.of("rules", new String[0], "exempt", new String[0]))),
            new EventLogService(settings),
            audit);
    private final AuthContext context = new AuthContext(Harness.connection(), "anna", "main");

    @AfterEach
    void stop() {
        gate.stop();
    }

    /** Lets everybody in under the name of its method. */
    private record Open(String method, String mechanism, int strength, boolean usable) implements Authenticator {
        @Override
        public boolean available(AuthContext context) {
            return usable;
        }

        @Override
        public Exchange begin(AuthContext context) {
            return new Exchange() {
                @Override
                public void next(byte[] data, AuthReply reply) {
                    reply.done(new Principal(method, 0, false, Set.of(), true), null, null);
                }

                @Override
                public void close() {
                    // holds nothing
                }
            };
        }
    }

    private Principal enter(String mechanism) {
        CompletableFuture<Principal> f = new CompletableFuture<>();
        gate.begin(mechanism, context).next(null, new AuthReply() {
            @Override
            public void challenge(byte[] data) {
                throw new AssertionError("challenge");
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                f.complete(principal);
            }

            @Override
            public void refused(SqlFailure failure) {
                f.completeExceptionally(failure);
            }
        });
        return Harness.await(f);
    }

    @Test
    void offersTheStrongestFirstAndOnlyWhatCanBeUsed() {
        gate.addAuthenticator(new Open("password", "password", 100, true));
        gate.addAuthenticator(new Open("password", "scram-sha-256", 300, true));
        gate.addAuthenticator(new Open("password", "scram-sha-256-plus", 310, false));
        gate.addAuthenticator(new Open("token", "token", 400, true));
        assertThat(gate.mechanisms(context, List.of("password", "scram-sha-256", "scram-sha-256-plus", "token")))
                .containsExactly(Gatekeeper.NONE, "scram-sha-256", "password");
        assertThat(gate.mechanisms(context, List.of("password"))).containsExactly(Gatekeeper.NONE, "password");
    }

    /** A word that is written wrongly keeps everybody out: somebody has to say so. */
    @Test
    void tellsOfMethodsThatNobodyOffers() {
        gate.addAuthenticator(new Open("password", "scram-sha-256", 300, true));
        gate.mechanisms(context, List.of("scram-sha-256"));
        List<String> named = context.connection().listener().auth();
        assertThat(named).contains("password", Gatekeeper.NONE);
        assertThat(gate.entries()).isEmpty();
        MissingMethods missing = new MissingMethods();
        missing.asked(context.connection().listener());
        GateRules rules = GateRules.parse(List.of("user=a auth=reject", "user=b auth=scram", "user=c auth=password"));
        String reason = missing.entries(rules, List.of()).get(0).attributes().get("reason");
        assertThat(reason)
                .contains("no bundle offers method password of listener")
                .contains("no bundle offers method or mechanism scram of the rules")
                .doesNotContain("reject", "method none");
        Authenticator there = new Open("password", "scram", 1, true);
        assertThat(missing.entries(rules, List.of(there))).isEmpty();
    }

    @Test
    void refusesAMechanismOfAMethodThatTheListenerDoesNotName() {
        gate.addAuthenticator(new Open("token", "token", 400, true));
        assertThatThrownBy(() -> enter("token"))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("28000"));
        assertThatThrownBy(() -> enter("nosuch")).isInstanceOf(SqlFailure.class);
    }

    @Test
    void keepsMethodsApartThatShareAMechanism() {
        Open password = new Open("password", "password", 100, true);
        Open token = new Open("token", "password", 400, true);
        gate.addAuthenticator(password);
        gate.addAuthenticator(token);
        assertThat(enter("password").name()).isEqualTo("password");
        gate.removeAuthenticator(token);
        assertThat(enter("password").name()).isEqualTo("password");
        gate.removeAuthenticator(password);
        assertThatThrownBy(() -> enter("password")).isInstanceOf(SqlFailure.class);
    }

    @Test
    void anonymousClientsRunAsTheRoleThatIsNamed() {
        Principal p = enter(Gatekeeper.NONE);
        assertThat(p.name()).isEqualTo("test");
        assertThat(p.authenticated()).isFalse();
        assertThat(p.superuser()).as("without a development profile").isFalse();
        gate.profile = new ProfileService.Fixed(false, Set.of());
        assertThat(enter(Gatekeeper.NONE).superuser()).isTrue();
    }

    /** Lets in whoever says "right". */
    private record Says(String method, String mechanism) implements Authenticator {
        @Override
        public int strength() {
            return 100;
        }

        @Override
        public boolean available(AuthContext context) {
            return true;
        }

        @Override
        public Exchange begin(AuthContext context) {
            return new Exchange() {
                @Override
                public void next(byte[] data, AuthReply reply) {
                    if (new String(data, StandardCharsets.US_ASCII).endsWith("right")) {
                        reply.done(new Principal(method, 0, false, Set.of(), true), null, null);
                    } else {
                        reply.refused(SqlFailure.of(FailureKind.AUTHENTICATION, "wrong"));
                    }
                }

                @Override
                public void close() {
                    // holds nothing
                }
            };
        }
    }

    private String say(GatekeeperService at, String mechanism, AuthContext who, String secret) {
        CompletableFuture<String> f = new CompletableFuture<>();
        at.begin(mechanism, who).next(secret.getBytes(StandardCharsets.US_ASCII), new AuthReply() {
            @Override
            public void challenge(byte[] data) {
                f.complete("challenge");
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                f.complete("in as " + principal.name());
            }

            @Override
            public void refused(SqlFailure failure) {
                f.complete(failure.sqlState());
            }
        });
        return Harness.await(f);
    }

    private AuthContext through(String... methods) {
        Listener listener = (Listener) Proxy.newProxyInstance(
                Listener.class.getClassLoader(), new Class<?>[] {Listener.class}, (p, m, a) -> switch (m.getName()) {
                    case "auth" -> List.of(methods);
                    case "name" -> "test";
                    default -> null;
                });
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (p, m, a) -> switch (m.getName()) {
                    case "id" -> 1L;
                    case "listener" -> listener;
                    default -> null;
                });
        return new AuthContext(connection, "anna", "main");
    }

    @Test
    void theFormOfASecretDecidesBetweenTokenAndPassword() {
        gate.addAuthenticator(new Says("password", "password"));
        gate.addAuthenticator(new Says("token", "token"));
        String token = "aaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbb.ccccright";
        for (String mechanism : List.of("password", "token")) {
            assertThat(say(gate, mechanism, through("token", "password"), token))
                    .isEqualTo("in as token");
            assertThat(say(gate, mechanism, through("token", "password"), "right"))
                    .isEqualTo("in as password");
        }
        assertThat(say(gate, "password", through("password"), token)).isEqualTo("in as password");
        assertThat(say(gate, "token", through("token"), "right")).isEqualTo("in as token");
        assertThat(say(gate, "token", through("password"), token)).isEqualTo("28000");
    }

    @Test
    void bansAfterTooManyFailuresEvenWhoIsRightThen() {
        gate.addAuthenticator(new Says("password", "password"));
        for (int i = 0; i < 3; i++) {
            assertThat(say(gate, "password", through("password"), "wrong")).isEqualTo("28P01");
        }
        assertThat(say(gate, "password", through("password"), "right")).isEqualTo("in as password");
        for (int i = 0; i < 9; i++) {
            assertThat(say(gate, "password", through("password"), "wrong")).isEqualTo("28P01");
        }
        Exchange early = gate.begin("password", through("password"));
        assertThat(say(gate, "password", through("password"), "wrong")).isEqualTo("28P01");
        assertThat(say(gate, "password", through("password"), "right")).isEqualTo("28000");
        CompletableFuture<Boolean> in = new CompletableFuture<>();
        early.next("right".getBytes(StandardCharsets.US_ASCII), new AuthReply() {
            @Override
            public void challenge(byte[] data) {
                in.completeExceptionally(new AssertionError("challenge"));
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                in.complete(true);
            }

            @Override
            public void refused(SqlFailure failure) {
                in.complete(false);
            }
        });
        assertThat(Harness.await(in)).as("one that had begun before").isFalse();
    }

    @Test
    void rulesNarrowWhatIsOfferedAndHoldForWhoItTurnsOutToBe() {
        GatekeeperService ruled = new GatekeeperService(
                settings,
                new GateSettingsService(Harness.annotation(
                        GateConfig.class,
                        Map.of(
                                "rules", new String[] {"user=token auth=reject; auth=token,scram-sha-256"},
                                "exempt", new String[0]))),
                new EventLogService(settings),
                audit);
        try {
            ruled.addAuthenticator(new Says("password", "password"));
            ruled.addAuthenticator(new Says("password", "scram-sha-256"));
            ruled.addAuthenticator(new Says("token", "token"));
            assertThat(ruled.mechanisms(
                            through("none", "token", "password"), List.of("password", "scram-sha-256", "token")))
                    .containsExactly("token", "scram-sha-256");
            assertThat(say(ruled, "password", through("password"), "right")).isEqualTo("28000");
            assertThat(say(ruled, "scram-sha-256", through("password"), "right"))
                    .isEqualTo("in as password");
            assertThat(say(ruled, "token", through("token"), "right"))
                    .as("user token is rejected, whatever name was given first")
                    .isEqualTo("28000");
        } finally {
            ruled.stop();
        }
    }
}
