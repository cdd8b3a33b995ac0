package io.polywire.itests.r2db2.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R18: texts that are none, names that lead elsewhere")
class EncodingIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static byte[] around(String before, byte[] middle, String after) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(before.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.writeBytes(middle);
        out.writeBytes(after.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    @Test
    @DisplayName("invalid UTF-8 in a statement is an error, and the connection lives")
    void statement() throws IOException {
        byte[][] invalid = {
            {(byte) 0x80},
            {(byte) 0xc0, (byte) 0xaf},
            {(byte) 0xe2, (byte) 0x82},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xff}
        };
        try (DesignClient client = DesignClient.ready(SHARED.port())) {
            for (byte[] bytes : invalid) {
                client.send('Q', around("select '", bytes, "'\0"));
                assertThat(client.expectError()).contains("not valid UTF-8");
                assertThat(client.query("select 1").rows()).containsExactly(List.of("1"));
            }
            client.send('Q', around("select '", new byte[] {0}, "'\0"));
            assertThat(client.expectError()).contains("NUL byte");
            assertThat(client.query("select 1").rows()).containsExactly(List.of("1"));
        }
    }

    @Test
    @DisplayName("invalid UTF-8 in the start-up ends it")
    void startUp() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.send('S', around("us", new byte[] {(byte) 0xff}, "er\0pw\0"));
            assertThat(client.expectError()).contains("not valid UTF-8");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../main",
                "../users/users",
                "..",
                ".",
                "/etc/passwd",
                "main.db",
                "main/",
                "main\\",
                "%2e%2e/main",
                "MAIN ",
                "con:",
                "m\u0000ain",
                "file:main?mode=memory",
                ":memory:"
            })
    @DisplayName("a database name that leads out of the directory is no database, with the names as hint")
    void databaseName(String name) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("", "", "errors", "fields", "database", name);
            Frame error = client.expect('E');
            assertThat(error.words()).contains("does not exist", "3D000").doesNotContain(".java", "/data/");
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("a long database name, and one that does not exist: the hint names what there is")
    void unknownDatabase() throws IOException {
        for (String name : new String[] {"x".repeat(10_000), "nowhere"}) {
            try (DesignClient client = new DesignClient(SHARED.port())) {
                client.startUp("", "", "errors", "fields", "database", name);
                Frame error = client.expect('E');
                assertThat(error.words()).contains("3D000", "main");
                assertThat(error.payload().length).isLessThan(65_536);
                client.expectEnd();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "\"../x\"", "\"a/b\"", "\"\"", "\".hidden\""})
    @DisplayName("CREATE DATABASE makes no file elsewhere")
    void createDatabase(String name) throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port())) {
            assertThat(client.query("create database " + name).error()).isNotNull();
        }
        assertThat(SHARED.server().home().root().resolve("data")).isDirectoryNotContaining("glob:**x*.db");
    }
}
