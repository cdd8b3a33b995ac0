package io.polywire.auth.password.internal;

import java.security.MessageDigest;
import java.util.Optional;

/** Passwords for plain checks, as argon2id. */
final class Argon2Form implements VerifierForm {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2Cost cost;

    Argon2Form(Argon2Cost cost) {
        this.cost = cost;
    }

    @Override
    public Mechanism mechanism() {
        return Mechanism.ARGON2;
    }

    @Override
    public String make(String user, byte[] password) {
        return Argon2Verifier.compute(password, Secrets.random(SALT_BYTES), cost, HASH_BYTES)
                .text();
    }

    @Override
    public boolean matches(String user, byte[] password, String verifier) {
        Optional<Argon2Verifier> stored = Argon2Verifier.parse(verifier);
        if (stored.isEmpty()) {
            return false;
        }
        Argon2Verifier v = stored.get();
        byte[] hash = Argon2Verifier.compute(password, v.salt(), v.cost(), v.hash().length)
                .hash();
        return MessageDigest.isEqual(hash, v.hash());
    }

    @Override
    public boolean current(String verifier) {
        return Argon2Verifier.parse(verifier).map(v -> v.cost().equals(cost)).orElse(false);
    }

    /** A verifier that costs what a new one costs and that no password matches. */
    String impossible() {
        return new Argon2Verifier(cost, Secrets.random(SALT_BYTES), Secrets.random(HASH_BYTES)).text();
    }
}
