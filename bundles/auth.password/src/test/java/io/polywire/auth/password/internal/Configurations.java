package io.polywire.auth.password.internal;

import java.util.Properties;

/** Settings for tests: argon2 as cheap as it may be, so that the suite is quick. */
final class Configurations {
    private Configurations() {}

    static Settings settings(String... keysAndValues) {
        return Settings.of(configuration(keysAndValues));
    }

    static PasswordConfiguration configuration(String... keysAndValues) {
        Properties properties = new Properties();
        properties.setProperty("argon2.memory", "7168");
        properties.setProperty("argon2.passes", "1");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return ToolConfiguration.of(properties);
    }
}
