package io.polywire.itests.postgresql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PrivatePostgres;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Scripts against the real server. */
@EnabledIfSystemProperty(named = "polywire.test.length", matches = "long")
class WireScriptTest {
    @Test
    void sendsWhatIsWrittenAndShowsWhatComes() throws Exception {
        Assumptions.assumeTrue(PrivatePostgres.isInstalled(), "PostgreSQL 15 is not installed");
        WireScript script = new WireScript(List.of(
                "# parameters as text and null, in one batch",
                "> P s:\"\" s:\"SELECT $1::text, $2::int\" h:0",
                "> D b:83 s:\"\"",
                "> B s:\"\" s:\"\" h:0 h:2 v:\"a\\\"b\" v:null h:0",
                "> E s:\"\" i:0",
                "> S",
                "await Z",
                "> Q s:\"SELECT 1/0\"",
                "await Z"));
        try (PrivatePostgres postgres = PrivatePostgres.start();
                PgClient client = PgClient.ready(postgres.port(), "test", null, "postgres")) {
            assertThat(script.play(client))
                    .containsExactly(
                            "1",
                            "t [25, 23]",
                            "T text 25 -1 -1 0 int4 23 4 -1 0",
                            "2",
                            "D 612262 null",
                            "C SELECT 1",
                            "Z I",
                            "E {C=22012, M=division by zero, S=ERROR, V=ERROR}",
                            "Z I");
        }
    }
}
