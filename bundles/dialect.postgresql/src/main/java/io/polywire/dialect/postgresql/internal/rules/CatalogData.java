package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.catalog.SystemRelation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The relations of pg_catalog and information_schema of PostgreSQL 15, and the rows that every database has. The files are
 * made by {@code src/catalog/generate}.
 */
final class CatalogData {
    /** A relation. Immutable, known by identity. */
    static final class Definition {
        private final String schema;
        private final String name;
        private final long oid;
        private final char kind;
        private final List<Column> columns;
        private final Map<String, Integer> positions = new HashMap<>();
        private final Object[] blank;

        Definition(String schema, String name, long oid, char kind, List<Column> columns) {
            this.schema = schema;
            this.name = name;
            this.oid = oid;
            this.kind = kind;
            this.columns = List.copyOf(columns);
            this.blank = new Object[columns.size()];
            for (int i = 0; i < blank.length; i++) {
                Column c = columns.get(i);
                positions.put(c.name(), i);
                if (c.notNull()) {
                    blank[i] = switch (typeName(c.type())) {
                        case "char", "name", "text", "pg_node_tree" -> "";
                        case "float4", "float8" -> 0.0;
                        default -> 0L;
                    };
                }
            }
        }

        /** Its schema. */
        String schema() {
            return schema;
        }

        /** Its name. */
        String name() {
            return name;
        }

        /** Its number. */
        long oid() {
            return oid;
        }

        /** r table, v view. */
        char kind() {
            return kind;
        }

        /** Its columns, in order. */
        List<Column> columns() {
            return columns;
        }

        /** Number of a column, from 0. */
        int index(String column) {
            Integer i = positions.get(column);
            if (i == null) {
                throw new IllegalArgumentException(name + " has no column " + column);
            }
            return i;
        }

        /** A new row: NULL, or 0, false or "" in what cannot be NULL. */
        Object[] blank() {
            return blank.clone();
        }
    }

    /** A column, its type and collation by number. */
    record Column(String name, long type, int modifier, boolean notNull, long dimensions, long collation) {}

    private static final String FOLDER = "/io/polywire/dialect/postgresql/internal/catalog/";

    /** By schema and name. */
    private static final Map<String, Map<String, Definition>> DEFINITIONS = new HashMap<>();

    private static final Map<Long, String> TYPE_NAMES = new HashMap<>();
    private static final Map<String, List<Object[]>> ROWS = new HashMap<>();

    static {
        for (String[] f : lines("pg_type")) {
            TYPE_NAMES.put(Long.parseLong(f[0]), f[1]);
        }
        for (String[] f : lines("relations")) {
            List<Column> columns = new ArrayList<>();
            for (String c : f[5].split(",")) {
                String[] p = c.split(":");
                columns.add(new Column(
                        p[0],
                        Long.parseLong(p[1]),
                        Integer.parseInt(p[2]),
                        p[3].equals("1"),
                        Long.parseLong(p[4]),
                        Long.parseLong(p[5])));
            }
            DEFINITIONS
                    .computeIfAbsent(f[0], s -> new HashMap<>())
                    .put(f[1], new Definition(f[0], f[1], Long.parseLong(f[2]), f[3].charAt(0), columns));
        }
    }

    private static final List<Definition> ALL =
            DEFINITIONS.values().stream().flatMap(m -> m.values().stream()).toList();

    private CatalogData() {}

    /** A relation, or null. */
    static Definition definition(String schema, String name) {
        Map<String, Definition> named = DEFINITIONS.get(schema);
        return named == null ? null : named.get(name);
    }

    /** All relations. */
    static Iterable<Definition> definitions() {
        return ALL;
    }

    /** The columns as the analyser has them. */
    static List<SystemRelation.Column> columns(Definition d) {
        return d.columns().stream()
                .map(c -> new SystemRelation.Column(c.name(), type(c), !c.notNull()))
                .toList();
    }

    private static Type type(Column c) {
        String name = TYPE_NAMES.get(c.type());
        Type domain = domain(name);
        if (domain != null) {
            return domain;
        }
        return ServerCatalog.all().type(name) == null
                ? new Type(TypeKind.OTHER, name, (int) c.type(), 0, 0, 0, null)
                : PgTypes.named(name);
    }

    /** The type under a domain of information_schema; null if it is none. */
    static Type domain(String name) {
        return switch (name) {
            case "cardinal_number" -> PgTypes.INT4;
            case "character_data" -> PgTypes.VARCHAR;
            case "sql_identifier" -> PgTypes.NAME;
            case "yes_or_no" -> PgTypes.varchar(3);
            case "time_stamp" -> DateTimeTypes.named("timestamptz", null, List.of(2));
            default -> null;
        };
    }

    /** Name of a built-in type by its number, or null. */
    static String typeName(long oid) {
        return TYPE_NAMES.get(oid);
    }

    /** The rows of a relation that every database has; empty where there are none. */
    static synchronized List<Object[]> rows(String name) {
        return ROWS.computeIfAbsent(name, CatalogData::read);
    }

    private static List<Object[]> read(String name) {
        Definition d = definition(name.startsWith("sql_") ? "information_schema" : "pg_catalog", name);
        List<Object[]> rows = new ArrayList<>();
        for (String[] f : lines(name)) {
            Object[] row = new Object[f.length];
            for (int i = 0; i < f.length; i++) {
                row[i] = f[i].equals("\\N")
                        ? null
                        : value(unescaped(f[i]), d.columns().get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object value(String text, Column c) {
        String type = TYPE_NAMES.get(c.type());
        return switch (type) {
            case "cardinal_number" -> Long.valueOf(text);
            case "bool" -> text.equals("t") ? 1L : 0L;
            case "int2", "int4", "int8", "oid", "xid", "regproc", "regtype", "regclass" -> Long.valueOf(text);
            case "float4", "float8" -> Double.valueOf(text);
            default -> text;
        };
    }

    /** Texts by number, from one of the files of two columns. */
    static List<Object[]> texts(String file) {
        List<Object[]> rows = new ArrayList<>();
        for (String[] f : lines(file)) {
            rows.add(new Object[] {Long.valueOf(f[0]), unescaped(f[1])});
        }
        return rows;
    }

    /** Keywords that a name in quotes is needed for: all but the unreserved ones. */
    static Set<String> reserved() {
        return lines("keywords").stream()
                .filter(f -> !f[1].equals("U"))
                .map(f -> f[0])
                .collect(Collectors.toUnmodifiableSet());
    }

    static List<String[]> lines(String name) {
        InputStream from = CatalogData.class.getResourceAsStream(FOLDER + name + ".tsv");
        if (from == null) {
            return List.of();
        }
        List<String[]> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line.split("\t", -1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** A line's fields as values: unescaped, or null. */
    static Object[] nullable(String[] fields) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].equals("\\N") ? null : unescaped(fields[i]);
        }
        return values;
    }

    /** All of a file. */
    static String text(String file) {
        try (InputStream from = CatalogData.class.getResourceAsStream(FOLDER + file)) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** COPY's text format. */
    static String unescaped(String s) {
        if (s.indexOf('\\') < 0) {
            return s;
        }
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && ++i < s.length()) {
                c = s.charAt(i);
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
            }
            b.append(c);
        }
        return b.toString();
    }
}
