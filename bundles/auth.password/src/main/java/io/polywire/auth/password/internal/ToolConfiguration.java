package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Reads configuration where there is no framework that does. */
final class ToolConfiguration {
    private ToolConfiguration() {}

    /**
     * The keys and values of a .cfg file; none if it is not there.
     *
     * @throws SqlFailure of kind CONFIGURATION if it cannot be read
     */
    static Properties file(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw SqlFailure.build(FailureKind.CONFIGURATION, file.getFileName() + " cannot be read")
                        .cause(e)
                        .build();
            }
        }
        return properties;
    }

    /** The configuration with these values, and the defaults of the Metatype for the rest, as SCR would give it. */
    static PasswordConfiguration of(Properties values) {
        return (PasswordConfiguration) Proxy.newProxyInstance(
                PasswordConfiguration.class.getClassLoader(),
                new Class<?>[] {PasswordConfiguration.class},
                (proxy, method, arguments) -> value(method, values));
    }

    private static Object value(Method method, Properties values) {
        String text = values.getProperty(method.getName().replace('_', '.'));
        if (text == null) {
            return method.getDefaultValue();
        }
        Class<?> type = method.getReturnType();
        if (type == int.class) {
            return Integer.valueOf(text.trim());
        }
        if (type == boolean.class) {
            return Boolean.valueOf(text.trim());
        }
        return type.isArray() ? new String[] {text} : text;
    }
}
