package io.polywire.router.internal;

import static io.polywire.api.config.ConfigValues.WORDS;
import static io.polywire.api.config.ConfigValues.list;
import static io.polywire.api.config.ConfigValues.range;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.status.StatusSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the gatekeeper's rules and counts. A bad value is refused, and what was in force stays; a bad first one lets nobody in. */
@Component(
        service = {GateSettingsService.class, StatusSource.class},
        configurationPid = GateConfig.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = GateConfig.class)
public final class GateSettingsService implements StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(GateSettingsService.class);
    private static final List<String> NOBODY = List.of("auth=reject");

    private final Attempts attempts;
    private volatile GateRules rules;
    private volatile String refused;

    /** Made by the component runtime. */
    @Activate
    public GateSettingsService(GateConfig config) {
        Attempts.Limits limits = new Attempts.Limits(50, 10, 300_000, 60_000, 3_600_000, 1000, List.of(), 20_000);
        GateRules first = GateRules.parse(NOBODY);
        try {
            GateRules read = GateRules.parse(list(config.rules(), ";"));
            limits = limits(config);
            first = read;
        } catch (SqlFailure bad) {
            refused = bad.getMessage();
            LOG.error("nobody can log in: {}", bad.getMessage());
        }
        attempts = new Attempts(limits, () -> System.nanoTime() / 1_000_000);
        rules = first;
    }

    @Modified
    void modified(GateConfig config) {
        try {
            GateRules next = GateRules.parse(list(config.rules(), ";"));
            attempts.limits(limits(config));
            rules = next;
            refused = null;
        } catch (SqlFailure bad) {
            refused = bad.getMessage();
            LOG.error("{}; the configuration before stays in force", bad.getMessage());
        }
    }

    private static Attempts.Limits limits(GateConfig c) {
        return new Attempts.Limits(
                range("failures.per.address", c::failures_per_address, 0, 1_000_000),
                range("failures.per.user", c::failures_per_user, 0, 1_000_000),
                1000L * range("window.seconds", c::window_seconds, 1, 86_400),
                1000L * range("ban.seconds", c::ban_seconds, 1, 86_400),
                1000L * range("ban.max.seconds", c::ban_max_seconds, 1, 604_800),
                range("delay.max.ms", c::delay_max_ms, 0, 60_000),
                networks(list(c.exempt(), WORDS)),
                range("remembered", c::remembered, 100, 10_000_000));
    }

    private static List<Network> networks(List<String> words) {
        List<Network> networks = new ArrayList<>();
        for (String word : words) {
            try {
                networks.add(Network.parse(word));
            } catch (IllegalArgumentException e) {
                throw SqlFailure.build(
                                FailureKind.CONFIGURATION,
                                "exempt = " + word + " is not possible; allowed are loopback, addresses, CIDR blocks")
                        .cause(e)
                        .build();
            }
        }
        return List.copyOf(networks);
    }

    GateRules rules() {
        return rules;
    }

    Attempts attempts() {
        return attempts;
    }

    @Override
    public List<StatusEntry> entries() {
        String reason = refused;
        return reason == null
                ? List.of()
                : List.of(new StatusEntry("authentication", "gatekeeper", State.DEGRADED, Map.of("reason", reason)));
    }
}
