package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.status.Profile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Registers the profile, and registers it anew when it changes, so that whoever asked is made to ask again. */
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='io.polywire.api.status.Profile'")
@Component(
        service = {},
        immediate = true)
public final class ProfileService {
    private final BundleContext context;
    private final Runnable unlisten;
    private ServiceRegistration<Profile> registration;
    private boolean production;
    private Set<String> allow;

    /** Made by the component runtime. */
    @Activate
    public ProfileService(BundleContext context, @Reference SettingsService settings) {
        this.context = context;
        apply(settings.get());
        unlisten = settings.listen(this::apply);
    }

    private synchronized void apply(Settings s) {
        if (registration != null) {
            if (s.production() == production && s.allow().equals(allow)) {
                return;
            }
            registration.unregister();
        }
        production = s.production();
        allow = s.allow();
        registration = context.registerService(Profile.class, new Fixed(production, allow), null);
    }

    @Deactivate
    synchronized void stop() {
        unlisten.run();
        registration.unregister();
    }

    /** A profile that does not change. */
    record Fixed(boolean isProduction, Set<String> allow, Map<String, String> kept) implements Profile {
        Fixed(boolean production, Set<String> allow) {
            this(production, allow, new ConcurrentSkipListMap<>());
        }

        @Override
        public String name() {
            return isProduction ? "production" : "development";
        }

        @Override
        public void require(String permission, String what, String change) {
            if (!isProduction || allow.contains(permission)) {
                kept.remove(permission);
                return;
            }
            String refusal = what + ", which profile = production refuses: " + change + ", or add " + permission
                    + " to allow in config/" + RouterConfig.PID + ".cfg";
            kept.put(permission, refusal);
            throw SqlFailure.of(FailureKind.CONFIGURATION, refusal);
        }

        @Override
        public List<String> refusals() {
            return List.copyOf(kept.values());
        }
    }
}
