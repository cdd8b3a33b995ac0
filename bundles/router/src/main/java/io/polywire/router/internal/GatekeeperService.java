package io.polywire.router.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.AuditEvent;
import io.polywire.api.event.AuditLog;
import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.Profile;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Chooses among the authenticators that are there, by the listener's list of methods, and writes the security log. */
@Component(service = {Gatekeeper.class, MetricSource.class, StatusSource.class})
public final class GatekeeperService implements Gatekeeper, MetricSource, StatusSource {
    private static final String TOKEN = "token";
    private static final String PASSWORD = "password";

    private final List<Authenticator> authenticators = new CopyOnWriteArrayList<>();
    private final MissingMethods missing = new MissingMethods();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final SettingsService settings;
    private final EventLog log;
    private final AuditLog audit;
    private final GateSettingsService gate;
    private final LongAdder keptOut = new LongAdder();
    /** Delays refusals; holds no thread for each. */
    private final ScheduledExecutorService delays = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "polywire-gatekeeper");
        thread.setDaemon(true);
        return thread;
    });
    /** A store may be on a disk or beyond a network: never asked on an event loop. */
    private final Workers lookUps = new Workers(2, 10_000);

    /** The one store, while it is there; set by the component runtime. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile UserStore users;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Profile profile;

    /** Made by the component runtime. */
    @Activate
    public GatekeeperService(
            @Reference SettingsService settings,
            @Reference GateSettingsService gate,
            @Reference EventLog log,
            @Reference AuditLog audit) {
        this.audit = audit;
        this.settings = settings;
        this.gate = gate;
        this.log = log;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addAuthenticator(Authenticator a) {
        authenticators.add(a);
    }

    void removeAuthenticator(Authenticator a) {
        authenticators.remove(a);
    }

    @Deactivate
    void stop() {
        lookUps.close(1_000);
        // those who wait are told at once
        delays.shutdownNow().forEach(Runnable::run);
    }

    @Override
    public List<String> mechanisms(AuthContext context, List<String> spoken) {
        GateRules rules = gate.rules();
        missing.asked(context.connection().listener());
        List<String> offered = new ArrayList<>();
        for (String method : context.connection().listener().auth()) {
            if (method.equals(NONE)) {
                if (rules.allow(context, context.user(), NONE, NONE)) {
                    offered.add(NONE);
                }
                continue;
            }
            authenticators.stream()
                    .filter(a -> a.method().equals(method) && spoken.contains(a.mechanism()) && a.available(context))
                    .filter(a -> rules.allow(context, context.user(), method, a.mechanism()))
                    .sorted(Comparator.comparingInt(Authenticator::strength).reversed())
                    .map(Authenticator::mechanism)
                    .filter(m -> !offered.contains(m))
                    .forEach(offered::add);
        }
        return offered;
    }

    @Override
    public List<StatusEntry> entries() {
        return missing.entries(gate.rules(), authenticators);
    }

    @Override
    public Exchange begin(String mechanism, AuthContext context) {
        if (gate.attempts().banned(context.connection().peer(), context.user())) {
            keptOut.increment();
            record(AuditEvent.REFUSAL, context, mechanism, null, "banned", banned());
            return new Refusal(banned());
        }
        List<String> methods = context.connection().listener().auth();
        if (mechanism.equals(NONE)) {
            boolean allowed = methods.contains(NONE) && gate.rules().allow(context, context.user(), NONE, NONE);
            return new Logged(allowed ? new Anonymous() : new Refusal(notOffered()), mechanism, NONE, context);
        }
        Authenticator a = find(mechanism, context);
        if (a == null) {
            return new Logged(new Refusal(notOffered()), mechanism, mechanism, context);
        }
        Authenticator other = mechanism.equals(TOKEN)
                ? find(PASSWORD, context)
                : mechanism.equals(PASSWORD) ? find(TOKEN, context) : null;
        if (other == null) {
            return new Logged(a.begin(context), mechanism, a.method(), context);
        }
        boolean token = mechanism.equals(TOKEN);
        return new ByForm(token ? a : other, token ? other : a, context);
    }

    /** Two methods may speak the same mechanism: the listener's order decides. */
    private Authenticator find(String mechanism, AuthContext context) {
        for (String method : context.connection().listener().auth()) {
            for (Authenticator a : authenticators) {
                if (a.method().equals(method)
                        && a.mechanism().equals(mechanism)
                        && gate.rules().allow(context, context.user(), method, mechanism)) {
                    return a;
                }
            }
        }
        return null;
    }

    /**
     * A wire with one place for passwords and tokens, where the listener takes both: what has the form of a token is one.
     */
    private final class ByForm implements Exchange {
        private final Authenticator token;
        private final Authenticator password;
        private final AuthContext context;
        private Exchange chosen;
        private boolean closed;

        ByForm(Authenticator token, Authenticator password, AuthContext context) {
            this.token = token;
            this.password = password;
            this.context = context;
        }

        @Override
        public void next(byte[] data, AuthReply reply) {
            if (data == null && chosen == null) {
                reply.challenge(new byte[0]);
                return;
            }
            Exchange now;
            synchronized (this) {
                if (chosen == null) {
                    Authenticator a = token.recognizes(data) && token.available(context) ? token : password;
                    chosen = new Logged(a.begin(context), a.mechanism(), a.method(), context);
                    if (closed) {
                        chosen.close();
                    }
                }
                now = chosen;
            }
            now.next(data, reply);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (chosen != null) {
                chosen.close();
            }
        }
    }

    /** Puts the end of an exchange into the audit trail. */
    private void record(
            AuditEvent event, AuthContext context, String mechanism, String method, String reason, SqlFailure failure) {
        if (!audit.isEnabled(event)) {
            return;
        }
        Map<String, String> fields = facts(context, mechanism, method);
        if (failure != null) {
            fields.put("sqlstate", failure.sqlState());
        }
        fields.put("reason", reason);
        audit.record(event, context.connection().id(), context.user(), fields);
    }

    private static Map<String, String> facts(AuthContext context, String mechanism, String method) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("mechanism", mechanism);
        fields.put("method", method);
        fields.put("database", context.database());
        AuditPeer.put(context.connection(), fields);
        return fields;
    }

    private static SqlFailure banned() {
        return SqlFailure.build(FailureKind.AUTHORIZATION, "too many failed log-ins")
                .hint("try again later")
                .fatal()
                .build();
    }

    private static SqlFailure notOffered() {
        return SqlFailure.build(FailureKind.AUTHORIZATION, "this method of authentication is not offered here")
                .fatal()
                .build();
    }

    @Override
    public void collect(Collector c) {
        c.counter("router.logins", "log-ins that were accepted", accepted.sum());
        c.counter("router.logins.refused", "log-ins that were refused", refused.sum());
        c.counter("router.logins.banned", "log-ins that were refused under a ban", keptOut.sum());
        c.gauge(
                "router.bans",
                "addresses, and users from an address, that are banned now",
                gate.attempts().bans());
        c.gauge(
                "router.attempts.remembered",
                "addresses and users whose failed log-ins are remembered",
                gate.attempts().size());
    }

    /** Lets in as the role that the configuration names. */
    private final class Anonymous implements Exchange {
        @Override
        public void next(byte[] data, AuthReply reply) {
            String role = settings.get().anonymousRole();
            Profile p = profile;
            boolean development = p != null && !p.isProduction();
            try {
                lookUps.execute(() -> {
                    Principal principal;
                    try {
                        principal = anonymous(role, development);
                    } catch (RuntimeException | Error e) {
                        reply.refused(Failures.of(e));
                        return;
                    }
                    reply.done(principal, null, null);
                });
            } catch (SqlFailure busy) {
                reply.refused(busy);
            }
        }

        private Principal anonymous(String role, boolean development) {
            // The development user is a superuser there and nowhere else; any other role has what its store says.
            UserStore store = users;
            User user = store == null ? null : store.find(role);
            boolean superuser = user != null ? user.superuser() : development && role.equals("test");
            return new Principal(
                    role, user == null ? 0 : user.id(), superuser, user == null ? Set.of() : user.roles(), false);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private record Refusal(SqlFailure failure) implements Exchange {
        @Override
        public void next(byte[] data, AuthReply reply) {
            reply.refused(failure);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** Writes down how an exchange ended. */
    private final class Logged implements Exchange {
        private final Exchange inner;
        private final String mechanism;
        private final String method;
        private final AuthContext context;

        Logged(Exchange inner, String mechanism, String method, AuthContext context) {
            this.inner = inner;
            this.mechanism = mechanism;
            this.method = method;
            this.context = context;
        }

        @Override
        public void next(byte[] data, AuthReply reply) {
            inner.next(data, new AuthReply() {
                @Override
                public void challenge(byte[] challenge) {
                    reply.challenge(challenge);
                }

                @Override
                public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                    SqlFailure late = tooLate(principal);
                    if (late != null) {
                        refused.increment();
                        if (sessionKey != null) {
                            Arrays.fill(sessionKey, (byte) 0);
                        }
                        line("refused (" + late.sqlState() + "): " + late.getMessage());
                        record(AuditEvent.REFUSAL, context, mechanism, method, late.getMessage(), late);
                        reply.refused(late);
                        return;
                    }
                    accepted.increment();
                    loggedIn(principal);
                    if (!mechanism.equals(NONE)) {
                        gate.attempts().succeeded(context.connection().peer(), context.user());
                        if (log.isEnabled(LogCategory.SECURITY)) {
                            line("accepted as " + principal.name());
                        }
                    }
                    reply.done(principal, finalData, sessionKey);
                }

                @Override
                public void refused(SqlFailure failure) {
                    refused.increment();
                    // The cause is the operator's reason (locked, expired, ...); a client never sees it.
                    Throwable why = failure.getCause();
                    line("refused (" + failure.sqlState() + ")" + (why == null ? "" : ": " + why.getMessage()));
                    record(
                            AuditEvent.REFUSAL,
                            context,
                            mechanism,
                            method,
                            why == null ? failure.getMessage() : why.getMessage(),
                            failure);
                    long delay = failure.kind() == FailureKind.AUTHENTICATION || failure.kind() == FailureKind.PROTOCOL
                            ? count()
                            : 0;
                    if (delay == 0) {
                        reply.refused(failure);
                        return;
                    }
                    try {
                        delays.schedule(() -> reply.refused(failure), delay, TimeUnit.MILLISECONDS);
                    } catch (RejectedExecutionException stopping) {
                        reply.refused(failure);
                    }
                }
            });
        }

        private void loggedIn(Principal principal) {
            if (!audit.isEnabled(AuditEvent.LOGIN)) {
                return;
            }
            Map<String, String> fields = facts(context, mechanism, method);
            String asked = context.user();
            fields.put("asked", asked == null || asked.equals(principal.name()) ? null : asked);
            fields.put("superuser", Boolean.toString(principal.superuser()));
            audit.record(AuditEvent.LOGIN, context.connection().id(), principal.name(), fields);
        }

        /** Counts a failure; how long its answer waits. */
        private long count() {
            Attempts.Verdict verdict =
                    gate.attempts().failed(context.connection().peer(), context.user());
            if (verdict.banned() != null) {
                String ban = verdict.banned() + " is banned for " + verdict.banMillis() / 1000 + " s";
                line(ban);
                record(AuditEvent.BAN, context, mechanism, method, ban, null);
            }
            return verdict.delayMillis();
        }

        /**
         * Why a right proof comes too late: others were wrong meanwhile, or the rules have another answer for who it turned
         * out to be; null if it does not.
         */
        private SqlFailure tooLate(Principal principal) {
            if (mechanism.equals(NONE)) {
                return null;
            }
            if (gate.attempts().banned(context.connection().peer(), context.user())) {
                return banned();
            }
            return principal.name().equals(context.user())
                            || gate.rules().allow(context, principal.name(), method, mechanism)
                    ? null
                    : notOffered();
        }

        private void line(String outcome) {
            String user = context.user() == null || context.user().isEmpty() ? "no name" : context.user();
            log.log(
                    LogCategory.SECURITY,
                    context.connection().id(),
                    "log-in by " + mechanism + " of " + user + " from "
                            + context.connection().peer() + " to "
                            + context.connection().listener().name()
                            + (context.connection().tls() == null ? "" : " over TLS") + ": " + outcome);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
