package io.polywire.storage.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A disk that is full and files that must not be written, in a process of its own ({@link HardTimes}): a small file
 * system in a user name space, and for root a process without root's right to pass over permissions.
 */
@EnabledOnOs(OS.LINUX)
class HardTimesTest {
    @TempDir
    Path directory;

    private void run(List<String> prefix, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(HardTimes.class.getName());
        command.addAll(List.of(arguments));
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).as(String.join(" ", prefix) + "\n" + output).isZero();
    }

    @Test
    void aFullDiskIsNamedAndNothingIsLost() throws Exception {
        // sh takes what follows the script as $0, $1...
        run(
                List.of(
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=600k none \"$0\" && exec \"$@\"",
                        directory.toString()),
                "full",
                directory.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "delete, r--r--r--, rwxr-xr-x",
        "delete, rw-r--r--, r-xr-xr-x",
        "delete, r--r--r--, r-xr-xr-x",
        "wal, r--r--r--, rwxr-xr-x",
        "wal, rw-r--r--, r-xr-xr-x",
        "wal, r--r--r--, r-xr-xr-x",
    })
    void whatMustNotBeWrittenIsRead(String mode, String file, String folder) throws Exception {
        Path databases = Files.createDirectory(directory.resolve("databases"));
        Path path = databases.resolve("ro.db");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement s = c.createStatement()) {
            s.execute("PRAGMA journal_mode=" + mode);
            s.execute("CREATE TABLE t(x)");
            s.execute("INSERT INTO t VALUES(42)");
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(file));
        Files.setPosixFilePermissions(databases, PosixFilePermissions.fromString(folder));
        try {
            boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
            run(
                    root
                            ? List.of(
                                    "setpriv",
                                    "--bounding-set=-dac_override,-dac_read_search",
                                    "--inh-caps=-dac_override,-dac_read_search")
                            : List.of(),
                    "readonly",
                    databases.toString());
        } finally {
            Files.setPosixFilePermissions(databases, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
