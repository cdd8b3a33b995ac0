package io.polywire.auth.certificate.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.OutsideUsers.Refused;
import io.polywire.api.auth.Principal;
import io.polywire.api.auth.SingleStep;
import io.polywire.api.auth.UserStore;
import io.polywire.api.auth.WatchedFile;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.TlsState;
import io.polywire.auth.certificate.internal.CertificateNames.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The mechanism "certificate": nothing is sent for it, the connection shows it. The chain was verified against the
 * listener's trust when TLS was set up; what may have changed since (a resumed session) is asked for at each log-in: validity
 * and revocation.
 */
final class CertificateService implements Authenticator, AutoCloseable {
    /** What listeners call it, and wires. */
    static final String NAME = "certificate";

    private static final int STRENGTH = 400;
    private static final long IDLE_SECONDS = 30;

    private final Settings settings;
    private final Supplier<UserStore> store;
    private final Clock clock;
    private final List<WatchedFile<RevocationLists>> lists;
    /** Null where it is off. */
    private final OcspCheck ocsp;

    private final ThreadPoolExecutor threads;

    private CertificateService(
            Settings settings,
            Supplier<UserStore> store,
            Clock clock,
            List<WatchedFile<RevocationLists>> lists,
            OcspCheck ocsp) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.lists = lists;
        this.ocsp = ocsp;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.queue()),
                task -> {
                    Thread thread = new Thread(task, "polywire-certificate-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Reads the files and starts.
     *
     * @param home that relative names start at, or null
     * @param store the user store that decides now, or null while there is none
     * @throws SqlFailure of kind CONFIGURATION for a file that cannot be used
     */
    static CertificateService open(Settings s, String home, Supplier<UserStore> store, Clock clock) {
        List<WatchedFile<RevocationLists>> lists = new ArrayList<>();
        if (!s.crlFiles().isEmpty()) {
            List<X509Certificate> trust = certificates(home, "crl.trust", s.crlTrust());
            for (String name : s.crlFiles()) {
                try {
                    lists.add(new WatchedFile<>(
                            path(home, name),
                            RevocationLists.MOST_BYTES,
                            s.reloadMillis(),
                            bytes -> RevocationLists.read(bytes, trust)));
                } catch (IOException | GeneralSecurityException | RuntimeException e) {
                    throw unusable("crl.files", name, e);
                }
            }
        }
        OcspCheck ocsp = s.ocsp().equals("off")
                ? null
                : new OcspCheck(
                        certificates(home, "ocsp.trust", s.ocspTrust()),
                        s.ocspUrl(),
                        s.ocsp().equals("soft"));
        return new CertificateService(s, store, clock, lists, ocsp);
    }

    private static List<X509Certificate> certificates(String home, String key, String name) {
        try {
            byte[] pem = Files.readAllBytes(path(home, name));
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new IOException("it holds no certificate");
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(key, name, e);
        }
    }

    private static Path path(String home, String name) {
        return home == null ? Path.of(name) : Path.of(home).resolve(name);
    }

    private static SqlFailure unusable(String key, String name, Exception e) {
        String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
        return SqlFailure.build(FailureKind.CONFIGURATION, key + " = " + name + " cannot be used: " + why)
                .cause(e)
                .build();
    }

    /** Why it does not work as configured, or null. */
    String problem() {
        String all = lists.stream()
                .map(WatchedFile::problem)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
    }

    @Override
    public String mechanism() {
        return NAME;
    }

    @Override
    public String method() {
        return NAME;
    }

    @Override
    public int strength() {
        return STRENGTH;
    }

    @Override
    public boolean available(AuthContext context) {
        TlsState tls = context.connection().tls();
        return tls != null && !tls.peerCertificates().isEmpty();
    }

    @Override
    public Exchange begin(AuthContext context) {
        return new SingleStep(context, false, threads, data -> decide(context));
    }

    private CompletionStage<Principal> decide(AuthContext context) {
        try {
            if (!available(context)) {
                throw new Refused("the client has shown no certificate");
            }
            UserStore users = store.get();
            if (users == null) {
                throw SqlFailure.of(FailureKind.UNAVAILABLE, "there is no user store");
            }
            List<X509Certificate> chain = context.connection().tls().peerCertificates();
            checkChain(chain);
            X509Certificate own = chain.get(0);
            String user = user(own, context.user());
            Set<String> values = settings.rolesAttribute().isEmpty()
                    ? Set.of()
                    : new HashSet<>(CertificateNames.attribute(own, settings.rolesAttribute()));
            return CompletableFuture.completedFuture(settings.users().admit(users, user, values));
        } catch (Refused r) {
            return CompletableFuture.failedFuture(r);
        } catch (CertificateParsingException e) {
            return CompletableFuture.failedFuture(new Refused("the names in its certificate cannot be read"));
        }
    }

    private void checkChain(List<X509Certificate> chain) throws Refused {
        List<RevocationLists> current = lists.stream().map(WatchedFile::get).toList();
        for (X509Certificate c : chain) {
            try {
                c.checkValidity(Date.from(clock.instant()));
            } catch (CertificateException e) {
                throw new Refused("a certificate of its chain is not valid now");
            }
            // who signs itself stands in the trust, which is the operator's
            boolean root = c.getSubjectX500Principal().equals(c.getIssuerX500Principal());
            if (!lists.isEmpty() && !root) {
                RevocationLists.check(c, current, settings.crlMissing(), settings.crlExpired(), clock.instant());
            }
        }
        if (ocsp != null) {
            ocsp.check(chain, clock.instant());
        }
    }

    private String user(X509Certificate certificate, String asked) throws Refused, CertificateParsingException {
        for (Source source : settings.names()) {
            for (String name : CertificateNames.of(certificate, source)) {
                if (asked == null || asked.isEmpty()) {
                    String mapped = settings.rules().map(name);
                    if (mapped != null) {
                        return mapped;
                    }
                } else if (settings.rules().allows(name, asked)) {
                    return asked;
                }
            }
        }
        throw new Refused("its certificate is not one of this user");
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
