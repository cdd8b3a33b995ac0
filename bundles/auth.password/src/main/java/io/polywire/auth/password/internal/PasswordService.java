package io.polywire.auth.password.internal;

import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.TokenStore;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.event.AuditLog;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.Profile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs under one configuration. */
final class PasswordService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordService.class);

    private final Settings settings;
    private final SqliteUserStore embedded;
    private final UserTokens tokens;
    private final ToolTrail trail;
    private final UserStore store;
    private final LoginThreads threads;
    private final LoginCounters counters;
    private final Authenticators authenticators;

    private PasswordService(
            Settings settings,
            SqliteUserStore embedded,
            UserDatabase database,
            Supplier<UserStore> directory,
            Supplier<AuditLog> audit) {
        this.settings = settings;
        this.embedded = embedded;
        VerifierForms forms = embedded.forms();
        // the profile has been asked
        store = settings.developmentUser() ? new DevelopmentStore(embedded, forms) : embedded;
        threads = new LoginThreads(settings.threads(), settings.queue());
        counters = new LoginCounters(Authenticators.names());
        MockSource mocks = new MockSource(embedded.secret("mock", () -> Secrets.random(MockSource.SECRET_BYTES)));
        LoginDesk desk = new LoginDesk(
                () -> {
                    UserStore other = directory.get();
                    return other == null ? store : other;
                },
                forms,
                threads,
                counters,
                mocks,
                Clock.systemUTC());
        authenticators = new Authenticators(settings, desk, embedded);
        tokens = new UserTokens(database, Clock.systemUTC());
        trail = new ToolTrail(database, audit);
    }

    /**
     * Opens the store and starts, unless the profile forbids it.
     *
     * @param directory another store that decides about log-ins, or null from it
     * @param audit the audit trail, or null from it
     */
    static PasswordService open(
            Settings settings, String home, Profile profile, Supplier<UserStore> directory, Supplier<AuditLog> audit) {
        refuseDevelopmentUser(settings, profile);
        UserDatabase database = UserDatabase.open(StoreDirectory.of(settings.directory(), home));
        SqliteUserStore store = new SqliteUserStore(database, new VerifierForms(settings), settings.cacheUsers());
        try {
            refuseStoredTest(store, profile);
            int forgotten = store.forgetDisabled(settings.mechanisms());
            if (forgotten > 0) {
                LOG.info("{} verifiers of mechanisms that are not enabled were deleted", forgotten);
            }
            for (ConfiguredUser user : settings.users()) {
                if (store.createWith(user.name(), user.superuser(), user.mechanism(), user.verifier())) {
                    LOG.info("user {} was created as configured", user.name());
                }
            }
            PasswordService service = new PasswordService(settings, store, database, directory, audit);
            service.trail.start();
            return service;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void refuseDevelopmentUser(Settings settings, Profile profile) {
        if (profile.isProduction() && settings.developmentUser()) {
            profile.require(
                    "development-user",
                    "user test with password test is a superuser",
                    "set development.user = false in config/io.polywire.auth.password.cfg");
        }
    }

    private static void refuseStoredTest(SqliteUserStore store, Profile profile) {
        if (!profile.isProduction()) {
            return;
        }
        User test = store.find(DevelopmentStore.NAME);
        byte[] password = DevelopmentStore.NAME.getBytes(StandardCharsets.US_ASCII);
        if (test != null && store.forms().matchesAny(test, password)) {
            profile.require(
                    "development-user",
                    "the stored user test has the password test",
                    "give it another one (polywire user password test) or drop it (polywire user drop test)");
        }
    }

    UserStore store() {
        return store;
    }

    /** The embedded opaque tokens. */
    TokenStore tokens() {
        return tokens;
    }

    List<Authenticator> authenticators() {
        return authenticators.list();
    }

    LoginCounters counters() {
        return counters;
    }

    /** What a person wants to know. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(
                "mechanisms",
                authenticators.list().stream().map(Authenticator::mechanism).collect(Collectors.joining(", ")));
        if (store != embedded) {
            attributes.put("development user", DevelopmentStore.NAME);
        }
        attributes.put("waiting", Integer.toString(threads.waiting()));
        return attributes;
    }

    void collect(MetricSource.Collector collector) {
        counters.collect(collector);
        collector.gauge("auth.steps.waiting", "Log-in steps that wait for a thread", threads.waiting());
        collector.gauge("auth.steps.running", "Log-in steps that run", threads.running());
        collector.gauge(
                "auth.argon2.memory.limit",
                "Bytes that log-ins may take for argon2 at once",
                1024.0 * settings.argon2().memory() * settings.threads());
    }

    @Override
    public void close() {
        trail.close();
        threads.close();
        authenticators.close();
        embedded.close();
    }
}
