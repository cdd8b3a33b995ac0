package io.polywire.api.storage;

/**
 * Thrown by {@link Cursor#fetch} under {@link Lease#limitSteps} before any row of the fetch was put: whoever asked runs
 * the statement again from its start where it may take its time. Never seen by a client.
 */
public final class StepLimitExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The one that is ever needed: it carries nothing. */
    public static final StepLimitExceeded INSTANCE = new StepLimitExceeded();

    private StepLimitExceeded() {
        super("step limit", null, false, false);
    }
}
