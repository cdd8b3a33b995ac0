package io.polywire.itests.postgresql.suite;

import io.polywire.itests.postgresql.wire.BackendMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server answered to one statement, as lines that can be compared and kept: {@code P} types of parameters,
 * {@code T} name, type, modifier of the columns, {@code D} values, {@code C} tag, {@code E} and {@code N} SQLSTATE,
 * message, position, objects, detail and hint, {@code A} notification, {@code G/H} COPY, {@code d} its data, {@code Z} the
 * transaction's state unless idle.
 */
record Outcome(List<String> lines) {
    /** The first oid that is not a built-in object's: types from there on have another one on each server. */
    private static final int FIRST_USER_OID = 16_384;

    /** What a server tells of itself: paths, oids of types, the number of a session's temporary schema. */
    private static final Pattern OF_ONE_SERVER = Pattern.compile(" file \"/|\\(enumtypid, |^pg_temp_\\d+$");

    /** Further fields of errors and notices that are compared. */
    private static final Map<Character, String> NAMED = named();

    private static Map<Character, String> named() {
        Map<Character, String> names = new LinkedHashMap<>();
        names.put('n', "constraint");
        names.put('s', "schema");
        names.put('t', "table");
        names.put('c', "column");
        names.put('d', "type");
        names.put('D', "detail");
        names.put('H', "hint");
        return names;
    }

    static Outcome of(List<BackendMessage> answer) {
        List<String> lines = new ArrayList<>();
        for (BackendMessage message : answer) {
            String line = line(message);
            if (line != null) {
                lines.add(line);
            }
        }
        return new Outcome(lines);
    }

    private static String line(BackendMessage message) {
        if (message instanceof BackendMessage.RowDescription row) {
            return row.columns().stream()
                    .map(c -> escape(c.name()) + " " + type(c.type()) + " " + c.modifier())
                    .collect(Collectors.joining("|", "T ", ""));
        } else if (message instanceof BackendMessage.DataRow row) {
            return row.values().stream().map(Outcome::value).collect(Collectors.joining("|", "D ", ""));
        } else if (message instanceof BackendMessage.CommandComplete complete) {
            return "C " + complete.tag();
        } else if (message instanceof BackendMessage.ErrorResponse error) {
            return "E " + fields(error.fields());
        } else if (message instanceof BackendMessage.NoticeResponse notice) {
            return "N " + fields(notice.fields());
        } else if (message instanceof BackendMessage.ParameterDescription parameters) {
            return parameters.types().isEmpty()
                    ? null
                    : parameters.types().stream().map(Outcome::type).collect(Collectors.joining(" ", "P ", ""));
        } else if (message instanceof BackendMessage.EmptyQueryResponse) {
            return "I";
        } else if (message instanceof BackendMessage.NotificationResponse told) {
            return "A " + escape(told.channel()) + "|" + escape(told.payload());
        } else if (message instanceof BackendMessage.CopyResponse copy) {
            return copy.kind() + " " + copy.format() + " " + copy.formats();
        } else if (message instanceof BackendMessage.CopyData data) {
            return "d " + value(data.data());
        } else if (message instanceof BackendMessage.ReadyForQuery ready) {
            return ready.status() == 'I' ? null : "Z " + ready.status();
        }
        return null;
    }

    private static String type(int oid) {
        return Integer.compareUnsigned(oid, FIRST_USER_OID) < 0 ? Integer.toString(oid) : "user";
    }

    private static String fields(Map<Character, String> fields) {
        StringBuilder line = new StringBuilder(fields.getOrDefault('V', "?"))
                .append(' ')
                .append(fields.getOrDefault('C', "?"))
                .append(' ')
                .append(escape(fields.getOrDefault('M', "")));
        if (fields.containsKey('P')) {
            line.append(" @").append(fields.get('P'));
        }
        NAMED.forEach((field, name) -> {
            String value = fields.get(field);
            if (value != null && !OF_ONE_SERVER.matcher(value).find()) {
                line.append(' ').append(name).append('=').append(escape(value));
            }
        });
        return line.toString();
    }

    private static String value(byte[] value) {
        return value == null ? "\\N" : escape(new String(value, StandardCharsets.UTF_8));
    }

    /** One line, no bar. */
    static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("|", "\\p");
    }

    /**
     * Without what comes before an error: whether the columns were announced, and which rows had been sent, depends on
     * where in the plan an error comes up, and no driver shows it. Notices come first: neither does one show whether they
     * came before the columns or behind them.
     */
    Outcome forClient() {
        if (error() == null) {
            List<String> noticesFirst = new ArrayList<>(lines);
            noticesFirst.sort(Comparator.comparing(line -> !line.startsWith("N ")));
            return new Outcome(noticesFirst);
        }
        return new Outcome(lines.stream()
                .filter(line -> !line.startsWith("T ") && !line.startsWith("D ") && !line.startsWith("P "))
                .toList());
    }

    /** The same whatever order the rows came in. */
    Outcome anyOrder() {
        return new Outcome(lines.stream().sorted().toList());
    }

    /** SQLSTATE of the error, or null. */
    String error() {
        return lines.stream()
                .filter(line -> line.startsWith("E "))
                .map(line -> line.split(" ")[2])
                .findFirst()
                .orElse(null);
    }
}
