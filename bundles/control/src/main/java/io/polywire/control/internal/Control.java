package io.polywire.control.internal;

import io.polywire.api.status.Profile;
import io.polywire.api.status.StatusSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the room together: looks, reports the start, answers on the channel. */
@Component(immediate = true, service = ConfigurationListener.class)
public final class Control implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    /** EX_CONFIG of sysexits.h. */
    private static final int EXIT_CONFIGURATION = 78;

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    private static final long REPORT_MILLIS = 5_000;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<StatusSource> sources;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Profile profile;

    /** The launcher's way to end the process; absent in another container, which nobody but itself ends. */
    @Reference(
            target = "(polywire.exit=true)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    private volatile IntConsumer exit;

    private final BundleContext context;
    private final ServerInfo server;
    private final Collector collector;
    private final Settling settling;
    private final FrameworkListener onFramework = e -> changed();
    private final BundleListener onBundle = e -> changed();
    private final ServiceListener onService = e -> changed();
    private Channel channel;
    private final CompletableFuture<Channel.Answer> reported;

    @Activate
    public Control(
            BundleContext context, @Reference ConfigurationAdmin admin, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.server = ServerInfo.of(context);
        Path config = server.home() == null ? null : server.home().resolve("config");
        Configurations configurations = new Configurations(context, admin, runtime, config);
        this.collector = new Collector(context, configurations, () -> sources, () -> profile);
        this.settling = new Settling(collector::collect, this::isFrameworkStarted, QUIET, LONGEST_START);
        this.reported = settling.settled().thenApply(this::publish);
    }

    /** After the fields are set: events may come from here on. */
    @Activate
    void start() throws IOException {
        context.addFrameworkListener(onFramework);
        context.addBundleListener(onBundle);
        context.addServiceListener(onService);
        settling.start();
        if (server.home() != null) {
            Path file = server.home().resolve("data").resolve("run").resolve("control");
            channel = new Channel(file, ProcessHandle.current(), this::command);
        }
        settling.changed();
    }

    @Deactivate
    void stop() {
        context.removeFrameworkListener(onFramework);
        context.removeBundleListener(onBundle);
        context.removeServiceListener(onService);
        settling.stop();
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        changed();
    }

    private void changed() {
        settling.changed();
    }

    private boolean isFrameworkStarted() {
        return context.getBundle(0).getState() == Bundle.ACTIVE;
    }

    /** Says once what the start came to, and ends it where it must not go on. */
    private Channel.Answer publish(Snapshot snapshot) {
        boolean refused = !snapshot.refusals().isEmpty();
        String text = refused
                ? TextView.refusal(server, snapshot)
                : TextView.report(server, snapshot, server.uptime().toMillis());
        IntConsumer end = exit;
        if (end == null) {
            LOG.info("{}", text);
        } else {
            System.out.print(text);
            System.out.flush();
        }
        if (refused && end != null) {
            end.accept(EXIT_CONFIGURATION);
        }
        return new Channel.Answer(refused ? EXIT_CONFIGURATION : statusOf(snapshot), text);
    }

    private Channel.Answer command(String command) {
        return switch (command) {
            case "status" -> {
                Snapshot snapshot = collector.collect();
                yield new Channel.Answer(statusOf(snapshot), TextView.status(server, snapshot));
            }
            case "status-json" -> {
                Snapshot snapshot = collector.collect();
                yield new Channel.Answer(statusOf(snapshot), JsonView.of(server, snapshot));
            }
            case "report" -> report();
            case "stop" -> end();
            default -> new Channel.Answer(64, "There is no command " + command + "\n");
        };
    }

    private static int statusOf(Snapshot snapshot) {
        return snapshot.isUp() ? 0 : 1;
    }

    /** Waits for the end of the start. */
    private Channel.Answer report() {
        try {
            return reported.get(settling.leftMillis() + REPORT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Channel.Answer(1, "The server stops\n");
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            LOG.error("the start has no report", e);
            return new Channel.Answer(1, "The start has no report; see the log\n");
        }
    }

    private Channel.Answer end() {
        IntConsumer end = exit;
        if (end == null) {
            return new Channel.Answer(1, "This server is stopped by the container that it runs in\n");
        }
        end.accept(0);
        return new Channel.Answer(0, "Stopping\n");
    }
}
