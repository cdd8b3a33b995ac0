package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes databases, renames and drops them. Blocks on the disk. */
final class Creation {
    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

    /** How long a drop waits for connections that nobody uses to close. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String[] BESIDE = {"-wal", "-shm", "-journal"};

    private final SqliteStorage storage;
    /** Names that somebody is making or taking away at the moment. */
    private final Set<String> changing = ConcurrentHashMap.newKeySet();

    Creation(SqliteStorage storage) {
        this.storage = storage;
    }

    void makeDirectory() {
        try {
            Files.createDirectories(storage.files().directory());
        } catch (IOException e) {
            if (storage.settings().create().isEmpty()
                    && !storage.settings().files().isEmpty()) {
                return;
            }
            throw SqlFailure.build(
                            FailureKind.CONFIGURATION,
                            "configuration of storage.sqlite: directory = "
                                    + storage.files().directory()
                                    + " is not there and cannot be made; allowed: a directory")
                    .cause(e)
                    .build();
        }
    }

    /** At start: one that is there, in whatever state, is left alone. */
    void createMissing(String name) {
        DatabaseFiles.Listing l = storage.files().list();
        if (!l.files().containsKey(name) && !l.problems().containsKey(name)) {
            create(name, Map.of());
        }
    }

    void create(String name, Map<String, String> options) {
        requireName(name);
        for (String option : options.keySet()) {
            throw SqlFailure.unsupported("option " + option + " of CREATE DATABASE");
        }
        alone(name, () -> make(name));
    }

    private static void requireName(String name) {
        if (!DatabaseName.isValid(name)) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "a database cannot have this name; allowed: " + DatabaseName.RULE)
                    .sqlState("42602")
                    .build();
        }
    }

    /** Keeps others from making, renaming or dropping the same at the same time; they are told so at once. */
    private void alone(String name, Runnable change) {
        if (!changing.add(name)) {
            throw inUse(name);
        }
        try {
            change.run();
        } finally {
            changing.remove(name);
        }
    }

    private void make(String name) {
        DatabaseFiles.Listing l = storage.files().list();
        if (l.files().containsKey(name) || l.problems().containsKey(name)) {
            throw duplicate(name);
        }
        Path path = storage.files().place(name);
        try {
            Files.createDirectories(path.getParent());
            // What a database of this name may have left behind must never be taken for a part of the new one.
            for (String suffix : BESIDE) {
                Files.deleteIfExists(path.resolveSibling(path.getFileName() + suffix));
            }
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            throw duplicate(name);
        } catch (IOException e) {
            throw io("the file of the database cannot be made", e);
        }
        try {
            storage.database(name);
            sync(path.getParent());
        } catch (RuntimeException e) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException x) {
                e.addSuppressed(x);
            }
            throw e;
        }
    }

    private static SqlFailure duplicate(String name) {
        return SqlFailure.of(FailureKind.DUPLICATE_DATABASE, "database \"" + name + "\" already exists");
    }

    void drop(String name) {
        alone(name, () -> takeAway(name, "dropping", this::delete));
    }

    void rename(String name, String newName) {
        requireName(newName);
        alone(name, () -> alone(newName, () -> takeAway(name, "renaming", file -> move(file, newName))));
    }

    /** Has nobody use a database any more and does something to its file. */
    private void takeAway(String name, String doing, Consumer<DatabaseFile> change) {
        DatabaseFile file = DatabaseName.isValid(name) ? storage.files().find(name) : null;
        if (file == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_DATABASE, "database \"" + name + "\" does not exist");
        }
        if (file.configured()) {
            throw SqlFailure.unsupported(doing + " a database whose file is named in the configuration");
        }
        if (storage.settings().readsOnly(name)) {
            throw SqlFailure.of(FailureKind.READ_ONLY, "database \"" + name + "\" is read-only");
        }
        SqliteDatabase d = storage.handle(name);
        if (d == null) {
            change.accept(file);
            return;
        }
        Engine e = d.engine();
        if (e != null && !e.isIdle()) {
            throw inUse(name);
        }
        d.dropped(true);
        e = d.close();
        if (e != null && !ended(e)) {
            // Somebody was faster.
            d.dropped(false);
            throw inUse(name);
        }
        try {
            change.accept(file);
        } catch (SqlFailure f) {
            d.dropped(false);
            throw f;
        }
        storage.forget(d);
    }

    /**
     * What SQLite keeps beside a file is named after it: while there is any (another program has it open, or it was not
     * closed in good order and nobody has read it since) the file's name is left alone.
     */
    private void move(DatabaseFile file, String newName) {
        DatabaseFiles.Listing l = storage.files().list();
        if (l.files().containsKey(newName) || l.problems().containsKey(newName)) {
            throw duplicate(newName);
        }
        if (storage.files().isElsewhere(file.name()) || storage.files().isElsewhere(newName)) {
            throw SqlFailure.unsupported(
                    "renaming a database whose place is named in the configuration, or to such a name,");
        }
        String old = file.path().getFileName().toString();
        Path target = file.path().resolveSibling(newName + old.substring(old.lastIndexOf('.')));
        try {
            for (String suffix : BESIDE) {
                Path beside = file.beside(suffix);
                if (Files.exists(beside) && Files.size(beside) > 0) {
                    throw SqlFailure.build(
                                    FailureKind.OBJECT_IN_USE,
                                    "database \"" + file.name() + "\" is being accessed by other programs")
                            .build();
                }
            }
            for (String suffix : BESIDE) {
                Files.deleteIfExists(target.resolveSibling(target.getFileName() + suffix));
            }
            Files.move(file.path(), target);
            sync(target.getParent());
        } catch (FileAlreadyExistsException e) {
            throw duplicate(newName);
        } catch (IOException e) {
            throw io("the file of the database cannot be renamed", e);
        }
    }

    private static boolean ended(Engine e) {
        try {
            return e.awaitEnded(CLOSE_NANOS);
        } catch (InterruptedException x) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static SqlFailure inUse(String name) {
        return SqlFailure.of(FailureKind.OBJECT_IN_USE, "database \"" + name + "\" is being accessed by other users");
    }

    /** The database is gone with the renaming; a crash after it leaves nothing that looks like one. */
    private void delete(DatabaseFile file) {
        Path gone = file.path().resolveSibling("." + file.path().getFileName() + ".dropped");
        try {
            Files.move(file.path(), gone, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            for (String suffix : BESIDE) {
                Files.deleteIfExists(file.beside(suffix));
            }
            Files.delete(gone);
            sync(file.path().getParent());
        } catch (IOException e) {
            throw io("the files of the database cannot be deleted", e);
        }
    }

    /** Makes new and deleted names of a directory durable, where that can be asked for. */
    private static void sync(Path directory) {
        try (FileChannel c = FileChannel.open(directory, StandardOpenOption.READ)) {
            c.force(true);
        } catch (IOException e) {
            LOG.debug("The directory of databases cannot be synced", e);
        }
    }

    private static SqlFailure io(String message, IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        return SqlFailure.build(full ? FailureKind.DISK_FULL : FailureKind.IO, full ? "the disk is full" : message)
                .cause(e)
                .build();
    }
}
