package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.LogCategory;
import io.polywire.api.status.StatusEntry.State;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static RouterConfig config(String key, Object value) {
        return Harness.annotation(RouterConfig.class, Map.of(key, value));
    }

    @Test
    void readsListsAsFilesWriteThem() {
        Settings s = Settings.of(config("log", new String[] {"query, error", "trace"}));
        assertThat(s.log()).containsExactlyInAnyOrder(LogCategory.QUERY, LogCategory.ERROR, LogCategory.TRACE);
        assertThat(Settings.of(config("allow", new String[] {" cleartext:a ,b"}))
                        .allow())
                .containsExactlyInAnyOrder("cleartext:a", "b");
    }

    @Test
    void namesKeyValueAndRange() {
        assertThatThrownBy(() -> Settings.of(config("workers", 5000)))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("io.polywire.router: workers = 5000 is not allowed; allowed: 0 to 1024");
        assertThatThrownBy(() -> Settings.of(config("profile", "staging")))
                .hasMessageContaining("profile = staging")
                .hasMessageContaining("development or production");
        assertThatThrownBy(() -> Settings.of(config("log", new String[] {"everything"})))
                .hasMessageContaining("log = everything");
    }

    @Test
    void keepsWhatWasInForce() {
        SettingsService service = new SettingsService(config("workers", 3));
        AtomicReference<Settings> told = new AtomicReference<>();
        service.listen(told::set);
        service.modified(config("workers", -1));
        assertThat(service.get().workers()).isEqualTo(3);
        assertThat(told.get()).isNull();
        assertThat(service.entries().get(0).state()).isEqualTo(State.DEGRADED);
        assertThat(service.entries().get(0).attributes().get("reason")).contains("workers = -1");
        service.modified(config("workers", 5));
        assertThat(told.get().workers()).isEqualTo(5);
        assertThat(service.entries().get(0).state()).isEqualTo(State.UP);
    }

    @Test
    void productionRefusesWhatIsNotAllowedByName() {
        ProfileService.Fixed strict = new ProfileService.Fixed(true, java.util.Set.of("cleartext:a"));
        strict.require("cleartext:a", "listener a", "change a");
        assertThatThrownBy(
                        () -> strict.require("cleartext:b", "listener b speaks clear text", "set tls = required in b"))
                .hasMessageContaining("listener b speaks clear text")
                .hasMessageContaining("set tls = required in b")
                .hasMessageContaining("add cleartext:b to allow");
        assertThat(strict.refusals()).hasSize(1);
        new ProfileService.Fixed(false, java.util.Set.of()).require("anything", "x", "y");
    }

    @Test
    void logsOneLineForOneEvent() {
        assertThat(EventLogService.oneLine("a\nb\r\u001b[31m\u2028")).isEqualTo("a\\nb\\r\\u001b[31m\\u2028");
        assertThat(EventLogService.oneLine("plain \u00e4")).isEqualTo("plain \u00e4");
        assertThat(EventLogService.oneLine("x".repeat(5000)))
                .endsWith("... (5000 characters)")
                .hasSizeLessThan(4100);
    }
}
