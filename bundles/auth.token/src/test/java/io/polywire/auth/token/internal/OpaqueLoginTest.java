package io.polywire.auth.token.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.OutsideUsers;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.TokenStore;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of a store that another bundle could have brought. */
class OpaqueLoginTest {
    private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlc2lnbmF0dXJl";

    private final Map<String, Object> configuration = new HashMap<>();
    private final Map<String, TokenStore.Holder> known = new HashMap<>();
    private final Rig.Store users = new Rig.Store();
    private List<TokenStore> stores = List.of(new Introspection());
    private TokenService service;

    /** Its tokens begin with "their-". */
    private final class Introspection implements TokenStore {
        @Override
        public boolean recognizes(byte[] secret) {
            return text(secret).startsWith("their-");
        }

        @Override
        public CompletionStage<Holder> check(byte[] token) {
            if (text(token).equals("their-down")) {
                return CompletableFuture.failedFuture(SqlFailure.of(FailureKind.UNAVAILABLE, "10.0.0.7 is down"));
            }
            Holder holder = known.get(text(token));
            return holder == null
                    ? CompletableFuture.failedFuture(new OutsideUsers.Refused("not in force"))
                    : CompletableFuture.completedFuture(holder);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @BeforeEach
    void prepare() {
        users.create("alice", true, false);
        users.create("writers", false, false);
        known.put("their-alice", new TokenStore.Holder("alice", null));
        known.put("their-ghost", new TokenStore.Holder("ghost", null));
        known.put("their-role", new TokenStore.Holder("writers", null));
        known.put("their-writer", new TokenStore.Holder("alice", Set.of("db-writer")));
        known.put("their-reader", new TokenStore.Holder("alice", Set.of()));
    }

    private TokenService open() {
        service = TokenService.open(
                Settings.of(Rig.configuration(configuration)), null, () -> users, () -> stores, Clock.systemUTC());
        return service;
    }

    @AfterEach
    void close() {
        service.close();
    }

    private String outcome(String user, String token) throws Exception {
        Answer a = Rig.login(service, user, token);
        return a.failure() == null
                ? a.principal().name()
                : a.failure().sqlState() + " " + a.failure().getCause().getMessage();
    }

    @Test
    void letInTheUserWhomTheStoreNames() throws Exception {
        open();
        assertThat(outcome("alice", "their-alice")).isEqualTo("alice");
        assertThat(outcome("", "their-alice")).as("a wire without names").isEqualTo("alice");
        assertThat(outcome("test", "their-alice")).isEqualTo("28P01 it is the token of another user");
        assertThat(outcome("alice", "their-other")).isEqualTo("28P01 not in force");
        assertThat(outcome("ghost", "their-ghost")).isEqualTo("28P01 there is no such user");
        assertThat(outcome("writers", "their-role")).isEqualTo("28P01 it is a role that cannot log in");
        assertThat(outcome("alice", JWT)).startsWith("28P01 it is no token of a token store");
        assertThat(outcome("alice", "")).startsWith("28P01");
        known.remove("their-alice");
        assertThat(outcome("alice", "their-alice")).as("revoked").isEqualTo("28P01 not in force");
        Answer down = Rig.login(service, "alice", "their-down");
        assertThat(down.failure().sqlState()).isEqualTo("57P03");
        assertThat(down.failure().getMessage()).doesNotContain("10.0.0.7");
        users.update(users.find("alice").withLocked(true));
        known.put("their-alice", new TokenStore.Holder("alice", null));
        assertThat(outcome("alice", "their-alice")).isEqualTo("28P01 the user is locked");
    }

    @Test
    void tellRolesOnlyIfTheStoreKnowsThem() throws Exception {
        configuration.put("role.rules", new String[] {"db-writer:writers"});
        open();
        User writers = users.find("writers");
        users.apply(
                List.of(new RoleChange.Join(
                        new Membership(writers.id(), users.find("alice").id(), 0, false))),
                () -> {});
        assertThat(Rig.login(service, "alice", "their-alice").principal().roles())
                .as("it says nothing of roles")
                .containsExactly("writers");
        assertThat(Rig.login(service, "alice", "their-reader").principal().roles())
                .isEmpty();
        assertThat(Rig.login(service, "alice", "their-writer").principal().roles())
                .containsExactly("writers");
    }

    @Test
    void areToldFromPasswordsByTheirForm() throws Exception {
        open();
        assertThat(service.recognizes("their-alice".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(service.recognizes("a password".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(service.recognizes(JWT.getBytes(StandardCharsets.US_ASCII)))
                .as("nothing here checks signed ones")
                .isFalse();
        assertThat(service.available(Rig.context("alice", "127.0.0.1", false))).isTrue();
        assertThat(service.available(Rig.context("alice", "192.0.2.1", false))).isFalse();
        assertThat(service.takesSigned()).isFalse();
        stores = List.of();
        assertThat(service.available(Rig.context("alice", "127.0.0.1", false)))
                .as("nobody is there who knows tokens")
                .isFalse();
        assertThat(outcome("alice", "their-alice")).startsWith("28P01");
    }

    @Test
    void areNotTakenWhereTheConfigurationSaysSo() throws Exception {
        configuration.put("opaque", false);
        open();
        assertThat(service.available(Rig.context("alice", "127.0.0.1", false))).isFalse();
        assertThat(outcome("alice", "their-alice")).startsWith("28P01");
    }
}
