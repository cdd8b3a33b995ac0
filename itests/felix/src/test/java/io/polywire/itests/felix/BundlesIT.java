package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** What is shipped comes up as a whole. */
class BundlesIT {
    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension();

    @Test
    void everyBundleIsActive() {
        for (Bundle bundle : POLYWIRE.framework().getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            assertThat(bundle.getState())
                    .as(bundle.getSymbolicName())
                    .isEqualTo(fragment ? Bundle.RESOLVED : Bundle.ACTIVE);
        }
    }

    @Test
    void allThatIsConfiguredIsUp() {
        Status status = POLYWIRE.status();

        assertThat(status.exit()).as(status.json()).isZero();
        assertThat(status.parts()).noneMatch(p -> p.state().equals("down"));
        assertThat(status.json()).startsWith("{\"state\":\"up\"");
    }

    @Test
    void answersAQuery() throws Exception {
        try (Connection connection = Jdbc.open(POLYWIRE.port("r2db2"), "main")) {
            assertThat(Jdbc.value(connection, "select sqlite_version()")).startsWith("3.");
        }
    }
}
