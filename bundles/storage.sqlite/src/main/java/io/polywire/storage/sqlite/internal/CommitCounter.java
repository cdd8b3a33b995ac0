package io.polywire.storage.sqlite.internal;

import java.util.concurrent.atomic.AtomicLong;

/** Watches the commits of this process only: for {@code external.writers = none}. */
final class CommitCounter implements CommitWatch {
    private final AtomicLong commits = new AtomicLong();

    /** After each commit, before it is acknowledged. */
    void committed() {
        commits.incrementAndGet();
    }

    @Override
    public void note(long[] mark) {
        mark[0] = commits.get();
    }

    @Override
    public boolean isNewest(long[] mark) {
        return mark[0] == commits.get();
    }
}
