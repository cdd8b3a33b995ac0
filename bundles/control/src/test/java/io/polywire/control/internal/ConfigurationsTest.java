package io.polywire.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;

class ConfigurationsTest {
    /** As Configuration Admin hands it out; deleted between two of its methods where {@code lives} is less than 3. */
    private static Configuration configuration(int lives) {
        int[] calls = {0};
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("felix.fileinstall.filename", "file:/etc/io.polywire.net-second.cfg");
        return (Configuration) Proxy.newProxyInstance(
                ConfigurationsTest.class.getClassLoader(), new Class<?>[] {Configuration.class}, (self, method, in) -> {
                    if (calls[0]++ >= lives) {
                        throw new IllegalStateException("Configuration io.polywire.net~second deleted");
                    }
                    return switch (method.getName()) {
                        case "getPid" -> "io.polywire.net~second";
                        case "getFactoryPid" -> "io.polywire.net";
                        case "getProperties" -> properties;
                        default -> throw new AssertionError(method);
                    };
                });
    }

    @Test
    void oneThatIsDeletedWhileItIsLookedAtIsLeftOut() {
        for (int lives = 0; lives < 3; lives++) {
            assertThat(Configurations.Known.of(configuration(lives)))
                    .as("deleted after %d calls", lives)
                    .isNull();
        }
        Configurations.Known known = Configurations.Known.of(configuration(3));
        assertThat(known.pid()).isEqualTo("io.polywire.net~second");
        assertThat(known.factoryPid()).isEqualTo("io.polywire.net");
        assertThat(known.file()).hasFileName("io.polywire.net-second.cfg");
    }
}
