package io.polywire.auth.password.internal;

import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of {@link UserTool}. */
final class ToolArguments {
    /** Where a password comes from. */
    enum PasswordFrom {
        PROMPT,
        STDIN,
        FILE
    }

    private final List<String> words = new ArrayList<>();
    private Path home;
    private final Map<String, Boolean> flags = new HashMap<>();
    private boolean admin;
    private Integer connectionLimit;
    private boolean help;
    private PasswordFrom from = PasswordFrom.PROMPT;
    private Path passwordFile;

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
                case "--role" -> result.flags.putIfAbsent("login", false);
                case "--connection-limit" -> result.connectionLimit = number(value(arguments, ++i, word), word);
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

    private static int number(String text, String option) throws Wrong {
        try {
            int n = Integer.parseInt(text);
            if (n >= -1) {
                return n;
            }
        } catch (NumberFormatException e) {
            throw new Wrong(option + " takes a number, not " + text);
        }
        throw new Wrong(option + " is -1 or more");
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
