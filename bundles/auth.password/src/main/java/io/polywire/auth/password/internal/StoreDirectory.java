package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where the store lives, readable by the server's own account only. */
final class StoreDirectory {
    private StoreDirectory() {}

    /**
     * The directory of the store.
     *
     * @param configured key {@code directory}; relative to the home
     * @param home of the server, or null
     * @throws SqlFailure of kind CONFIGURATION if neither says where
     */
    static Path of(String configured, String home) {
        String directory = configured.isEmpty() ? "data/users" : configured;
        if (home == null && !Path.of(directory).isAbsolute()) {
            throw SqlFailure.of(
                    FailureKind.CONFIGURATION,
                    "the user store has no place: neither polywire.home nor directory in"
                            + " config/io.polywire.auth.password.cfg is set");
        }
        return home == null ? Path.of(directory) : Path.of(home).resolve(directory);
    }

    /** Makes directory (0700) and file (0600) where they are missing, and takes the rights of others away. */
    static Path file(Path directory, String name) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(directory)) {
            if (directory.getParent() != null) {
                Files.createDirectories(directory.getParent());
            }
            if (posix) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(directory);
            }
        }
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            try {
                if (posix) {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                } else {
                    Files.createFile(file);
                }
            } catch (FileAlreadyExistsException e) {
                // another process was first; it used the same rights
                return file;
            }
        } else if (posix
                && !PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .endsWith("------")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }
}
