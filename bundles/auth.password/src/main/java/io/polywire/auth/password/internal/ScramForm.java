package io.polywire.auth.password.internal;

import java.security.MessageDigest;
import java.util.Optional;

/** Verifiers for SCRAM-SHA-256, with and without channel binding. */
final class ScramForm implements VerifierForm {
    private final int iterations;

    ScramForm(int iterations) {
        this.iterations = iterations;
    }

    int iterations() {
        return iterations;
    }

    @Override
    public Mechanism mechanism() {
        return Mechanism.SCRAM_SHA_256;
    }

    @Override
    public String make(String user, byte[] password) {
        byte[] prepared = SaslPrep.prepare(password);
        try {
            return ScramVerifier.compute(prepared, Secrets.random(ScramVerifier.SALT_BYTES), iterations)
                    .text();
        } finally {
            Secrets.wipe(prepared);
        }
    }

    @Override
    public boolean matches(String user, byte[] password, String verifier) {
        Optional<ScramVerifier> stored = ScramVerifier.parse(verifier);
        if (stored.isEmpty()) {
            return false;
        }
        byte[] prepared = SaslPrep.prepare(password);
        try {
            ScramVerifier v = stored.get();
            return MessageDigest.isEqual(
                    v.storedKey(),
                    ScramVerifier.compute(prepared, v.salt(), v.iterations()).storedKey());
        } finally {
            Secrets.wipe(prepared);
        }
    }

    @Override
    public boolean current(String verifier) {
        return ScramVerifier.parse(verifier)
                .map(v -> v.iterations() == iterations)
                .orElse(false);
    }
}
