package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks a configuration. What is wrong is refused with its key, its value and what is allowed. */
final class SettingsReader {
    private final Path home;

    /**
     * A reader.
     *
     * @param home what relative paths are relative to; null: the working directory, and nothing is kept between starts
     */
    SettingsReader(Path home) {
        this.home = home;
    }

    Settings read(SqliteStorageConfig c) {
        int readers = range("readers", c.readers(), 0, 256);
        return new Settings(
                storageName(c.polywire_storage()),
                path("directory", c.directory()),
                files(c.files()),
                places(c.places()),
                names("create", c.create(), false),
                new LinkedHashSet<>(names("read.only", c.read_only(), true)),
                readers == 0 ? Math.min(256, Runtime.getRuntime().availableProcessors()) : readers,
                range("pinned", c.pinned(), 1, 10_000),
                range("open.databases", c.open_databases(), 1, 10_000),
                range("waiting", c.waiting(), 1, 1_000_000),
                choice("durability", c.durability(), "full", "normal"),
                choice("external.writers", c.external_writers(), "detect", "none"),
                c.foreign_keys(),
                range("cache.kib", c.cache_kib(), 64, 1_048_576),
                range("mmap.mib", c.mmap_mib(), 0, 1_048_576),
                range("statement.cache", c.statement_cache(), 0, 100_000),
                range("busy.timeout.ms", c.busy_timeout_ms(), 0, 600_000),
                range("snapshot.idle.ms", c.snapshot_idle_ms(), 1, 60_000),
                range("checkpoint.pages", c.checkpoint_pages(), 10, 10_000_000),
                range("workers", c.workers(), 1, 64),
                range("stop.timeout.ms", c.stop_timeout_ms(), 0, 600_000),
                home == null ? null : home.resolve("data").resolve("native"),
                new Settings.Limits(
                        256L * range("log.max.mib", c.log_max_mib(), 16, 1_048_576),
                        1000L * range("snapshot.max.s", c.snapshot_max_s(), 0, 10_000_000),
                        range("value.max.mib", c.value_max_mib(), 1, 950),
                        range("temporary.mib", c.temporary_mib(), 0, 1_048_576),
                        pageSize(c.page_size()),
                        encoding(c.encoding()),
                        range("relations.mib", c.relations_mib(), 1, 65_536),
                        range("temporary.session.mib", c.temporary_session_mib(), 1, 1_048_576),
                        range("memory.mib", c.memory_mib(), 0, 1_048_576),
                        range("answers.mib", c.answers_mib(), 0, 65_536)),
                new Settings.ForeignFiles(
                        choice("foreign.types", c.foreign_types(), "declared", "text"), times(c.foreign_times())));
    }

    private static String storageName(String name) {
        if (name == null || !name.matches("[A-Za-z0-9_.-]{1,63}")) {
            throw bad("polywire.storage", name, "1 to 63 letters, digits, '_', '-' and '.'");
        }
        return name;
    }

    private Map<String, Path> files(String[] entries) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String entry : list(entries)) {
            if (entry.isBlank()) {
                continue;
            }
            int at = entry.indexOf('=');
            String name = at < 0 ? "" : entry.substring(0, at).trim();
            if (!DatabaseName.isValid(name)) {
                throw bad("files", entry, "name=path, the name with " + DatabaseName.RULE);
            }
            if (files.put(name, path("files", entry.substring(at + 1).trim())) != null) {
                throw bad("files", entry, "each name once");
            }
        }
        return files;
    }

    private List<Place> places(String[] entries) {
        List<Place> places = new ArrayList<>();
        for (String entry : list(entries)) {
            if (entry.isBlank()) {
                continue;
            }
            int at = entry.indexOf('=');
            String name = at < 0 ? "" : entry.substring(0, at).trim();
            Path path = path("places", entry.substring(at + 1).trim());
            long stars = stars(name);
            boolean sound = stars <= 1
                    && DatabaseName.isValid(name.replace("*", "x"))
                    && stars == stars(path.getFileName().toString())
                    && stars == stars(path.toString())
                    && DatabaseFiles.hasSuffix(path);
            if (!sound) {
                throw bad(
                        "places",
                        entry,
                        "name=path of a *.db, *.sqlite or *.sqlite3, with one * in the name and in the last part of the"
                                + " path or in neither");
            }
            if (places.stream().anyMatch(p -> p.name().equals(name) || p.path().equals(path))) {
                throw bad("places", entry, "each name and each path once");
            }
            places.add(new Place(name, path));
        }
        return places;
    }

    private static long stars(String text) {
        return text.chars().filter(c -> c == '*').count();
    }

    /** A list as Config Admin has it, or as a .cfg file writes it: one value with commas. */
    private static List<String> list(String[] values) {
        List<String> all = new ArrayList<>();
        for (String value : values) {
            all.addAll(List.of(value.split(",")));
        }
        return all;
    }

    private static List<String> names(String key, String[] names, boolean star) {
        List<String> list = new ArrayList<>();
        for (String name : list(names)) {
            String n = name.trim();
            if (n.isEmpty()) {
                continue;
            }
            if (!DatabaseName.isValid(n) && !(star && n.equals("*"))) {
                throw bad(key, name, DatabaseName.RULE);
            }
            list.add(n);
        }
        return list;
    }

    private Path path(String key, String value) {
        if (value == null || value.isBlank()) {
            throw bad(key, value, "a path");
        }
        try {
            Path p = Path.of(value.trim());
            return (home == null ? p : home.resolve(p)).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw bad(key, value, "a path");
        }
    }

    private static int pageSize(int bytes) {
        if (bytes < 512 || bytes > 65_536 || Integer.bitCount(bytes) != 1) {
            throw bad("page.size", Integer.toString(bytes), "a power of two from 512 to 65536");
        }
        return bytes;
    }

    private static String encoding(String name) {
        for (String known : List.of("UTF-8", "UTF-16le", "UTF-16be")) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        throw bad("encoding", name, "UTF-8, UTF-16le or UTF-16be");
    }

    private static Settings.ForeignFiles.Times times(String name) {
        for (Settings.ForeignFiles.Times t : Settings.ForeignFiles.Times.values()) {
            if (t.name().toLowerCase(Locale.ROOT).equals(name)) {
                return t;
            }
        }
        throw bad("foreign.times", name, "text, seconds or milliseconds");
    }

    private static int range(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw bad(key, Integer.toString(value), min + " to " + max);
        }
        return value;
    }

    /** Whether the value is the first of the two that are allowed. */
    private static boolean choice(String key, String value, String first, String second) {
        if (first.equals(value)) {
            return true;
        }
        if (second.equals(value)) {
            return false;
        }
        throw bad(key, value, first + " or " + second);
    }

    private static SqlFailure bad(String key, String value, String allowed) {
        return SqlFailure.of(
                FailureKind.CONFIGURATION,
                "configuration of storage.sqlite: " + key + " = " + value + " is not allowed; allowed: " + allowed);
    }
}
