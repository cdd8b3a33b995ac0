package io.polywire.net.internal;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;

/** Channel binding "tls-server-end-point" (RFC 5929 section 4.1): a hash of the server's certificate. */
final class EndPointBinding {
    private EndPointBinding() {}

    /** The data, or null where the RFC defines none: a signature without a single hash function (Ed25519). */
    static byte[] of(X509Certificate certificate) throws GeneralSecurityException {
        String hash = hash(certificate);
        return hash == null ? null : MessageDigest.getInstance(hash).digest(certificate.getEncoded());
    }

    private static String hash(X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            try {
                parameters.init(certificate.getSigAlgParams());
            } catch (java.io.IOException e) {
                throw new GeneralSecurityException("the certificate's signature parameters are damaged", e);
            }
            return atLeastSha256(
                    parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        }
        int with = algorithm.indexOf("WITH");
        return with < 0 ? null : atLeastSha256(algorithm.substring(0, with));
    }

    private static String atLeastSha256(String name) {
        String hash = name.toUpperCase(Locale.ROOT).replaceFirst("^SHA-?(?=\\d)", "SHA-");
        return hash.equals("MD5") || hash.equals("SHA-1") ? "SHA-256" : hash;
    }
}
