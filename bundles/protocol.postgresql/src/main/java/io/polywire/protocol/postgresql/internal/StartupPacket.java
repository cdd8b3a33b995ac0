package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a StartupMessage says (manual, 55.7, and 20.1.3 for "options").
 *
 * @param user never empty
 * @param database the user's name if the client gave none
 * @param settings by name: those of "options", then those of the packet over them, as in PostgreSQL; canonical names, checked values
 * @param unknownOptions protocol options (_pq_.*) that the client wants and we do not know
 */
record StartupPacket(String user, String database, Map<String, String> settings, List<String> unknownOptions) {

    /** Reads the parameters; throws FATAL-to-be failures as PostgreSQL words them. */
    static StartupPacket read(MessageReader in) {
        Map<String, String> raw = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        while (true) {
            if (in.remaining() == 0) {
                throw badLayout();
            }
            String name = in.text();
            if (name.isEmpty()) {
                break;
            }
            String value = in.text();
            if (name.startsWith("_pq_.")) {
                unknown.add(name);
            } else {
                raw.put(name, value);
            }
        }
        if (in.remaining() > 0) {
            throw badLayout();
        }
        String user = raw.remove("user");
        if (user == null || user.isEmpty()) {
            throw SqlFailure.of(FailureKind.AUTHORIZATION, "no PostgreSQL user name specified in startup packet");
        }
        String database = raw.remove("database");
        replication(raw.remove("replication"));
        Map<String, String> settings = new LinkedHashMap<>();
        String options = raw.remove("options");
        if (options != null) {
            options(options, settings);
        }
        raw.forEach((name, value) -> put(settings, name, value));
        return new StartupPacket(
                user, database == null || database.isEmpty() ? user : database, settings, List.copyOf(unknown));
    }

    private static void put(Map<String, String> settings, String name, String value) {
        String canonical = Reported.canonical(name);
        settings.put(canonical, Reported.check(canonical, value));
    }

    private static SqlFailure badLayout() {
        return Failures.protocol("invalid startup packet layout: expected terminator as last byte");
    }

    private static void replication(String value) {
        if (value == null) {
            return;
        }
        switch (value.toLowerCase(Locale.ROOT)) {
            case "false", "off", "no", "0", "f", "n" -> {
                // an ordinary connection
            }
            case "true", "on", "yes", "1", "t", "y", "database" ->
                throw SqlFailure.unsupported("a replication connection");
            default ->
                throw SqlFailure.build(
                                FailureKind.DATA, "invalid value for parameter \"replication\": \"" + value + '"')
                        .sqlState("22023")
                        .hint("Valid values are: \"false\", 0, \"true\", 1, \"database\".")
                        .build();
        }
    }

    /** "-c name=value" and "--name=value", separated by blanks; a backslash takes the next character as it is. */
    private static void options(String text, Map<String, String> into) {
        List<String> words = split(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String setting;
            if (word.equals("-c") && i + 1 < words.size()) {
                setting = words.get(++i);
            } else if (word.startsWith("-c") && word.length() > 2) {
                setting = word.substring(2);
            } else if (word.startsWith("--") && word.length() > 2) {
                setting = word.substring(2);
            } else {
                throw Failures.of(
                        FailureKind.SYNTAX, "42601", "invalid command-line argument for server process: " + word);
            }
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw Failures.of(
                        FailureKind.SYNTAX,
                        "42601",
                        (word.startsWith("--") ? "--" : "-c ") + setting + " requires a value");
            }
            put(into, setting.substring(0, equals).replace('-', '_'), setting.substring(equals + 1));
        }
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                if (any) {
                    words.add(word.toString());
                    word.setLength(0);
                    any = false;
                }
            } else {
                any = true;
                word.append(c == '\\' && i + 1 < text.length() ? text.charAt(++i) : c);
            }
        }
        if (any) {
            words.add(word.toString());
        }
        return words;
    }
}
