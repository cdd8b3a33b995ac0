package io.polywire.control.internal;

import io.polywire.api.status.StatusEntry;
import java.util.List;

/**
 * The server at one moment.
 *
 * @param entries every part: what the sources say, then configurations, components and bundles that are not as they
 *     should be
 * @param pending parts that are down and may still come up by themselves: they wait for something
 * @param activeBundles how many bundles run
 * @param profile name of the profile, or null while no router is there to say it
 * @param refusals what production refuses, with the lines to change
 */
record Snapshot(List<StatusEntry> entries, int pending, int activeBundles, String profile, List<String> refusals) {
    Snapshot {
        entries = List.copyOf(entries);
        refusals = List.copyOf(refusals);
    }

    /** Whether all that is configured is up. */
    boolean isUp() {
        return refusals.isEmpty() && entries.stream().noneMatch(e -> e.state() == StatusEntry.State.DOWN);
    }

    /** Whether nothing that is down can come up without a change of configuration or bundles. */
    boolean isSettled() {
        return pending == 0;
    }
}
