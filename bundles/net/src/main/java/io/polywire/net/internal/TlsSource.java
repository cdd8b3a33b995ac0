package io.polywire.net.internal;

import io.polywire.api.status.Profile;
import io.polywire.api.wire.TlsMode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The key material of one listener. Its files are looked at regularly; when one has changed the next handshakes use the
 * new material, and connections that are there keep theirs. Files that are damaged, or changed only by half, change
 * nothing but {@link #problem}.
 */
final class TlsSource implements AutoCloseable {
    private final TlsSettings settings;
    private final Path home;
    private final Path certificate;
    private final Path key;
    private final Path keystore;
    private final Path passwordFile;
    private final Path trust;
    private final boolean selfSigned;
    private final Provider provider;
    private final Journal journal;
    private List<FileStamp> stamps;
    private Future<?> watch;
    private volatile TlsContext current;
    private volatile String problem;

    private TlsSource(TlsSettings settings, Provider provider, Path home, Path selfSignedFile, Journal journal)
            throws BadSetting {
        this.settings = settings;
        this.provider = provider;
        this.home = home;
        this.journal = journal;
        selfSigned = selfSignedFile != null;
        certificate = selfSigned ? selfSignedFile : at(home, settings.certificate());
        key = settings.key() == null ? certificate : at(home, settings.key());
        keystore = at(home, settings.keystore());
        passwordFile = at(home, settings.keystorePasswordFile());
        trust = at(home, settings.trust());
        // stamped before they are read: a change in between is seen at the next look
        stamps = stamps();
        current = load();
    }

    /**
     * Reads the material, or returns null where TLS is off.
     *
     * @param home for relative names and the self-signed certificate; may be null
     */
    static TlsSource open(TlsSettings settings, Profile profile, Path home, Journal journal) throws BadSetting {
        // asked for also where TLS is off: a wrong name is not to be found out on the day when it is switched on
        Provider provider = TlsProviders.named(settings.provider());
        if (settings.mode() == TlsMode.OFF) {
            return null;
        }
        boolean named = settings.certificate() != null || settings.keystore() != null;
        return new TlsSource(settings, provider, home, named ? null : selfSigned(profile, home), journal);
    }

    private static Path selfSigned(Profile profile, Path home) throws BadSetting {
        if (profile.isProduction()) {
            throw new BadSetting(
                    "tls.certificate", "(missing)", "a PEM file (or tls.keystore); only development makes its own");
        }
        if (home == null) {
            throw new BadSetting("tls.certificate", "(missing)", "a PEM file, as polywire.home is not set");
        }
        try {
            return SelfSigned.file(home);
        } catch (IOException | GeneralSecurityException e) {
            throw new BadSetting(
                    "tls.certificate", "(missing)", "a PEM file, as making one failed: " + e.getMessage(), e);
        }
    }

    private static Path at(Path home, String name) {
        if (name == null) {
            return null;
        }
        Path path = Path.of(name);
        return home == null ? path.toAbsolutePath() : home.resolve(path);
    }

    private List<FileStamp> stamps() {
        Stream<Path> named =
                settings.names().stream().flatMap(n -> Stream.of(at(home, n.certificate()), at(home, n.key())));
        return Stream.concat(Stream.of(certificate, key, keystore, passwordFile, trust), named)
                .filter(Objects::nonNull)
                .distinct()
                .map(FileStamp::of)
                .toList();
    }

    private TlsContext load() throws BadSetting {
        Identity identity =
                keystore != null ? KeyMaterial.keystore(keystore, passwordFile) : KeyMaterial.pem(certificate, key);
        List<X509Certificate> trusted = trust == null ? List.of() : KeyMaterial.trust(trust);
        Map<String, Identity> named = new HashMap<>();
        for (TlsSettings.Named n : settings.names()) {
            named.put(
                    n.name(), KeyMaterial.pem("tls.names", "tls.names", at(home, n.certificate()), at(home, n.key())));
        }
        try {
            return new TlsContext(identity, named, trusted, settings, provider);
        } catch (GeneralSecurityException e) {
            throw new BadSetting("tls", "on", "a key that this provider of TLS can use (" + e.getMessage() + ")", e);
        }
    }

    /** Begins to look at the files. */
    void watch(ScheduledExecutorService timer) {
        watch = timer.scheduleWithFixedDelay(
                this::look, settings.reloadMillis(), settings.reloadMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            List<FileStamp> now = stamps();
            if (now.equals(stamps)) {
                return;
            }
            stamps = now;
            current = load();
            problem = null;
            journal.info("certificate read anew, valid until "
                    + current.certificate().getNotAfter().toInstant());
        } catch (BadSetting | RuntimeException e) {
            // RuntimeException too: the timer would silently end the watch
            problem = "changed TLS files are not used: " + e.getMessage();
            journal.error(problem, e);
        }
    }

    /** The material for the next handshake. */
    TlsContext current() {
        return current;
    }

    /** Whether it is the certificate that development made for itself. */
    boolean isSelfSigned() {
        return selfSigned;
    }

    /** Why changed files are not used, or null. */
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.cancel(false);
        }
    }
}
