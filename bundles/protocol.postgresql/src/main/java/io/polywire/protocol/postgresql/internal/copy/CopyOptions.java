package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.value.TextEncoding;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * How rows look in a COPY.
 *
 * @param format one of three
 * @param delimiter between two values
 * @param nullText what stands for NULL
 * @param header whether the first line names the columns
 * @param match whether these names have to be those of the columns
 * @param quote CSV only
 * @param escape CSV only: before a quote inside quotes
 * @param forceQuote CSV out: numbers of the columns, from 0, that are always quoted
 * @param forceNotNull CSV in: columns in which nullText is a text
 * @param forceNull CSV in: columns in which nullText is NULL even in quotes
 * @param encoding of the text and csv formats; null for the client's
 */
public record CopyOptions(
        Format format,
        byte delimiter,
        String nullText,
        boolean header,
        boolean match,
        byte quote,
        byte escape,
        Set<Integer> forceQuote,
        Set<Integer> forceNotNull,
        Set<Integer> forceNull,
        TextEncoding encoding) {
    /** The three formats. */
    public enum Format {
        TEXT,
        CSV,
        BINARY
    }

    /** The format text as it comes. */
    public static final CopyOptions TEXT = of(Format.TEXT, '\t', "\\N");
    /** The format csv as it comes. */
    public static final CopyOptions CSV = of(Format.CSV, ',', "");
    /** The format binary. */
    public static final CopyOptions BINARY = of(Format.BINARY, '\t', "\\N");

    /** Copies the sets. */
    public CopyOptions {
        forceQuote = Set.copyOf(forceQuote);
        forceNotNull = Set.copyOf(forceNotNull);
        forceNull = Set.copyOf(forceNull);
    }

    private static CopyOptions of(Format format, char delimiter, String nullText) {
        return new CopyOptions(
                format,
                (byte) delimiter,
                nullText,
                false,
                false,
                (byte) '"',
                (byte) '"',
                Set.of(),
                Set.of(),
                Set.of(),
                null);
    }

    /** The same with or without a header. */
    public CopyOptions withHeader(boolean on) {
        return new CopyOptions(
                format, delimiter, nullText, on, false, quote, escape, forceQuote, forceNotNull, forceNull, encoding);
    }

    /** The same with other forced columns. */
    public CopyOptions forcing(Set<Integer> quoted, Set<Integer> notNull, Set<Integer> nulls) {
        return new CopyOptions(
                format, delimiter, nullText, header, match, quote, escape, quoted, notNull, nulls, encoding);
    }

    /** What converts the rows' text, given what converts the client's; null for nothing. */
    public Transcoder transcoder(Transcoder client) {
        return encoding == null || format == Format.BINARY ? client : Transcoder.of(encoding);
    }

    byte[] nullBytes() {
        return nullText.getBytes(StandardCharsets.UTF_8);
    }
}
