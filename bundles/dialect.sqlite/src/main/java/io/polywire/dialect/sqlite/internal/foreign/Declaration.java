package io.polywire.dialect.sqlite.internal.foreign;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the type that another program declared a column with means here. SQLite takes any words for a type and derives an
 * affinity from them (datatype3.html, section 3.1); of some names the affinity leaves open what a value is.
 *
 * @param declared as Polywire itself would declare a column of the type
 * @param read whether what is stored has to be {@linkplain Reading converted} to be of the type
 */
public record Declaration(String declared, boolean read) {
    private static final Pattern PARTS =
            Pattern.compile("([^(]*)(?:\\(\\s*\\+?(\\d{1,9})\\s*(?:,\\s*\\+?(\\d{1,9})\\s*)?\\))?.*", Pattern.DOTALL);

    /** How Polywire declares a column that it adds to a table. */
    private static final Pattern OURS = Pattern.compile(
            "(?:_[a-z0-9_]+|[a-z0-9]+_(?:days|micros|text|blob)|int2|int4|float4|bpchar|varchar)(?:\\([0-9,-]*\\))?");

    private static final Pattern FORM =
            Pattern.compile("(?:_[a-z0-9_]+|[a-z0-9]+_(?:days|micros|text|blob))(?:\\([0-9,-]*\\))?");

    private static final int PRECISION_MOST = 1000;
    private static final int LENGTH_MOST = 10_485_760;
    private static final Declaration TEXT = new Declaration("text", true);

    /**
     * The meaning of a declaration.
     *
     * @param written as in CREATE TABLE; empty for a column without a type
     * @param byName whether names like DATE and DECIMAL say what a column holds; if not, what they leave open is text
     */
    public static Declaration of(String written, boolean byName) {
        if (OURS.matcher(written).matches()) {
            return new Declaration(written, false);
        }
        Matcher m = PARTS.matcher(written.strip());
        m.matches();
        String base = m.group(1).strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        int a = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        int b = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
        Declaration named = byName ? named(base, a, b) : null;
        return named == null ? byAffinity(base, written.toUpperCase(Locale.ROOT), a) : named;
    }

    /** Whether values are in a form of Polywire's own, which the declaration says. */
    public static boolean isOurs(String declared) {
        return FORM.matcher(declared).matches();
    }

    private static Declaration named(String base, int a, int b) {
        return switch (base) {
            case "BOOL", "BOOLEAN", "BIT" -> a > 1 ? null : new Declaration("bool", true);
            case "DATE" -> new Declaration("date_days", true);
            case "DATETIME", "TIMESTAMP", "DATETIME2", "SMALLDATETIME", "TIMESTAMP WITHOUT TIME ZONE" ->
                new Declaration("timestamp_micros", true);
            case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "DATETIMEOFFSET" ->
                new Declaration("timestamptz_micros", true);
            case "TIME", "TIME WITHOUT TIME ZONE" -> new Declaration("time_micros", true);
            case "DECIMAL", "NUMERIC", "DEC", "FIXED", "NUMBER", "NUM", "MONEY", "SMALLMONEY", "CURRENCY" ->
                new Declaration(
                        a > 0 && a <= PRECISION_MOST && b <= a ? "numeric_text(" + a + "," + b + ")" : "numeric_text",
                        true);
            case "UUID", "GUID", "UNIQUEIDENTIFIER" -> new Declaration("uuid_blob", true);
            case "JSON", "JSONB" -> new Declaration("json_text", true);
            case "BINARY", "VARBINARY", "BYTEA", "IMAGE", "RAW" -> new Declaration("blob", true);
            default -> null;
        };
    }

    /** By SQLite's rules, in their order, over all that is written. */
    private static Declaration byAffinity(String base, String written, int length) {
        if (base.startsWith("TIME") || base.equals("INTERVAL") || base.equals("POINT") || base.startsWith("ENUM")) {
            // names of other systems, of which the rules see an accidental INT or nothing
            return TEXT;
        }
        if (written.contains("INT")) {
            return new Declaration("int8", false);
        }
        if (written.contains("CHAR")) {
            return new Declaration(length > 0 && length <= LENGTH_MOST ? "varchar(" + length + ")" : "text", false);
        }
        if (written.contains("CLOB") || written.contains("TEXT")) {
            return new Declaration("text", false);
        }
        if (written.contains("BLOB")) {
            return new Declaration("blob", false);
        }
        if (written.contains("REAL") || written.contains("FLOA") || written.contains("DOUB")) {
            return new Declaration("float8", false);
        }
        return TEXT;
    }

    /**
     * Whether SQLite turns text that looks like a number into one when it is stored in a column.
     *
     * @param written its declared type
     */
    public static boolean turnsText(String written) {
        String w = written.toUpperCase(Locale.ROOT);
        if (w.contains("INT")) {
            return true;
        }
        return !w.isBlank()
                && !w.contains("CHAR")
                && !w.contains("CLOB")
                && !w.contains("TEXT")
                && !w.contains("BLOB")
                && !w.equals("ANY");
    }
}
