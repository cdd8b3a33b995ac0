package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import java.security.MessageDigest;

/**
 * MySQL's mysql_native_password: the server speaks first with 20 bytes of scramble, the client answers
 * {@code SHA1(password) XOR SHA1(scramble + SHA1(SHA1(password)))} (MySQL internals manual, "Secure Password
 * Authentication"). An empty answer is an empty password, which nobody has.
 */
final class NativeExchange extends LoginExchange {
    private final LoginDesk desk;
    private final AuthContext context;
    private byte[] scramble;

    NativeExchange(LoginDesk desk, AuthContext context, String mechanism) {
        super(desk, mechanism);
        this.desk = desk;
        this.context = context;
    }

    @Override
    Place place(byte[] data) {
        return data == null || scramble == null ? Place.HERE : Place.LOOKUP;
    }

    @Override
    Outcome step(byte[] data) {
        if (scramble == null && data == null) {
            scramble = MySqlScramble.random();
            return new Outcome.Challenge(scramble.clone());
        }
        if (scramble == null || data == null) {
            return new Outcome.Failure(Refusals.protocol("mysql_native_password begins with the server's scramble"));
        }
        if (data.length != 0 && data.length != NativeForm.BYTES) {
            return new Outcome.Failure(Refusals.protocol("the answer to the scramble has not 20 bytes"));
        }
        Candidate candidate = desk.find(context.user(), Mechanism.MYSQL_NATIVE);
        byte[] stage2 = candidate.verifier() == null ? null : NativeForm.stage2(candidate.verifier());
        String refusal = candidate.refusal();
        if (stage2 == null) {
            stage2 = desk.mocks().bytes("native", context.user(), NativeForm.BYTES);
            refusal = refusal == null ? "the verifier cannot be read" : refusal;
        }
        boolean right = matches(stage2, scramble, data);
        refusal = refusal != null ? refusal : right ? null : "the password is wrong";
        return refusal == null
                ? new Outcome.Success(candidate.user())
                : new Outcome.Failure(Refusals.authentication(context.user(), refusal));
    }

    static boolean matches(byte[] stage2, byte[] scramble, byte[] answer) {
        byte[] stage1 = Hashes.xor(answer.clone(), Hashes.hash("SHA-1", scramble, stage2));
        try {
            // of no bytes at all the hash is not anybody's either
            return answer.length == NativeForm.BYTES && MessageDigest.isEqual(Hashes.hash("SHA-1", stage1), stage2);
        } finally {
            Secrets.wipe(stage1);
        }
    }

    @Override
    void wipe() {
        Secrets.wipe(scramble);
    }
}
