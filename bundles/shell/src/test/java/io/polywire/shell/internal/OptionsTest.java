package io.polywire.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.shell.internal.format.Format;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static Options parse(String... arguments) throws Options.UsageException {
        return Options.parse(List.of(arguments), Map.of());
    }

    @Test
    void readsAllForms() throws Exception {
        Options options = parse(
                "--host",
                "h",
                "--port=5",
                "-u",
                "ann",
                "--format",
                "csv",
                "--timing",
                "-c",
                "SELECT 1",
                "-f",
                "x.sql",
                "shop");
        assertThat(options.host()).isEqualTo("h");
        assertThat(options.port()).isEqualTo(5);
        assertThat(options.user()).isEqualTo("ann");
        assertThat(options.format()).isEqualTo(Format.CSV);
        assertThat(options.timing()).isTrue();
        assertThat(options.database()).isEqualTo("shop");
        assertThat(options.work())
                .containsExactly(new Options.Work(false, "SELECT 1"), new Options.Work(true, "x.sql"));
    }

    @Test
    void theOffsetMovesTheDefaultPortOnly() throws Exception {
        Map<String, String> environment = Map.of("POLYWIRE_PORT_OFFSET", "1000");
        assertThat(Options.parse(List.of(), environment).port()).isEqualTo(3345);
        assertThat(Options.parse(List.of("--port", "7"), environment).port()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nope|no option --nope",
                "--host|needs a value",
                "--port x|whole number",
                "--port 0|1 to 65535",
                "--tls yes|off, require, verify-full",
                "--format xml|table, csv, json",
                "--timing=1|takes no value",
                "a b|nothing to do with \"b\""
            })
    void whatIsWrongIsTold(String line, String expected) {
        assertThatThrownBy(() -> parse(line.split(" "))).hasMessageContaining(expected);
    }

    @Test
    void theUsageNamesEveryOption() {
        for (String option : List.of(
                "--host",
                "--port",
                "--database",
                "--user",
                "--password",
                "--password-file",
                "--tls",
                "--tls-root-cert",
                "--compression",
                "--dialect",
                "--command",
                "--file",
                "--format",
                "--null",
                "--timing",
                "--help")) {
            assertThat(Options.usage()).contains(option);
        }
    }

    @Test
    void outcomes() {
        assertThat(Words.outcome("insert into t values (1)", 2)).isEqualTo("INSERT 2");
        assertThat(Words.outcome("create table t (a)", 0)).isEqualTo("CREATE");
        assertThat(Words.outcome("delete from t", 0)).isEqualTo("DELETE 0");
        assertThat(Words.outcome("", 0)).isEqualTo("OK");
    }

    @Test
    void progress() {
        assertThat(Progress.line(0, 2)).isEqualTo("running, 2 s (Ctrl-C cancels)");
        assertThat(Progress.line(1_234_567, 9)).startsWith("1,234,567 rows, 9 s");
    }
}
