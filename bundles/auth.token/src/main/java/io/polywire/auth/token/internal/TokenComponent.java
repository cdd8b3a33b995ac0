package io.polywire.auth.token.internal;

import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.TokenStore;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
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
 * Offers the mechanism "token" of a configuration. Without keys it takes opaque tokens only, and says nothing; a
 * configuration that is refused leaves the old one at work.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = TokenComponent.PID)
@Designate(ocd = TokenConfiguration.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='io.polywire.api.auth.Authenticator'")
public final class TokenComponent {
    static final String PID = "io.polywire.auth.token";

    private static final Logger LOG = LoggerFactory.getLogger(TokenComponent.class);

    private final BundleContext context;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final ServiceRegistration<StatusSource> status;
    private volatile TokenService service;

    /** Why the configuration is not used, or null. */
    private volatile String refusal;

    /** A directory that takes the place of the embedded store, if there is one; set by the component runtime. */
    @Reference(
            target = "(!(polywire.store=embedded))",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile UserStore directory;

    /** The embedded store; set by the component runtime. */
    @Reference(
            target = "(polywire.store=embedded)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile UserStore embedded;

    /** Those who know opaque tokens; set by the component runtime. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<TokenStore> opaque;

    /** Starts, or says in log and status why not. */
    @Activate
    public TokenComponent(BundleContext context, TokenConfiguration configuration) {
        this.context = context;
        status = context.registerService(StatusSource.class, this::entries, null);
        modified(configuration);
    }

    /** Goes on with another configuration. It does not throw: SCR would not call it again. */
    @Modified
    void modified(TokenConfiguration configuration) {
        TokenService next = null;
        try {
            if (!Settings.isEmpty(configuration) || configuration.opaque()) {
                next = TokenService.open(
                        Settings.of(configuration),
                        context.getProperty("polywire.home"),
                        () -> directory != null ? directory : embedded,
                        () -> opaque == null ? List.of() : opaque,
                        Clock.systemUTC());
            }
        } catch (RuntimeException e) {
            refusal = e instanceof SqlFailure ? e.getMessage() : e.toString();
            LOG.error(
                    "{}: {}",
                    service == null ? "nobody can log in by token" : "the configuration is not used",
                    refusal);
            return;
        }
        refusal = null;
        TokenService last = service;
        unregister();
        service = next;
        if (next != null) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(Authenticator.MECHANISM, TokenService.NAME);
            properties.put(Authenticator.METHOD, TokenService.NAME);
            registrations.add(context.registerService(Authenticator.class, next, properties));
            registrations.add(context.registerService(MetricSource.class, next::collect, null));
        }
        if (last != null) {
            last.close();
        }
    }

    /** Stops. */
    @Deactivate
    void deactivate() {
        status.unregister();
        unregister();
        if (service != null) {
            service.close();
        }
    }

    private void unregister() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    private List<StatusEntry> entries() {
        TokenService running = service;
        String reason = refusal != null ? refusal : running == null ? null : running.problem();
        if (reason == null && (running == null || !running.takesSigned())) {
            return List.of();
        }
        StatusEntry.State state = running == null
                ? StatusEntry.State.DOWN
                : reason == null ? StatusEntry.State.UP : StatusEntry.State.DEGRADED;
        return List.of(new StatusEntry(
                "authentication", TokenService.NAME, state, reason == null ? Map.of() : Map.of("reason", reason)));
    }
}
