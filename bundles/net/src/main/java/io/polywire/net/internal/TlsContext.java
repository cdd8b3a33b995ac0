package io.polywire.net.internal;

import io.polywire.api.wire.TlsState;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Key material made ready: engines for connections, and what is known of a session afterwards. Immutable. */
final class TlsContext {
    private final SSLContext context;
    private final TlsSettings settings;
    private final X509Certificate certificate;
    /** Channel bindings by certificate; those that have none are not there. */
    private final Map<X509Certificate, byte[]> endPoints = new HashMap<>();

    /**
     * Makes material ready.
     *
     * @param standard for clients that ask for no name, or for none of {@code named}
     * @param named by the server name that clients ask for, in lower case
     * @param provider who gives the TLS; null for the JDK's choice
     */
    TlsContext(
            Identity standard,
            Map<String, Identity> named,
            List<X509Certificate> trust,
            TlsSettings settings,
            Provider provider)
            throws GeneralSecurityException {
        this.settings = settings;
        this.certificate = standard.certificate();
        ServerNames names = TlsProviders.isBouncyCastle(provider)
                ? BouncyCastleTls.names(standard, named)
                : new ServerNames(standard, named);
        for (X509Certificate c : names.certificates()) {
            byte[] endPoint = EndPointBinding.of(c);
            if (endPoint != null) {
                endPoints.put(c, endPoint);
            }
        }
        context = provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
        // the JDK's source of randomness for every provider: one of a provider's own would start threads that outlive
        // us
        context.init(new KeyManager[] {names}, trust(trust), new SecureRandom());
        context.getServerSessionContext().setSessionCacheSize(settings.sessionCache());
        context.getServerSessionContext().setSessionTimeout(settings.sessionSeconds());
    }

    /** No trust managers at all where no trust is configured; null would mean those of the JDK. */
    private static TrustManager[] trust(List<X509Certificate> certificates) throws GeneralSecurityException {
        if (certificates.isEmpty()) {
            return new TrustManager[0];
        }
        KeyStore store = empty();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("trust" + i, certificates.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        return store;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** An engine for one connection. */
    SSLEngine engine(List<String> alpn) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(settings.protocols().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        // without a matcher the JDK resumes a session of one name under another (RFC 6066 forbids it)
        parameters.setSNIMatchers(List.of(new ServerNames.Asked()));
        if (!alpn.isEmpty()) {
            parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        }
        switch (settings.clientAuth()) {
            case NONE -> parameters.setNeedClientAuth(false);
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** What is known once the handshake is done. */
    TlsState state(SSLEngine engine) {
        SSLSession session = engine.getSession();
        String alpn = engine.getApplicationProtocol();
        return new TlsState(
                session.getProtocol(),
                session.getCipherSuite(),
                alpn == null || alpn.isEmpty() ? null : alpn,
                ServerNames.asked(engine),
                peer(session),
                endPoint(session));
    }

    /** Of the certificate that this client has been shown. */
    private byte[] endPoint(SSLSession session) {
        Certificate[] shown = session.getLocalCertificates();
        byte[] endPoint = shown == null || shown.length == 0 ? null : endPoints.get(shown[0]);
        return endPoint == null ? null : endPoint.clone();
    }

    private static List<X509Certificate> peer(SSLSession session) {
        try {
            return new ArrayList<>(Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList());
        } catch (SSLPeerUnverifiedException e) {
            // the JDK's way to say that the client showed none
            return List.of();
        }
    }
}
