package io.polywire.auth.certificate.internal;

import io.polywire.api.auth.OutsideUsers.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** Revocation lists (RFC 5280) whose signatures have been checked. Immutable. */
final class RevocationLists {
    static final int MOST_BYTES = 64 << 20;

    private static final int CRL_SIGN = 6;
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final String DELTA_INDICATOR = "2.5.29.27";

    private final Map<X500Principal, List<X509CRL>> byIssuer = new HashMap<>();

    private RevocationLists() {}

    /**
     * Reads lists.
     *
     * @param bytes one DER list, or PEM lists one after the other
     * @param trust who may have signed them
     */
    static RevocationLists read(byte[] bytes, List<X509Certificate> trust)
            throws IOException, GeneralSecurityException {
        RevocationLists lists = new RevocationLists();
        for (CRL crl : CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes))) {
            X509CRL list = (X509CRL) crl;
            Set<String> critical = list.getCriticalExtensionOIDs();
            if (critical != null
                    && (critical.contains(ISSUING_DISTRIBUTION_POINT)
                            || critical.contains(DELTA_INDICATOR)
                            || list.hasUnsupportedCriticalExtension())) {
                throw new IOException("it holds a partial, indirect or delta list, which is not supported");
            }
            verify(list, trust);
            lists.byIssuer
                    .computeIfAbsent(list.getIssuerX500Principal(), i -> new ArrayList<>(1))
                    .add(list);
        }
        if (lists.byIssuer.isEmpty()) {
            throw new IOException("it holds no revocation list");
        }
        return lists;
    }

    private static void verify(X509CRL list, List<X509Certificate> trust) throws IOException {
        for (X509Certificate issuer : trust) {
            boolean[] usage = issuer.getKeyUsage();
            if (issuer.getSubjectX500Principal().equals(list.getIssuerX500Principal())
                    && (usage == null || usage[CRL_SIGN])) {
                try {
                    list.verify(issuer.getPublicKey());
                    return;
                } catch (GeneralSecurityException e) {
                    // another key of the same name may have signed it
                    continue;
                }
            }
        }
        throw new IOException("a list in it is not signed by a certificate of crl.trust");
    }

    /**
     * Refuses a certificate that a list names.
     *
     * @param lists of all files
     * @param missing whether one without a list is taken
     * @param expired whether a list beyond its next update is taken
     */
    static void check(
            X509Certificate certificate, List<RevocationLists> lists, boolean missing, boolean expired, Instant now)
            throws Refused {
        boolean covered = false;
        for (RevocationLists some : lists) {
            for (X509CRL list : some.byIssuer.getOrDefault(certificate.getIssuerX500Principal(), List.of())) {
                if (list.isRevoked(certificate)) {
                    throw new Refused("a certificate of its chain is revoked");
                }
                boolean current = list.getNextUpdate() == null
                        || now.isBefore(list.getNextUpdate().toInstant());
                covered |= current || expired;
            }
        }
        if (!covered && !missing) {
            throw new Refused("there is no current revocation list for a certificate of its chain");
        }
    }
}
