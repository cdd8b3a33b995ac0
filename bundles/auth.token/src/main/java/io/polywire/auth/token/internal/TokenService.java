package io.polywire.auth.token.internal;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.OutsideUsers;
import io.polywire.api.auth.Principal;
import io.polywire.api.auth.SingleStep;
import io.polywire.api.auth.TokenForm;
import io.polywire.api.auth.TokenStore;
import io.polywire.api.auth.UserStore;
import io.polywire.api.auth.WatchedFile;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a configuration makes: keys, checks, threads, and the mechanism "token". */
final class TokenService implements Authenticator, AutoCloseable {
    /** What listeners call it, and wires. */
    static final String NAME = "token";

    private static final int STRENGTH = 150;
    private static final int MOST_KEY_BYTES = 1 << 20;
    private static final long IDLE_SECONDS = 30;

    private final Settings settings;
    private final Supplier<UserStore> store;
    private final Supplier<List<TokenStore>> opaque;
    private final List<KeySource> sources;
    private final WatchedFile<Revocations> revocations;
    /** Of signed tokens; null without keys. */
    private final TokenCheck check;
    /** For those whose token says nothing of roles. */
    private final OutsideUsers asStored = new OutsideUsers(false, "", List.of());

    private final ThreadPoolExecutor threads;

    private TokenService(
            Settings settings,
            Supplier<UserStore> store,
            Supplier<List<TokenStore>> opaque,
            Clock clock,
            List<KeySource> sources,
            WatchedFile<Revocations> revocations) {
        this.settings = settings;
        this.store = store;
        this.opaque = opaque;
        this.sources = sources;
        this.revocations = revocations;
        check = settings.rules() == null
                ? null
                : new TokenCheck(
                        sources,
                        settings.algorithms(),
                        settings.types(),
                        settings.maxBytes(),
                        settings.rules(),
                        revocations == null ? () -> Revocations.NONE : revocations::get,
                        clock);
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.queue()),
                task -> {
                    Thread thread = new Thread(task, "polywire-token-" + number.incrementAndGet());
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
     * @param opaque the token stores that are there now
     * @throws SqlFailure of kind CONFIGURATION for a file that cannot be used
     */
    static TokenService open(
            Settings s, String home, Supplier<UserStore> store, Supplier<List<TokenStore>> opaque, Clock clock) {
        List<KeySource> sources = new ArrayList<>();
        for (String name : s.keyFiles()) {
            sources.add(source("key.files", home, name, s, KeyFiles::pem));
        }
        if (!s.secretFile().isEmpty()) {
            refuseReadable(path(home, s.secretFile()));
            sources.add(source("secret.file", home, s.secretFile(), s, KeyFiles::secret));
        }
        if (!s.jwksFile().isEmpty()) {
            sources.add(source("jwks.file", home, s.jwksFile(), s, KeyFiles::jwks));
        }
        WatchedFile<Revocations> revocations = s.revocationFile().isEmpty()
                ? null
                : watch("revocation.file", home, s.revocationFile(), s, Revocations.MOST_BYTES, Revocations::read);
        if (s.url() != null) {
            sources.add(new UrlKeys(s.url(), trust(home, s.urlTrust()), () -> System.nanoTime() / 1_000_000));
        }
        return new TokenService(s, store, opaque, clock, sources, revocations);
    }

    private static KeySource source(
            String key, String home, String name, Settings s, WatchedFile.Reading<List<JWK>> reading) {
        return new KeySource.OfFile(watch(key, home, name, s, MOST_KEY_BYTES, reading));
    }

    private static <T> WatchedFile<T> watch(
            String key, String home, String name, Settings s, long most, WatchedFile.Reading<T> reading) {
        try {
            return new WatchedFile<>(path(home, name), most, s.reloadMillis(), reading);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unusable(key, name, e);
        }
    }

    private static Path path(String home, String name) {
        return home == null ? Path.of(name) : Path.of(home).resolve(name);
    }

    private static SqlFailure unusable(String key, String name, Exception e) {
        String why = e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.getMessage();
        return SqlFailure.build(FailureKind.CONFIGURATION, key + " = " + name + " cannot be used: " + why)
                .cause(e)
                .build();
    }

    /** Who can read the secret can make tokens. */
    private static void refuseReadable(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            if (view != null
                    && Files.exists(file)
                    && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
                throw SqlFailure.of(
                        FailureKind.CONFIGURATION,
                        "secret.file = " + file.getFileName() + " can be read by everybody; chmod 600 it");
            }
        } catch (IOException e) {
            throw unusable("secret.file", file.getFileName().toString(), e);
        }
    }

    private static SSLContext trust(String home, String name) {
        if (name.isEmpty()) {
            return null;
        }
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            int number = 0;
            byte[] pem = Files.readAllBytes(path(home, name));
            for (Certificate c :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                keys.setCertificateEntry("trust" + number++, c);
            }
            if (number == 0) {
                throw new IOException("it holds no certificate");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("jwks.trust", name, e);
        }
    }

    /** Whether there are keys for signed tokens. */
    boolean takesSigned() {
        return check != null;
    }

    /** Why it does not work as configured, or null. */
    String problem() {
        List<String> problems = new ArrayList<>(sources.stream()
                .map(KeySource::problem)
                .filter(Objects::nonNull)
                .toList());
        if (revocations != null && revocations.problem() != null) {
            problems.add(revocations.problem());
        }
        return problems.isEmpty() ? null : String.join("; ", problems);
    }

    void collect(MetricSource.Collector collector) {
        for (KeySource s : sources) {
            if (s instanceof UrlKeys url) {
                url.collect(collector);
            }
        }
        collector.gauge(
                "auth.token.waiting",
                "Log-ins that wait for a thread",
                threads.getQueue().size());
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
        return (check != null || settings.opaque() && !opaque.get().isEmpty()) && isConfidential(context);
    }

    private boolean isConfidential(AuthContext context) {
        return settings.cleartext()
                || context.connection().tls() != null
                || !(context.connection().peer() instanceof InetSocketAddress peer)
                || peer.getAddress() != null && peer.getAddress().isLoopbackAddress();
    }

    @Override
    public boolean recognizes(byte[] secret) {
        return storeOf(secret) != null || check != null && TokenForm.isToken(secret);
    }

    /** The store that an opaque token belongs to; null if it is none. */
    private TokenStore storeOf(byte[] secret) {
        if (!settings.opaque() || secret.length > settings.maxBytes()) {
            return null;
        }
        return opaque.get().stream()
                .filter(s -> s.recognizes(secret))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Exchange begin(AuthContext context) {
        return new SingleStep(context, true, threads, token -> decide(context, token));
    }

    private CompletionStage<Principal> decide(AuthContext context, byte[] token) {
        if (!isConfidential(context)) {
            return refused("a token came in clear text from another machine");
        }
        // keys may come from the client's own threads of the HTTP client; the store is asked on ours
        TokenStore tokens = storeOf(token);
        if (tokens != null) {
            return tokens.check(token).thenComposeAsync(holder -> admit(context, holder), threads);
        }
        return check == null
                ? refused("it is no token of a token store, and there are no keys for signed ones")
                : check.check(token).thenComposeAsync(claims -> admit(context, claims), threads);
    }

    private CompletionStage<Principal> admit(AuthContext context, JWTClaimsSet claims) {
        try {
            String user = settings.rules().user(claims, context.user());
            Set<String> roles = settings.rules().roles(claims);
            return CompletableFuture.completedFuture(settings.users().admit(users(), user, roles));
        } catch (OutsideUsers.Refused r) {
            return CompletableFuture.failedFuture(r);
        }
    }

    private CompletionStage<Principal> admit(AuthContext context, TokenStore.Holder holder) {
        String asked = context.user();
        if (asked != null && !asked.isEmpty() && !asked.equals(holder.user())) {
            return refused("it is the token of another user");
        }
        try {
            Set<String> roles = holder.roles();
            return CompletableFuture.completedFuture(
                    roles == null
                            ? asStored.admit(users(), holder.user(), Set.of())
                            : settings.users().admit(users(), holder.user(), roles));
        } catch (OutsideUsers.Refused r) {
            return CompletableFuture.failedFuture(r);
        }
    }

    private UserStore users() {
        UserStore users = store.get();
        if (users == null) {
            throw SqlFailure.of(FailureKind.UNAVAILABLE, "there is no user store");
        }
        return users;
    }

    private static CompletionStage<Principal> refused(String reason) {
        return CompletableFuture.failedFuture(new OutsideUsers.Refused(reason));
    }

    @Override
    public void close() {
        sources.forEach(KeySource::close);
        threads.shutdown();
    }
}
