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
import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Chooses among the authenticators that are there, by the listener's list of methods, and writes the security log. */
@Component(service = {Gatekeeper.class, MetricSource.class})
public final class GatekeeperService implements Gatekeeper, MetricSource {
    private final List<Authenticator> authenticators = new CopyOnWriteArrayList<>();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final SettingsService settings;
    private final EventLog log;
    /** A store may be on a disk or beyond a network: never asked on an event loop. */
    private final Workers lookUps = new Workers(2, 10_000);

    /** The one store, while it is there; set by the component runtime. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile UserStore users;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Profile profile;

    /** Made by the component runtime. */
    @Activate
    public GatekeeperService(@Reference SettingsService settings, @Reference EventLog log) {
        this.settings = settings;
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
    }

    @Override
    public List<String> mechanisms(AuthContext context, List<String> spoken) {
        List<String> offered = new ArrayList<>();
        for (String method : context.connection().listener().auth()) {
            if (method.equals(NONE)) {
                offered.add(NONE);
                continue;
            }
            authenticators.stream()
                    .filter(a -> a.method().equals(method) && spoken.contains(a.mechanism()) && a.available(context))
                    .sorted(Comparator.comparingInt(Authenticator::strength).reversed())
                    .map(Authenticator::mechanism)
                    .filter(m -> !offered.contains(m))
                    .forEach(offered::add);
        }
        return offered;
    }

    @Override
    public Exchange begin(String mechanism, AuthContext context) {
        if (mechanism.equals(NONE)) {
            boolean allowed = context.connection().listener().auth().contains(NONE);
            return new Logged(allowed ? new Anonymous() : new Refusal(notOffered()), mechanism, context);
        }
        Authenticator a = find(mechanism, context.connection().listener().auth());
        return new Logged(a == null ? new Refusal(notOffered()) : a.begin(context), mechanism, context);
    }

    /** Two methods may speak the same mechanism (a token sent as a password): the listener's order decides. */
    private Authenticator find(String mechanism, List<String> methods) {
        for (String method : methods) {
            for (Authenticator a : authenticators) {
                if (a.method().equals(method) && a.mechanism().equals(mechanism)) {
                    return a;
                }
            }
        }
        return null;
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
        private final AuthContext context;

        Logged(Exchange inner, String mechanism, AuthContext context) {
            this.inner = inner;
            this.mechanism = mechanism;
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
                    accepted.increment();
                    if (log.isEnabled(LogCategory.SECURITY) && !mechanism.equals(NONE)) {
                        line("accepted as " + principal.name());
                    }
                    reply.done(principal, finalData, sessionKey);
                }

                @Override
                public void refused(SqlFailure failure) {
                    refused.increment();
                    // The cause is the operator's reason (locked, expired, ...); a client never sees it.
                    Throwable why = failure.getCause();
                    line("refused (" + failure.sqlState() + ")" + (why == null ? "" : ": " + why.getMessage()));
                    reply.refused(failure);
                }
            });
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
