package io.polywire.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A home: what one server is configured with and what it keeps.
 *
 * <pre>
 *   config/  .cfg files, one for each part; written once, from the shipped ones, then the operator's
 *   deploy/  bundles that were added while the server runs or between runs
 *   data/    databases and users; cache/, cm/, run/ and tmp/ in it are made anew
 *   logs/
 * </pre>
 */
final class Home {
    private final Path root;
    /** Kept from the garbage collector, which would close it. */
    private FileChannel held;

    Home(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path config() {
        return root.resolve("config");
    }

    Path deploy() {
        return root.resolve("deploy");
    }

    Path data() {
        return root.resolve("data");
    }

    Path logs() {
        return root.resolve("logs");
    }

    /** Where a server that runs says how to speak to it. */
    Path control() {
        return data().resolve("run").resolve("control");
    }

    /**
     * Makes what is missing. The configuration is copied only while there is no {@code config/}: a file that was deleted
     * there is meant to be gone.
     *
     * @param shipped the distribution's configuration files
     */
    void create(Path shipped) {
        try {
            for (Path dir : List.of(deploy(), data(), logs())) {
                Files.createDirectories(dir);
            }
            if (!Files.isDirectory(config())) {
                copyConfiguration(shipped);
            }
        } catch (IOException e) {
            throw new Failure(ExitStatus.NO_HOME, "the home " + root + " cannot be made: " + explain(e), e);
        }
    }

    /** By way of another name: a start that was cut short leaves no half configuration. */
    private void copyConfiguration(Path shipped) throws IOException {
        Path part = root.resolve("config.part");
        deleteTree(part);
        Files.createDirectories(part);
        try (Stream<Path> files = Files.list(shipped)) {
            for (Path file : files.toList()) {
                Files.copy(file, part.resolve(file.getFileName()));
            }
        }
        Files.move(part, config());
    }

    /** Takes the home for this process, until it ends. */
    void lock() {
        try {
            FileChannel channel = openLock();
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String owner = read(channel);
                channel.close();
                throw new Failure(
                        ExitStatus.HOME_IN_USE,
                        "another server" + (owner.isEmpty() ? "" : " (process " + owner + ")") + " runs on the home "
                                + root + "; stop it, or name another home with --home");
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            held = channel;
        } catch (IOException e) {
            throw new Failure(ExitStatus.NO_HOME, "the home " + root + " cannot be locked: " + explain(e), e);
        }
    }

    /** Returns once no server holds the home; waits in the system, for as long as it takes. */
    void awaitFree() throws IOException {
        try (FileChannel channel = openLock()) {
            channel.lock().release();
        }
    }

    /** Whether no server holds the home. Takes it for a moment, so it is asked only where one should have answered. */
    boolean isFree() {
        try (FileChannel channel = openLock()) {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (IOException e) {
            throw new Failure(ExitStatus.NO_HOME, "the home " + root + " cannot be locked: " + explain(e), e);
        }
    }

    private FileChannel openLock() throws IOException {
        return FileChannel.open(
                data().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Empties what a server only keeps while it runs. The home is locked. */
    void clean() {
        try {
            for (String name : List.of("cache", "cm", "run", "tmp")) {
                deleteTree(data().resolve(name));
            }
            Files.createDirectories(data().resolve("tmp"));
        } catch (IOException e) {
            throw new Failure(ExitStatus.NO_HOME, "the home " + root + " cannot be written: " + explain(e), e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        bytes.flip();
        return StandardCharsets.US_ASCII.decode(bytes).toString().trim();
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            throw new IOException("something else changes it", e);
        }
    }

    static String explain(IOException e) {
        String name = e.getClass().getSimpleName();
        return switch (name) {
            case "AccessDeniedException" -> "no right to write " + e.getMessage();
            case "FileAlreadyExistsException" -> e.getMessage() + " is there and not a directory";
            default -> e.getMessage() == null ? name : e.getMessage();
        };
    }
}
