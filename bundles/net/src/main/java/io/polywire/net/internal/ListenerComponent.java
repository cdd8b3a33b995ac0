package io.polywire.net.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.AuditLog;
import io.polywire.api.event.EventLog;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.Profile;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import io.polywire.api.wire.Protocol;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One configured listener. It opens its {@link Door} when the protocol that the configuration names is there and closes
 * it, with everyone behind it, before that protocol's service is gone. A configuration that cannot be used changes
 * nothing but the status; a first one that cannot be used leaves the listener down, with the reason in the status.
 */
@Component(
        service = {StatusSource.class, MetricSource.class},
        immediate = true,
        configurationPid = ListenerComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ListenerConfiguration.class, factory = true)
public final class ListenerComponent implements StatusSource, MetricSource {
    static final String PID = "io.polywire.net";

    private static final long LONGEST_RETRY_MILLIS = 30_000;

    private final EventLoops loops;
    private final Home home;
    private final Journal journal;
    private final NetCounters counters = new NetCounters();
    /** Held by whoever changes something, also while draining; what only looks does not take it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Wires wires = new Wires();
    private Map<String, Object> configuration;
    private Profile profile;
    private boolean active;
    private Future<?> retry;
    private long retryMillis;
    private int retryRound;
    private volatile String name;
    private volatile Settings settings;
    private volatile TlsSource tls;
    private volatile Door door;
    private volatile String problem;

    /** Called by Declarative Services. */
    @Activate
    public ListenerComponent(BundleContext context, @Reference EventLoops loops, Map<String, Object> configuration) {
        this(Home.of(context), loops, configuration);
    }

    ListenerComponent(Home home, EventLoops loops, Map<String, Object> configuration) {
        this.home = home;
        this.loops = loops;
        this.configuration = configuration;
        this.name = SettingsReader.name(configuration);
        this.journal = new Journal(loops.timer());
        journal.name(name);
    }

    @Activate
    void start() {
        locked(() -> {
            active = true;
            configure();
        });
    }

    @Modified
    void modified(Map<String, Object> changed) {
        locked(() -> {
            configuration = changed;
            configure();
        });
    }

    @Deactivate
    void stop() {
        locked(() -> {
            active = false;
            closeDoor("this listener is closing");
            dropTls();
        });
    }

    @Reference(policy = ReferencePolicy.DYNAMIC)
    void bindProfile(Profile changed) {
        locked(() -> {
            profile = changed;
            if (active) {
                if (settings != null && !fits(settings)) {
                    closeDoor("the profile of this server does not allow this listener any more");
                    dropTls();
                    settings = null;
                }
                configure();
            }
        });
    }

    void unbindProfile(Profile gone) {
        locked(() -> {
            if (profile == gone) {
                profile = null;
            }
        });
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    void bindEvents(EventLog log) {
        journal.events(log);
    }

    void unbindEvents(EventLog log) {
        journal.eventsGone(log);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    void bindAudit(AuditLog log) {
        journal.audit(log);
    }

    void unbindAudit(AuditLog log) {
        journal.auditGone(log);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void bindWire(Protocol protocol, Map<String, Object> properties) {
        locked(() -> {
            wires.add(protocol, properties);
            connect();
        });
    }

    /** Returns when nothing of the protocol is used any more, so that its bundle can go. */
    void unbindWire(Protocol protocol) {
        locked(() -> {
            wires.remove(protocol);
            connect();
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the configuration if it can be used; else what ran goes on. */
    private void configure() {
        if (!active || profile == null) {
            return;
        }
        try {
            Settings wanted = SettingsReader.read(configuration);
            name = wanted.name();
            List<String> refusals = Permissions.refusals(wanted, profile);
            if (!refusals.isEmpty()) {
                refuse(String.join("; ", refusals), null);
                return;
            }
            int offset = home.offset();
            Protocol protocol = wires.best(wanted.protocol());
            if (protocol != null) {
                Door.sites(wanted, protocol, offset, home.folder());
            }
            TlsSource source = TlsSource.open(wanted.tls(), profile, home.folder(), journal);
            dropTls();
            tls = source;
            if (source != null) {
                source.watch(loops.timer());
            }
            settings = wanted;
            problem = null;
            journal.lines(wanted.linesPerSecond());
        } catch (BadSetting e) {
            refuse(e.getMessage(), e.getCause());
            return;
        }
        connect();
    }

    private void refuse(String reason, Throwable cause) {
        problem = reason;
        journal.error(reason + (settings == null ? "; it stays closed" : "; what ran goes on"), cause);
    }

    /** Whether what runs may run in the present profile. */
    private boolean fits(Settings running) {
        return Permissions.refusals(running, profile).isEmpty()
                && !(profile.isProduction() && tls != null && tls.isSelfSigned());
    }

    /** Brings the door in line with the settings and the protocols that are there. */
    private void connect() {
        if (!active || settings == null) {
            return;
        }
        if (door != null) {
            boolean renamed = !door.settings().protocol().equals(settings.protocol());
            if (renamed || !wires.has(door.protocol())) {
                closeDoor("protocol " + door.settings().protocol() + " is leaving");
            }
        }
        Protocol protocol = door != null ? door.protocol() : wires.best(settings.protocol());
        if (protocol == null) {
            return;
        }
        try {
            List<Site> sites = Door.sites(settings, protocol, home.offset(), home.folder());
            if (door == null) {
                door = new Door(loops, journal, counters, protocol);
            }
            stopRetry();
            if (!door.apply(settings, tls, sites)) {
                retryMillis = settings.retryMillis();
                retryLater();
            }
        } catch (BadSetting e) {
            refuse(e.getMessage(), e.getCause());
        }
    }

    private void retryLater() {
        int round = ++retryRound;
        retry = loops.timer().schedule(() -> locked(() -> retry(round)), retryMillis, TimeUnit.MILLISECONDS);
        retryMillis = Math.min(retryMillis * 2, LONGEST_RETRY_MILLIS);
    }

    private void retry(int round) {
        // a cancelled one may have waited for the lock already
        if (round == retryRound && door != null && !door.retry()) {
            retryLater();
        }
    }

    private void stopRetry() {
        retryRound++;
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
    }

    private void closeDoor(String why) {
        stopRetry();
        if (door != null) {
            door.close(SqlFailure.build(FailureKind.SHUTDOWN, why).fatal().build());
            door = null;
        }
    }

    private void dropTls() {
        if (tls != null) {
            tls.close();
            tls = null;
        }
    }

    @Override
    public List<StatusEntry> entries() {
        return List.of(ListenerStatus.entry(name, settings, door, tls, problem));
    }

    @Override
    public void collect(Collector collector) {
        counters.collect(collector, name);
        Door now = door;
        Connections connections = now == null ? null : now.connections();
        collector.gauge(
                "net.connections.active",
                "Connections that are open",
                connections == null ? 0 : connections.size(),
                "listener",
                name);
        collector.gauge(
                "net.connections.strangers",
                "Connections that are not authenticated yet",
                connections == null ? 0 : connections.strangers(),
                "listener",
                name);
    }
}
