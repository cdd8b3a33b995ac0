package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polywire.api.wire.Limits;
import io.polywire.api.wire.TlsMode;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void defaultsAreSafe() throws BadSetting {
        Settings s = SettingsReader.read(Map.of("protocol", "r2db2"));
        assertThat(s.addresses()).allMatch(a -> a.isLoopbackAddress()).hasSize(1);
        assertThat(s.beyondLoopback()).isFalse();
        assertThat(s.port()).isEqualTo(Settings.PROTOCOL_PORT);
        assertThat(s.tls().mode()).isEqualTo(TlsMode.OFF);
        assertThat(s.tls().protocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(s.auth()).containsExactly("password");
        assertThat(s.database()).isNull();
        assertThat(s.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(s.counts()).isEqualTo(new Counts(10_000, 0, 1000, 0));
        assertThat(s.drainMillis()).isEqualTo(2000);
    }

    @Test
    void readsWhatIsWritten() throws BadSetting {
        Settings s = SettingsReader.read(Map.of(
                "protocol", "r2db2",
                "address", " 127.0.0.1, ::1 ",
                "port", 4711,
                "auth", new String[] {"none", "password"},
                "connections.per.user", "3",
                "database", "main",
                "protocol.heartbeat.ms", "5000",
                "protocol.target", "(an=option)",
                "felix.fileinstall.filename", "file:/x/config/io.polywire.net-front.cfg",
                "service.pid", "io.polywire.net~whatever"));
        assertThat(s.name()).isEqualTo("front");
        assertThat(s.addresses()).hasSize(2);
        assertThat(s.port()).isEqualTo(4711);
        assertThat(s.auth()).containsExactly("none", "password");
        assertThat(s.counts().perUser()).isEqualTo(3);
        assertThat(s.database()).isEqualTo("main");
        assertThat(s.options()).isEqualTo(Map.of("heartbeat.ms", "5000", "target", "(an=option)"));
    }

    @Test
    void takesTheNameOfThePidWhereThereIsNoFile() {
        assertThat(SettingsReader.name(Map.of("service.pid", "io.polywire.net~front")))
                .isEqualTo("front");
        assertThat(SettingsReader.name(Map.of("service.pid", "odd"))).isEqualTo("odd");
        assertThat(SettingsReader.name(Map.of())).isEqualTo("unnamed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port | 70000 | 0 to 65535",
                "port | -2 | 0 to 65535",
                "port | http | 0 to 65535",
                "port | 99999999999999999999 | 0 to 65535",
                "tls | maybe | off, optional, required",
                "tls | OFF | off, optional, required",
                "tls.protocols | TLSv1.1 | TLSv1.3, TLSv1.2",
                "tls.protocols | SSLv3,TLSv1.2 | TLSv1.3, TLSv1.2",
                "tls.client.auth | required | none",
                "tls.key | key.pem | together with tls.certificate",
                "tls.keystore.password.file | x | together with tls.keystore",
                "address | not.a.host.invalid | IP addresses",
                "address | 127.0.0.1, | IP addresses",
                "auth | none,none | methods in order",
                "auth | No Way | methods in order",
                "message.max.bytes | 10 | 1024 to 1073741824 bytes",
                "message.before.auth.bytes | 99999999 | 1024 to",
                "handshake.ms | 0 | 100 to 3600000 ms",
                "write.ms | 1 | 1000 to",
                "connections.max | 0 | 1 to",
                "connections.before.auth | -1 | 1 to",
                "drain.ms | soon | 0 to 3600000 ms",
                "auxiliary.ports | 5 | 40000-40100",
                "auxiliary.ports | 9-5 | 40000-40100",
                "protocol | R2 D2 | name of a protocol",
            })
    void refusesWithKeyValueAndRange(String key, String value, String allowed) {
        assertThatExceptionOfType(BadSetting.class)
                .isThrownBy(() -> SettingsReader.read(Rig.with(Map.of("protocol", "test"), key, value)))
                .withMessageContaining(key + " = ")
                .withMessageContaining(value.endsWith(",") ? "" : value)
                .withMessageContaining(allowed);
    }

    @Test
    void refusesAMissingProtocol() {
        assertThatExceptionOfType(BadSetting.class)
                .isThrownBy(() -> SettingsReader.read(Map.of()))
                .withMessageContaining("protocol = (missing)");
    }

    @Test
    void refusesUnknownKeysWithoutTheirValue() {
        assertThatExceptionOfType(BadSetting.class)
                .isThrownBy(() -> SettingsReader.read(Map.of("protocol", "test", "tls.keystore.password", "hunter2")))
                .withMessageContaining("key tls.keystore.password is refused")
                .withMessageContaining("tls.keystore.password.file")
                .withMessageNotContaining("hunter2");
    }

    /** Tools show what the reader reads, with the same defaults. */
    @Test
    void descriptionAndReaderAgree() throws Exception {
        Method[] described = ListenerConfiguration.class.getDeclaredMethods();
        Set<String> keys = Arrays.stream(described).map(SettingsReaderTest::key).collect(Collectors.toSet());
        assertThat(keys).isEqualTo(SettingsReader.keys());

        Map<String, Object> defaults = Arrays.stream(described)
                .filter(m -> m.getDefaultValue() != null
                        && !m.getDefaultValue().equals("")
                        && !m.getDefaultValue().equals(-1))
                .collect(Collectors.toMap(SettingsReaderTest::key, Method::getDefaultValue));
        Settings spelled = SettingsReader.read(Rig.with(defaults, "protocol", "test"));
        assertThat(spelled).isEqualTo(SettingsReader.read(Map.of("protocol", "test")));
    }

    private static String key(Method method) {
        return method.getName().replace('_', '.');
    }

    @Test
    void loopsAreCheckedToo() throws BadSetting {
        assertThat(EventLoopsComponent.threads(Map.of("service.pid", "x"))).isZero();
        assertThat(EventLoopsComponent.threads(Map.of("threads", "3"))).isEqualTo(3);
        for (Map<String, Object> bad : List.<Map<String, Object>>of(Map.of("threads", "many"), Map.of("x", "1"))) {
            assertThatExceptionOfType(BadSetting.class).isThrownBy(() -> EventLoopsComponent.threads(bad));
        }
    }
}
