package io.polywire.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The database files of a home, by the rules of the SQLite storage: read from its configuration, since a server need not
 * run.
 */
final class SqliteFiles {
    private static final List<String> SUFFIXES = List.of(".db", ".sqlite", ".sqlite3");

    private SqliteFiles() {}

    /** Every database of every configured SQLite storage, by name. */
    static Map<String, Path> of(Home home) {
        Map<String, Path> files = new TreeMap<>();
        try {
            for (Path configuration : configurations(home)) {
                collect(home, read(configuration), files);
            }
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, "the home " + home.root() + " cannot be read: " + Home.explain(e), e);
        }
        return files;
    }

    /** Where a new database of a name belongs: to its place, or else into the directory of the first storage. */
    static Path place(Home home, String name) {
        if (!name.matches("[^/\\\\:\\p{Cntrl}.][^/\\\\:\\p{Cntrl}]*") || name.contains("..") || name.length() > 63) {
            throw new Failure(ExitStatus.USAGE, "\"" + name + "\" cannot be the name of a database");
        }
        try {
            List<Path> all = configurations(home);
            if (all.isEmpty()) {
                throw new Failure(ExitStatus.FAILED, "the home " + home.root() + " has no SQLite storage");
            }
            for (Path configuration : all) {
                Path elsewhere = places(home, read(configuration)).file(name);
                if (elsewhere != null) {
                    Files.createDirectories(elsewhere.getParent());
                    return elsewhere;
                }
            }
            Path directory = directory(home, read(all.get(0)));
            Files.createDirectories(directory);
            return directory.resolve(name + SUFFIXES.get(0));
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, "the home " + home.root() + " cannot be read: " + Home.explain(e), e);
        }
    }

    private static Path directory(Home home, Properties properties) {
        return home.root()
                .resolve(properties.getProperty("directory", "data/databases").trim());
    }

    private static Places places(Home home, Properties properties) {
        return new Places(home.root(), properties.getProperty("places", ""));
    }

    private static List<Path> configurations(Home home) throws IOException {
        if (!Files.isDirectory(home.config())) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(home.config())) {
            all.filter(p -> {
                        String name = p.getFileName().toString();
                        return name.startsWith("io.polywire.storage.sqlite-") && name.endsWith(".cfg");
                    })
                    .sorted()
                    .forEach(found::add);
        }
        return found;
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void collect(Home home, Properties properties, Map<String, Path> files) throws IOException {
        for (String entry : properties.getProperty("files", "").split(",")) {
            int at = entry.indexOf('=');
            if (at > 0) {
                String path = entry.substring(at + 1).trim();
                files.put(entry.substring(0, at).trim(), home.root().resolve(path));
            }
        }
        files.putAll(places(home, properties).found());
        Path directory = directory(home, properties);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.sorted().toList()) {
                String name = file.getFileName().toString();
                for (String suffix : SUFFIXES) {
                    if (name.endsWith(suffix) && name.length() > suffix.length()) {
                        files.put(name.substring(0, name.length() - suffix.length()), file);
                    }
                }
            }
        }
    }
}
