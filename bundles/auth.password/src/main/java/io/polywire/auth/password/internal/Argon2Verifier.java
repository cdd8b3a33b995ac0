package io.polywire.auth.password.internal;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An argon2id hash in PHC string format: {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}, Base64 without padding.
 * Sources: RFC 9106 (the function), the PHC string format specification of the Password Hashing Competition (the text).
 *
 * @param cost as written
 * @param salt 8 to 64 bytes
 * @param hash 16 to 64 bytes
 */
record Argon2Verifier(Argon2Cost cost, byte[] salt, byte[] hash) {
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,3}),p=(\\d{1,3})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /** The text as a verifier, if it is one that this server would run: costs beyond the bounds are not. */
    static Optional<Argon2Verifier> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        Argon2Cost cost = new Argon2Cost(
                Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
        if (cost.memory() > Argon2Cost.MOST_MEMORY
                || cost.passes() < 1
                || cost.passes() > Argon2Cost.MOST_PASSES
                || cost.lanes() < 1
                || cost.lanes() > Argon2Cost.MOST_LANES
                || cost.memory() < 8 * cost.lanes()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Argon2Verifier(
                    cost,
                    Base64.getDecoder().decode(m.group(4)),
                    Base64.getDecoder().decode(m.group(5))));
        } catch (IllegalArgumentException e) {
            // a last character that leaves bits over: not Base64, so not a verifier
            return Optional.empty();
        }
    }

    static Argon2Verifier compute(byte[] password, byte[] salt, Argon2Cost cost, int length) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] hash = new byte[length];
        generator.generateBytes(password, hash);
        return new Argon2Verifier(cost, salt, hash);
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memory() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** A verifier does not belong in a log. */
    @Override
    public String toString() {
        return "Argon2Verifier[" + cost + "]";
    }
}
