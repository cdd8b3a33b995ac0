package io.polywire.net.internal;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds who gives the TLS of a listener by the name that its configuration has. */
final class TlsProviders {
    /** Bouncy Castle's name for its TLS. */
    static final String BOUNCY_CASTLE = "BCJSSE";

    private TlsProviders() {}

    /**
     * The provider of that name.
     *
     * @param name null for the JDK's choice
     * @return null where the JDK chooses
     * @throws BadSetting if there is none of that name that has TLS
     */
    static Provider named(String name) throws BadSetting {
        if (name == null) {
            return null;
        }
        if (name.equals(BOUNCY_CASTLE)) {
            if (bouncyCastle()) {
                return BouncyCastleTls.PROVIDER;
            }
            throw new BadSetting("tls.provider", name, allowed());
        }
        Provider installed = Security.getProvider(name);
        if (installed != null && hasTls(installed)) {
            return installed;
        }
        throw new BadSetting("tls.provider", name, allowed());
    }

    /** Whether it is the one that wants keys and certificates of its own making. */
    static boolean isBouncyCastle(Provider provider) {
        return provider != null && provider.getName().equals(BOUNCY_CASTLE);
    }

    private static String allowed() {
        Set<String> names = Arrays.stream(Security.getProviders())
                .filter(TlsProviders::hasTls)
                .map(Provider::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (bouncyCastle()) {
            names.add(BOUNCY_CASTLE);
            return String.join(", ", names);
        }
        return String.join(", ", names) + ", or " + BOUNCY_CASTLE + " where the bundle bctls is installed";
    }

    private static boolean hasTls(Provider provider) {
        return provider.getService("SSLContext", "TLS") != null;
    }

    /** Whether Bouncy Castle's TLS is wired to this bundle. */
    private static boolean bouncyCastle() {
        try {
            return isBouncyCastle(BouncyCastleTls.PROVIDER);
        } catch (NoClassDefFoundError e) {
            // the import is an optional one
            return false;
        }
    }
}
