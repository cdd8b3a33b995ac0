package io.polywire.shell.internal.interactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jline.reader.EOFError;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "\\d t",
                "\\q",
                "SELECT 1;",
                "SELECT 1; SELECT 2;",
                "-- comment",
                "SELECT ';';",
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN DELETE FROM u; END;"
            })
    void complete(String line) {
        assertThat(SqlParser.complete(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1; SELECT 2",
                "SELECT ';",
                "/* a;",
                "SELECT 1 -- ;",
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN DELETE FROM u;"
            })
    void incomplete(String line) {
        assertThatThrownBy(() -> new SqlParser().parse(line, line.length(), ParseContext.ACCEPT_LINE))
                .isInstanceOf(EOFError.class);
    }

    @Test
    void findsTheWordAtTheCursor() {
        ParsedLine line = new SqlParser().parse("SELECT nam FROM t", 9, ParseContext.COMPLETE);
        assertThat(line.word()).isEqualTo("nam");
        assertThat(line.wordCursor()).isEqualTo(2);
    }

    @Test
    void completesKeywordsInTheCaseThatIsTyped() {
        SqlCompleter completer = new SqlCompleter(() -> {
            throw new IllegalStateException("not asked for names");
        });
        assertThat(completer.candidates("\\f", true)).containsExactly("\\format");
        assertThat(completer.candidates("\\", true)).hasSize(Commands.NAMES.size());
    }

    @Test
    void theHistoryIsPrivateAndKeepsNoSecrets(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("history");
        SafeHistory.prepare(file);
        SafeHistory.prepare(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        SafeHistory history = new SafeHistory();
        try (var in = new java.io.ByteArrayInputStream(new byte[0]);
                var terminal = new DumbTerminal(in, new java.io.ByteArrayOutputStream())) {
            var reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .history(history)
                    .build();
            reader.setVariable(org.jline.reader.LineReader.HISTORY_FILE, file);
            history.attach(reader);
            history.add(Instant.now(), "SELECT 1;");
            history.add(Instant.now(), "ALTER USER ann SET Password 's3cret';");
            history.add(Instant.now(), "CREATE USER bob IDENTIFIED BY 's3cret';");
            history.save();
        }
        assertThat(Files.readString(file)).contains("SELECT 1;").doesNotContain("s3cret");
    }
}
