package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsState;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateRulesTest {
    private static AuthContext client(String address, boolean tls, String user, String database) {
        Listener listener = (Listener) Proxy.newProxyInstance(
                Listener.class.getClassLoader(), new Class<?>[] {Listener.class}, (p, m, a) -> switch (m.getName()) {
                    case "name" -> "postgresql";
                    default -> null;
                });
        TlsState state = tls ? new TlsState("TLSv1.3", "x", null, null, List.of(), null) : null;
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (p, m, a) -> switch (m.getName()) {
                    case "listener" -> listener;
                    case "peer" -> new InetSocketAddress(address, 1);
                    case "tls" -> state;
                    default -> null;
                });
        return new AuthContext(connection, user, database);
    }

    private static boolean allow(GateRules rules, AuthContext context, String method, String mechanism) {
        return rules.allow(context, context.user(), method, mechanism);
    }

    @Test
    void theFirstThatMatchesDecidesAndNoneMeansNo() {
        GateRules rules = GateRules.parse(List.of(
                "user=mallory auth=reject",
                "network=10.0.0.0/8 tls=on database=main user=anna,bert auth=scram-sha-256,token",
                "network=loopback listener=postgresql auth=password"));
        AuthContext anna = client("10.1.2.3", true, "anna", "main");
        assertThat(allow(rules, anna, "password", "scram-sha-256")).isTrue();
        assertThat(allow(rules, anna, "token", "token")).isTrue();
        assertThat(allow(rules, anna, "password", "password")).isFalse();
        assertThat(allow(rules, client("10.1.2.3", false, "anna", "main"), "token", "token"))
                .isFalse();
        assertThat(allow(rules, client("10.1.2.3", true, "anna", "other"), "token", "token"))
                .isFalse();
        assertThat(allow(rules, client("127.0.0.1", false, "carl", "x"), "password", "password"))
                .isTrue();
        assertThat(allow(rules, client("127.0.0.1", false, "mallory", "x"), "password", "password"))
                .isFalse();
        assertThat(allow(rules, client("192.0.2.1", true, "anna", "main"), "token", "token"))
                .isFalse();
        assertThat(rules.allow(client("127.0.0.1", false, "", "x"), "mallory", "password", "password"))
                .as("who it turns out to be")
                .isFalse();
    }

    @Test
    void withoutRulesTheListenerDecides() {
        assertThat(allow(GateRules.NONE, client("192.0.2.1", false, "anna", null), "none", "none"))
                .isTrue();
    }

    @Test
    void namesTheRuleThatIsWrong() {
        for (String bad : List.of(
                "user=anna",
                "auth=reject,password",
                "network=example.org auth=password",
                "user=+staff auth=password",
                "tls=maybe auth=password",
                "colour=blue auth=password",
                "auth",
                "auth=a auth=b")) {
            assertThatThrownBy(() -> GateRules.parse(List.of(bad)))
                    .isInstanceOf(SqlFailure.class)
                    .hasMessageContaining(bad);
        }
    }
}
