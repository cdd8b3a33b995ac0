package io.polywire.auth.certificate.internal;

import io.polywire.api.auth.OutsideUsers.Refused;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks the responders of authorities whether certificates are revoked (OCSP, RFC 6960), through the JDK's own checker: it
 * verifies who signed an answer, for which certificate, and until when it holds. Waits for a network: not for an event
 * loop. Thread-safe.
 */
final class OcspCheck {
    private final Set<TrustAnchor> anchors;
    private final URI responder;
    private final boolean soft;

    /**
     * A check.
     *
     * @param trust the authorities
     * @param responder whom to ask in place of those that the certificates name, or null
     * @param soft whether a certificate is taken while nobody answers; one that is revoked never is
     */
    OcspCheck(List<X509Certificate> trust, URI responder, boolean soft) {
        this.anchors = trust.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toUnmodifiableSet());
        this.responder = responder;
        this.soft = soft;
    }

    /**
     * Asks about every certificate of a chain but those that sign themselves, which are the operator's.
     *
     * @param chain the client's own certificate first
     */
    void check(List<X509Certificate> chain, Instant now) throws Refused {
        List<X509Certificate> path = chain.stream()
                .filter(c -> !c.getSubjectX500Principal().equals(c.getIssuerX500Principal()))
                .toList();
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            CertPath ordered = CertificateFactory.getInstance("X.509").generateCertPath(path);
            validate(validator, ordered, now, null, "its chain does not lead to a certificate of ocsp.trust");
            // one for each check: it remembers what it was told
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            Set<Option> options = EnumSet.of(Option.NO_FALLBACK);
            if (soft) {
                options.add(Option.SOFT_FAIL);
            }
            checker.setOptions(options);
            checker.setOcspResponder(responder);
            validate(
                    validator,
                    ordered,
                    now,
                    checker,
                    "whether a certificate of its chain is revoked could not be found out");
        } catch (GeneralSecurityException e) {
            throw SqlFailure.build(FailureKind.INTERNAL, "certificates cannot be checked")
                    .cause(e)
                    .build();
        }
    }

    private void validate(
            CertPathValidator validator, CertPath path, Instant now, PKIXRevocationChecker checker, String otherwise)
            throws Refused, GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setDate(Date.from(now));
        parameters.setRevocationEnabled(false);
        if (checker != null) {
            parameters.addCertPathChecker(checker);
        }
        try {
            validator.validate(path, parameters);
        } catch (CertPathValidatorException e) {
            throw new Refused(
                    e.getReason() == BasicReason.REVOKED ? "a certificate of its chain is revoked" : otherwise);
        }
    }
}
