package io.polywire.wazuh.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder with the backups of the global database; the oldest go when there are too many. Touches the disk. */
final class BackupFiles {
    private static final String PREFIX = "global.db-backup-";
    private static final String SUFFIX = ".gz";
    private static final String PART = ".part";

    private static final Pattern NAME = Pattern.compile(
            Pattern.quote(PREFIX) + "(\\d{4}-\\d{2}-\\d{2}-\\d{2}:\\d{2}:\\d{2})(?:-(\\d{3}))?(?:-pre_restore)?\\.gz");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH:mm:ss");

    /** Backups of one second. */
    private static final int MOST = 999;

    private final Path folder;
    private final int kept;

    BackupFiles(Path folder, int kept) {
        this.folder = folder;
        this.kept = kept;
    }

    /** Names, from old to new. */
    List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted(Comparator.comparing(BackupFiles::second).thenComparing(BackupFiles::number))
                    .toList();
        }
    }

    private static String second(String name) {
        Matcher m = NAME.matcher(name);
        return m.matches() ? m.group(1) : name;
    }

    /** Which one of its second it is; the plain name is the first. */
    private static int number(String name) {
        Matcher m = NAME.matcher(name);
        return m.matches() && m.group(2) != null ? Integer.parseInt(m.group(2)) : 0;
    }

    /** A file to write to, which has no name that counts until it is {@linkplain #keep kept}. */
    Path begin(boolean beforeRestore) throws IOException {
        Files.createDirectories(folder);
        String time = PREFIX + TIME.format(LocalDateTime.now(ZoneOffset.UTC));
        String tail = (beforeRestore ? "-pre_restore" : "") + SUFFIX;
        // behind all of this second, also where an older one is gone already: by their names they are told apart and
        // sorted
        int next = names().stream()
                .filter(name -> name.startsWith(time))
                .mapToInt(name -> number(name) + 1)
                .max()
                .orElse(0);
        for (int i = next; i <= MOST; i++) {
            String name = time + (i == 0 ? "" : String.format("-%03d", i)) + tail;
            Path part = folder.resolve(name + PART);
            if (!Files.exists(folder.resolve(name)) && !Files.exists(part)) {
                return Files.createFile(part);
            }
        }
        throw new IOException("too many backups of one second");
    }

    /** Gives a whole file its name, and removes the oldest ones. */
    String keep(Path part) throws IOException {
        String name = part.getFileName().toString();
        String whole = name.substring(0, name.length() - PART.length());
        Files.move(part, folder.resolve(whole), StandardCopyOption.ATOMIC_MOVE);
        List<String> names = names();
        for (String old : names.subList(0, Math.max(0, names.size() - kept))) {
            if (!old.equals(whole)) {
                Files.deleteIfExists(folder.resolve(old));
            }
        }
        return whole;
    }

    /** The file of a name that {@link #names} has, else null: a name from outside never becomes a path by itself. */
    Path find(String name) throws IOException {
        return names().contains(name) ? folder.resolve(name) : null;
    }
}
