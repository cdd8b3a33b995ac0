package io.polywire.wazuh.internal;

import java.util.List;

/**
 * A command as statements.
 *
 * @param guards each gives one row with 1, or the request is refused before anything changed
 * @param steps run in order in one transaction; the rows of the last are the reply
 * @param rehash whether group hashes of agents are computed again before the last step
 */
record Plan(Form form, List<Guard> guards, List<String> steps, boolean rehash) {
    /**
     * A condition on the arguments.
     *
     * @param message of the refusal; {@code %s} stands for the beginning of the arguments
     */
    record Guard(String sql, String message) {}

    static Plan of(Form form, String... steps) {
        return new Plan(form, List.of(), List.of(steps), false);
    }

    Plan guarded(Guard... more) {
        return new Plan(form, List.of(more), steps, rehash);
    }

    Plan rehashing() {
        return new Plan(form, guards, steps, true);
    }
}
