package io.polywire.storage.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a configuration is allowed. */
class SettingsTest {
    private static Settings read(Map<String, Object> values) {
        WazuhStorageConfig config = (WazuhStorageConfig) Proxy.newProxyInstance(
                SettingsTest.class.getClassLoader(),
                new Class<?>[] {WazuhStorageConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
        return Settings.of(config, Path.of("/home"));
    }

    @ParameterizedTest
    @DisplayName("W65: what is out of range is refused")
    @CsvSource({
        "connections, 0",
        "connections, 257",
        "timeout_ms, 99",
        "timeout_ms, 600001",
        "local_rows, -1",
        "local_rows, 10000001",
        "schema_check_ms, -1",
        "schema_check_ms, 3600001"
    })
    void numbersOutsideOfTheirRangeAreRefused(String key, int value) {
        assertThatThrownBy(() -> read(Map.of("socket", "s", key, value)))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining(key.replace('_', '.') + " = " + value)
                .hasMessageContaining("to");
    }

    @ParameterizedTest
    @CsvSource({"prefix, Upper", "prefix, a-b", "prefix, ''", "polywire_storage, 'a b'", "socket, ' '"})
    void textsOfAnotherFormAreRefused(String key, String value) {
        assertThatThrownBy(() -> read(key.equals("socket") ? Map.of(key, value) : Map.of("socket", "s", key, value)))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("is not allowed");
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        Settings settings = read(Map.of("socket", "q/wdb", "connections", 256, "timeout_ms", 100, "local_rows", 0));
        assertThat(settings.socket()).isEqualTo(Path.of("/home/q/wdb"));
        assertThat(settings.writable()).isFalse();
        assertThat(settings.connections()).isEqualTo(256);
    }
}
