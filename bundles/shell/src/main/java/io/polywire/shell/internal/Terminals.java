package io.polywire.shell.internal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of the standard streams are a terminal. */
final class Terminals {
    /** A person sits at both ends: standard input and output. */
    boolean interactive() {
        return System.console() != null && isTerminal(0, true) && isTerminal(1, true);
    }

    /** Standard output is a terminal. */
    boolean output() {
        return isTerminal(1, System.console() != null);
    }

    /** Standard error is a terminal. */
    boolean error() {
        return isTerminal(2, System.console() != null);
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
