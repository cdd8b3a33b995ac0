package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatekeeperTest {
    private final SettingsService settings =
            new SettingsService(Harness.annotation(RouterConfig.class, Map.of("log", new String[0])));
    private final GatekeeperService gate = new GatekeeperService(
            settings,
            new GateSettingsService(
                    Harness.annotation(GateConfig.class, Map.of("rules", new String[0], "exempt", new String[0]))),
            new EventLogService(settings));
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
}
