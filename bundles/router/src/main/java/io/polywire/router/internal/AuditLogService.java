package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.AuditEvent;
import io.polywire.api.event.AuditLog;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.status.StatusSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit trail: events wait in a bounded queue for one thread, which appends them to a file. Nobody who records
 * waits for the disk; what finds the queue full, or the disk refusing, is counted, and how many stands in the trail as
 * soon as it can be written again.
 */
@Component(
        service = {AuditLog.class, AuditLogService.class, StatusSource.class, MetricSource.class},
        configurationPid = AuditConfig.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = AuditConfig.class)
public final class AuditLogService implements AuditLog, StatusSource, MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLogService.class);
    private static final int BATCH = 256;
    private static final long STOP_MILLIS = 2_000;
    /** Lies in the queue behind the last event. */
    private static final String LAST = "";

    private final Path home;
    private final Clock clock;
    private final LinkedBlockingQueue<String> waiting = new LinkedBlockingQueue<>();
    /** How many are in it, apart from {@link #LAST}: its own bound could not be changed. */
    private final AtomicInteger depth = new AtomicInteger();

    private final LongAdder written = new LongAdder();
    private final LongAdder lost = new LongAdder();
    /** Of the lost ones, those that the trail does not tell of yet. */
    private final AtomicLong untold = new AtomicLong();

    /** What strangers cause must not push out what others did. */
    private final Rate strangers = new Rate();

    private final LongAdder suppressed = new LongAdder();
    private long suppressedTold;
    private final Thread writer;
    private volatile AuditSettings settings;
    private volatile String refused;
    private volatile String broken;

    /** Made by the component runtime. */
    @Activate
    public AuditLogService(BundleContext context, AuditConfig config) {
        this(home(context), config, Clock.systemUTC());
    }

    AuditLogService(Path home, AuditConfig config, Clock clock) {
        this.home = home;
        this.clock = clock;
        this.refused = reason(config, home);
        this.settings = refused == null ? AuditSettings.of(config, home) : AuditSettings.defaults(home);
        this.writer = new Thread(this::write, "polywire-audit");
        writer.setDaemon(true);
    }

    private static Path home(BundleContext context) {
        String home = context.getProperty("polywire.home");
        return Path.of(home == null ? "" : home).toAbsolutePath();
    }

    private static String reason(AuditConfig config, Path home) {
        try {
            AuditSettings.of(config, home);
            return null;
        } catch (SqlFailure bad) {
            LOG.error("{}; the audit trail is kept with the defaults", bad.getMessage());
            return bad.getMessage();
        }
    }

    @Activate
    void start() {
        writer.start();
    }

    @Modified
    void modified(AuditConfig config) {
        try {
            settings = AuditSettings.of(config, home);
            refused = null;
        } catch (SqlFailure bad) {
            refused = bad.getMessage();
            LOG.error("{}; the configuration before stays in force", bad.getMessage());
        }
    }

    /** Returns when what was recorded is written, or after a time. */
    @Deactivate
    void stop() {
        waiting.add(LAST);
        try {
            writer.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    AuditSettings settings() {
        return settings;
    }

    @Override
    public boolean isEnabled(AuditEvent event) {
        return settings.events().contains(event);
    }

    @Override
    public void record(AuditEvent event, long connection, String user, Map<String, String> fields) {
        AuditSettings s = settings;
        if (!s.events().contains(event)) {
            return;
        }
        boolean stranger = event == AuditEvent.REFUSAL || event == AuditEvent.VIOLATION;
        if (stranger && !strangers.take(s.strangers(), System.nanoTime())) {
            suppressed.increment();
            return;
        }
        if (depth.incrementAndGet() > s.queue()) {
            depth.decrementAndGet();
            lost.increment();
            untold.incrementAndGet();
            return;
        }
        JsonLine line = line(event.key());
        if (connection != 0) {
            line.add("connection", connection);
        }
        line.add("user", user);
        fields.forEach(line::add);
        waiting.add(line.toString());
    }

    private JsonLine line(String event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new JsonLine().add("time", now.toString()).add("event", event);
    }

    /** So many in each second. */
    private static final class Rate {
        private long second;
        private int count;

        synchronized boolean take(int most, long nanos) {
            long now = nanos / 1_000_000_000L;
            if (now != second) {
                second = now;
                count = 0;
            }
            return count++ < most;
        }
    }

    // --- the writer -----------------------------------------------------------------------------------------------

    private void write() {
        AuditSettings of = settings;
        RotatedFile file = new RotatedFile(of.file(), of.maxBytes(), of.files());
        List<String> batch = new ArrayList<>(BATCH);
        boolean last = false;
        while (!last) {
            try {
                String first = waiting.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    last = batch.remove(LAST);
                    depth.addAndGet(-batch.size());
                }
                if (settings != of) {
                    of = settings;
                    file.close();
                    file = new RotatedFile(of.file(), of.maxBytes(), of.files());
                }
                append(file, batch, of.maxBytes());
            } catch (InterruptedException e) {
                last = true;
            } catch (IOException e) {
                LOG.warn(
                        "the audit trail's file could not be closed: {}",
                        e.getClass().getSimpleName());
            }
            batch.clear();
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn(
                    "the audit trail's file could not be closed: {}",
                    e.getClass().getSimpleName());
        }
    }

    private void append(RotatedFile file, List<String> batch, long maxBytes) {
        long missing = untold.get();
        long quiet = suppressed.sum() - suppressedTold;
        if (batch.isEmpty() && missing == 0 && quiet == 0) {
            return;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream(batch.size() * 256 + 128);
        if (missing > 0) {
            lines.writeBytes(line("lost").add("events", missing).toString().getBytes(StandardCharsets.UTF_8));
        }
        if (quiet > 0) {
            suppressedTold += quiet;
            lines.writeBytes(line("suppressed").add("events", quiet).toString().getBytes(StandardCharsets.UTF_8));
        }
        int first = 0;
        int count = 0;
        while (true) {
            boolean end = first + count == batch.size();
            if (end || lines.size() >= Math.min(maxBytes, 1 << 20)) {
                if (!append(file, lines.toByteArray(), count, missing)) {
                    int left = batch.size() - first - count;
                    lost.add(left);
                    untold.addAndGet(left);
                    return;
                }
                missing = 0;
                first += count;
                count = 0;
                lines.reset();
                if (end) {
                    return;
                }
            }
            lines.writeBytes(batch.get(first + count).getBytes(StandardCharsets.UTF_8));
            count++;
        }
    }

    private boolean append(RotatedFile file, byte[] lines, int count, long told) {
        if (lines.length == 0) {
            return true;
        }
        try {
            file.append(lines);
            written.add(count);
            untold.addAndGet(-told);
            if (broken != null) {
                broken = null;
                LOG.info("the audit trail can be written again");
            }
            return true;
        } catch (IOException e) {
            lost.add(count);
            untold.addAndGet(count);
            if (broken == null) {
                LOG.error("the audit trail cannot be written", e);
            }
            broken = "it cannot be written: " + e.getClass().getSimpleName();
            return false;
        }
    }

    // --- what an operator sees ------------------------------------------------------------------------------------

    @Override
    public List<StatusEntry> entries() {
        Set<AuditEvent> events = settings.events();
        String reason = broken != null ? broken : refused;
        if (events.isEmpty() && reason == null) {
            return List.of();
        }
        String kept = String.join(", ", events.stream().map(AuditEvent::key).toList());
        return List.of(new StatusEntry(
                "audit",
                "trail",
                reason == null ? State.UP : State.DEGRADED,
                reason == null ? Map.of("events", kept) : Map.of("reason", reason)));
    }

    @Override
    public void collect(Collector c) {
        c.counter("router.audit.written", "events in the audit trail", written.sum());
        c.counter("router.audit.suppressed", "refusals and violations over the rate that is kept", suppressed.sum());
        c.counter("router.audit.lost", "events that could not be kept", lost.sum());
        c.gauge("router.audit.waiting", "events that wait for the disk", depth.get());
    }
}
