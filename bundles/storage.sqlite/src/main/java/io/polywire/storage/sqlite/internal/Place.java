package io.polywire.storage.sqlite.internal;

import java.nio.file.Path;

/**
 * Where databases of some names are made and looked for, instead of the directory: {@code sales} at {@code crm/s.db}, or all
 * names with a common beginning and end, {@code agent_*} at {@code agents/*.db}, with what the star stands for in both.
 *
 * @param name one name, or a pattern with one star
 * @param path of the file; its last part has one star if the name has one
 */
record Place(String name, Path path) {
    private static final char STAR = '*';

    /** Whether it is for more than one name. */
    boolean isPattern() {
        return name.indexOf(STAR) >= 0;
    }

    /** The file of a database, or null if this is not its place. */
    Path file(String database) {
        if (!isPattern()) {
            return name.equals(database) ? path : null;
        }
        String part = part(name, database);
        return part == null
                ? null
                : path.resolveSibling(replaced(path.getFileName().toString(), part));
    }

    /** The database that a file of the place's folder holds, or null. */
    String database(Path file) {
        String pattern = path.getFileName().toString();
        String found = file.getFileName().toString();
        if (!isPattern()) {
            return pattern.equals(found) ? name : null;
        }
        String part = part(pattern, found);
        return part == null ? null : replaced(name, part);
    }

    /** What the star of a pattern stands for in a text, one character at least; null if the text is another one. */
    private static String part(String pattern, String text) {
        int star = pattern.indexOf(STAR);
        String end = pattern.substring(star + 1);
        boolean fits =
                text.length() >= pattern.length() && text.startsWith(pattern.substring(0, star)) && text.endsWith(end);
        return fits ? text.substring(star, text.length() - end.length()) : null;
    }

    private static String replaced(String pattern, String part) {
        int star = pattern.indexOf(STAR);
        return pattern.substring(0, star) + part + pattern.substring(star + 1);
    }
}
