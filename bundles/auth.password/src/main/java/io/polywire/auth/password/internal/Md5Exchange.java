package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * PostgreSQL's md5: the server speaks first with 4 bytes of salt, the client answers
 * {@code "md5" + hex(MD5(hex(MD5(password + user)) + salt))}, without an end mark (PostgreSQL 15 documentation, 55.2.1).
 */
final class Md5Exchange extends LoginExchange {
    private static final int SALT_BYTES = 4;

    private final LoginDesk desk;
    private final AuthContext context;
    private byte[] salt;

    Md5Exchange(LoginDesk desk, AuthContext context, String mechanism) {
        super(desk, mechanism);
        this.desk = desk;
        this.context = context;
    }

    @Override
    Place place(byte[] data) {
        return data == null || salt == null ? Place.HERE : Place.LOOKUP;
    }

    @Override
    Outcome step(byte[] data) {
        if (salt == null && data == null) {
            salt = Secrets.random(SALT_BYTES);
            return new Outcome.Challenge(salt.clone());
        }
        if (salt == null || data == null) {
            return new Outcome.Failure(Refusals.protocol("md5 begins with the server's salt"));
        }
        Candidate candidate = desk.find(context.user(), Mechanism.MD5);
        String stored = candidate.verifier();
        String refusal = candidate.refusal();
        if (stored == null || !stored.matches("md5[0-9a-f]{32}")) {
            stored = Md5Form.PREFIX + Md5Form.hex(desk.mocks().bytes("md5", context.user(), 16), new byte[0]);
            refusal = refusal == null ? "the md5 verifier cannot be read" : refusal;
        }
        byte[] inner = stored.substring(Md5Form.PREFIX.length()).getBytes(StandardCharsets.US_ASCII);
        String expected = Md5Form.PREFIX + Md5Form.hex(inner, salt);
        boolean right = MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), data);
        refusal = refusal != null ? refusal : right ? null : "the password is wrong";
        return refusal == null
                ? new Outcome.Success(candidate.user())
                : new Outcome.Failure(Refusals.authentication(context.user(), refusal));
    }

    @Override
    void wipe() {
        Secrets.wipe(salt);
    }
}
