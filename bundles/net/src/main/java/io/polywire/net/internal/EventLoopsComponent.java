package io.polywire.net.internal;

import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link EventLoops} that the listeners use. They are registered by hand because a changed number of threads
 * needs new ones: the listeners drain and leave the old ones while they are unregistered, then come back with the new.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = EventLoopsComponent.PID)
@Designate(ocd = LoopsConfiguration.class)
public final class EventLoopsComponent {
    static final String PID = "io.polywire.net.loops";

    private static final Logger LOG = LoggerFactory.getLogger(EventLoopsComponent.class);

    private final BundleContext context;
    private int threads;
    private EventLoops loops;
    private ServiceRegistration<EventLoops> registration;

    /** Starts the loops; with a bad configuration, one per processor. */
    @Activate
    public EventLoopsComponent(BundleContext context, Map<String, Object> configuration) {
        this.context = context;
        try {
            threads = threads(configuration);
        } catch (BadSetting e) {
            LOG.error("{}: {}; one event loop per processor is used", PID, e.getMessage());
        }
        open();
    }

    static int threads(Map<String, Object> configuration) throws BadSetting {
        RawSettings raw = new RawSettings(configuration);
        int threads = raw.integer("threads", 0, 0, 256, " (0 for one per processor)");
        raw.refuseUnknown();
        return threads;
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        int wanted;
        try {
            wanted = threads(configuration);
        } catch (BadSetting e) {
            LOG.error("{}: {}; what ran goes on", PID, e.getMessage());
            return;
        }
        if (wanted != threads) {
            threads = wanted;
            close();
            open();
        }
    }

    @Deactivate
    void close() {
        // synchronous: when it returns, every listener has drained and let go
        registration.unregister();
        loops.close();
    }

    private void open() {
        loops = new EventLoops(threads);
        registration = context.registerService(EventLoops.class, loops, null);
    }
}
