package io.polywire.api.value;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** A zone of the tz database: Java's offsets, our names of them. */
final class DatabaseOffsets implements ZoneOffsets {
    /** Seconds that Java's calendar can still hold; there are no transitions beyond. */
    private static final long FURTHEST = 31_000_000_000_000L;

    private final ZoneRules rules;
    private final ZoneHistory history;

    DatabaseOffsets(String id) {
        rules = ZoneId.of(id).getRules();
        history = ZoneHistory.of(id);
    }

    @Override
    public Span at(long seconds) {
        Instant at = Instant.ofEpochSecond(Math.max(-FURTHEST, Math.min(FURTHEST, seconds)));
        ZoneOffsetTransition next = rules.nextTransition(at);
        ZoneOffsetTransition before = rules.previousTransition(at.plusSeconds(1));
        return new Span(
                before == null ? Long.MIN_VALUE : before.toEpochSecond(),
                next == null ? Long.MAX_VALUE : next.toEpochSecond(),
                rules.getOffset(at).getTotalSeconds());
    }

    @Override
    public int ofLocal(long seconds) {
        LocalDateTime local =
                LocalDateTime.ofEpochSecond(Math.max(-FURTHEST, Math.min(FURTHEST, seconds)), 0, ZoneOffset.UTC);
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return rules.getOffset(local).getTotalSeconds();
        }
        return (change.isGap() ? change.getOffsetBefore() : change.getOffsetAfter()).getTotalSeconds();
    }

    @Override
    public String abbreviation(int offset, long seconds) {
        return history.abbreviation(offset, seconds);
    }

    /** Whether the clock is never changed. */
    boolean isFixed() {
        return rules.isFixedOffset();
    }

    ZoneHistory history() {
        return history;
    }
}
