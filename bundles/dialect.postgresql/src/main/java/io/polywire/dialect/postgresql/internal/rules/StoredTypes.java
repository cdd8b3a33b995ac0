package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.OtherTypes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types that columns of a storage are declared with, as dialect.sqlite writes them and as SQLite's affinities mean them. */
final class StoredTypes {
    private static final Pattern DECLARED =
            Pattern.compile("([a-z0-9_ ]+?)\\s*(?:\\((\\d{1,9})(?:,(-?\\d{1,9}))?\\))?");

    private StoredTypes() {}

    private static final int MOST = 4_096;
    /** Each statement that names a table asks for the types of all its columns. */
    private static final Map<String, Optional<Type>> KNOWN = new ConcurrentHashMap<>();

    /** The type of a declaration; null for one whose values cannot be served. */
    static Type of(String declared) {
        Optional<Type> known = KNOWN.get(declared);
        if (known == null) {
            known = Optional.ofNullable(read(declared));
            if (KNOWN.size() >= MOST) {
                KNOWN.clear();
            }
            KNOWN.put(declared, known);
        }
        return known.orElse(null);
    }

    private static Type read(String declared) {
        Matcher m = DECLARED.matcher(declared.toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            return null;
        }
        int a = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        int b = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
        return switch (m.group(1)) {
            case "int2" -> PgTypes.INT2;
            case "int4" -> PgTypes.INT4;
            case "int8", "integer", "int", "bigint" -> PgTypes.INT8;
            case "bool" -> PgTypes.BOOL;
            case "float4" -> PgTypes.FLOAT4;
            case "float8", "real", "double", "double precision", "float" -> PgTypes.FLOAT8;
            case "text", "clob" -> PgTypes.TEXT;
            case "blob" -> PgTypes.BYTEA;
            case "varchar" -> PgTypes.varchar(a);
            case "bpchar" -> PgTypes.bpchar(a);
            case "bit_text" -> Bits.of(PgTypes.BIT, a);
            case "varbit_text" -> Bits.of(PgTypes.VARBIT, a);
            case "json_text" -> PgTypes.JSON;
            case "jsonb_text" -> PgTypes.JSONB;
            case "numeric_text" -> a == 0 ? PgTypes.NUMERIC : PgTypes.numeric(a, b);
            default ->
                m.group(1).startsWith("_")
                        ? storedArray(m.group(1).substring(1), a, b)
                        : OTHER.contains(m.group(1))
                                ? PgTypes.named(
                                        m.group(1).substring(0, m.group(1).length() - OtherTypes.SUFFIX.length()))
                                : DateTimeTypes.stored(m.group(1), m.group(2) != null && a == 0 ? -1 : a, b);
        };
    }

    private static final Set<String> OTHER = Stream.concat(
                    OtherTypes.NAMES.stream().map(n -> n + OtherTypes.SUFFIX),
                    RangeTypes.names().map(n -> n + "_text"))
            .collect(Collectors.toUnmodifiableSet());

    /** Arrays are declared with the name that PostgreSQL has for their type, and the length or scale of the elements. */
    private static Type storedArray(String element, int a, int b) {
        Type t = PgTypes.servedElement(element);
        if (t == PgTypes.VARCHAR && a > 0) {
            t = PgTypes.varchar(a);
        } else if (t == PgTypes.BPCHAR && a > 0) {
            t = PgTypes.bpchar(a);
        } else if (t != null && Bits.is(t) && a > 0) {
            t = Bits.of(t, a);
        } else if (t == PgTypes.NUMERIC && a > 0) {
            t = PgTypes.numeric(a, b);
        }
        return t == null ? null : PgTypes.arrayOf(t);
    }
}
