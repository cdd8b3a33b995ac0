package io.polywire.auth.password.internal;

import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.TokenStore;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.AuditLog;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.Profile;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the user store and the mechanisms of a configuration. Nothing is offered before everything was checked: where the
 * profile refuses, nobody can log in. A changed configuration that is refused leaves the old one at work.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = PasswordComponent.PID)
@Designate(ocd = PasswordConfiguration.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='io.polywire.api.auth.UserStore'")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='io.polywire.api.auth.TokenStore'")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='io.polywire.api.auth.Authenticator'")
public final class PasswordComponent {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordComponent.class);

    static final String PID = "io.polywire.auth.password";

    /** Service property of the embedded store, by which it is told apart from a directory's. */
    static final String STORE = "polywire.store";

    private static final String EMBEDDED = "embedded";

    /** After so long a store is opened again that could not be opened for what may have passed. */
    private static final long RETRY_MILLIS = 2_000;

    private final BundleContext context;
    private final Profile profile;
    /** What is offered; guarded by this, as the service is, and what it was made from. */
    private List<ServiceRegistration<?>> registrations = List.of();

    private final ServiceRegistration<StatusSource> status;
    private volatile PasswordService service;

    /** Opens the store again; a thread while there is something to wait for. */
    private final ScheduledThreadPoolExecutor retries = new ScheduledThreadPoolExecutor(1, r -> {
        Thread t = new Thread(r, "polywire-user-store");
        t.setDaemon(true);
        return t;
    });

    private boolean over;

    /** The configuration that was tried last. */
    private PasswordConfiguration tried;

    /** Why the configuration is not used, or null. */
    private volatile String refusal;

    /** A directory (LDAP) that takes the place of the embedded store for log-ins, if there is one. */
    @Reference(
            target = "(!(" + STORE + "=" + EMBEDDED + "))",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile UserStore directory;

    /** Is told of what the command line changed, if it is there. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile AuditLog audit;

    /** Starts, or says in log and status why not. */
    @Activate
    public PasswordComponent(BundleContext context, @Reference Profile profile, PasswordConfiguration configuration) {
        this.context = context;
        this.profile = profile;
        status = context.registerService(StatusSource.class, this::entries, null);
        retries.setKeepAliveTime(2 * RETRY_MILLIS, TimeUnit.MILLISECONDS);
        retries.allowCoreThreadTimeOut(true);
        retries.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        modified(configuration);
    }

    /**
     * Goes on with another configuration; log-ins that are under way are refused and can be tried again. It does not throw:
     * SCR would not call it again for a component that failed to start, so a mended configuration would need a restart.
     */
    @Modified
    void modified(PasswordConfiguration configuration) {
        synchronized (this) {
            tried = configuration;
        }
        use(configuration);
    }

    private void use(PasswordConfiguration configuration) {
        PasswordService next;
        try {
            next = open(configuration);
        } catch (RuntimeException e) {
            refused(configuration, e);
            return;
        }
        PasswordService last;
        List<ServiceRegistration<?>> before;
        synchronized (this) {
            if (over || tried != configuration) {
                // it was stopped meanwhile, or another one has come
                last = next;
                before = List.of();
                next = null;
            } else {
                last = service;
                before = registrations;
                service = next;
                registrations = List.of();
                if (refusal != null) {
                    LOG.info("the configuration is used now, log-ins by password are possible");
                }
                refusal = null;
            }
        }
        before.forEach(ServiceRegistration::unregister);
        if (next != null) {
            register(next);
        }
        if (last != null) {
            last.close();
        }
    }

    private void refused(PasswordConfiguration configuration, RuntimeException e) {
        String why = e instanceof SqlFailure f && f.hint() != null ? f.getMessage() + "; " + f.hint() : e.getMessage();
        synchronized (this) {
            if (over || tried != configuration) {
                return;
            }
            if (!Objects.equals(why, refusal)) {
                LOG.error(
                        "{}: {}",
                        service == null ? "nobody can log in by password" : "the configuration is not used",
                        why,
                        e);
            }
            refusal = why;
            if (mayPass(e)) {
                retries.schedule(() -> use(configuration), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Whether the file may be had a little later, though nobody changes the configuration. */
    private static boolean mayPass(RuntimeException e) {
        return e instanceof SqlFailure f
                && switch (f.kind()) {
                    case IO, LOCK_TIMEOUT, DISK_FULL, READ_ONLY -> true;
                    default -> false;
                };
    }

    /** Stops. */
    @Deactivate
    void deactivate() {
        PasswordService last;
        List<ServiceRegistration<?>> all;
        synchronized (this) {
            over = true;
            retries.shutdown();
            last = service;
            all = registrations;
            registrations = List.of();
        }
        status.unregister();
        all.forEach(ServiceRegistration::unregister);
        if (last != null) {
            last.close();
        }
    }

    private List<StatusEntry> entries() {
        PasswordService running = service;
        String reason = refusal;
        Map<String, String> attributes = new LinkedHashMap<>();
        if (reason != null) {
            attributes.put("reason", reason);
        }
        if (running != null) {
            attributes.putAll(running.attributes());
        }
        StatusEntry.State state = running == null
                ? StatusEntry.State.DOWN
                : reason == null ? StatusEntry.State.UP : StatusEntry.State.DEGRADED;
        return List.of(new StatusEntry("authentication", PasswordAuthenticator.METHOD_NAME, state, attributes));
    }

    private PasswordService open(PasswordConfiguration configuration) {
        String home = context.getProperty("polywire.home");
        return PasswordService.open(Settings.of(configuration), home, profile, () -> directory, () -> audit);
    }

    /** Registers what a service offers. Nothing is locked meanwhile: others are told of it and may wait for us. */
    private void register(PasswordService s) {
        List<ServiceRegistration<?>> made = new ArrayList<>();
        made.add(add(UserStore.class, s.store(), STORE, EMBEDDED));
        made.add(add(TokenStore.class, s.tokens(), STORE, EMBEDDED));
        for (Authenticator a : s.authenticators()) {
            made.add(add(
                    Authenticator.class, a, Authenticator.MECHANISM, a.mechanism(), Authenticator.METHOD, a.method()));
        }
        made.add(add(MetricSource.class, s::collect));
        synchronized (this) {
            if (!over && service == s) {
                registrations = made;
                return;
            }
        }
        made.forEach(ServiceRegistration::unregister);
    }

    private <T> ServiceRegistration<T> add(Class<T> type, T object, String... properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>();
        for (int i = 0; i < properties.length; i += 2) {
            dictionary.put(properties[i], properties[i + 1]);
        }
        return context.registerService(type, object, dictionary);
    }
}
