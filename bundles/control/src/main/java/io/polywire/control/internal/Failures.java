package io.polywire.control.internal;

import java.util.List;

/** Makes one line for a person out of what a component runtime keeps of a failure. */
final class Failures {
    private static final String CAUSE = "Caused by: ";

    private Failures() {}

    /**
     * The message of the innermost cause.
     *
     * @param trace a printed stack trace, or null
     */
    static String reason(String trace) {
        if (trace == null || trace.isBlank()) {
            return "it failed without saying why; see the log";
        }
        List<String> lines = trace.lines().toList();
        String line = lines.get(0);
        for (String candidate : lines) {
            if (candidate.startsWith(CAUSE)) {
                line = candidate.substring(CAUSE.length());
            }
        }
        return message(line);
    }

    /** Without the name of the class in front, unless there is nothing else. */
    private static String message(String line) {
        int colon = line.indexOf(": ");
        boolean className = colon > 0 && line.substring(0, colon).matches("[\\w.$]+");
        return className ? line.substring(colon + 2).strip() : line.strip();
    }
}
