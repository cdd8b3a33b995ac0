package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.client.r2db2.R2db2Driver;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.Security;
import java.sql.Connection;
import java.util.Properties;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server to which Bouncy Castle's TLS was added, and listeners that name who gives theirs. */
class TlsProviderIT {
    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension(bctls());

    private static Path bctls() {
        try {
            return Path.of(BouncyCastleJsseProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Connection overTls(int port) throws Exception {
        Properties who = new Properties();
        who.setProperty("user", "test");
        who.setProperty("password", "test");
        who.setProperty("tls", "require");
        return new R2db2Driver().connect("jdbc:r2db2://127.0.0.1:" + port + "/main", who);
    }

    @Test
    void aListenerTakesBouncyCastlesTlsAndAnotherTheJdks() throws Exception {
        for (String provider : new String[] {"BCJSSE", "SunJSSE"}) {
            POLYWIRE.configure(
                    "io.polywire.net-tls",
                    "protocol = r2db2",
                    "port = 0",
                    "auth = password",
                    "tls = required",
                    "tls.provider = " + provider);
            Status.Part listener = POLYWIRE.awaitUp("listener", "tls");
            try (Connection connection = overTls(POLYWIRE.port("tls"))) {
                assertThat(Jdbc.value(connection, "select 'in'")).isEqualTo("in");
            }
            assertThat(listener.attributes()).containsEntry("tls", "required");
            POLYWIRE.unconfigure("io.polywire.net-tls");
            org.awaitility.Awaitility.await()
                    .until(() -> POLYWIRE.status().parts().stream()
                            .noneMatch(p -> p.name().equals("tls")));
        }
        assertThat(Security.getProvider("BCJSSE")).isNull();
    }

    @Test
    void anUnknownOneIsRefusedByName() throws Exception {
        POLYWIRE.configure(
                "io.polywire.net-odd", "protocol = r2db2", "port = 0", "tls = optional", "tls.provider = Nobody");
        String reason =
                POLYWIRE.awaitState("listener", "odd", "down").attributes().get("reason");
        assertThat(reason).contains("tls.provider = Nobody", "SunJSSE", "BCJSSE");
        POLYWIRE.unconfigure("io.polywire.net-odd");
    }
}
