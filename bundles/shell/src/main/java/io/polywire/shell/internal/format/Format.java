package io.polywire.shell.internal.format;

import java.io.Writer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways in which results are written. */
public enum Format {
    TABLE,
    CSV,
    JSON;

    /** The format of that name; null: there is none. */
    public static Format named(String name) {
        for (Format format : values()) {
            if (format.key().equalsIgnoreCase(name)) {
                return format;
            }
        }
        return null;
    }

    /** The name as it is typed. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(Format::key).collect(Collectors.joining(", "));
    }

    /**
     * A writer for one result.
     *
     * @param nullText what a NULL looks like in a table
     */
    public ResultWriter writer(Writer out, String nullText) {
        return switch (this) {
            case TABLE -> new TableWriter(out, nullText);
            case CSV -> new CsvWriter(out);
            case JSON -> new JsonWriter(out);
        };
    }
}
