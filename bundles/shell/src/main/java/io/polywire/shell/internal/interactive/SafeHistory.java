package io.polywire.shell.internal.interactive;

import io.polywire.shell.internal.Words;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** The lines that were typed, without those that may hold a secret. */
final class SafeHistory extends DefaultHistory {
    @Override
    public void add(Instant time, String line) {
        if (!Words.secret(line)) {
            super.add(time, line);
        }
    }

    /** Makes sure that the file is there and only its owner may read it. */
    static void prepare(Path file) throws IOException {
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        try {
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            if (posix) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }
}
