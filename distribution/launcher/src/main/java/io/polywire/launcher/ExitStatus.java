package io.polywire.launcher;

/** Exit statuses of {@code bin/polywire}, after sysexits.h where it has a fitting one. */
final class ExitStatus {
    static final int OK = 0;
    /** Something went wrong, or not all that is configured is up. */
    static final int FAILED = 1;
    /** There is no server on this home. */
    static final int NOT_RUNNING = 3;

    static final int USAGE = 64;
    /** The home cannot be made or written. */
    static final int NO_HOME = 73;
    /** Another server runs on this home. */
    static final int HOME_IN_USE = 75;
    /** The configuration is refused; also what the control bundle exits with in that case. */
    static final int CONFIGURATION = 78;

    private ExitStatus() {}
}
