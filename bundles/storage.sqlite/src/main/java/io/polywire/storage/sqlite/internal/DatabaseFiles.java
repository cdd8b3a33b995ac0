package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files are databases. The directory is read again when it has changed; the file system is asked and never a file
 * opened (see {@link LogIndex}).
 */
final class DatabaseFiles {
    /** Suffix of files that are made here. */
    static final String OWN_SUFFIX = ".db";

    private static final String[] SUFFIXES = {OWN_SUFFIX, ".sqlite", ".sqlite3"};
    /** A directory that changed so shortly before it was read may have changed again with the same time stamp. */
    private static final long RACY_MILLIS = 1000;

    private final Path directory;
    private final Map<String, Path> configured;
    private volatile Listing listing;

    /**
     * What was found.
     *
     * @param files by name
     * @param problems names that are not served, and why, for a person
     * @param changed time stamp of the directory, or null if there is none
     * @param reliable whether an equal time stamp means that nothing has changed
     */
    record Listing(Map<String, DatabaseFile> files, Map<String, String> problems, FileTime changed, boolean reliable) {}

    DatabaseFiles(Path directory, Map<String, Path> configured) {
        this.directory = directory;
        this.configured = configured;
    }

    Path directory() {
        return directory;
    }

    /** What is there now. */
    Listing list() {
        FileTime changed = changed(directory);
        Listing l = listing;
        if (l == null || !l.reliable || !java.util.Objects.equals(changed, l.changed) || !configured.isEmpty()) {
            l = read(changed);
            listing = l;
        }
        return l;
    }

    /**
     * The file of a database, as it is now.
     *
     * @return null if there is none
     * @throws SqlFailure if the name is not served
     */
    DatabaseFile find(String name) {
        if (!DatabaseName.isValid(name)) {
            return null;
        }
        Listing l = list();
        String problem = l.problems.get(name);
        if (problem != null) {
            throw SqlFailure.of(FailureKind.CONFIGURATION, "database \"" + name + "\" is not served: " + problem);
        }
        DatabaseFile f = l.files.get(name);
        if (f == null) {
            return null;
        }
        try {
            BasicFileAttributes a = Files.readAttributes(f.path(), BasicFileAttributes.class);
            return new DatabaseFile(name, f.path(), a.fileKey(), f.configured());
        } catch (IOException e) {
            listing = null;
            return null;
        }
    }

    private Listing read(FileTime changed) {
        Map<String, DatabaseFile> files = new TreeMap<>();
        Map<String, String> problems = new TreeMap<>();
        for (Map.Entry<String, Path> e : configured.entrySet()) {
            try {
                put(files, problems, e.getKey(), e.getValue().toRealPath(), true);
            } catch (IOException x) {
                problems.put(e.getKey(), "its file " + e.getValue().getFileName() + " is not there");
            }
        }
        if (changed != null) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                Path real = directory.toRealPath();
                for (Path p : stream) {
                    found(files, problems, real, p);
                }
            } catch (IOException e) {
                throw SqlFailure.build(FailureKind.IO, "the directory of databases cannot be read")
                        .cause(e)
                        .build();
            }
        }
        boolean reliable = changed == null || System.currentTimeMillis() - changed.toMillis() > RACY_MILLIS;
        return new Listing(
                Collections.unmodifiableMap(files), Collections.unmodifiableMap(problems), changed, reliable);
    }

    private static void found(Map<String, DatabaseFile> files, Map<String, String> problems, Path real, Path p)
            throws IOException {
        String name = stem(p.getFileName().toString());
        if (name == null || !DatabaseName.isValid(name)) {
            return;
        }
        Path target;
        try {
            target = p.toRealPath();
        } catch (NoSuchFileException e) {
            // Gone meanwhile, or a link to nothing.
            return;
        }
        if (!Files.isRegularFile(target)) {
            return;
        }
        if (!target.getParent().equals(real)) {
            problems.put(name, "the link " + p.getFileName() + " leads out of the directory");
            return;
        }
        put(files, problems, name, target, false);
    }

    private static void put(
            Map<String, DatabaseFile> files, Map<String, String> problems, String name, Path path, boolean configured) {
        DatabaseFile other = files.remove(name);
        String problem = problems.get(name);
        if (other != null) {
            String first = other.path().getFileName().toString();
            String second = path.getFileName().toString();
            boolean ordered = first.compareTo(second) <= 0;
            problems.put(
                    name,
                    "two files have its name, " + (ordered ? first : second) + " and " + (ordered ? second : first));
        } else if (problem != null) {
            problems.put(name, problem + ", " + path.getFileName());
        } else {
            files.put(name, new DatabaseFile(name, path, null, configured));
        }
    }

    private static String stem(String fileName) {
        for (String suffix : SUFFIXES) {
            if (fileName.endsWith(suffix)) {
                return fileName.substring(0, fileName.length() - suffix.length());
            }
        }
        return null;
    }

    private static FileTime changed(Path directory) {
        try {
            BasicFileAttributes a = Files.readAttributes(directory, BasicFileAttributes.class);
            return a.isDirectory() ? a.lastModifiedTime() : null;
        } catch (IOException e) {
            return null;
        }
    }
}
