package io.polywire.storage.sqlite.internal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * The header of a write-ahead log's index, read out of the {@code -shm} file: watches the commits of all processes.
 *
 * <p>The file begins with two copies of a header of 48 bytes (walformat.html, section 2.2). Every commit, whoever makes
 * it, ends by writing the second and then the first; so does a restart of the log. The header holds a counter of
 * commits, the number of frames, the log's salts and checksums: two commits never have the same. A reader that holds a
 * snapshot may go on with it as long as the first copy is what it was <em>before</em> the snapshot began: the snapshot
 * is then at least as new as the copy, and nothing is newer than the copy. A header that is caught half written differs
 * and costs one renewal too many.
 *
 * <p><b>Closing any descriptor of a file drops all POSIX locks that the process has on it</b>, SQLite's too. The channel
 * is therefore opened once per file in the process, after SQLite has opened the file and mapped it, and is closed when
 * the last of its users has closed all its SQLite connections to it. For the same reason no code of this bundle opens a
 * database file or a file beside it by any way but SQLite; the log, which has no locks, is the exception of {@link EarlySync}
 * and {@link LogInspection}.
 */
final class LogIndex implements CommitWatch {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle HALF_WORD =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    /** Where the header has the number of frames in the log. */
    private static final int FRAMES_AT = 16;

    private static final Map<Object, LogIndex> OPEN = new HashMap<>();

    private final Object key;
    private final FileChannel channel;
    private final MappedByteBuffer header;
    private int users;

    private LogIndex(Object key, FileChannel channel) throws IOException {
        this.key = key;
        this.channel = channel;
        this.header = channel.map(FileChannel.MapMode.READ_ONLY, 0, WORDS * 8L);
    }

    /**
     * The index beside a database, which SQLite has open and has read in WAL mode.
     *
     * @return null where it cannot be read so
     */
    static LogIndex open(Path database) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return null;
        }
        Path file = database.resolveSibling(database.getFileName() + "-shm");
        synchronized (OPEN) {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            if (a.fileKey() == null || a.size() < WORDS * 8L) {
                return null;
            }
            LogIndex index = OPEN.get(a.fileKey());
            if (index == null) {
                index = new LogIndex(a.fileKey(), FileChannel.open(file, StandardOpenOption.READ));
                OPEN.put(a.fileKey(), index);
            }
            index.users++;
            return index;
        }
    }

    /** Ends one use; the user has closed its SQLite connections. */
    void release() throws IOException {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(key);
                channel.close();
            }
        }
    }

    @Override
    public void note(long[] mark) {
        for (int i = 0; i < WORDS; i++) {
            mark[i] = (long) WORD.getAcquire(header, i * 8);
        }
    }

    @Override
    public boolean isNewest(long[] mark) {
        // The word with the counter of commits first: it differs after nearly every commit.
        for (int i = 1; i < WORDS; i++) {
            if (mark[i] != (long) WORD.getAcquire(header, i * 8)) {
                return false;
            }
        }
        return mark[0] == (long) WORD.getAcquire(header, 0);
    }

    /** How many pages the log holds, copied ones included. */
    long pages() {
        return Integer.toUnsignedLong((int) HALF_WORD.getAcquire(header, FRAMES_AT));
    }
}
