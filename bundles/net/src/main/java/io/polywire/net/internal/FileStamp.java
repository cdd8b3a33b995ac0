package io.polywire.net.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** How a file looked: by time, length and identity, so that a renamed-in file is seen too. */
record FileStamp(Path file, String look) {
    static FileStamp of(Path file) {
        try {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(file, a.lastModifiedTime() + "/" + a.size() + "/" + a.fileKey());
        } catch (IOException e) {
            // a state of its own: it changes again when the file is back
            return new FileStamp(file, "unreadable: " + e.getClass().getSimpleName());
        }
    }
}
