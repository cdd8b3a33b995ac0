package io.polywire.wazuh.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of an agent's database, as the resource that makes them says. */
final class AgentTables {
    private static final Pattern TABLE = Pattern.compile("(?s)CREATE TABLE (\\w+) \\(\n(.*)\n\\)");
    private static final Pattern COLUMN = Pattern.compile("    `?(\\w+)`? (TEXT|INTEGER|REAL)(.*?),?");
    private static final Pattern KEY = Pattern.compile("    PRIMARY KEY \\((.*)\\)");
    private static final Pattern DEFAULT = Pattern.compile("DEFAULT ('[^']*')");

    private static final Map<String, List<Column>> TABLES = read();

    private AgentTables() {}

    /**
     * A column.
     *
     * @param key whether it is part of the primary key
     * @param otherwise literal for a value that is missing, or null
     */
    record Column(String name, Type type, boolean key, String otherwise) {}

    /** What a column holds. */
    enum Type {
        TEXT,
        INTEGER,
        REAL
    }

    /** The columns of a table, in their order. */
    static List<Column> columns(String table) {
        return TABLES.get(table);
    }

    private static Map<String, List<Column>> read() {
        Map<String, List<Column>> tables = new LinkedHashMap<>();
        for (String statement : Schemas.of(Schemas.Kind.AGENT)) {
            Matcher table = TABLE.matcher(statement);
            if (table.find()) {
                tables.put(table.group(1), columns(table.group(2).split("\n")));
            }
        }
        return tables;
    }

    private static List<Column> columns(String[] lines) {
        List<String> keys = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (String line : lines) {
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                for (String name : key.group(1).split(", ")) {
                    keys.add(name.replace("`", ""));
                }
            }
        }
        for (String line : lines) {
            Matcher column = COLUMN.matcher(line);
            if (column.matches()) {
                boolean key = keys.contains(column.group(1)) || column.group(3).contains("PRIMARY KEY");
                Type type = Type.valueOf(column.group(2));
                Matcher literal = DEFAULT.matcher(column.group(3));
                String otherwise = literal.find() ? literal.group(1) : key ? type == Type.TEXT ? "''" : "0" : null;
                columns.add(new Column(column.group(1), type, key, otherwise));
            }
        }
        return List.copyOf(columns);
    }
}
