package io.polywire.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The key {@code places} of a SQLite storage, by its rules: names whose files lie elsewhere than in the directory; one star
 * in a name and in the last part of its path stands for the same in both, and a single name goes before a pattern.
 */
final class Places {
    private final Map<String, Path> entries = new LinkedHashMap<>();

    Places(Path home, String value) {
        for (String entry : value.split(",")) {
            int at = entry.indexOf('=');
            if (at > 0) {
                entries.put(
                        entry.substring(0, at).trim(),
                        home.resolve(entry.substring(at + 1).trim()));
            }
        }
    }

    /** The file of a database, whether it is there or not; null where the name has no place of its own. */
    Path file(String name) {
        Path single = entries.get(name);
        if (single != null) {
            return single;
        }
        for (Map.Entry<String, Path> each : entries.entrySet()) {
            String part = part(each.getKey(), name);
            if (part != null) {
                Path pattern = each.getValue();
                return pattern.resolveSibling(pattern.getFileName().toString().replace("*", part));
            }
        }
        return null;
    }

    /** The databases that are there, by name. */
    Map<String, Path> found() throws IOException {
        Map<String, Path> found = new LinkedHashMap<>();
        for (Map.Entry<String, Path> each : entries.entrySet()) {
            Path folder = each.getValue().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                continue;
            }
            List<Path> files;
            try (Stream<Path> all = Files.list(folder)) {
                files = all.sorted().toList();
            }
            for (Path file : files) {
                String name = name(each.getKey(), each.getValue(), file);
                boolean anothers = !file.equals(each.getValue()) && entries.containsValue(file);
                if (name != null && !anothers && file.equals(file(name))) {
                    found.put(name, file);
                }
            }
        }
        return found;
    }

    private static String name(String name, Path path, Path file) {
        String part = part(path.getFileName().toString(), file.getFileName().toString());
        if (part != null) {
            return name.replace("*", part);
        }
        return path.equals(file) ? name : null;
    }

    /** What the star of a pattern stands for in a text, one character at least; null if there is none or it does not fit. */
    private static String part(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0 || text.length() < pattern.length()) {
            return null;
        }
        String end = pattern.substring(star + 1);
        return text.startsWith(pattern.substring(0, star)) && text.endsWith(end)
                ? text.substring(star, text.length() - end.length())
                : null;
    }
}
