package io.polywire.auth.password.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    private boolean superuser;
    private boolean login = true;
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
                case "--superuser" -> result.superuser = true;
                case "--no-login" -> result.login = false;
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
        return superuser;
    }

    boolean login() {
        return login;
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
