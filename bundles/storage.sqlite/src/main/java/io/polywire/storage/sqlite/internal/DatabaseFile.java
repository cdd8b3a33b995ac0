package io.polywire.storage.sqlite.internal;

import java.nio.file.Path;

/**
 * A database's file.
 *
 * @param name name of the database
 * @param path where it lies
 * @param key what tells this file from one that takes its place later; may be null
 * @param configured whether it was named one by one rather than found in the directory
 */
record DatabaseFile(String name, Path path, Object key, boolean configured) {
    /** A file that SQLite keeps beside it. */
    Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }
}
