package io.polywire.launcher;

/** Something that a person has to put right; the message is all that is said of it. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Failure(int status, String message) {
        this(status, message, null);
    }

    Failure(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** What the process exits with, see {@link ExitStatus}. */
    int status() {
        return status;
    }
}
