package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.storage.Database;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log as a killed server leaves it, whole and damaged. */
class LogInspectionTest {
    private static final int COMMITS = 60;
    private static final int FRAME = 24 + 4096;

    @TempDir
    Path directory;

    private Path left;
    private Path log;
    private long frames;

    @BeforeEach
    void leave() throws IOException {
        Path used = Files.createDirectory(directory.resolve("used"));
        left = Files.createDirectory(directory.resolve("left"));
        log = left.resolve("main.db-wal");
        SqliteStorage storage = new SqliteStorage(Fixture.settings(used));
        try {
            Database main = storage.database("main");
            run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
            for (int i = 1; i <= COMMITS; i++) {
                run(main, "INSERT INTO t VALUES(" + i + ", hex(randomblob(600)))");
            }
            Files.copy(used.resolve("main.db"), left.resolve("main.db"));
            Files.copy(used.resolve("main.db-wal"), log);
        } finally {
            storage.close();
        }
        Files.copy(log, directory.resolve("whole"));
        frames = (Files.size(log) - 32) / FRAME;
    }

    private void restore() throws IOException {
        Files.copy(directory.resolve("whole"), log, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(long at, byte[] bytes) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(log.toFile(), "rw")) {
            f.seek(at);
            f.write(bytes);
        }
    }

    @Test
    void whatAKillLeavesIsWhole() throws IOException {
        assertThat(LogInspection.lost(log)).isNull();
        assertThat(LogInspection.lost(left.resolve("none"))).isNull();
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            // the last transaction was being written
            restore();
            try (RandomAccessFile f = new RandomAccessFile(log.toFile(), "rw")) {
                f.setLength(random.nextInt((int) f.length()));
            }
            assertThat(LogInspection.lost(log)).isNull();
        }
        restore();
        byte[] tail = new byte[3 * FRAME];
        random.nextBytes(tail);
        write(Files.size(log), tail);
        assertThat(LogInspection.lost(log)).isNull();
    }

    @Test
    void damageBeforeCommitsIsTold() throws IOException {
        Random random = new Random(2);
        for (long frame = 0; frame < frames - 5; frame += 7) {
            restore();
            byte[] junk = new byte[8];
            random.nextBytes(junk);
            write(32 + frame * FRAME + random.nextInt(FRAME - 8), junk);
            assertThat(LogInspection.lost(log)).contains("numbered " + (frame + 1) + " is damaged");
        }
        restore();
        write(20, new byte[] {1, 2, 3});
        assertThat(LogInspection.lost(log)).contains("header");
    }

    @Test
    void theDatabaseServesWhatComesBefore() throws IOException {
        write(32 + frames / 2 * FRAME + 1000, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        SqliteStorage storage = new SqliteStorage(Fixture.settings(left));
        try {
            Database main = storage.database("main");
            long rows = (long) run(main, "SELECT count(*) FROM t").only();
            assertThat(rows).isBetween(1L, COMMITS - 1L);
            assertThat(run(main, "SELECT max(k) FROM t").only()).isEqualTo(rows);
            assertThat(run(main, "PRAGMA integrity_check").only()).isEqualTo("ok");
            run(main, "INSERT INTO t VALUES(" + (rows + 1) + ", 'again')");
        } finally {
            storage.close();
        }
        assertThat(LogInspection.lost(log)).isNull();
    }
}
