package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.TlsState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677, RFC 5929 for tls-server-end-point).
 * Data are the SCRAM messages themselves, without a wire's framing.
 *
 * <pre>
 *   client                                  server
 *     │ n,,n=,r=nonce                         │   next(first)
 *     ├──────────────────────────────────────▶│
 *     │◀──────────────────────────────────────┤ r=nonce+ours,s=salt,i=4096      challenge
 *     │ c=biws,r=nonce+ours,p=proof           │   next(final)
 *     ├──────────────────────────────────────▶│
 *     │◀──────────────────────────────────────┤ v=signature                     done, final data
 * </pre>
 *
 * As in PostgreSQL the user is the one of the connection; the name in the first message is only checked for its form.
 * The server computes four HMACs and no PBKDF2.
 */
final class ScramExchange extends LoginExchange {
    /** Name of the only channel binding. */
    static final String BINDING = "tls-server-end-point";

    private static final int NONCE_BYTES = 18;

    private final LoginDesk desk;
    private final AuthContext context;
    private final boolean plus;
    private final int iterations;
    private final Supplier<String> nonces;
    private ScramMessages.First first;
    private String serverFirst;
    private String nonce;
    private ScramVerifier verifier;
    private User user;
    private String refusal;

    ScramExchange(LoginDesk desk, AuthContext context, String mechanism, boolean plus, int iterations) {
        this(
                desk,
                context,
                mechanism,
                plus,
                iterations,
                () -> Base64.getEncoder().encodeToString(Secrets.random(NONCE_BYTES)));
    }

    ScramExchange(
            LoginDesk desk,
            AuthContext context,
            String mechanism,
            boolean plus,
            int iterations,
            Supplier<String> nonces) {
        super(desk, mechanism);
        this.desk = desk;
        this.context = context;
        this.plus = plus;
        this.iterations = iterations;
        this.nonces = nonces;
    }

    /** Whether the connection has what SCRAM-SHA-256-PLUS binds to. */
    static boolean canBind(AuthContext context) {
        TlsState tls = context.connection().tls();
        return tls != null && tls.serverEndPoint() != null;
    }

    @Override
    Place place(byte[] data) {
        return data != null && first == null ? Place.LOOKUP : Place.HERE;
    }

    @Override
    Outcome step(byte[] data) {
        if (data == null) {
            // a client that chose the mechanism without a first message is asked for it
            return new Outcome.Challenge(new byte[0]);
        }
        if (data.length > ScramMessages.MOST_BYTES) {
            return new Outcome.Failure(Refusals.protocol("the SCRAM message is too long"));
        }
        String message = new String(data, StandardCharsets.ISO_8859_1);
        try {
            return first == null ? first(message) : last(message);
        } catch (SqlFailure e) {
            if (e.kind() == FailureKind.PROTOCOL || e.kind() == FailureKind.AUTHORIZATION) {
                return new Outcome.Failure(e);
            }
            throw e;
        }
    }

    private Outcome first(String message) {
        ScramMessages.First parsed = ScramMessages.first(message);
        checkBinding(parsed);
        Candidate candidate = desk.find(context.user(), Mechanism.SCRAM_SHA_256);
        user = candidate.user();
        refusal = candidate.refusal();
        Optional<ScramVerifier> stored =
                Optional.ofNullable(candidate.verifier()).flatMap(ScramVerifier::parse);
        if (stored.isEmpty() && refusal == null) {
            refusal = "the SCRAM verifier cannot be read";
        }
        verifier = stored.orElseGet(this::mock);
        nonce = parsed.nonce() + nonces.get();
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt()) + ",i="
                + verifier.iterations();
        first = parsed;
        return new Outcome.Challenge(serverFirst.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** RFC 5802 section 6. */
    private void checkBinding(ScramMessages.First parsed) {
        switch (parsed.flag()) {
            case 'p' -> {
                if (!plus) {
                    throw Refusals.protocol("the client chose SCRAM-SHA-256 and binds to the channel");
                }
                if (!canBind(context) || !BINDING.equals(parsed.binding())) {
                    throw Refusals.protocol("the only SCRAM channel binding is " + BINDING);
                }
            }
            case 'y' -> {
                // it could bind and was made to believe that we cannot: somebody took the offer away
                if (plus || canBind(context)) {
                    throw SqlFailure.build(FailureKind.AUTHORIZATION, "SCRAM channel binding negotiation error")
                            .detail("The client supports SCRAM channel binding but thinks the server does not.")
                            .fatal()
                            .build();
                }
            }
            default -> {
                if (plus) {
                    throw Refusals.protocol("the client chose SCRAM-SHA-256-PLUS and does not bind to the channel");
                }
            }
        }
    }

    private ScramVerifier mock() {
        MockSource mocks = desk.mocks();
        String name = context.user();
        return new ScramVerifier(
                iterations,
                mocks.bytes("scram-salt", name, ScramVerifier.SALT_BYTES),
                mocks.bytes("scram-stored", name, ScramVerifier.KEY_BYTES),
                mocks.bytes("scram-server", name, ScramVerifier.KEY_BYTES));
    }

    private Outcome last(String message) {
        ScramMessages.Final last = ScramMessages.last(message);
        if (!last.nonce().equals(nonce)) {
            return new Outcome.Failure(Refusals.protocol("the SCRAM nonce is not the one of this log-in"));
        }
        boolean bound = MessageDigest.isEqual(binding(), last.binding());
        ScramHash hash = ScramHash.SHA_256;
        byte[] authMessage =
                (first.bare() + "," + serverFirst + "," + last.withoutProof()).getBytes(StandardCharsets.ISO_8859_1);
        byte[] clientSignature = hash.hmac(verifier.storedKey(), authMessage);
        boolean proved = false;
        if (last.proof().length == clientSignature.length) {
            byte[] clientKey = Hashes.xor(last.proof(), clientSignature);
            proved = MessageDigest.isEqual(hash.hash(clientKey), verifier.storedKey());
            Secrets.wipe(clientKey);
        }
        byte[] signature = hash.hmac(verifier.serverKey(), authMessage);
        String reason = refusal != null
                ? refusal
                : !bound ? "the SCRAM channel binding does not match" : proved ? null : "the password is wrong";
        if (reason != null) {
            return new Outcome.Failure(Refusals.authentication(context.user(), reason));
        }
        String serverFinal = "v=" + Base64.getEncoder().encodeToString(signature);
        return new Outcome.Success(user, serverFinal.getBytes(StandardCharsets.ISO_8859_1), null);
    }

    /** What c= must hold: the gs2 header as it came, and with PLUS the hash of our certificate. */
    private byte[] binding() {
        byte[] header = first.header().getBytes(StandardCharsets.ISO_8859_1);
        if (!plus) {
            return header;
        }
        byte[] data = context.connection().tls().serverEndPoint();
        byte[] result = java.util.Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, result, header.length, data.length);
        return result;
    }

    @Override
    void wipe() {
        // the cached user holds the same verifier; it is not a secret of this exchange
        verifier = null;
    }
}
