package io.polywire.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * {@code backup DATABASE FILE}: a copy of a database as it is at one moment, whether a server runs or not and while it
 * writes. SQLite's own backup under one read transaction, so that what is written meanwhile neither shows nor has it begin
 * anew; the copy is checked before it gets its name.
 */
final class Backup {

    private Backup() {}

    static int run(Home home, List<String> args) {
        if (args.size() != 2) {
            throw new Failure(ExitStatus.USAGE, "usage: polywire backup DATABASE FILE");
        }
        Path source = find(home, args.get(0));
        Path target = Path.of(args.get(1)).toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new Failure(ExitStatus.FAILED, target + " is there already and is not overwritten");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            DatabaseFile.copy(source, part, args.get(0));
            String damage = DatabaseFile.damage(part, args.get(0));
            if (damage != null) {
                throw new SQLException("the copy is damaged, and so is what it was made of: " + damage);
            }
            DatabaseFile.sync(part);
            Files.move(part, target);
            System.out.println(target + "  " + Files.size(target) + " bytes");
            return ExitStatus.OK;
        } catch (SQLException e) {
            throw new Failure(ExitStatus.FAILED, args.get(0) + " cannot be copied: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, target + " cannot be written: " + Home.explain(e), e);
        } finally {
            removePart(part);
        }
    }

    static Path find(Home home, String database) {
        Map<String, Path> files = SqliteFiles.of(home);
        Path file = files.get(database);
        if (file == null) {
            throw new Failure(
                    ExitStatus.FAILED,
                    "the home " + home.root() + " has no database " + database
                            + (files.isEmpty() ? "" : "; it has " + String.join(", ", files.keySet())));
        }
        return file;
    }

    static void removePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.err.println("polywire: " + part + " is left over: " + Home.explain(e));
        }
    }
}
