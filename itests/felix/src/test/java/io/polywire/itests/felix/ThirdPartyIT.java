package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A protocol, a storage and a method of authentication that were written against the api alone. */
class ThirdPartyIT {
    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension();

    @BeforeAll
    static void install() throws Exception {
        POLYWIRE.configure(
                "io.polywire.net-lines", "protocol = lines", "port = 0", "auth = example", "database = numbers");
        for (String name : List.of("protocol", "storage", "auth")) {
            POLYWIRE.deploy(PolywireExtension.example(name), name + ".jar");
        }
        POLYWIRE.awaitUp("listener", "lines");
        Awaitility.await("all three are there")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stream.of(POLYWIRE.framework().getBundles())
                                .filter(b -> String.valueOf(b.getSymbolicName()).startsWith("org.example"))
                                .filter(b -> b.getState() == org.osgi.framework.Bundle.ACTIVE)
                                .count()
                        == 3);
    }

    @Test
    void workTogether() throws Exception {
        List<String> expected = Stream.concat(
                        IntStream.rangeClosed(1, 10).mapToObj(Integer::toString), Stream.of("OK SELECT 10"))
                .toList();
        try (Lines lines = new Lines(POLYWIRE.port("lines"))) {
            lines.send("anna lenor");
            assertThat(lines.line()).startsWith("BYE");
        }
        // its user has no rights, and nobody can tell what a statement does that is the storage's own
        try (Lines lines = loggedIn()) {
            assertThat(lines.ask("select n from numbers"))
                    .containsExactly("ERROR 42501 permission denied for database \"numbers\"");
        }
        POLYWIRE.configure("io.polywire.router", "profile = development", "allow = unanalysed-statements");
        Awaitility.await("the storage's own statements are allowed")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(IOException.class) // listeners may close their connections meanwhile
                .untilAsserted(() -> {
                    try (Lines lines = loggedIn()) {
                        assertThat(lines.ask("select n from numbers")).isEqualTo(expected);
                    }
                });
        try (Lines lines = loggedIn()) {
            assertThat(lines.ask("delete from numbers")).last().asString().startsWith("ERROR 0A000");
        }
    }

    private static Lines loggedIn() throws IOException {
        Lines lines = new Lines(POLYWIRE.port("lines"));
        lines.send("lenor ronel");
        assertThat(lines.line()).isEqualTo("READY");
        return lines;
    }

    @Test
    @DisplayName("W21, W23: a storage of somebody else serves all wires")
    void theStorageServesOtherWires() throws Exception {
        try (Connection connection = Jdbc.open(POLYWIRE.port("r2db2"), "numbers")) {
            assertThat(Jdbc.value(connection, "select n from numbers")).isEqualTo("1");
        }
    }
}
