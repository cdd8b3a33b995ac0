package io.polywire.storage.sqlite.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the disk take what a long write has put into the log so far, beside the write: its commit, which waits for all of it,
 * then finds little left. Nothing depends on it: the commit syncs the log by itself, and is told of a failing disk by
 * itself (the kernel tells each descriptor once), so that whatever happens here is passed over.
 *
 * <p>This and {@link LogInspection} open a file of a database beside SQLite. Closing a descriptor drops the process's POSIX
 * locks on that file; SQLite has locks on the database and on the log's index, and never on the log.
 */
final class EarlySync {
    private static final Logger LOG = LoggerFactory.getLogger(EarlySync.class);

    /** So many rows of a load are some megabytes of log. */
    private static final int ROWS = 16 * 1024;
    /** A statement that has run for so many ticks may have much in the log. */
    private static final int LONG_TICKS = 2;

    private final Engine engine;
    private final Path log;
    private final boolean used;
    private final AtomicBoolean under = new AtomicBoolean();
    /** Of the load that runs; by the holder of the right to write. */
    private int rows;

    EarlySync(Engine engine) {
        this.engine = engine;
        this.log = engine.file().beside("-wal");
        // without its index the file is none in WAL mode, or the system one whose locks are not POSIX's
        this.used = engine.logIndex() != null && engine.settings().durable();
    }

    /** The holder of the right to write has loaded more rows. */
    void loaded(int more) {
        rows += more;
        if (rows >= ROWS) {
            rows = 0;
            ask();
        }
    }

    /** Looks after statements that run long; by the timer. */
    void tick(long tick) {
        if (used && engine.writer().runsSince(tick - LONG_TICKS)) {
            ask();
        }
    }

    private void ask() {
        if (used && under.compareAndSet(false, true) && !engine.workers().execute(this::sync)) {
            under.set(false);
        }
    }

    private void sync() {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            channel.force(false);
            engine.database().metrics().earlySyncs.increment();
        } catch (NoSuchFileException gone) {
            // the database was closed meanwhile
        } catch (IOException e) {
            LOG.debug(
                    "The log of database {} was not synced early", engine.file().name(), e);
        } finally {
            under.set(false);
        }
    }
}
