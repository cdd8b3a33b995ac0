package io.polywire.api.session;

import java.util.List;

/**
 * What a statement asks of the wire that moves rows in bulk as the client's own stream (PostgreSQL's COPY). One that comes
 * in is run by {@link Session#load} with a row of {@code columns} at a time; one that goes out by {@link Portal#run}, whose
 * sink gets rows of {@code columns}. {@link Prepared#returnsRows()} is false for both, as the client is described none.
 *
 * @param in from the client, or to it
 * @param table its name; null for a query
 * @param columns of the rows that are moved
 * @param options as written; theirs is the wire's format, and the wire checks them
 */
public record Copy(boolean in, String table, List<Column> columns, List<Option> options) {
    /**
     * An option.
     *
     * @param name folded
     * @param values what was written; empty for none
     * @param kind how it was written
     * @param position where it stands in the statement's text, in characters from 1; 0 if that is not known
     */
    public record Option(String name, List<String> values, Kind kind, int position) {
        /** An option that stands nowhere. */
        public Option(String name, List<String> values, Kind kind) {
            this(name, values, kind, 0);
        }

        /** How the value of an option was written. */
        public enum Kind {
            NONE,
            WORD,
            STRING,
            NUMBER,
            LIST,
            STAR
        }

        /** Copies the list. */
        public Option {
            values = List.copyOf(values);
        }
    }

    /** Copies the lists. */
    public Copy {
        columns = List.copyOf(columns);
        options = List.copyOf(options);
    }
}
