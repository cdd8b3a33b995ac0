package io.polywire.storage.sqlite.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The temporary files that SQLite has open in this process. It deletes them when it opens them, so they are found among
 * the process's descriptors; nothing is opened for that.
 */
final class TemporaryFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private TemporaryFiles() {}

    /** Their size in all; 0 where the system does not show it. */
    static long bytes() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        long sum = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path fd : all) {
                sum += size(fd);
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // What has been seen so far counts; the next look is soon.
            return sum;
        }
        return sum;
    }

    private static long size(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString().contains("/etilqs_") ? Files.size(fd) : 0;
        } catch (IOException closedMeanwhile) {
            return 0;
        }
    }
}
