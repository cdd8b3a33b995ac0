package io.polywire.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code restore FILE DATABASE [--replace]}: makes a database of a copy. The copy is checked and copied again by SQLite
 * (so that a log beside it is not forgotten) before it gets the database's name, in one step. What was there is kept
 * beside it, under a name that no storage serves.
 */
final class Restore {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private Restore() {}

    static int run(Home home, List<String> given) {
        List<String> args = new ArrayList<>(given);
        boolean replace = args.remove("--replace");
        if (args.size() != 2) {
            throw new Failure(ExitStatus.USAGE, "usage: polywire restore FILE DATABASE [--replace]");
        }
        Path source = Path.of(args.get(0)).toAbsolutePath().normalize();
        String name = args.get(1);
        if (!Files.isRegularFile(source)) {
            throw new Failure(ExitStatus.FAILED, source + " is not a file");
        }
        Path there = SqliteFiles.of(home).get(name);
        if (there != null) {
            if (!replace) {
                throw new Failure(
                        ExitStatus.FAILED,
                        "there is a database " + name + " already; --replace puts the copy in its place");
            }
            // A server would go on with the log of what is replaced.
            home.lock();
        }
        Path target = there != null ? there : SqliteFiles.place(home, name);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            String damage = DatabaseFile.damage(source, name);
            if (damage != null) {
                throw new Failure(ExitStatus.FAILED, source + " is damaged: " + damage);
            }
            DatabaseFile.copy(source, part, name);
            damage = DatabaseFile.damage(part, name);
            if (damage != null) {
                throw new Failure(ExitStatus.FAILED, "the copy of " + source + " is damaged: " + damage);
            }
            DatabaseFile.sync(part);
            Path old = setAside(target);
            Files.move(part, target);
            System.out.println(
                    name + "  " + Files.size(target) + " bytes" + (old == null ? "" : "; what was there is " + old));
            return ExitStatus.OK;
        } catch (SQLException e) {
            throw new Failure(ExitStatus.FAILED, source + " cannot be restored: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, target + " cannot be written: " + Home.explain(e), e);
        } finally {
            Backup.removePart(part);
        }
    }

    /**
     * With the log, its index and the journal, which belong to it; also where they are all that is left of it, for SQLite
     * would take them for a part of what gets the name.
     *
     * @return null if nothing was there
     */
    private static Path setAside(Path file) throws IOException {
        Path old = file.resolveSibling(file.getFileName() + ".before-" + STAMP.format(LocalDateTime.now()));
        boolean any = false;
        for (String suffix : List.of("-wal", "-shm", "-journal", "")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.move(part, old.resolveSibling(old.getFileName() + suffix));
                any = true;
            }
        }
        return any ? old : null;
    }
}
