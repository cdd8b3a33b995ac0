package io.polywire.shell.internal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of the standard streams are a terminal. */
final class Terminals {
    /** A person sits at both ends: standard input and output. */
    boolean interactive() {
        return isTerminal(0, hasConsole()) && isTerminal(1, hasConsole()) && System.console() != null;
    }

    /** Standard output is a terminal. */
    boolean output() {
        return isTerminal(1, hasConsole());
    }

    /** Standard error is a terminal. */
    boolean error() {
        return isTerminal(2, hasConsole());
    }

    /** Java 17 has a console only on a terminal; 22 to 24 always have one, and a method that says what it is. */
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            // before 22
            return true;
        }
    }

    /** Java does not tell; where the system has the file descriptors as links, they do. */
    private static boolean isTerminal(int descriptor, boolean otherwise) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // no such links on this system
            return otherwise;
        }
    }

    /** A way to ask the person; null: nobody is there. */
    Login.Prompt prompt() {
        Console console = System.console();
        if (console == null || !interactive()) {
            return null;
        }
        return (question, secret) -> {
            if (!secret) {
                return console.readLine("%s", question);
            }
            char[] typed = console.readPassword("%s", question);
            return typed == null ? null : new String(typed);
        };
    }
}
