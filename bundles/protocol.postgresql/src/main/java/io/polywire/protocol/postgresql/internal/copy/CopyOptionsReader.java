package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Copy;
import io.polywire.api.session.Copy.Option;
import io.polywire.api.session.Copy.Option.Kind;
import io.polywire.api.value.TextEncoding;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks the options of a COPY as PostgreSQL 15's ProcessCopyOptions does, with its messages. */
public final class CopyOptionsReader {
    private final Copy copy;
    /** Where the option stands that is looked at. */
    private int position;

    private final Set<String> seen = new HashSet<>();
    private CopyOptions.Format format = CopyOptions.Format.TEXT;
    private String delimiter;
    private String nullText;
    private Boolean header;
    private boolean match;
    private String quote;
    private String escape;
    private Set<Integer> forceQuote;
    private Set<Integer> forceNotNull;
    private Set<Integer> forceNull;
    private TextEncoding encoding;

    private CopyOptionsReader(Copy copy) {
        this.copy = copy;
    }

    /**
     * Reads the options of a statement.
     *
     * @throws SqlFailure as PostgreSQL; 0A000 for encodings that are not converted here
     */
    public static CopyOptions read(Copy copy) {
        CopyOptionsReader r = new CopyOptionsReader(copy);
        copy.options().forEach(r::option);
        return r.finish();
    }

    private void option(Option o) {
        String name = o.name().toLowerCase(Locale.ROOT);
        position = o.position();
        switch (name) {
            case "format", "freeze", "delimiter", "null", "header", "quote", "escape", "encoding" -> once(name);
            case "force_quote", "force_not_null", "force_null" -> once(name);
            default -> throw placed(FailureKind.SYNTAX, "42601", "option \"" + o.name() + "\" not recognized");
        }
        switch (name) {
            case "format" -> format(text(o));
            case "freeze" -> truth(o);
            case "delimiter" -> delimiter = text(o);
            case "null" -> nullText = text(o);
            case "header" -> header = header(o);
            case "quote" -> quote = text(o);
            case "escape" -> escape = text(o);
            case "encoding" -> encoding(text(o));
            case "force_quote" -> forceQuote = o.kind() == Kind.STAR ? all() : columns(o);
            case "force_not_null" -> forceNotNull = columns(o);
            default -> forceNull = columns(o);
        }
    }

    private void once(String name) {
        if (!seen.add(name)) {
            throw placed(FailureKind.SYNTAX, "42601", "conflicting or redundant options");
        }
    }

    private void format(String f) {
        format = switch (f) {
            case "text" -> CopyOptions.Format.TEXT;
            case "csv" -> CopyOptions.Format.CSV;
            case "binary" -> CopyOptions.Format.BINARY;
            default -> throw placed(FailureKind.DATA, "22023", "COPY format \"" + f + "\" not recognized");
        };
    }

    private static String text(Option o) {
        if (o.kind() == Kind.NONE) {
            throw syntax(o.name() + " requires a parameter");
        }
        if (o.kind() == Kind.LIST || o.kind() == Kind.STAR) {
            throw syntax(o.name() + " requires a parameter that is not a list");
        }
        return o.values().get(0);
    }

    private static Boolean truth(Option o) {
        if (o.kind() == Kind.NONE) {
            return true;
        }
        return switch (text(o).toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw syntax(o.name() + " requires a Boolean value");
        };
    }

    private Boolean header(Option o) {
        if (o.kind() != Kind.NONE && text(o).equalsIgnoreCase("match")) {
            if (!copy.in()) {
                throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot use \"match\" with HEADER in COPY TO");
            }
            match = true;
            return true;
        }
        try {
            return truth(o);
        } catch (SqlFailure f) {
            throw syntax(o.name() + " requires a Boolean value or \"match\"");
        }
    }

    private void encoding(String name) {
        encoding = TextEncoding.named(name);
        if (encoding == null) {
            throw invalid("argument to option \"encoding\" must be a valid encoding name");
        }
        if (!encoding.isKnown()) {
            throw SqlFailure.unsupported("conversion between " + encoding + " and UTF8");
        }
    }

    private Set<Integer> all() {
        return IntStream.range(0, copy.columns().size()).boxed().collect(Collectors.toSet());
    }

    private Set<Integer> columns(Option o) {
        if (o.kind() != Kind.LIST) {
            throw placed(
                    FailureKind.DATA,
                    "22023",
                    "argument to option \"" + o.name() + "\" must be a list of column names");
        }
        List<String> names = copy.columns().stream().map(Column::name).toList();
        Set<Integer> numbers = new HashSet<>();
        for (String name : o.values()) {
            int i = names.indexOf(name);
            if (i < 0) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_COLUMN,
                        copy.table() == null
                                ? "column \"" + name + "\" does not exist"
                                : "column \"" + name + "\" of relation \"" + copy.table() + "\" does not exist");
            }
            numbers.add(i);
        }
        return numbers;
    }

    private CopyOptions finish() {
        boolean binary = format == CopyOptions.Format.BINARY;
        boolean csv = format == CopyOptions.Format.CSV;
        if (binary && delimiter != null) {
            throw syntax("cannot specify DELIMITER in BINARY mode");
        }
        if (binary && nullText != null) {
            throw syntax("cannot specify NULL in BINARY mode");
        }
        String d = delimiter == null ? csv ? "," : "\t" : delimiter;
        String n = nullText == null ? csv ? "" : "\\N" : nullText;
        String q = quote == null ? "\"" : quote;
        String e = escape == null ? q : escape;
        if (!single(d)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY delimiter must be a single one-byte character");
        }
        if (d.equals("\r") || d.equals("\n")) {
            throw invalid("COPY delimiter cannot be newline or carriage return");
        }
        if (n.indexOf('\r') >= 0 || n.indexOf('\n') >= 0) {
            throw invalid("COPY null representation cannot use newline or carriage return");
        }
        if (!csv && "\\.abcdefghijklmnopqrstuvwxyz0123456789".contains(d)) {
            throw invalid("COPY delimiter cannot be \"" + d + '"');
        }
        if (binary && header != null && header) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot specify HEADER in BINARY mode");
        }
        if (!csv && quote != null) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY quote available only in CSV mode");
        }
        if (csv && !single(q)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY quote must be a single one-byte character");
        }
        if (csv && d.equals(q)) {
            throw invalid("COPY delimiter and quote must be different");
        }
        if (!csv && escape != null) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY escape available only in CSV mode");
        }
        if (csv && !single(e)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY escape must be a single one-byte character");
        }
        forced("force quote", forceQuote, csv, !copy.in(), "COPY TO");
        forced("force not null", forceNotNull, csv, copy.in(), "COPY FROM");
        forced("force null", forceNull, csv, copy.in(), "COPY FROM");
        if (n.contains(d)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY delimiter must not appear in the NULL specification");
        }
        if (csv && n.contains(q)) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED, "CSV quote character must not appear in the NULL specification");
        }
        return new CopyOptions(
                format,
                (byte) d.charAt(0),
                n,
                header != null && header,
                match,
                (byte) q.charAt(0),
                (byte) e.charAt(0),
                or(forceQuote),
                or(forceNotNull),
                or(forceNull),
                encoding);
    }

    private static void forced(String what, Set<Integer> columns, boolean csv, boolean direction, String with) {
        if (columns != null && !csv) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY " + what + " available only in CSV mode");
        }
        if (columns != null && !direction) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY " + what + " only available using " + with);
        }
    }

    private static boolean single(String s) {
        return s.getBytes(StandardCharsets.UTF_8).length == 1;
    }

    private static Set<Integer> or(Set<Integer> columns) {
        return columns == null ? Set.of() : columns;
    }

    private SqlFailure placed(FailureKind kind, String state, String message) {
        return SqlFailure.build(kind, message)
                .sqlState(state)
                .position(position)
                .build();
    }

    private static SqlFailure syntax(String message) {
        return SqlFailure.of(FailureKind.SYNTAX, message);
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }
}
