package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    private static final String ARGON2_SECRET =
            "$argon2id$v=19$m=7168,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE";

    @TempDir
    Path home;

    private PasswordService open(FakeProfile profile, String... keysAndValues) {
        return PasswordService.open(
                Configurations.settings(keysAndValues), home.toString(), profile, () -> null, () -> null);
    }

    @Test
    void productionDoesNotStartWithTheDevelopmentUser() {
        FakeProfile production = new FakeProfile(true);
        assertThatThrownBy(() -> open(production)).isInstanceOfSatisfying(SqlFailure.class, f -> {
            assertThat(f).hasMessage("user test with password test is a superuser");
            assertThat(f.hint()).isEqualTo("set development.user = false in config/io.polywire.auth.password.cfg");
        });
        assertThat(production.refusals()).hasSize(1);
    }

    @Test
    void productionHasTheDevelopmentUserOnlyWhereItIsAllowedByName() throws Exception {
        try (Gate gate = new Gate(open(new FakeProfile(true, "development-user")))) {
            assertThat(gate.password("test", "test").principal()).isNotNull();
        }
        try (Gate gate = new Gate(open(new FakeProfile(true), "development.user", "false"))) {
            assertThat(gate.password("test", "test").failure()).isNotNull();
        }
    }

    @Test
    void productionDoesNotStartWithAStoredTestUserOfThatPassword() {
        try (Gate gate = new Gate(open(new FakeProfile(true), "development.user", "false"))) {
            gate.add("test", "test");
        }
        assertThatThrownBy(() -> open(new FakeProfile(true), "development.user", "false"))
                .hasMessage("the stored user test has the password test");
        try (PasswordService service = open(new FakeProfile(false), "development.user", "false")) {
            service.store().setPassword("test", "something else".toCharArray());
        }
        open(new FakeProfile(true), "development.user", "false").close();
    }

    @Test
    void usersOfTheConfigurationAreCreatedOnce() {
        String scram = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
                + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
        String users = "alice:" + ARGON2_SECRET + " bob:" + scram + ":superuser";
        try (PasswordService service = open(new FakeProfile(false), "users", users)) {
            assertThat(service.store().find("alice").verifiers()).containsEntry("argon2", ARGON2_SECRET);
            assertThat(service.store().find("alice").superuser()).isFalse();
            assertThat(service.store().find("bob").verifiers()).containsEntry("scram-sha-256", scram);
            assertThat(service.store().find("bob").superuser()).isTrue();
            service.store().setPassword("alice", "changed".toCharArray());
        }
        try (PasswordService service = open(new FakeProfile(false), "users", users)) {
            assertThat(service.store().find("alice").verifiers().get("argon2"))
                    .as("a user that is there stays as it is")
                    .isNotEqualTo(ARGON2_SECRET);
        }
    }

    @Test
    void aClearPasswordInTheConfigurationIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> Configurations.settings("users", "alice:hunter2"))
                .isInstanceOfSatisfying(SqlFailure.class, f -> {
                    assertThat(f.sqlState()).isEqualTo("F0000");
                    assertThat(f.getMessage()).contains("alice").doesNotContain("hunter2");
                });
        assertThatThrownBy(() -> Configurations.settings("users", "hunter2")).hasMessageNotContaining("hunter2");
        assertThatThrownBy(() ->
                        Configurations.settings("users", "alice:" + ARGON2_SECRET.replace("m=7168", "m=99999999")))
                .as("a verifier that would take 95 GiB")
                .isInstanceOf(SqlFailure.class);
    }

    @Test
    void aBadValueIsRefusedWithItsKeyAndRange() {
        refused("argon2.memory = 7167 is not possible; allowed is 7168 to 1048576 KiB", "argon2.memory", "7167");
        refused("argon2.memory is not a whole number; allowed is 7168 to 1048576 KiB", "argon2.memory", "19 MiB");
        refused("scram.iterations = 4095 is not possible; allowed is 4096 to 1000000", "scram.iterations", "4095");
        refused("login.threads = 65 is not possible; allowed is 1 to 64", "login.threads", "65");
        refused(
                "mechanisms = bcrypt is not possible; allowed are argon2, scram-sha-256, caching_sha2_password, srp256,"
                        + " srp, mysql_native_password, md5",
                "mechanisms",
                "argon2,bcrypt");
        refused(
                "mechanisms =  is not possible; allowed are argon2, scram-sha-256, caching_sha2_password, srp256,"
                        + " srp, mysql_native_password, md5",
                "mechanisms",
                " ");
    }

    private static void refused(String message, String key, String value) {
        assertThatThrownBy(() -> Configurations.settings(key, value)).hasMessage(message);
    }

    @Test
    void theStoreNeedsAPlace() {
        assertThatThrownBy(() -> PasswordService.open(
                        Configurations.settings(), null, new FakeProfile(false), () -> null, () -> null))
                .hasMessageContaining("polywire.home");
    }
}
