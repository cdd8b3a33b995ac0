package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import java.security.MessageDigest;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MySQL 8's caching_sha2_password (MySQL 8.0 source documentation, "Caching_sha2_password information").
 *
 * <pre>
 *   client                                       server
 *     │◀───────────────────────────────────────────┤ scramble, 20 bytes              next(null)
 *     │ SHA256(pw) ^ SHA256(SHA256²(pw), scramble)  │
 *     ├───────────────────────────────────────────▶│ known:  done with final data 03
 *     │◀───────────────────────────────────────────┤ else:   04
 *     │ over TLS: pw NUL                            │
 *     ├───────────────────────────────────────────▶│ done
 *     │ in clear: 02                                │
 *     ├───────────────────────────────────────────▶│ public key in PEM
 *     │ RSA-OAEP((pw NUL) ^ scramble)               │   (also at once, by a client that has the key)
 *     ├───────────────────────────────────────────▶│ done
 * </pre>
 *
 * The first challenge goes into the greeting or the switch request, where the wire adds the NUL; later ones, and the final
 * data, into AuthMoreData (01).
 */
final class Sha2Exchange extends LoginExchange {
    private static final Logger LOG = LoggerFactory.getLogger(Sha2Exchange.class);

    private static final byte FAST_OK = 3;
    private static final byte FULL = 4;
    private static final byte KEY_REQUEST = 2;
    private static final int ANSWER_BYTES = 32;

    private enum Expected {
        START,
        ANSWER,
        PASSWORD,
        ENCRYPTED
    }

    private final LoginDesk desk;
    private final AuthContext context;
    private final Sha2Service service;
    private Expected expected = Expected.START;
    private byte[] scramble;
    private Candidate candidate;
    private byte[] password;

    Sha2Exchange(LoginDesk desk, AuthContext context, String mechanism, Sha2Service service) {
        super(desk, mechanism);
        this.desk = desk;
        this.context = context;
        this.service = service;
    }

    private boolean isTls() {
        return context.connection().tls() != null;
    }

    private boolean asksForKey(byte[] data) {
        return expected == Expected.PASSWORD && !isTls() && data.length == 1 && data[0] == KEY_REQUEST;
    }

    @Override
    Place place(byte[] data) {
        return switch (expected) {
            case START -> Place.HERE;
            case ANSWER -> Place.LOOKUP;
            case PASSWORD -> data != null && asksForKey(data) ? Place.LOOKUP : Place.HASH;
            case ENCRYPTED -> Place.HASH;
        };
    }

    @Override
    Outcome step(byte[] data) {
        if ((data == null) != (expected == Expected.START)) {
            return new Outcome.Failure(Refusals.protocol("caching_sha2_password begins with the server's scramble"));
        }
        return switch (expected) {
            case START -> {
                scramble = MySqlScramble.random();
                expected = Expected.ANSWER;
                yield new Outcome.Challenge(scramble.clone());
            }
            case ANSWER -> fast(data);
            case PASSWORD -> {
                if (asksForKey(data)) {
                    expected = Expected.ENCRYPTED;
                    yield new Outcome.Challenge(service.key().pem());
                }
                yield full(data);
            }
            case ENCRYPTED -> full(data);
        };
    }

    private Outcome fast(byte[] answer) {
        if (answer.length == 0 || (answer.length == 1 && answer[0] == 0)) {
            return refused("the password is empty");
        }
        if (answer.length != ANSWER_BYTES) {
            return new Outcome.Failure(Refusals.protocol("the answer to the scramble has not 32 bytes"));
        }
        candidate = desk.find(context.user(), Mechanism.CACHING_SHA2);
        byte[] cached = candidate.verifier() == null ? null : service.cache().get(candidate.verifier());
        boolean known = cached != null;
        byte[] stage2 = known ? cached : desk.mocks().bytes("sha2", context.user(), ANSWER_BYTES);
        boolean right = matches(stage2, scramble, answer);
        Secrets.wipe(stage2);
        if (known && right && candidate.refusal() == null) {
            return new Outcome.Success(candidate.user(), new byte[] {FAST_OK}, null);
        }
        expected = Expected.PASSWORD;
        return new Outcome.Challenge(new byte[] {FULL});
    }

    static boolean matches(byte[] stage2, byte[] scramble, byte[] answer) {
        byte[] stage1 = Hashes.xor(answer.clone(), Hashes.hash("SHA-256", stage2, scramble));
        try {
            return MessageDigest.isEqual(Hashes.hash("SHA-256", stage1), stage2);
        } finally {
            Secrets.wipe(stage1);
        }
    }

    private Outcome full(byte[] data) {
        byte[] text = data;
        if (!isTls()) {
            text = service.key().decrypt(data);
            if (text != null) {
                Hashes.xor(text, scramble);
            }
        }
        // in any case the same work, so that a wrong ciphertext is a wrong password
        password = withoutNul(text);
        if (!isTls()) {
            Secrets.wipe(text);
        }
        boolean possible = password.length > 0 && password.length <= Secrets.MOST_BYTES;
        String verifier = candidate.verifier() == null ? service.impossible() : candidate.verifier();
        boolean right = service.form().matches("", possible ? password : new byte[] {0}, verifier);
        if (candidate.refusal() != null) {
            return refused(candidate.refusal());
        }
        if (!right || !possible) {
            return refused("the password is wrong");
        }
        byte[] stage1 = Hashes.hash("SHA-256", password);
        service.cache().put(candidate.verifier(), Hashes.hash("SHA-256", stage1));
        Secrets.wipe(stage1);
        return new Outcome.Success(candidate.user());
    }

    private static byte[] withoutNul(byte[] text) {
        if (text == null || text.length == 0 || text[text.length - 1] != 0) {
            return new byte[0];
        }
        return Arrays.copyOf(text, text.length - 1);
    }

    private Outcome refused(String reason) {
        return new Outcome.Failure(Refusals.authentication(context.user(), reason));
    }

    @Override
    void afterSuccess(byte[] data) {
        if (password == null) {
            return;
        }
        try {
            desk.renew(candidate.user(), password);
        } catch (RuntimeException e) {
            // the log-in stands; the next one tries again
            LOG.warn(
                    "verifiers of user {} could not be renewed",
                    UserNames.printable(candidate.user().name()),
                    e);
        }
    }

    @Override
    void wipe() {
        Secrets.wipe(password);
        Secrets.wipe(scramble);
    }
}
