package io.polywire.auth.password.internal;

import io.polywire.api.auth.OutsideUsers.Refused;
import io.polywire.api.auth.TokenForm;
import io.polywire.api.auth.TokenStore;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Opaque tokens in the users' file: {@code pwt_<16 hexadecimal digits>_<43 characters of base64url>}. The first part finds
 * it and may be shown; the second is 256 bits of chance, of which only the SHA-256 is kept: nothing slower is needed where
 * nothing can be guessed. A token goes with its user. Thread-safe.
 */
final class UserTokens implements TokenStore {
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_AT = TokenForm.OPAQUE_PREFIX.length() + 2 * ID_BYTES + 1;
    private static final int LENGTH = SECRET_AT + 43;
    private static final byte[] NO_HASH = new byte[32];

    private final UserDatabase database;
    private final Clock clock;

    /**
     * What may be told of a token.
     *
     * @param expires or null
     * @param comment or null
     */
    record Issued(String id, String user, Instant created, Instant expires, String comment) {}

    private record Row(String user, byte[] hash, Instant expires) {}

    UserTokens(UserDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param user who must be stored
     * @param expires when it ends; null for never
     * @param comment what it is for; may be null
     * @param id gets what it is listed as
     * @return the token, which is nowhere else
     * @throws SqlFailure 42704 if there is no such user
     */
    String issue(String user, Instant expires, String comment, StringBuilder id) {
        id.append(HexFormat.of().formatHex(Secrets.random(ID_BYTES)));
        String token = TokenForm.OPAQUE_PREFIX
                + id
                + '_'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.random(SECRET_BYTES));
        byte[] hash = Hashes.hash("SHA-256", token.substring(SECRET_AT).getBytes(StandardCharsets.US_ASCII));
        database.write(c -> {
            long owner = SqliteUserStore.id(c, user);
            return RoleChanges.run(
                    c,
                    "INSERT INTO tokens(id, user, hash, created, expires, comment) VALUES (?, ?, ?, ?, ?, ?)",
                    id.toString(),
                    owner,
                    hash,
                    clock.millis(),
                    expires == null ? null : expires.toEpochMilli(),
                    comment);
        });
        return token;
    }

    /**
     * Takes tokens away; they let nobody in any more.
     *
     * @param id of one
     * @throws SqlFailure 42704 if there is none
     */
    void revoke(String id) {
        database.write(c -> {
            if (RoleChanges.run(c, "DELETE FROM tokens WHERE id = ?", id) == 0) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_OBJECT, "token \"" + UserNames.printable(id) + "\" does not exist");
            }
            return null;
        });
    }

    /** Takes all tokens of a user away; how many there were. */
    int revokeAll(String user) {
        return database.write(
                c -> RoleChanges.run(c, "DELETE FROM tokens WHERE user = ?", SqliteUserStore.id(c, user)));
    }

    /** All tokens, or one user's, by user and age. */
    List<Issued> list(String user) {
        return database.read(c -> {
            List<Issued> tokens = new ArrayList<>();
            try (PreparedStatement s = c.prepareStatement("SELECT t.id, u.name, t.created, t.expires, t.comment"
                    + " FROM tokens t JOIN users u ON u.id = t.user WHERE ?1 IS NULL OR u.name = ?1"
                    + " ORDER BY u.name, t.created, t.id")) {
                s.setString(1, user);
                try (ResultSet r = s.executeQuery()) {
                    while (r.next()) {
                        tokens.add(new Issued(
                                r.getString(1),
                                r.getString(2),
                                Instant.ofEpochMilli(r.getLong(3)),
                                instant(r, 4),
                                r.getString(5)));
                    }
                }
            }
            return tokens;
        });
    }

    private static Instant instant(ResultSet r, int column) throws java.sql.SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public boolean recognizes(byte[] secret) {
        return TokenForm.isOpaque(secret);
    }

    @Override
    public CompletionStage<Holder> check(byte[] token) {
        boolean form = token.length == LENGTH && token[SECRET_AT - 1] == '_';
        // whatever it is, the same look-up and comparison
        String id = form
                ? new String(token, TokenForm.OPAQUE_PREFIX.length(), 2 * ID_BYTES, StandardCharsets.ISO_8859_1)
                : "";
        byte[] secret = form ? Arrays.copyOfRange(token, SECRET_AT, LENGTH) : NO_HASH.clone();
        byte[] hash = Hashes.hash("SHA-256", secret);
        Secrets.wipe(secret);
        Row row = find(id);
        boolean same = MessageDigest.isEqual(hash, row == null ? NO_HASH : row.hash);
        if (row == null || !same) {
            return CompletableFuture.failedFuture(
                    new Refused(form ? "no such token is in force" : "it has not the form of a token"));
        }
        if (row.expires != null && !clock.instant().isBefore(row.expires)) {
            return CompletableFuture.failedFuture(new Refused("the token " + id + " has expired"));
        }
        return CompletableFuture.completedFuture(new Holder(row.user, null));
    }

    private Row find(String id) {
        return database.read(c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "SELECT u.name, t.hash, t.expires FROM tokens t JOIN users u ON u.id = t.user WHERE t.id = ?")) {
                s.setString(1, id);
                try (ResultSet r = s.executeQuery()) {
                    return r.next() ? new Row(r.getString(1), r.getBytes(2), instant(r, 3)) : null;
                }
            }
        });
    }
}
