package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files are databases. The directory is read again when it has changed; the file system is asked and never a file
 * opened (see {@link LogIndex}).
 */
final class DatabaseFiles {
    /** Suffix of files that are made here. */
    static final String OWN_SUFFIX = ".db";

    /** Files of which all are not looked at again for the sake of one. */
    private static final int MANY = 100;

    private static final String[] SUFFIXES = {OWN_SUFFIX, ".sqlite", ".sqlite3"};
    /** A directory that changed so shortly before it was read may have changed again with the same time stamp. */
    private static final long RACY_MILLIS = 1000;

    /** The time stamp of a folder that is not there. */
    private static final FileTime ABSENT = FileTime.fromMillis(Long.MIN_VALUE);

    private final Path directory;
    private final Map<String, Path> configured;
    private final List<Place> places;
    private volatile Listing listing;

    /**
     * What was found.
     *
     * @param files by name
     * @param problems names that are not served, and why, for a person
     * @param changed time stamps of the directory and of the folders of the places
     * @param reliable whether an equal time stamp means that nothing has changed
     */
    record Listing(
            Map<String, DatabaseFile> files, Map<String, String> problems, List<FileTime> changed, boolean reliable) {}

    DatabaseFiles(Path directory, Map<String, Path> configured, List<Place> places) {
        this.directory = directory;
        this.configured = configured;
        this.places = places;
    }

    /** Where the file of a new database of this name is made. */
    Path place(String name) {
        Path elsewhere = elsewhere(name);
        return elsewhere == null ? directory.resolve(name + OWN_SUFFIX) : elsewhere;
    }

    /** Whether databases of this name have a place of their own. */
    boolean isElsewhere(String name) {
        return elsewhere(name) != null;
    }

    /** The file of a database at a place of its own, or null if it has none: a single name goes before a pattern. */
    private Path elsewhere(String name) {
        Path found = null;
        for (Place place : places) {
            Path file = place.file(name);
            if (file != null && (found == null || !place.isPattern())) {
                found = file;
            }
        }
        return found;
    }

    Path directory() {
        return directory;
    }

    /** What is there now. */
    Listing list() {
        List<FileTime> changed = changed();
        Listing l = listing;
        if (!isNow(l, changed)) {
            l = read(changed);
            listing = l;
        }
        return l;
    }

    private boolean isNow(Listing l, List<FileTime> changed) {
        return l != null && l.reliable && changed.equals(l.changed) && configured.isEmpty();
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
        Listing l = listing;
        if (l != null && l.files.size() > MANY && !isNow(l, changed())) {
            l = read(name);
        } else {
            l = list();
        }
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

    private Listing read(List<FileTime> changed) {
        Map<String, DatabaseFile> files = new TreeMap<>();
        Map<String, String> problems = new TreeMap<>();
        configured.forEach((name, path) -> configured(files, problems, name, path));
        try {
            List<Path> own = entries(directory);
            Path real = own.isEmpty() ? null : directory.toRealPath();
            for (Path p : own) {
                found(files, problems, stem(p.getFileName().toString()), p, real);
            }
            for (Place place : places) {
                if (!place.isPattern()) {
                    found(files, problems, place.name(), place.path(), null);
                    continue;
                }
                List<Path> all = entries(place.path().getParent());
                real = all.isEmpty() ? null : place.path().getParent().toRealPath();
                for (Path p : all) {
                    String name = place.database(p);
                    // a file with a place of its own is not that of a pattern
                    if (name != null
                            && p.equals(elsewhere(name))
                            && places.stream().noneMatch(o -> o.path().equals(p))) {
                        found(files, problems, name, p, real);
                    }
                }
            }
        } catch (IOException e) {
            throw SqlFailure.build(FailureKind.IO, "the directory of databases cannot be read")
                    .cause(e)
                    .build();
        }
        long now = System.currentTimeMillis();
        boolean reliable = changed.stream().allMatch(c -> c.equals(ABSENT) || now - c.toMillis() > RACY_MILLIS);
        return new Listing(
                Collections.unmodifiableMap(files), Collections.unmodifiableMap(problems), changed, reliable);
    }

    /** As {@link #list}, for one name alone. */
    private Listing read(String name) {
        Map<String, DatabaseFile> files = new TreeMap<>();
        Map<String, String> problems = new TreeMap<>();
        if (configured.containsKey(name)) {
            configured(files, problems, name, configured.get(name));
        }
        try {
            for (String suffix : SUFFIXES) {
                found(files, problems, name, directory.resolve(name + suffix), null);
            }
            Path elsewhere = elsewhere(name);
            if (elsewhere != null) {
                found(files, problems, name, elsewhere, null);
            }
        } catch (IOException e) {
            throw SqlFailure.build(FailureKind.IO, "the directory of databases cannot be read")
                    .cause(e)
                    .build();
        }
        return new Listing(files, problems, List.of(), false);
    }

    private static void configured(
            Map<String, DatabaseFile> files, Map<String, String> problems, String name, Path path) {
        try {
            put(files, problems, name, path.toRealPath(), true);
        } catch (IOException x) {
            problems.put(name, "its file " + path.getFileName() + " is not there");
        }
    }

    /** What is in a folder; nothing where there is none. */
    private static List<Path> entries(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(all::add);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }

    /** @param folder its folder without links; null if that is not known yet */
    private static void found(
            Map<String, DatabaseFile> files, Map<String, String> problems, String name, Path p, Path folder)
            throws IOException {
        if (name == null || !DatabaseName.isValid(name) || !Files.exists(p)) {
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
        if (!target.getParent().equals(folder == null ? p.getParent().toRealPath() : folder)) {
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

    /** Whether a file may hold a database by its name. */
    static boolean hasSuffix(Path file) {
        return stem(file.getFileName().toString()) != null;
    }

    private List<FileTime> changed() {
        List<FileTime> all = new ArrayList<>(1 + places.size());
        all.add(changed(directory));
        for (Place place : places) {
            all.add(changed(place.path().getParent()));
        }
        return all;
    }

    private static FileTime changed(Path directory) {
        try {
            BasicFileAttributes a = Files.readAttributes(directory, BasicFileAttributes.class);
            return a.isDirectory() ? a.lastModifiedTime() : ABSENT;
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
