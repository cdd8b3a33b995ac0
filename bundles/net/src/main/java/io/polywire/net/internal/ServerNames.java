package io.polywire.net.internal;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the server's key and certificate by the name that a client has asked for (RFC 6066, section 3): the name itself,
 * else a {@code *.} for its first label, else the standard one. Immutable; any thread.
 */
final class ServerNames extends X509ExtendedKeyManager {
    /** Takes every name and keeps the one that this connection's client has asked for. */
    static final class Asked extends SNIMatcher {
        private String host;

        Asked() {
            super(StandardConstants.SNI_HOST_NAME);
        }

        @Override
        public boolean matches(SNIServerName name) {
            host = new SNIHostName(name.getEncoded()).getAsciiName();
            return true;
        }
    }

    private static final String STANDARD = "standard";

    private final Map<String, Identity> byName = new HashMap<>();

    /** @param named by name in lower case */
    ServerNames(Identity standard, Map<String, Identity> named) {
        byName.putAll(named);
        byName.put(STANDARD, standard);
    }

    /** The name that a client has asked for, or null. */
    static String asked(SSLEngine engine) {
        // the engine's own list: the sessions of some providers know the names only during the handshake
        for (SNIMatcher matcher : engine.getSSLParameters().getSNIMatchers()) {
            if (matcher instanceof Asked asked) {
                return asked.host;
            }
        }
        return null;
    }

    private String alias(String asked) {
        String name = asked == null ? "" : asked.toLowerCase(Locale.ROOT);
        // a host name cannot be this one: it would have to be configured
        if (byName.containsKey(name) && !name.equals(STANDARD)) {
            return name;
        }
        int dot = name.indexOf('.');
        String wild = dot < 0 ? "" : "*" + name.substring(dot);
        return byName.containsKey(wild) ? wild : STANDARD;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        String alias = alias(asked(engine));
        // asked once for each kind of key that client and server know
        return KeyKind.of(byName.get(alias).certificate().getPublicKey(), keyType) ? alias : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        Identity identity = byName.get(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        Identity identity = byName.get(alias);
        return identity == null ? null : identity.key();
    }

    /** The certificates that it chooses among. */
    List<X509Certificate> certificates() {
        return byName.values().stream().map(Identity::certificate).distinct().toList();
    }

    // a server on engines is asked for nothing else

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
