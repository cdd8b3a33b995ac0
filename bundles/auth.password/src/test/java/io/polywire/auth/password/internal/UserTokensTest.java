package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.TokenStore;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserTokensTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path home;

    private UserDatabase database;
    private SqliteUserStore users;
    private UserTokens tokens;

    @BeforeEach
    void open() {
        database = UserDatabase.open(home);
        users = new SqliteUserStore(database, new VerifierForms(Configurations.settings()), 100);
        users.create("alice", true, false);
        users.create("bob", true, false);
        tokens = at(NOW);
    }

    @AfterEach
    void close() {
        users.close();
    }

    private UserTokens at(Instant now) {
        return new UserTokens(database, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String outcome(TokenStore store, String token) {
        CompletableFuture<TokenStore.Holder> f = store.check(bytes(token)).toCompletableFuture();
        return f.handle((holder, problem) -> problem == null ? holder.user() : problem.getMessage())
                .join();
    }

    @Test
    void letsItsUserInUntilItEndsOrIsRevoked() {
        StringBuilder id = new StringBuilder();
        String token = tokens.issue("alice", NOW.plus(Duration.ofDays(1)), "for the nightly job", id);
        String other = tokens.issue("bob", null, null, new StringBuilder());
        assertThat(token).startsWith("pwt_" + id + "_").hasSize(64);
        assertThat(tokens.recognizes(bytes(token))).isTrue();
        assertThat(outcome(tokens, token)).isEqualTo("alice");
        assertThat(outcome(tokens, other)).isEqualTo("bob");
        assertThat(tokens.list(null)).extracting(UserTokens.Issued::user).containsExactly("alice", "bob");
        assertThat(tokens.list("alice"))
                .containsExactly(new UserTokens.Issued(
                        id.toString(), "alice", NOW, NOW.plus(Duration.ofDays(1)), "for the nightly job"));
        assertThat(outcome(at(NOW.plus(Duration.ofDays(1)).minusMillis(1)), token))
                .isEqualTo("alice");
        assertThat(outcome(at(NOW.plus(Duration.ofDays(1))), token)).contains("has expired");
        tokens.revoke(id.toString());
        assertThat(outcome(tokens, token)).isEqualTo("no such token is in force");
        assertThatThrownBy(() -> tokens.revoke(id.toString())).isInstanceOf(SqlFailure.class);
        assertThat(outcome(tokens, other)).isEqualTo("bob");
        assertThat(tokens.revokeAll("bob")).isEqualTo(1);
        assertThat(outcome(tokens, other)).isEqualTo("no such token is in force");
    }

    @Test
    void followsItsUser() {
        String token = tokens.issue("alice", null, null, new StringBuilder());
        users.update(users.find("alice").withName("alicia"));
        assertThat(outcome(tokens, token)).isEqualTo("alicia");
        users.drop("alicia");
        users.create("alice", true, false);
        assertThat(outcome(tokens, token)).isEqualTo("no such token is in force");
        assertThatThrownBy(() -> tokens.issue("nobody", null, null, new StringBuilder()))
                .hasMessageContaining("does not exist");
    }

    @Test
    void takesNoOtherSecretAndNoOtherForm() {
        String token = tokens.issue("alice", null, null, new StringBuilder());
        String other = tokens.issue("alice", null, null, new StringBuilder());
        // every place changed, and the secret of another token of the same user
        for (int i = 4; i < token.length(); i++) {
            char c = token.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(outcome(tokens, token.substring(0, i) + c + token.substring(i + 1)))
                    .as("place " + i)
                    .isNotEqualTo("alice");
        }
        assertThat(outcome(tokens, token.substring(0, 21) + other.substring(21)))
                .isEqualTo("no such token is in force");
        assertThat(outcome(tokens, token + "a")).isEqualTo("it has not the form of a token");
        assertThat(outcome(tokens, token.substring(0, 63))).isEqualTo("it has not the form of a token");
        assertThat(outcome(tokens, "pwt_" + "\0".repeat(60))).isEqualTo("it has not the form of a token");
        assertThat(tokens.recognizes(bytes("pwt_short"))).isFalse();
        assertThat(tokens.recognizes(bytes("x" + token))).isFalse();
    }

    @Test
    void keepsNothingThatLetsAnybodyIn() throws Exception {
        String token = tokens.issue("alice", null, null, new StringBuilder());
        String secret = token.substring(21);
        for (String name : new String[] {UserDatabase.FILE, UserDatabase.FILE + "-wal"}) {
            String kept = Files.readString(home.resolve(name), StandardCharsets.ISO_8859_1);
            assertThat(kept).doesNotContain(secret);
        }
    }
}
