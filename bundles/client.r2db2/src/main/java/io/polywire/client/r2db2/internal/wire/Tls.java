package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.internal.config.Host;
import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS as the settings ask for it. */
final class Tls {
    private static final long MAX_FILE = 16 * 1024 * 1024;

    private final SSLContext context;
    private final boolean checksName;

    private Tls(SSLContext context, boolean checksName) {
        this.context = context;
        this.checksName = checksName;
    }

    /**
     * Reads what the settings name.
     *
     * @return null if they ask for no TLS
     * @throws SQLException naming the option whose file cannot be used, without its path
     */
    static Tls of(Settings settings) throws SQLException {
        if ("off".equals(settings.text(Option.TLS))) {
            return null;
        }
        try {
            return new Tls(context(settings), checksName(settings));
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
        }
    }

    private static boolean checksName(Settings settings) {
        return "verify-full".equals(settings.text(Option.TLS));
    }

    /**
     * Puts TLS over a connected socket and shakes hands; the socket's time-out bounds each wait.
     *
     * @param host whose name the certificate must hold, if names are checked
     */
    SSLSocket handshake(Socket raw, Host host) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, host.name(), host.port(), true);
        if (checksName) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    /**
     * The context: with {@code require} and nothing named to trust, any certificate is taken; otherwise it must come from
     * the named root, trust store, or the JDK's own.
     */
    private static SSLContext context(Settings settings) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(settings), trust(settings), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + Errors.describe(e), e);
        }
    }

    private static TrustManager[] trust(Settings settings) throws IOException, GeneralSecurityException {
        KeyStore store = null;
        if (settings.text(Option.TLS_ROOT_CERT) != null) {
            store = roots(settings.text(Option.TLS_ROOT_CERT));
        } else if (settings.text(Option.TLS_TRUST_STORE) != null) {
            store = store(settings, Option.TLS_TRUST_STORE, Option.TLS_TRUST_STORE_PASSWORD);
        } else if (!checksName(settings)) {
            return new TrustManager[] {new Anyone()};
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Settings settings) throws IOException, GeneralSecurityException {
        if (settings.text(Option.TLS_KEY_STORE) == null) {
            return null;
        }
        KeyStore store = store(settings, Option.TLS_KEY_STORE, Option.TLS_KEY_STORE_PASSWORD);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password(settings, Option.TLS_KEY_STORE_PASSWORD));
        return factory.getKeyManagers();
    }

    private static KeyStore roots(String file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = open(file, Option.TLS_ROOT_CERT)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            int number = 0;
            for (Certificate certificate : found) {
                store.setCertificateEntry("root-" + number++, certificate);
            }
        }
        if (store.size() == 0) {
            throw new IOException("The file of option " + Option.TLS_ROOT_CERT.key() + " holds no certificate");
        }
        return store;
    }

    private static KeyStore store(Settings settings, Option file, Option password)
            throws IOException, GeneralSecurityException {
        String name = settings.text(file);
        boolean jks = name.endsWith(".jks");
        KeyStore store = KeyStore.getInstance(jks ? "JKS" : "PKCS12");
        try (InputStream in = open(name, file)) {
            store.load(in, password(settings, password));
        } catch (IOException e) {
            throw new IOException(
                    "The file of option " + file.key() + " cannot be read as a key store with the password"
                            + " of option " + password.key(),
                    e);
        }
        return store;
    }

    private static char[] password(Settings settings, Option option) {
        String password = settings.text(option);
        return password == null ? null : password.toCharArray();
    }

    private static InputStream open(String file, Option option) throws IOException {
        try {
            Path path = Path.of(file);
            if (Files.size(path) <= MAX_FILE) {
                return Files.newInputStream(path);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("The file of option " + option.key() + " cannot be read", e);
        }
        throw new IOException("The file of option " + option.key() + " is larger than 16 MiB");
    }

    /** Takes every certificate: {@code tls=require} keeps listeners out, not an active man in the middle. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // not a server
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // not a server
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // not a server
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // by request of tls=require
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // by request of tls=require
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // by request of tls=require
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
