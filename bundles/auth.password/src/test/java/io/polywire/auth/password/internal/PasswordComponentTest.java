package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.UserStore;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class PasswordComponentTest {
    @TempDir
    Path home;

    private final List<Registered> services = new CopyOnWriteArrayList<>();

    /** A service that stands in the registry. */
    private record Registered(Class<?> type, Object service, Dictionary<?, ?> properties) {}

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> "polywire.home".equals(arguments[0]) ? home.toString() : null;
                    case "registerService" -> {
                        Registered r =
                                new Registered((Class<?>) arguments[0], arguments[1], (Dictionary<?, ?>) arguments[2]);
                        services.add(r);
                        yield registration(r);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private ServiceRegistration<?> registration(Registered registered) {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("unregister");
                    assertThat(services.remove(registered)).isTrue();
                    return null;
                });
    }

    private List<String> mechanisms() {
        return services.stream()
                .filter(r -> r.type() == Authenticator.class)
                .map(r -> (String) r.properties().get(Authenticator.MECHANISM))
                .toList();
    }

    private Object service(Class<?> type) {
        return services.stream()
                .filter(r -> r.type() == type)
                .findFirst()
                .orElseThrow()
                .service();
    }

    @Test
    void offersWhatTheConfigurationNames() {
        PasswordComponent component =
                new PasswordComponent(context(), new FakeProfile(false), Configurations.configuration());
        assertThat(mechanisms())
                .containsExactlyInAnyOrder(
                        "password", "scram-sha-256", "scram-sha-256-plus", "caching_sha2_password", "srp256");
        assertThat(services).filteredOn(r -> r.type() == Authenticator.class).allSatisfy(r -> {
            assertThat(r.properties().get(Authenticator.METHOD)).isEqualTo("password");
            assertThat(((Authenticator) r.service()).method()).isEqualTo("password");
            assertThat(((Authenticator) r.service()).mechanism())
                    .isEqualTo(r.properties().get(Authenticator.MECHANISM));
        });
        ((UserStore) service(UserStore.class)).create("alice", true, false);
        ((UserStore) service(UserStore.class)).setPassword("alice", "secret".toCharArray());

        component.modified(Configurations.configuration("mechanisms", "argon2,md5"));
        assertThat(mechanisms()).containsExactlyInAnyOrder("password", "md5");
        assertThat(((UserStore) service(UserStore.class)).find("alice").verifiers())
                .containsOnlyKeys("argon2");

        component.modified(Configurations.configuration("login.threads", "0"));
        assertThat(entry().state()).isEqualTo(StatusEntry.State.DEGRADED);
        assertThat(entry().attributes())
                .containsEntry("reason", "login.threads = 0 is not possible; allowed is 1 to 64");
        assertThat(mechanisms()).as("what ran keeps running").containsExactlyInAnyOrder("password", "md5");
        assertThat(((UserStore) service(UserStore.class)).find("alice")).isNotNull();

        component.deactivate();
        assertThat(services).isEmpty();
    }

    private StatusEntry entry() {
        return ((StatusSource) service(StatusSource.class)).entries().get(0);
    }

    @Test
    void offersNothingWhereTheProfileRefusesUntilItIsMended() {
        FakeProfile production = new FakeProfile(true);
        PasswordComponent component = new PasswordComponent(context(), production, Configurations.configuration());
        assertThat(services).extracting(Registered::type).isEqualTo(List.of(StatusSource.class));
        assertThat(entry().state()).isEqualTo(StatusEntry.State.DOWN);
        assertThat(entry().attributes())
                .containsEntry(
                        "reason",
                        "user test with password test is a superuser;"
                                + " set development.user = false in config/io.polywire.auth.password.cfg");
        assertThat(production.refusals()).hasSize(1);
        component.modified(Configurations.configuration("development.user", "false"));
        assertThat(entry().state()).isEqualTo(StatusEntry.State.UP);
        assertThat(mechanisms()).contains("password");
        component.deactivate();
        assertThat(services).isEmpty();
    }

    /** Where it did not look again, nobody could log in until somebody changed the configuration. */
    @Test
    void aStoreThatAnotherProgramLocksIsOpenedWhenItIsFree() throws Exception {
        PasswordComponent first =
                new PasswordComponent(context(), new FakeProfile(false), Configurations.configuration());
        first.deactivate();
        Path file;
        try (var all = Files.walk(home)) {
            file = all.filter(p -> p.toString().endsWith(".db")).findFirst().orElseThrow();
        }
        PasswordComponent component;
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = other.createStatement()) {
            s.execute("BEGIN IMMEDIATE");
            component = new PasswordComponent(context(), new FakeProfile(false), Configurations.configuration());
            assertThat(mechanisms()).isEmpty();
            assertThat(entry().state()).isEqualTo(StatusEntry.State.DOWN);
            assertThat(entry().attributes())
                    .containsEntry("reason", "the user store is being changed by another process");
            s.execute("ROLLBACK");
        }
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> entry().state() == StatusEntry.State.UP);
        assertThat(mechanisms()).contains("password");
        component.deactivate();
        assertThat(services).isEmpty();
    }

    @Test
    void saysHowItIs() {
        PasswordComponent component =
                new PasswordComponent(context(), new FakeProfile(false), Configurations.configuration());
        StatusEntry entry =
                ((StatusSource) service(StatusSource.class)).entries().get(0);
        assertThat(entry.section()).isEqualTo("authentication");
        assertThat(entry.attributes()).containsKeys("mechanisms").containsEntry("development user", "test");
        List<String> names = new ArrayList<>();
        ((MetricSource) service(MetricSource.class)).collect(new MetricSource.Collector() {
            @Override
            public void counter(String name, String description, double value, String... labels) {
                names.add(name + List.of(labels));
            }

            @Override
            public void gauge(String name, String description, double value, String... labels) {
                names.add(name);
            }
        });
        assertThat(names)
                .contains("auth.attempts[mechanism, password, outcome, success]", "auth.steps.waiting")
                .doesNotHaveDuplicates();
        component.deactivate();
    }
}
