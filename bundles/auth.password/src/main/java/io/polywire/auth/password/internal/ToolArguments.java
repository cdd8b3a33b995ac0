package io.polywire.auth.password.internal;

import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.User;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line of {@link UserTool}. */
final class ToolArguments {
    /** Where a password comes from. */
    enum PasswordFrom {
        PROMPT,
        STDIN,
        FILE
    }

    private static final int MOST_DAYS = 3650;

    private final List<String> words = new ArrayList<>();
    private Path home;
    private final Map<String, Boolean> flags = new HashMap<>();
    private boolean admin;
    private Integer connectionLimit;
    private boolean help;
    private PasswordFrom from = PasswordFrom.PROMPT;
    private Path passwordFile;
    private boolean token;
    private Integer days;
    private String expires;
    private String comment;

    /** A command line that cannot be understood. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    static ToolArguments parse(List<String> arguments) throws Wrong {
        ToolArguments result = new ToolArguments();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            switch (word) {
                case "--superuser", "--no-superuser", "--login", "--no-login" -> result.flag(word);
                case "--createrole", "--no-createrole", "--createdb", "--no-createdb" -> result.flag(word);
                case "--inherit", "--no-inherit" -> result.flag(word);
                case "--admin" -> result.admin = true;
                case "--token" -> result.token = true;
                case "--days" -> result.days = number(value(arguments, ++i, word), word, 1, MOST_DAYS);
                case "--expires" -> result.expires = value(arguments, ++i, word);
                case "--comment" -> result.comment = value(arguments, ++i, word);
                case "--role" -> result.flags.putIfAbsent("login", false);
                case "--connection-limit" ->
                    result.connectionLimit = number(value(arguments, ++i, word), word, -1, Integer.MAX_VALUE);
                case "--password-stdin" -> result.from = PasswordFrom.STDIN;
                case "--help", "-h" -> result.help = true;
                case "--password-file" -> {
                    result.from = PasswordFrom.FILE;
                    result.passwordFile = Path.of(value(arguments, ++i, word));
                }
                case "--home" -> result.home = Path.of(value(arguments, ++i, word));
                case "--" -> {
                    result.words.addAll(arguments.subList(i + 1, arguments.size()));
                    i = arguments.size();
                }
                default -> {
                    if (word.startsWith("-")) {
                        throw new Wrong("there is no option " + word.split("=")[0]);
                    }
                    result.words.add(word);
                }
            }
        }
        return result;
    }

    private static String value(List<String> arguments, int index, String option) throws Wrong {
        if (index >= arguments.size()) {
            throw new Wrong(option + " needs a value");
        }
        return arguments.get(index);
    }

    /** The operands of a command, of which there must be as many as named. */
    List<String> operands(String... names) throws Wrong {
        List<String> operands = words.subList(1, words.size());
        if (operands.size() != names.length) {
            throw new Wrong(command() + " takes " + (names.length == 0 ? "no operand" : String.join(" ", names)));
        }
        return operands;
    }

    String command() {
        return words.isEmpty() ? "" : words.get(0);
    }

    Path home() {
        return home;
    }

    boolean superuser() {
        return flags.getOrDefault("superuser", false);
    }

    boolean login() {
        return flags.getOrDefault("login", true);
    }

    boolean admin() {
        return admin;
    }

    /** The user with what the options say. */
    User altered(User u) {
        RoleAttributes a = u.attributes();
        return new User(
                u.id(),
                u.name(),
                flags.getOrDefault("login", u.login()),
                flags.getOrDefault("superuser", u.superuser()),
                u.locked(),
                u.expires(),
                u.roles(),
                u.verifiers(),
                new RoleAttributes(
                        flags.getOrDefault("inherit", a.inherit()),
                        flags.getOrDefault("createrole", a.createRole()),
                        flags.getOrDefault("createdb", a.createDatabase()),
                        a.replication(),
                        a.bypassRls(),
                        connectionLimit == null ? a.connectionLimit() : connectionLimit));
    }

    private void flag(String word) {
        boolean off = word.startsWith("--no-");
        flags.put(word.substring(off ? 5 : 2), !off);
    }

    private static int number(String text, String option, int least, int most) throws Wrong {
        try {
            int n = Integer.parseInt(text);
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            throw new Wrong(option + " takes a number, not " + text);
        }
        throw new Wrong(option + " is " + least + " or more" + (most == Integer.MAX_VALUE ? "" : ", to " + most));
    }

    /** An end: a day or a moment; null for never. */
    static Instant date(String text) throws Wrong {
        if (text.equals("never")) {
            return null;
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Wrong("not a date: \"" + text + "\"; as in 2027-01-31 (UTC), 2027-01-31T12:00:00Z, never");
        }
    }

    /** The whole command for the audit trail; a password never stands in one. */
    String told() {
        List<String> all = new ArrayList<>();
        all.add(name());
        all.addAll(words);
        new TreeMap<>(flags).forEach((flag, on) -> all.add((on ? "--" : "--no-") + flag));
        if (admin) {
            all.add("--admin");
        }
        if (connectionLimit != null) {
            all.add("--connection-limit " + connectionLimit);
        }
        if (days != null) {
            all.add("--days " + days);
        }
        if (expires != null) {
            all.add("--expires " + expires);
        }
        return String.join(" ", all);
    }

    /** What the user has called. */
    String name() {
        return token ? "polywire token" : "polywire user";
    }

    /** Whether it is about tokens. */
    boolean token() {
        return token;
    }

    Integer days() {
        return days;
    }

    String expires() {
        return expires;
    }

    String comment() {
        return comment;
    }

    /** The command and its operands. */
    List<String> words() {
        return words;
    }

    boolean help() {
        return help;
    }

    PasswordFrom from() {
        return from;
    }

    Path passwordFile() {
        return passwordFile;
    }
}
